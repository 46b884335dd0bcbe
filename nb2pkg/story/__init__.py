"""The program understood: what is handed where, what each statement does, one meaning a name."""
