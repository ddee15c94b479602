"""The learner's own collection: portfolio, import, sharing (framework domain 4)."""
