"""Tests of microcred.cli."""
