"""Tests of the recognition domain."""
