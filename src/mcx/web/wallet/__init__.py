"""Pages of the wallet domain: what a learner holds, brings along and shows."""
