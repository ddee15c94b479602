"""The third door: what a specification prescribes, one file for each; no cookies, any origin."""
