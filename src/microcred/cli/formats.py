"""The formats that `convert` and `issue` write, by their names on the command line."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from microcred import elm, openbadges
from microcred.keys import SigningKey
from microcred.record import AchievementRecord
from microcred.record_json import to_json

Written = tuple[bytes, tuple[str, ...]]
Write = Callable[[AchievementRecord], Written]
Sign = Callable[[AchievementRecord, SigningKey, str, datetime], Written]


def _json(document: Any, losses: tuple[str, ...] = ()) -> Written:
    return json.dumps(document, indent=2, ensure_ascii=False).encode(), losses


FORMATS: Mapping[str, Write] = {
    "european": lambda record: _json(*elm.write(record)),
    "open-badge": lambda record: _json(*openbadges.write(record)),
    "record": lambda record: _json(to_json(record)),
}

SIGNATURES: Mapping[str, Sign] = {}
