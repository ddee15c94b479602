"""What pages say of a credential: how it was read and checked, where its award stands, its history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import country_name, grade_name, language_name, translated
from mcx.credentials import rules
from mcx.credentials.checks.verification import Examination
from mcx.credentials.models import Award, IssuedCredential, Revocation
from mcx.credentials.rules import STANDING_NAMES, Lost, Standing, Verdict, standing_of
from mcx.skills.rules.fields import field_label
from mcx.web.words import SCHEMES
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
        _("This credential is genuine and valid. The issuer is confirmed."),
        "good",
        "check-badge",
    ),
    Verdict.EXPIRED: Headline(
        _("Expired"), _("This credential is genuine, but it has expired."), "warn", "clock"
    ),
    Verdict.REVOKED: Headline(
        _("Revoked"), _("The issuer has revoked this credential. Do not rely on it."), "bad", "no-symbol"
    ),
    Verdict.REPLACED: Headline(
        _("Replaced"),
        _(
            "The issuer has signed this credential again and no longer confirms this file. The credential "
            "itself was not revoked. Ask for the new file."
        ),
        "warn",
        "arrow-path",
    ),
    Verdict.FAILED: Headline(
        _("Not verified"), _("At least one check failed. Do not rely on this credential."), "bad", "x-circle"
    ),
    Verdict.INCOMPLETE: Headline(
        _("Not fully checked"),
        _(
            "We found no problems, but something could not be checked. It is named below, with what to do "
            "next. Until then, do not take the credential as verified."
        ),
        "info",
        "question-mark-circle",
    ),
    Verdict.UNREADABLE: Headline(
        _("Not readable"),
        _(
            "We could not find a credential in this. Ask for the file again, as the issuer or the wallet "
            "provides it. Do not use a screenshot, a print, or a file that was opened and saved again."
        ),
        "warn",
        "document-magnifying-glass",
    ),
}
BARE_PICTURE = Headline(
    _("A picture without a credential inside"),
    _(
        "This picture is only for display. To check it, open the address shown on it or scan its code. To "
        "verify a file, ask for the credential itself."
    ),
    "info",
    "photo",
)
DRAFT = Headline(
    _("A draft that is not sealed"),
    _(
        "A European Digital Credential looks like this before its university seals it. Anyone could have "
        "written it, so do not rely on it. Ask for the sealed file, as it was downloaded from Europass. If "
        "you work at the university, upload this file to Europass and seal it there."
    ),
    "warn",
    "pencil-square",
)
UNSIGNED = Headline(
    _("Not signed"),
    _(
        "Anyone could have written or changed it, so do not rely on it. Ask for the file as the issuer sent "
        "it: the signature is part of that file."
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
BARE = frozenset({"The PNG does not contain a credential.", "The SVG does not contain a credential."})
# Sections that explain the file rather than what somebody learnt.
TECHNICAL = frozenset({"The file", "Signature", "Status", "Other content of the file"})
# What may be said of a credential to somebody who only knows its number.
PUBLIC = frozenset({"What was learned", "Learning outcomes", "What learners do", "Who issued it", "Dates"})


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
    replaced: Check | None
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
    if kind == "scheme":
        return str(SCHEMES.get(code, code))
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
        examined.report.check("status") if examined.replaced else None,
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


def anew_of(copy: IssuedCredential) -> str:
    """What to know of a copy that was made in the place of an earlier one; empty of any other."""
    if copy.replaces_id is None:
        return ""
    return translated(rules.anew(copy.lost, day=copy.issued_at.date()))


def replaced_of(copy: IssuedCredential) -> str:
    """When and why a copy was replaced; empty of one that stands."""
    new: IssuedCredential | None = getattr(copy, "replaced_by", None)
    return translated(rules.replaced(copy.lost, day=new.issued_at.date())) if new else ""


REPEATED = {
    Lost.KEY: _("Signed again with a new key, because someone else may have the old one"),
    Lost.SEAL: _("Sealed again with a new seal, because someone else may have the key of the old one"),
}


def events_of(award: Award, copies: Iterable[IssuedCredential]) -> list[Event]:
    """What happened to the award and to its copies, first things first."""
    anew = {(copy.issued_at, copy.lost) for copy in copies if copy.replaces_id is not None}
    repeated = [Event(at, REPEATED[lost], "arrow-path", "warn") for at, lost in anew]
    return sorted([*_events(award), *repeated], key=lambda event: event.at)


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
