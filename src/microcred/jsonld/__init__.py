"""JSON-LD documents as canonical N-Quads, offline and without silent loss.

W3C JSON-LD 1.1, its Processing Algorithms and API, and RDF Dataset Canonicalization (RDFC-1.0). The terms
of the contexts that credentials use are part of the package; others count only if the caller gives them.
How it works: `docs/internals/jsonld.md`.
"""

from microcred.jsonld.documents import (
    MEMORY,
    Memory,
    canonical_digest,
    canonise,
    compile_document,
    unmapped_terms,
)
from microcred.jsonld.errors import TooMuchWork, UnknownContext, UnmappedTerm

__all__ = [
    "MEMORY",
    "Memory",
    "TooMuchWork",
    "UnknownContext",
    "UnmappedTerm",
    "canonical_digest",
    "canonise",
    "compile_document",
    "unmapped_terms",
]
