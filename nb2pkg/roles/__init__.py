"""What each statement is for, and why."""
