"""What pages say of a credential: how it was read and checked, where its award stands, its history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import country_name, grade_name, language_name, translated
from mcx.credentials.checks.verification import Examination
from mcx.credentials.models import Award, Revocation
from mcx.credentials.rules import STANDING_NAMES, Standing, Verdict, standing_of
from mcx.skills.rules.fields import field_label
from microcred.explain import Reader, Section, explain
from microcred.heading import Heading
from microcred.record import AchievementRecord, Person
from microcred.report import Check, Report
from microcred.trust import KnownIssuer

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Headline:
    """How a verdict is said: a word, a sentence, a tone and an icon."""

    word: Words
    sentence: Words
    tone: str
    icon: str


HEADLINES = {
    Verdict.VERIFIED: Headline(
        _("Verified"),
        _("It is genuine and valid, and its issuer is who it says."),
        "good",
        "check-badge",
    ),
    Verdict.EXPIRED: Headline(
        _("Expired"), _("It is genuine, but it was only valid for a time, which is over."), "warn", "clock"
    ),
    Verdict.REVOKED: Headline(
        _("Revoked"), _("Its issuer has taken it back. Do not rely on it."), "bad", "no-symbol"
    ),
    Verdict.FAILED: Headline(
        _("Not verified"), _("Something is wrong with it. Do not rely on it."), "bad", "x-circle"
    ),
    Verdict.INCOMPLETE: Headline(
        _("Could not be completed"),
        _("Nothing is wrong with what could be checked, but not everything could."),
        "info",
        "question-mark-circle",
    ),
    Verdict.UNREADABLE: Headline(
        _("Not readable"),
        _(
            "This is no credential that can be read here. Ask for the file again, as its issuer or its "
            "wallet hands it out: no screenshot, no print, and not opened and saved anew on the way."
        ),
        "warn",
        "document-magnifying-glass",
    ),
}
BARE_PICTURE = Headline(
    _("A picture without a credential inside"),
    _(
        "Such a picture is for showing, and says where to ask: open the address that stands on it, or scan "
        "its code. To verify a file, ask for the credential itself."
    ),
    "info",
    "photo",
)
DRAFT = Headline(
    _("A draft that nobody sealed"),
    _(
        "So a European Digital Credential looks before its university seals it: anyone could have written "
        "it, so do not rely on it. Ask for the sealed file, as it was downloaded from Europass. If you work "
        "at the university, upload this file in Europass and seal it there."
    ),
    "warn",
    "pencil-square",
)
UNSIGNED = Headline(
    _("Signed by nobody"),
    _(
        "Anyone could have written or changed it, so do not rely on it. Ask for the file as its issuer "
        "handed it out: the signature is part of it."
    ),
    "bad",
    "x-circle",
)
# What a check says of what lacks the signature itself, in the place of “something is wrong with it”.
LACKING = {
    "It is not sealed: anyone could have written or changed it.": DRAFT,
    "The credential is not signed: anyone could have written or changed it.": UNSIGNED,
}
# What a reader says of pictures that may be whole and genuine, but into which nothing was put.
BARE = frozenset({"The PNG holds no credential.", "The SVG holds no credential."})
# Sections that explain the file rather than what somebody learnt.
TECHNICAL = frozenset({"The file", "Signature", "Status", "Also in the file, not explained here"})
# What may be said of a credential to somebody who only knows its number.
PUBLIC = frozenset({"What was learnt", "Learning outcomes", "What learners do", "Who issued it", "Dates"})


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a page shows of an examination."""

    headline: Headline
    report: Report
    record: AchievementRecord | None
    heading: Heading | None
    carrier: Check | None
    issuer: KnownIssuer | None
    revocation: Revocation | None
    sections: tuple[Section, ...]
    technical: tuple[Section, ...]

    def in_public(self) -> "Told":
        """The same without a word about the person: no name, no date of birth, no grade, no evidence."""
        bare = replace(self.record, learner=Person(), grade=None) if self.record else None
        heading = replace(self.heading, holder="", claims=()) if self.heading else None
        sections = tuple(each for each in self.sections if each.title in PUBLIC)
        return replace(self, record=bare, heading=heading, sections=sections, technical=())


def named(kind: str, code: str) -> str:
    """What a code in a credential stands for, in the reader's language."""
    if kind == "field":
        label = field_label(code)
        return code if label == code else f"{code} {translated(label)}"
    return {"country": country_name, "language": language_name, "grade": grade_name}[kind](code)


def told(examined: Examination, language: str) -> Told:
    """The examination in words, in this language where the credential has it."""
    reading = examined.reading
    sections = explain(reading, Reader(language, translated, named)) if reading else ()
    return Told(
        _headline(examined),
        examined.report,
        reading.record if reading else None,
        reading.heading if reading else None,
        examined.report.check("carrier"),
        examined.issuer,
        examined.revocation,
        _chosen(sections, technical=False),
        _chosen(sections, technical=True),
    )


def _headline(examined: Examination) -> Headline:
    texts = [check.text for check in examined.report]
    if any(text in BARE for text in texts):
        return BARE_PICTURE
    lacking = next((LACKING[text] for text in texts if text in LACKING), None)
    return lacking if lacking and examined.verdict is Verdict.FAILED else HEADLINES[examined.verdict]


def _chosen(sections: Iterable[Section], *, technical: bool) -> tuple[Section, ...]:
    return tuple(section for section in sections if (section.title in TECHNICAL) is technical)


TONES = {
    Standing.OFFERED: "info",
    Standing.CLAIMED: "info",
    Standing.ISSUED: "good",
    Standing.EXPIRED: "warn",
    Standing.OVERTAKEN: "warn",
    Standing.REVOKED: "bad",
    Standing.WITHDRAWN: "muted",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A standing as a badge shows it; `label` is marked for translation."""

    standing: Standing
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a history, as `parts/timeline.html` shows it."""

    at: datetime
    title: Words
    icon: str
    tone: str = "muted"
    by: str = ""
    text: str = ""


def revocation_of(award: Award) -> Revocation | None:
    """The award's revocation, without a query where it was selected with the award."""
    found: Revocation | None = getattr(award, "revocation", None)
    return found


def shown(award: Award, at: datetime) -> Shown:
    """The badge of an award, without a query where revocation and later grade were selected with it."""
    standing = standing_of(
        award.status,
        award.valid_until,
        is_revoked=revocation_of(award) is not None,
        is_overtaken=getattr(award.result, "replaced_by", None) is not None,
        at=at,
    )
    return Shown(standing, STANDING_NAMES[standing], TONES[standing])


def events_of(award: Award) -> list[Event]:
    """What happened to the award, first things first."""
    return list(_events(award))


def _events(award: Award) -> Iterator[Event]:
    yield Event(award.offered_at, _("Awarded"), "academic-cap")
    if award.claimed_at:
        yield Event(award.claimed_at, _("Claimed by the learner"), "hand-raised", by=award.learner.name)
    if award.issued_at:
        yield Event(award.issued_at, _("Signed and issued"), "check", "good")
    if revocation := revocation_of(award):
        title = revocation.get_reason_display()
        yield Event(
            revocation.revoked_at,
            _("Revoked: %(reason)s") % {"reason": title},
            "no-symbol",
            "bad",
            text=revocation.explanation,
        )
