"""Base64 (RFC 4648 §4, §5) by pybase64, or by Python's own module, whose functions it has.

Both leave open what is canonical: `microcred.guards` decides that.
"""

try:
    import pybase64 as way
except ImportError:
    import base64 as way  # type: ignore[no-redef]

b64encode, b64decode, urlsafe_b64encode = way.b64encode, way.b64decode, way.urlsafe_b64encode
