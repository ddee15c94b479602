"""When a seal was made and what proves it, each moment at its edge."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes

from microcred import jades
from microcred.guards import b64url_encode
from microcred.jades.envelope import Header, open_envelope
from microcred.jades.timestamps import Timestamp
from microcred.jades.timing import (
    CERTIFICATE,
    CLOCK_SKEW,
    CONTENT_TIMESTAMP,
    TIME,
    TIMESTAMP,
    Times,
    check_certificate,
    check_content_timestamp,
    check_time,
    check_timestamp,
    read_times,
    show,
)
from microcred.report import Outcome
from microcred.saying import Moment
from tests.microcred.elm.cast import document
from tests.microcred.jades.pki import (
    NOON,
    UNIVERSITY_NAME,
    YEAR,
    Holder,
    component,
    issue,
    name,
    seal_of,
    timestamp_authority,
    timestamper,
)
from tests.microcred.lines import Line, line

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
PAYLOAD = jades.serialise(document())
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
NAME = "Example University"
ROOT = issue(name("Test root"), authority=True)
SEAL = issue(UNIVERSITY_NAME, ROOT)
STAMPS, OLDER_STAMPS = timestamp_authority(), timestamp_authority()
SEALED = jades.seal(PAYLOAD, seal_of(SEAL, ROOT), at=NOON)
MADE = "2026-07-01 12:00 UTC"
UNSTAMPED: Line = ("timestamp", WARNING, TIMESTAMP, {"time": MADE}, True)


def _stamp(at: datetime, by: Holder = STAMPS) -> Timestamp:
    return Timestamp(at, by.certificate, ())


def _times(asked: datetime = NOON, claimed: datetime = NOON, **more: Any) -> Times:
    return Times(asked, claimed, **more)


def test_a_seal_may_be_dated_ahead_by_what_clocks_differ() -> None:
    ahead, beyond = NOON + CLOCK_SKEW, NOON + CLOCK_SKEW + SECOND

    assert line(check_time(_times(claimed=ahead))) == (
        "seal.time",
        PASSED,
        TIME,
        {"time": show(ahead)},
        False,
    )
    assert line(check_time(_times(claimed=beyond))) == (
        *("seal.time", FAILED, TIME, {"time": show(beyond)}, True),
    )


def test_a_seal_without_timestamp_says_its_time_itself() -> None:
    assert line(check_timestamp(_times())) == UNSTAMPED
    assert _times().proven is None


@pytest.mark.parametrize(
    ("at", "is_trusted", "expected"),
    [
        (NOON, True, PASSED),
        (NOON, False, UNKNOWN),
        (NOON + CLOCK_SKEW, True, PASSED),
        (NOON + CLOCK_SKEW + SECOND, True, FAILED),
        (NOON - CLOCK_SKEW, True, PASSED),
        (NOON - CLOCK_SKEW - SECOND, True, FAILED),
        (NOON - CLOCK_SKEW - SECOND, False, FAILED),
    ],
)
def test_a_timestamp_agrees_with_the_seal_but_for_what_clocks_differ(
    at: datetime, is_trusted: bool, expected: Outcome
) -> None:
    times = _times(stamp=_stamp(at), is_trusted=is_trusted)
    values = {"authority": "Test timestamps", "time": show(at)}

    assert line(check_timestamp(times)) == ("timestamp", expected, TIMESTAMP, values, expected is not PASSED)
    assert times.proven == (at if is_trusted else None)


@pytest.mark.parametrize(
    ("stamp", "content", "expected"),
    [
        (None, None, None),
        (None, NOON, PASSED),
        (NOON, NOON + CLOCK_SKEW, PASSED),
        (NOON, NOON + CLOCK_SKEW + SECOND, FAILED),
    ],
)
def test_the_content_is_not_stamped_after_the_seal(
    stamp: datetime | None, content: datetime | None, expected: Outcome | None
) -> None:
    times = _times(stamp=stamp and _stamp(stamp), content=content and _stamp(content))

    found = [line(one) for one in check_content_timestamp(times)]

    if expected is None or content is None:
        assert found == []
    else:
        values = {"time": show(content), "name": "Test timestamps"} if expected is PASSED else {}
        assert found == [("timestamp.content", expected, CONTENT_TIMESTAMP, values, expected is FAILED)]


def test_an_instant_is_shown_in_utc_to_the_minute() -> None:
    east = NOON.astimezone(timezone(timedelta(hours=3)))

    assert show(east) == show(NOON) == MADE
    assert type(show(NOON)) is Moment
    assert show(datetime(2026, 1, 2, 3, 4, 59, tzinfo=UTC)) == "2026-01-02 03:04 UTC"


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clock shows nine hours more."""
    with monkeypatch.context() as machine:
        machine.setenv("TZ", "XYZ-9")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("far_east")
