"""The demonstration network: fictional people and courses at real universities, kept as data."""
