"""What the benchmarks measure does what it says."""
