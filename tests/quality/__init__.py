"""Tests of the quality domain."""
