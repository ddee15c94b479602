"""Tests of the pathways domain."""
