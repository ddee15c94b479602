"""What people try who mean the network no good, and forgeries of a badge in every carrier that is read."""
