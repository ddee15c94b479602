"""SD-JWT verifiable credentials."""
