"""The fast way: documents like many before them, put in canonical form without being compiled again."""
