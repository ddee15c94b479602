"""The studio in which teachers design a micro-credential before it is reviewed (framework domain 3)."""
