"""Which constants are parameters; one file per source."""
