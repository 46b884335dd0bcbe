"""How each family of notebook is planned and given its command line."""
