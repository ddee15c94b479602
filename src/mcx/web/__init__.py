"""The pages: one module per domain, templates beside them."""