def test_an_instant_is_shown_in_utc_wherever_the_machine_stands() -> None:
    assert show(NOON) == MADE


def _header(holder: Holder = SEAL, fingerprint: str = "", claimed: datetime = NOON) -> Header:
    return Header("ES256", (holder.certificate,), fingerprint, claimed, ())


SHORT = issue(UNIVERSITY_NAME, until=NOON + HOUR)
VALUES = {
    "name": NAME,
    "since": show(NOON - YEAR),
    "until": show(NOON + HOUR),
    "made": MADE,
    "stamped": "",
}


def test_a_certificate_is_the_one_that_the_seal_names() -> None:
    own = b64url_encode(SHORT.certificate.fingerprint(hashes.SHA256()))
    holds: Line = ("seal.certificate", PASSED, CERTIFICATE, VALUES, False)

    assert line(check_certificate(_header(SHORT), _times())) == holds
    assert line(check_certificate(_header(SHORT, own), _times())) == holds
    assert line(check_certificate(_header(SHORT, own + "A"), _times())) == (
        *("seal.certificate", FAILED, CERTIFICATE, {}, True),
    )


def test_a_certificate_that_is_not_for_sealing_is_named() -> None:
    code, outcome, source, values, has_fix = line(check_certificate(_header(ROOT), _times()))

    assert (code, outcome, source, has_fix) == ("seal.certificate", FAILED, CERTIFICATE, False)
    assert values["name"] == "Test root"


@pytest.mark.parametrize(
    ("claimed", "is_in"), [(NOON + HOUR, True), (NOON + HOUR + SECOND, False), (NOON - YEAR, True)]
)
def test_a_seal_says_that_it_was_made_while_its_certificate_was_valid(claimed: datetime, is_in: bool) -> None:
    found = line(check_certificate(_header(SHORT), _times(claimed=claimed)))

    assert found[1:] == (
        PASSED if is_in else FAILED,
        CERTIFICATE,
        VALUES | {"made": show(claimed)},
        not is_in,
    )


@pytest.mark.parametrize(
    ("stamped", "is_trusted", "expected"),
    [
        (None, False, UNKNOWN),
        (NOON + HOUR, True, PASSED),
        (NOON + HOUR, False, UNKNOWN),
        (NOON + HOUR + SECOND, True, UNKNOWN),
    ],
)
def test_an_expired_certificate_stands_where_a_trusted_timestamp_lies_within_it(
    stamped: datetime | None, is_trusted: bool, expected: Outcome
) -> None:
    stamp = stamped and _stamp(stamped)
    times = _times(asked=NOON + 2 * HOUR, stamp=stamp, is_trusted=is_trusted)
    values = VALUES | {"stamped": show(stamped) if stamped else ""}

    found = check_certificate(_header(SHORT), times)

    assert line(found) == ("seal.certificate", expected, CERTIFICATE, values, False)


def test_the_reasons_why_an_expired_certificate_proves_nothing_are_told_apart() -> None:
    asked = NOON + 2 * HOUR
    found = [
        check_certificate(_header(SHORT), times).text
        for times in (
            _times(asked=asked),
            _times(asked=asked, stamp=_stamp(NOON)),
            _times(asked=asked, stamp=_stamp(asked)),
            _times(asked=asked, stamp=_stamp(NOON), is_trusted=True),
        )
    ]

    assert len(set(found)) == len(found)


def test_of_several_timestamps_the_oldest_counts_and_a_trusted_one_before_any_other() -> None:
    seal = open_envelope(SEALED).seals[0]
    value, header = seal.value.encode(), replace(_header(), content_tokens=())
    stamps = [(STAMPS, NOON + HOUR), (STAMPS, NOON + 2 * HOUR), (OLDER_STAMPS, NOON)]
    digests = [timestamper(by, at)(_digest(value)) for by, at in stamps]
    several = replace(seal, components=tuple(component(token) for token in digests))

    def read(*anchors: Holder) -> Times:
        return read_times(several, b"", header, NOON, [one.certificate for one in anchors])

    oldest = read().stamp
    assert oldest is not None
    assert oldest.at == NOON
    assert (read().is_trusted, read().proven) == (False, None)
    assert read(STAMPS).proven == NOON + HOUR
    assert read(STAMPS, OLDER_STAMPS).proven == NOON
    assert (read().asked, read().claimed, read().content) == (NOON, NOON, None)


def test_the_content_is_stamped_by_itself() -> None:
    seal = open_envelope(SEALED).seals[0]
    tokens = tuple(timestamper(STAMPS, at)(_digest(b"content")) for at in (NOON + HOUR, NOON))

    times = read_times(seal, b"content", replace(_header(), content_tokens=tokens), NOON, ())

    assert times.content is not None
    assert (times.content.at, times.stamp, times.is_trusted) == (NOON, None, False)


def _digest(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.finalize()
