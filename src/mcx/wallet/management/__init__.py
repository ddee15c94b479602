"""Commands of the wallet domain."""
