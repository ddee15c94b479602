"""Benchmarks and trials with other implementations; run one with `python -m bench.NAME`."""
