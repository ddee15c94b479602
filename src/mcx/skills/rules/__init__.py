"""What the vocabularies hold and how they are searched."""
