"""A folder of notebooks to a folder of packages, each on its own."""
