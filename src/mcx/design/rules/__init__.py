"""The studio's decisions: what a draft holds, how it becomes a proposal, and what is still missing."""
