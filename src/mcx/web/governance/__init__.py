"""Pages of the governance domain: what the members agree, and how far the work is."""
