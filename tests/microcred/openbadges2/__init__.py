"""Open Badges 2.0 and older."""
