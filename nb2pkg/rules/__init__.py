"""Rewritings of definitions with LibCST, one file each."""
