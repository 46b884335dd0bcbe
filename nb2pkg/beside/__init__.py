"""Gathers the modules that lie beside a notebook and are imported by it. Nothing is run."""
