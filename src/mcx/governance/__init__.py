"""How the consortium governs itself: proposals, votes, founding, what is still missing, what waits."""
