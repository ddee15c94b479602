"""Signing keys, e-seals and the DID documents that publish them (did:web, ETSI EN 319 412)."""
