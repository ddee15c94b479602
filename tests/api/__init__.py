"""Tests of the JSON API as a whole."""
