"""Tests of awards, signing, keys, status lists and verification."""
