"""The test suites of W3C run against the library: `python -m tests.w3c` (docs/standards/w3c-suites.md)."""
