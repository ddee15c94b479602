"""The standards library: reads, makes and proves every credential of the field."""
