"""What can be done to the consortium."""
