"""Pages of the quality domain."""
