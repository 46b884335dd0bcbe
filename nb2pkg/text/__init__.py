"""The notebook's words as literals, docstrings and comments that are safe anywhere."""
