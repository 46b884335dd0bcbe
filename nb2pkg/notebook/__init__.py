"""From bytes to a notebook in plain Python: formats, IPython syntax, tags."""
