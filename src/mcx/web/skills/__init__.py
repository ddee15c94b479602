"""Pages of the skills domain."""
