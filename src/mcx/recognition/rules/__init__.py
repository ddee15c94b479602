"""Decisions about recognition, on plain values."""
