"""Pages of the recognition domain."""
