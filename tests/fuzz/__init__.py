"""Coverage-guided fuzzing of every reader: briefly among the tests, long by `make fuzz SECONDS=600`."""
