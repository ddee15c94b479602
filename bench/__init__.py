"""Benchmarks: `python -m bench.<name> [--quick] [--json FILE]` prints figures and ratios of one run."""
