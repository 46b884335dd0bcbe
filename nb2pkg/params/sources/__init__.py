"""Where the values come from that a person would turn: one module a kind of source."""
