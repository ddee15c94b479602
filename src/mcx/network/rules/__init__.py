"""What follows from plain facts of the consortium: its terms, its votes, its appointments."""
