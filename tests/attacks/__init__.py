"""What somebody tries who must not succeed."""
