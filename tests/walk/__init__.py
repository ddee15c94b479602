"""One recorded walk of every address by every role, for the tests of access, links, queries and headers."""
