"""Pages of the learning domain."""
