"""Modules that lie beside the notebook: where it looks for them, what they are called in the package, their imports."""
