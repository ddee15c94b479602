"""Tests of microcred.reading."""
