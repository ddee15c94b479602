"""Forgeries: a badge dressed as a member's in every carrier that is read, and none of them believed."""
