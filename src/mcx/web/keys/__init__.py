"""Pages of the keys domain: the keys and seals of an institution."""
