"""Commands of the skills domain."""
