"""Tests of proposals, votes, founding, the state of the work and what waits."""
