"""European Digital Credentials: the European Learning Model."""
