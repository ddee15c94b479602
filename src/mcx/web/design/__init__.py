"""Pages of the design domain."""
