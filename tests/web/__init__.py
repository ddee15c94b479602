"""Tests of the pages that belong to no single domain, and of the parts they share."""
