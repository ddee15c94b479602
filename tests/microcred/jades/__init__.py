"""The seal of a European Digital Credential."""
