"""Pages of the pathways domain."""
