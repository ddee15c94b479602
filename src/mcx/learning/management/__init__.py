"""Commands of the learning domain."""
