"""Pages of the catalogue domain."""
