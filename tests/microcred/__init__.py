"""Tests of the standards library."""
