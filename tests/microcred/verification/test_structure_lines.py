"""Each answer about the form of a credential: its clause, its values, and where its rule is broken."""

from typing import Any

import pytest

from microcred.heading import Claimed
from microcred.openbadges import problems, write
from microcred.reading import Carrier, Kind, Reading
from microcred.report import Outcome
from microcred.verification.structure import (
    ABOUT,
    ABOUT_OTHERS,
    EUROPEAN,
    PRESENTATION,
    SHOWN,
    V1,
    V2,
    check_content,
    check_format,
    check_presentation,
    check_schema,
    unread,
)
from tests.microcred.cast import RECORD
from tests.microcred.elm.cast import document as elm_document
from tests.microcred.lines import Line, line
from tests.microcred.verification.test_structure import reading

PASSED, FAILED, WARNING, UNKNOWN = Outcome.PASSED, Outcome.FAILED, Outcome.WARNING, Outcome.UNKNOWN
ANY: dict[str, Any] = {"id": "x:y"}
TYPED = ("credentialStatus", "credentialSchema", "evidence", "termsOfUse", "refreshService")
OLDER: dict[str, Any] = {"@context": [V1], "validFrom": None, "validUntil": None}
ODD: tuple[Any, ...] = (ANY, {}, [], "x:y")
START, NO_DAY = "2026-07-01T09:30:00Z", "2026-07-01"


def broken(code: str, clause: str, **values: str) -> Line:
    """The line of a rule that is broken."""
    return (f"format.{code}", FAILED, f"VC-DM {clause}", values, True)


CONTEXT, TYPE, IDENTIFIER = (
    broken("context", "2.0 §4.3"),
    broken("type", "2.0 §4.5"),
    broken("id", "2.0 §4.4"),
)
ISSUER, SUBJECT = broken("issuer", "2.0 §4.7"), broken("subject", "2.0 §4.8")
SCHEMA = broken("credentialSchema", "2.0 §4.11")


def undated(name: str) -> Line:
    """The line of a date that is none."""
    return broken(name, "2.0 §4.9", name=name)


def untyped(name: str) -> Line:
    """The line of a member that does not say of which type it is."""
    return broken(name, "2.0 §4.5", name=name)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"@context": V2}, []),
        ({"@context": [V2, "https://x.example/1"]}, []),
        ({"@context": ["https://x.example/1", V2]}, [CONTEXT]),
        ({"@context": []}, [CONTEXT]),
        ({"type": "VerifiableCredential"}, []),
        ({"type": "OpenBadgeCredential"}, [TYPE]),
        ({"id": None}, []),
        ({"id": "4711"}, [IDENTIFIER]),
        ({"id": 4711}, [IDENTIFIER]),
        ({"issuer": "4711"}, [ISSUER]),
        ({"issuer": ["x:y"]}, [ISSUER]),
        ({"issuer": {"id": "4711"}}, [ISSUER]),
        ({"issuer": None}, [ISSUER]),
        ({"issuer": ANY}, []),
        ({"credentialSubject": [ANY, ANY]}, []),
        ({"credentialSubject": [ANY, {}]}, [SUBJECT]),
        ({"credentialSubject": [ANY, "x:y"]}, [SUBJECT]),
        ({"credentialSubject": []}, [SUBJECT]),
        ({"credentialSubject": "x:y"}, [SUBJECT]),
        ({"credentialSubject": None}, [SUBJECT]),
        ({"validFrom": NO_DAY, "validUntil": NO_DAY}, [undated("validFrom"), undated("validUntil")]),
        ({"validFrom": None, "validUntil": NO_DAY}, [undated("validUntil")]),
        ({"issuanceDate": NO_DAY, "expirationDate": NO_DAY}, []),
        ({**OLDER, "issuanceDate": START}, []),
        ({**OLDER, "issuanceDate": START, "validFrom": NO_DAY, "validUntil": NO_DAY}, []),
        (OLDER, [broken("issuanceDate", "1.1 §4.6")]),
        (
            {**OLDER, "expirationDate": NO_DAY},
            [broken("issuanceDate", "1.1 §4.6"), undated("expirationDate")],
        ),
        ({**OLDER, "issuanceDate": NO_DAY}, [undated("issuanceDate")]),
        *[({name: {**ANY, "type": "A"}}, []) for name in TYPED],
        *[({name: [{**ANY, "type": "A"}, {**ANY, "type": "B"}]}, []) for name in TYPED],
        *[({name: [{**ANY, "type": "A"}, ANY]}, [untyped(name)]) for name in TYPED],
        *[({name: odd}, [untyped(name)]) for name in TYPED for odd in ODD],
        ({"credentialSchema": {"type": "A"}}, [SCHEMA]),
        ({"credentialSchema": [{**ANY, "type": "A"}, {"id": "4711", "type": "A"}]}, [SCHEMA]),
        ({"credentialSchema": {"id": "4711"}}, [untyped("credentialSchema"), SCHEMA]),
        (
            {"@context": None, "type": None, "issuer": None, "id": 1, "credentialSubject": None},
            [CONTEXT, TYPE, ISSUER, IDENTIFIER, SUBJECT],
        ),
    ],
)
def test_every_rule_of_the_data_model_that_is_broken_is_named(
    changes: dict[str, Any], expected: list[Line]
) -> None:
    values = {"kind": "Open Badge 3.0"}

    first, *rest = (line(one) for one in check_format(reading(**changes)))

    assert first == ("format", FAILED if expected else PASSED, "VC-DM 2.0 §4", values, bool(expected))
    assert rest == expected


