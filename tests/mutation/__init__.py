"""Mutation testing: whether a changed line of a rule makes some test fail (`make mutation`)."""
