"""Embedded proofs."""
