"""Tests of what belongs to no domain."""
