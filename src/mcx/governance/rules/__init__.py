"""Decisions about proposals, votes and what a network still lacks, on plain values."""
