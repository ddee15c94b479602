"""Tests of the design domain."""
