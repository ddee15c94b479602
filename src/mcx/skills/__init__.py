"""Vocabularies and their look-up: ESCO skills, fields of study (ISCED-F), levels (framework domain 5)."""
