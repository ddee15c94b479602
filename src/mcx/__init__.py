"""MCX: the software a consortium installs to run a joint micro-credential exchange network."""
