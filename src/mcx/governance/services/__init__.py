"""What can be done to the consortium's rules, and founding one."""
