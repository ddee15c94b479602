"""What people try who mean the network no good."""
