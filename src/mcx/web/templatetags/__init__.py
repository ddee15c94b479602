"""Template words of our own."""
