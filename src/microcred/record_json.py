"""The achievement record as JSON and back, exactly: how a frozen record is stored.

Every field is written under its own name; decimals are strings, instants RFC 3339 in UTC with `Z`, dates
ISO 8601, tuples arrays, an absent value null. `from_json(to_json(record)) == record` for every record
whose instants are in UTC. Reading ignores nothing: an unknown or missing name is `Malformed`.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from microcred import record as record_module
from microcred.errors import Malformed
from microcred.guards import decimal
from microcred.record import AchievementRecord, Specification

FORMAT = 1

Read = Callable[[Any], Any]


def to_json(record: AchievementRecord) -> dict[str, Any]:
    """The record as JSON values, with the number of this storage format under `format`."""
    return {"format": FORMAT, **_plain(record)}


def from_json(data: Any) -> AchievementRecord:
    """The record that `to_json` wrote; raises Malformed when it is anything else."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Malformed("This is not a stored achievement record of format 1.")
    rest = {name: value for name, value in data.items() if name != "format"}
    try:
        record: AchievementRecord = _reader(AchievementRecord)(rest)
    except (TypeError, ValueError, AttributeError, InvalidOperation, KeyError) as error:
        raise Malformed("The stored achievement record is damaged: {reason}", reason=error) from error
    return record


def specification_to_json(specification: Specification) -> dict[str, Any]:
    """A specification alone, as the record holds it."""
    return dict(_plain(specification))


def specification_from_json(data: Any) -> Specification:
    """The specification that `specification_to_json` wrote; raises Malformed when it is anything else."""
    try:
        specification: Specification = _reader(Specification)(data)
    except (TypeError, ValueError, AttributeError, InvalidOperation, KeyError) as error:
        raise Malformed("The stored specification is damaged: {reason}", reason=error) from error
    return specification


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _reader(kind: Any) -> Read:
    """How a value of this type is read back, found from the record's own type hints."""
    if get_origin(kind) is UnionType:
        inner = _reader(next(arm for arm in get_args(kind) if arm is not NoneType))
        return lambda value: None if value is None else inner(value)
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        return lambda value: tuple(_reader(item)(each) for each in _expect(list, value))
    if is_dataclass(kind):
        return _object_reader(kind)
    return SCALARS.get(kind, _text)


def _object_reader(kind: Any) -> Read:
    hints = get_type_hints(kind, vars(record_module))
    required = {field.name for field in fields(kind) if field.default is MISSING}

    def read(value: Any) -> Any:
        names = _expect(dict, value).keys()
        if missing := required - names:
            raise KeyError(f"{kind.__name__} lacks {sorted(missing)[0]}")
        return kind(**{name: _reader(hints[name])(each) for name, each in value.items()})

    return read


def _expect(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value


def _text(value: Any) -> dict[str, str]:
    pairs = _expect(dict, value)
    return {_expect(str, tag): _expect(str, text) for tag, text in pairs.items()}


def _number(text: str) -> Decimal:
    number = decimal(text)
    if number is None:
        raise ValueError(f"{text[:40]} is no number of a size that is read")
    return number


SCALARS: dict[Any, Read] = {
    str: lambda value: _expect(str, value),
    int: lambda value: _expect(int, value),
    bool: lambda value: _expect(bool, value),
    Decimal: lambda value: _number(_expect(str, value)),
    datetime: lambda value: datetime.fromisoformat(_expect(str, value)),
    date: lambda value: date.fromisoformat(_expect(str, value)),
}
