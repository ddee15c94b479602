"""Look-ups of proposals and votes, and of what the whole network has and lacks."""
