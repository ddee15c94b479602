"""The fast way: documents like many before them, put in canonical form without being compiled again.

Which documents these are, what is remembered of them, how this is proven equal to the general way and how to
switch it off: `docs/internals/jsonld.md`. `shapes` is its door.
"""