SHOWING: dict[str, Any] = {"@context": [V2], "verifiableCredential": [{}]}


def misshown(code: str) -> Line:
    """The line of a rule of presentations that is broken."""
    return (f"format.{code}", FAILED, PRESENTATION, {}, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"id": "x:y", "holder": "x:y"}, []),
        ({"holder": {"id": "x:y"}}, []),
        ({"verifiableCredential": {}}, []),
        ({"@context": [V1]}, []),
        ({"@context": ["x:y"]}, [CONTEXT]),
        ({"id": "4711"}, [IDENTIFIER]),
        ({"holder": None}, [misshown("holder")]),
        ({"holder": {"id": "4711"}}, [misshown("holder")]),
        ({"holder": "4711"}, [misshown("holder")]),
        ({"verifiableCredential": []}, [misshown("credential")]),
        ({"verifiableCredential": [{}, "x:y"]}, [misshown("credential")]),
        ({"verifiableCredential": None}, [misshown("credential")]),
    ],
)
def test_every_rule_of_presentations_that_is_broken_is_named(
    changes: dict[str, Any], expected: list[Line]
) -> None:
    first, *rest = (line(one) for one in check_presentation({**SHOWING, **changes}))

    assert first == ("format", FAILED if expected else PASSED, PRESENTATION, {}, bool(expected))
    assert rest == expected


def test_a_presentation_that_has_no_place_for_credentials_shows_none() -> None:
    (_format, found) = check_presentation({"@context": [V2]})

    assert line(found) == misshown("credential")
    assert found.message == "It does not present a credential."


def claiming(*kinds: Claimed) -> Reading:
    """A European credential that claims such things and no achievement that could be read."""
    claims = [{"id": f"urn:{one}", "type": one, "title": {"en": "Bees"}} for one in kinds]
    document = elm_document()
    document["credentialSubject"] = {**document["credentialSubject"], "hasClaim": claims}
    return Reading(Kind.EUROPEAN, Carrier.JSON, Carrier.JSON, b"", b"", document, None, problem="Odd.")


