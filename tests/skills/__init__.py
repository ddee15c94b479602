"""Tests of the skills domain."""
