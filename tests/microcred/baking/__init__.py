"""Badges as pictures."""