@pytest.mark.parametrize(
    ("kinds", "text"),
    [
        ((Claimed.ACTIVITY,), ABOUT[Claimed.ACTIVITY]),
        ((Claimed.ACTIVITY, Claimed.ACTIVITY), ABOUT[Claimed.ACTIVITY]),
        ((Claimed.ENTITLEMENT,), ABOUT[Claimed.ENTITLEMENT]),
        ((Claimed.ASSESSMENT,), ABOUT_OTHERS),
        ((Claimed.ACTIVITY, Claimed.ENTITLEMENT), ABOUT_OTHERS),
    ],
)
def test_a_european_credential_of_something_else_says_of_what(kinds: tuple[Claimed, ...], text: str) -> None:
    check = check_content(claiming(*kinds))

    assert line(check) == ("format.content", WARNING, EUROPEAN, {}, False)
    assert check.text == text


UNREAD: Line = ("format.content", FAILED, "", {"reason": "Odd."}, False)
OPEN: Line = ("format.content", UNKNOWN, "", {"reason": "Odd."}, False)


@pytest.mark.parametrize("kinds", [(), (Claimed.ACHIEVEMENT,), (Claimed.ACTIVITY, Claimed.ACHIEVEMENT)])
def test_a_european_credential_of_an_achievement_that_cannot_be_read_stays_open(
    kinds: tuple[Claimed, ...],
) -> None:
    assert line(check_content(claiming(*kinds))) == OPEN


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(Kind.CREDENTIAL, OPEN), (Kind.OPEN_BADGE_3, UNREAD), (Kind.LEARNER_RECORD, UNREAD)],
)
def test_only_what_need_not_be_an_achievement_stays_open(kind: Kind, expected: Line) -> None:
    nothing = Reading(kind, Carrier.JSON, Carrier.JSON, b"", b"", {}, None, problem="Odd.")

    assert line(check_content(nothing)) == expected
    assert line(unread("Odd.")) == UNREAD


BADGE, RECORDS = "Open Badges 3.0", "CLR 2.0"


def of_type(kind: str, **changes: Any) -> Reading:
    """Our badge under the name of another type."""
    return reading(type=["VerifiableCredential", kind], **changes)


@pytest.mark.parametrize(
    ("read", "standard"),
    [
        (of_type("AchievementCredential", name=5), BADGE),
        (of_type("OpenBadgeCredential", name=5), BADGE),
        (of_type("EndorsementCredential", name=5), BADGE),
        (of_type("ClrCredential", name=5), RECORDS),
        (of_type("OpenBadgeCredential", name=5, **{"@context": [V1]}), BADGE),
    ],
)
def test_what_is_not_made_as_its_standard_prescribes_says_in_what(read: Reading, standard: str) -> None:
    (check,) = check_schema(read)

    code, outcome, source, values, has_fix = line(check)
    assert (code, outcome, source, has_fix) == ("schema", FAILED, f"{standard}, JSON Schema", True)
    assert values.keys() == {"standard", "problems"}
    assert values["standard"] == standard
    assert "“name” has the wrong type of value" in values["problems"]


@pytest.mark.parametrize("count", [1, SHOWN, SHOWN + 1, SHOWN + 3])
def test_the_first_problems_are_told_and_the_others_counted(count: int) -> None:
    made = reading(evidence=[{"type": ["Evidence"], "name": 5}] * count)
    found = problems(made.document, "AchievementCredential")

    (check,) = check_schema(made)

    told = "; ".join(str(one) for one in found[:SHOWN])
    assert len(found) == count
    assert check.values["problems"] == told + (f" (+{count - SHOWN})" if count > SHOWN else "")


def test_what_is_made_as_prescribed_says_by_which_standard() -> None:
    (check,) = check_schema(reading())

    assert line(check) == ("schema", PASSED, f"{BADGE}, JSON Schema", {"standard": BADGE}, False)


def test_a_european_credential_is_asked_for_no_schema_of_badges() -> None:
    document = write(RECORD)[0]
    european = Reading(Kind.EUROPEAN, Carrier.JSON, Carrier.JSON, b"", b"", document, RECORD)

    assert check_schema(european) == ()
