"""Turn a notebook into a Python package that installs, trains, passes its tests and documents itself."""

__version__ = "0.1.0"
