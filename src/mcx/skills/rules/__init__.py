"""What the vocabularies hold and how they are searched."""

from mcx.skills.rules.esco import BadRow, Columns, Concept, columns_of, concept_of, language_of, version_of
from mcx.skills.rules.fields import FIELDS, field_groups, field_label, field_path
from mcx.skills.rules.matching import LEAST, LONGEST_TERM, probes, similarity

__all__ = [
    "FIELDS",
    "LEAST",
    "LONGEST_TERM",
    "BadRow",
    "Columns",
    "Concept",
    "columns_of",
    "concept_of",
    "field_groups",
    "field_label",
    "field_path",
    "language_of",
    "probes",
    "similarity",
    "version_of",
]
