"""From the plan to the tree of files."""
