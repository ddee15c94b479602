"""What pydantic refuses in a request, as a sentence in the reader's language.

Its own messages are English. Each kind of refusal that a schema of ours can come to has a marked sentence
here; a kind that is new says that the value does not fit, until it has one.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mcx.core.reports import translated
from microcred.report import _
from microcred.saying import Amount, Listed, Said

UNFIT = _("This value is not one that this field takes.")
TEXT = _("Send a text here.")
OBJECT = _("Send an object here, with its fields by name.")
WHOLE = _("Send a whole number here.")
NUMBER = _("Send a number here, with a point before its decimals.")
LONG = _("This number has too many digits.")
DAY = _("Send a date here, written like {example}.")
YES = _("Send true or false here.")
UUID = _("Send an identifier here, written like {example}.")
CHOICE = _("Send one of these here: {values}.")
EXAMPLES = {DAY: "2026-11-30", UUID: "123e4567-e89b-12d3-a456-426614174000"}

# By pydantic's name of the kind (`pydantic_core.core_schema.ErrorType`); slots are named as its context is.
SENTENCES: Mapping[str, str] = {
    "missing": _("This is missing."),
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "dict_type": OBJECT,
    "string_type": TEXT,
    "string_unicode": TEXT,
    "string_too_short": _("This text is too short. Use at least {min_length} characters."),
    "string_too_long": _("This text is too long. Use {max_length} characters or fewer."),
    "string_pattern_mismatch": _("This text does not have the form {pattern}."),
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "int_parsing_size": LONG,
    "decimal_type": NUMBER,
    "decimal_parsing": NUMBER,
    "finite_number": NUMBER,
    "decimal_max_digits": LONG,
    "decimal_whole_digits": LONG,
    "decimal_max_places": _("This number has too many decimals. The most it can have is {decimal_places}."),
    "greater_than": _("Send a number greater than {gt}."),
    "greater_than_equal": _("Send a number that is at least {ge}."),
    "less_than": _("Send a number less than {lt}."),
    "less_than_equal": _("Send a number that is at most {le}."),
    "list_type": _("Send a list here."),
    "too_short": _("This list is too short. It needs at least {min_length} entries."),
    "too_long": _("This list is too long. The most it can have is {max_length} entries."),
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "bool_type": YES,
    "bool_parsing": YES,
    "uuid_type": UUID,
    "uuid_parsing": UUID,
    "uuid_version": UUID,
    "enum": CHOICE,
    "literal_error": CHOICE,
    "value_error": _("Send a file here."),  # no schema of ours has a check of its own but that of files
}


def said(error: Mapping[str, Any]) -> str:
    """What is wrong with a value, in the reader's language; `error` is one of pydantic's `errors()`."""
    sentence, context = SENTENCES.get(error["type"], UNFIT), error.get("ctx", {})
    values: dict[str, object] = {
        name: _typed(value) for name, value in context.items() if f"{{{name}}}" in sentence
    }
    if sentence is CHOICE:
        values = {"values": Listed(re.findall(r"'([^']*)'", context["expected"]))}
    elif sentence in EXAMPLES:
        values = {"example": EXAMPLES[sentence]}
    return translated(Said(sentence, **values))


def _typed(value: Any) -> object:
    """Bounds are numbers, to be written as such; what else a sentence mentions shows its kind itself."""
    return Amount(value) if isinstance(value, int | float | Decimal) else value
