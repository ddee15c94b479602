"""What can be done to awards, credentials and keys."""
