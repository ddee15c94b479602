"""Tests of microcred.openbadges."""
