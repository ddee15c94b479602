"""Our own JSON-LD context: what Open Badges has no words for and Annex I asks.

`https://w3id.org/microcred/v1` is version 1 of this context, the terms live in the vocabulary
`https://w3id.org/microcred#`; its table is `jsonld/contexts/microcred-1.txt`. Once a credential has been
signed with it a version never changes: what is new becomes version 2. Texts are VC 2.0 language value
objects (VC-DM 2.0 §11.1), numbers of credits and hours are decimal strings so that no reader rounds them.

Terms are scoped by type and carry other names than those of VC-DM 2.0 and Open Badges 3.0, so that the
three contexts combine in any order.
"""

import json
from typing import Any, Final

from microcred.jsonld.tables import known

CONTEXT_URL: Final = "https://w3id.org/microcred/v1"
VOCABULARY: Final = "https://w3id.org/microcred#"

CONTEXT: Final[dict[str, Any]] = {"@context": known()[CONTEXT_URL]}


def context_file() -> bytes:
    """The bytes to serve at `CONTEXT_URL`, always the same."""
    return json.dumps(CONTEXT, indent=1, sort_keys=True).encode() + b"\n"
