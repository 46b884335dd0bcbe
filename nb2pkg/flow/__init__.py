"""What statements do with names, and what follows from it."""
