"""The forms: one module per domain, and the fields they share."""
