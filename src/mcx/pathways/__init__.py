"""Micro-degrees, their stacking rules and each learner's progress; credits never add up to a degree."""
