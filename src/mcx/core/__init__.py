"""Audit log, errors, translated text, clock and environment: nothing that belongs to one domain."""
