"""A small coverage-guided fuzzer: inputs that reach new lines of the library become seeds themselves.

Python's own line tracing tells what was reached; damage is done by bytes and by tokens of the formats. The
same random number gives the same run, so a failure can be repeated.
"""

import copy
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import microcred

LIBRARY = str(Path(microcred.__file__).parent)
TOKENS: tuple[bytes, ...] = (
    *(b"{", b"}", b"[", b"]", b":", b",", b'"', b"\\", b"null", b"true", b"-1", b"1e9", b"\x00", b"\xff"),
    *(b'"type"', b'"id"', b'"proof"', b'"@context"', b'"vc"', b"https://", b"did:key:z", b"urn:uuid:"),
    *(b".", b"~", b"=", b"<", b">", b"&", b"<![CDATA[", b"IEND", b"iTXt", b"stream", b"endobj", b"xref"),
)
STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e300, 2**53, "", "\x00", "en", "x" * 3000, "did:key:z", "https://x.example/#z6Mk"),
    *([], {}, [[]], [None], {"id": {}}, {"@value": 1}, {"@language": "en"}, {"type": 3}, {"@id": "_:b"}),
    *("2026-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "@context", "@type", "VerifiableCredential"),
)
SLOW = 2.0  # seconds one input of a few kilobytes may take under tracing

Target = Callable[[bytes], object]
Lines = set[tuple[str, int]]


@dataclass(slots=True)
class Exploration:
    """What a run has tried and reached."""

    rounds: int = 0
    lines: Lines = field(default_factory=set)
    seeds: list[bytes] = field(default_factory=list)


class Defect(AssertionError):
    """An input under which the target did not behave."""


def explore(target: Target, seeds: Sequence[bytes], *, rounds: int, number: int = 0) -> Exploration:
    """Run the target on damaged seeds; raises Defect with the input that broke it or kept it too long."""
    random, run = Random(number), Exploration(seeds=[])
    for seed in seeds:
        run.lines |= _reached(target, seed)
        run.seeds.append(seed)
    for _round in range(rounds):
        data = damage(random.choice(run.seeds), random)
        reached = _reached(target, data)
        if not reached <= run.lines:
            run.lines |= reached
            run.seeds.append(data)
        run.rounds += 1
    return run


def _reached(target: Target, data: bytes) -> Lines:
    """The lines of the library that the target runs through."""
    lines: Lines = set()

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(LIBRARY):
            return None
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before, began = sys.gettrace(), time.process_time()
    sys.settrace(trace)
    try:
        target(data)
    except Exception as error:
        raise Defect(f"{type(error).__name__}: {error} on {data[:2000]!r}") from error
    finally:
        sys.settrace(before)
    if time.process_time() - began > SLOW + len(data) / 20_000:
        raise Defect(f"too slow on {data[:2000]!r}")
    return lines


def damage(data: bytes, random: Random) -> bytes:
    """The input with small damages: half the time to what its JSON says, else to its bytes."""
    if data[:1] == b"{" and random.random() < 0.5:
        with suppress(ValueError, RecursionError):
            return damage_tree(json.loads(data), random)
    return damage_bytes(data, random)


def damage_tree(tree: Any, random: Random) -> bytes:
    """The JSON with a few of its values replaced by strange ones or by each other, or taken away."""
    for _time in range(random.randint(1, 3)):
        places = list(_places(tree))
        if not places:
            break
        container, key = random.choice(places)
        other, name = random.choice(places)
        choice = random.randrange(4)
        if choice == 0:
            container[key] = copy.deepcopy(other[name])
        elif choice == 1:
            del container[key]
        else:
            container[key] = copy.deepcopy(random.choice(STRANGE))
    return json.dumps(tree).encode()


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [tree]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            for key in list(value) if isinstance(value, dict) else range(len(value)):
                yield value, key
                waiting.append(value[key])


def damage_bytes(data: bytes, random: Random) -> bytes:
    """One to four small damages: bits, cuts, copies, tokens and swapped pieces."""
    changed = bytearray(data)
    for _time in range(random.randint(1, 4)):
        at = random.randrange(len(changed) + 1)
        until = min(len(changed), at + random.choice((1, 2, 8, 64, 512)))
        _damage_piece(changed, at, until, random)
    return bytes(changed[:200_000])


def _damage_piece(changed: bytearray, at: int, until: int, random: Random) -> None:
    choice = random.randrange(6)
    if choice == 0 and at < len(changed):
        changed[at] ^= 1 << random.randrange(8)
    elif choice == 1:
        del changed[at:until]
    elif choice == 2:
        changed[at:at] = changed[at:until] * random.choice((1, 2, 20))
    elif choice == 3:
        changed[at:until] = random.choice(TOKENS)
    elif choice == 4:
        changed[at:at] = random.choice(TOKENS)
    else:
        elsewhere = random.randrange(len(changed) + 1)
        changed[elsewhere:elsewhere] = changed[at:until]
