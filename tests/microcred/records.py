"""Any achievement record there could be, for property tests."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from microcred.record import (
    Accreditation,
    AchievementRecord,
    Activity,
    Assessment,
    Concept,
    Evidence,
    Grade,
    GradingScale,
    Identifier,
    LearningOutcome,
    Organisation,
    Person,
    Specification,
    Status,
)
from microcred.vocabulary import (
    ASSESSMENT,
    CYCLE,
    DUBLIN,
    IDENTITY_CHECK,
    PARTICIPATION,
    SUPERVISION,
    CodeList,
)

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
URLS = st.uuids(version=4).map(lambda one: f"https://uni.example/{one}")
IDS = st.uuids(version=4).map(lambda one: f"urn:uuid:{one}")
TEXTS = st.dictionaries(st.sampled_from(["en", "de", "fi", "es", "pt-BR"]), WORDS, min_size=1, max_size=3)
NUMBERS = st.decimals(min_value=Decimal("0.5"), max_value=Decimal(900), places=1)
INSTANTS = st.integers(946_684_800, 3_700_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
DAYS = st.dates()


def codes(of: CodeList) -> st.SearchStrategy[str]:
    """One code of the list."""
    return st.sampled_from([term.code for term in of.terms])


def few(each: st.SearchStrategy[object], at_least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    """A short tuple of these."""
    return st.lists(each, min_size=at_least, max_size=2).map(tuple)


IDENTIFIERS = st.builds(Identifier, st.sampled_from(["schac", "erasmus", "deqar"]), WORDS)
CONCEPTS = st.builds(Concept, URLS, TEXTS, URLS, WORDS)
ACCREDITATIONS = st.builds(
    Accreditation,
    TEXTS,
    st.sampled_from(["institutional", "programme"]),
    WORDS,
    id=URLS,
    agency_id=URLS,
    report_url=URLS,
    valid_from=st.none() | DAYS,
    valid_until=st.none() | DAYS,
)
ORGANISATIONS = st.builds(
    Organisation,
    IDS,
    TEXTS,
    country=st.sampled_from(["", "AT", "FI", "ES"]),
    homepage=URLS,
    identifiers=few(IDENTIFIERS),
    accreditations=few(ACCREDITATIONS),
)
OUTCOMES = st.builds(
    LearningOutcome,
    URLS,
    TEXTS,
    dublin=codes(DUBLIN),
    kind=st.sampled_from(["skill", "knowledge"]),
    skills=few(CONCEPTS),
)
SCALES = st.builds(GradingScale, URLS, TEXTS, st.just(("5", "4", "3", "2", "1", "0")), st.just("1"))
GRADES = st.builds(Grade, st.sampled_from(["5", "3", "0"]), SCALES, st.booleans())
ASSESSMENTS = st.builds(
    Assessment,
    URLS,
    TEXTS,
    codes(ASSESSMENT),
    mode=codes(PARTICIPATION),
    supervision=codes(SUPERVISION),
    identity_check=codes(IDENTITY_CHECK),
    weight=st.none() | NUMBERS,
    grade=st.none() | GRADES,
)
ACTIVITIES = st.builds(Activity, URLS, TEXTS, st.sampled_from(["lab", "self-study"]), NUMBERS)
SPECIFICATIONS = st.builds(
    Specification,
    id=URLS,
    version=st.sampled_from(["1.0", "2.0"]),
    title=TEXTS,
    description=TEXTS,
    outcomes=few(OUTCOMES, 1),
    ects=NUMBERS,
    hours=NUMBERS,
    eqf_level=st.integers(1, 8),
    participation=st.lists(codes(PARTICIPATION), min_size=1, max_size=2, unique=True).map(tuple),
    assessments=few(ASSESSMENTS, 1),
    languages=st.just(("en",)),
    activities=few(ACTIVITIES),
    cycle=codes(CYCLE),
    prerequisites=st.none() | TEXTS,
    stackability=st.none() | TEXTS,
    part_of=few(CONCEPTS),
    accreditations=few(ACCREDITATIONS),
    homepage=URLS,
)
SHA256 = st.binary(min_size=32, max_size=32).map(bytes.hex)
EVIDENCE = st.builds(Evidence, WORDS, URLS, SHA256, st.just("application/pdf"), st.none() | TEXTS)
STATUS = st.builds(Status, URLS, st.integers(0, 131_071), st.sampled_from(["revocation", "suspension"]))
PEOPLE = st.builds(Person, IDS, WORDS, WORDS, birth_date=st.none() | DAYS, identifiers=few(IDENTIFIERS))


def records(parts: st.SearchStrategy[tuple[AchievementRecord, ...]]) -> st.SearchStrategy[AchievementRecord]:
    """Records with these parts."""
    return st.builds(
        AchievementRecord,
        IDS,
        SPECIFICATIONS,
        PEOPLE,
        ORGANISATIONS,
        few(ORGANISATIONS, 1),
        awarded_at=INSTANTS,
        issued_at=INSTANTS,
        valid_from=st.none() | INSTANTS,
        valid_until=st.none() | INSTANTS,
        grade=st.none() | GRADES,
        ects_awarded=st.none() | NUMBERS,
        assessments=few(ASSESSMENTS),
        evidence=few(EVIDENCE),
        status=few(STATUS),
        parts=parts,
    )


SINGLE_RECORDS = records(st.just(()))
RECORDS = SINGLE_RECORDS | records(st.lists(SINGLE_RECORDS, max_size=1).map(tuple))
