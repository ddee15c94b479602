"""Coverage-guided fuzzing of every reader: briefly among the tests, long by `python -m tests.fuzz`."""
