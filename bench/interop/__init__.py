"""Trials with other implementations, both ways: what we write they read, what they write we read."""
