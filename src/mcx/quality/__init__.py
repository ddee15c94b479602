"""Ex ante review of micro-credentials before publication (ESG; framework domain 6)."""
