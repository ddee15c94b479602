"""People, how they sign in, and the table of what each role may do (DESIGN §6)."""
