"""Tests of signing keys and e-seals."""
