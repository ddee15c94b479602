"""Tests of the industry domain."""
