"""What runs beside the notebook's and the package's code and notes what they do.

It is run by whatever Python the package is meant for, where nb2pkg itself need not be installed: standard library only,
and what the code that it watches has imported.
"""
