"""JSON-LD, its contexts and its canonical form."""
