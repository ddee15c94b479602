"""Open Badges 3.0 and the Comprehensive Learner Record 2.0: written, read and checked.

1EdTech Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0) on W3C VC-DM 2.0, read also on 1.1.
"""

from microcred.openbadges.clr import credentials_in, parse_clr, write_clr
from microcred.openbadges.context import CONTEXT, CONTEXT_URL, VOCABULARY, context_file
from microcred.openbadges.endorsements import (
    Endorsement,
    embedded_endorsements,
    read_endorsement,
    write_endorsement,
)
from microcred.openbadges.parsing import parse
from microcred.openbadges.schema import problems, schema_of
from microcred.openbadges.writing import write

__all__ = [
    "CONTEXT",
    "CONTEXT_URL",
    "VOCABULARY",
    "Endorsement",
    "context_file",
    "credentials_in",
    "embedded_endorsements",
    "parse",
    "parse_clr",
    "problems",
    "read_endorsement",
    "schema_of",
    "write",
    "write_clr",
    "write_endorsement",
]
