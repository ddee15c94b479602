"""Tests of microcred.verification."""
