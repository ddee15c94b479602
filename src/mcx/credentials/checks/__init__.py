"""Reports composed from rows: anyone's verification, and an issuer's test of itself."""
