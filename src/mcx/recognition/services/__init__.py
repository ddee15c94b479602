"""What can be done about recognition."""
