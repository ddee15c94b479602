"""The demonstration network: fictional people and courses, loaded through the services."""
