"""Look-ups of the consortium, and what a person may do in it."""
