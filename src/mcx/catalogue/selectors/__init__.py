"""Look-ups of micro-credentials, editions and offerings, and the search of the catalogue."""
