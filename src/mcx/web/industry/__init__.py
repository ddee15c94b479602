"""Pages of the industry domain."""
