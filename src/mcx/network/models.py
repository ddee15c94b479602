"""The consortium's tables. Whatever can change about an institution carries the days it is true."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import ROLE_NAMES, Role
from mcx.core.reading import read
from mcx.network.rules.affiliations import ClaimStatus, EvidenceSource
from microcred.accreditation import Ruling
from microcred.grading import Numbers


def _dated(name: str) -> models.CheckConstraint:
    """Nothing ends before it begins."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


class Network(models.Model):
    """The one network that this deployment serves: a single row.

    `host` is the public address as its DIDs name it; `languages` are those that the network works in.
    """

    ONLY = 1

    name = models.JSONField()
    languages = models.JSONField(default=list)
    contact = models.EmailField(blank=True)
    host = models.CharField(max_length=255)
    is_demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return read(self.name)


class FoundingAddress(models.Model):
    """The one-time address at which a network can be founded; only the newest one is kept, as a hash."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return gettext("address for setting up the network")


class Institution(models.Model):
    """A university, an industry partner or a quality agency."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        INDUSTRY = "industry", _("Industry partner")
        AGENCY = "agency", _("Quality assurance agency")

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNIVERSITY)
    short_name = models.CharField(max_length=40)
    name = models.JSONField()
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=120, blank=True)
    homepage = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    language_cluster = models.CharField(max_length=8, blank=True)

    def __str__(self) -> str:
        return read(self.name)


class InstitutionName(models.Model):
    """What an institution was called, and when."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="names")
    name = models.JSONField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [_dated("institution_name_dates")]

    def __str__(self) -> str:
        return f"{read(self.name)} ({self.valid_from})"


class InstitutionIdentifier(models.Model):
    """A name of the institution in somebody's scheme: schac, erasmus, deqar, ror, eidas, vat."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [_dated("institution_identifier_dates")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Accreditation(models.Model):
    """A quality-assurance decision about an institution, as registered (DEQAR's report model).

    It may stop before its last day: `ended_from` a day, or when the decision `overruled_by` began. An entry
    that was wrong stays with the day and reason of its correction; `corrected_by` is the right one, if any.
    """

    class Decision(models.TextChoices):
        POSITIVE = Ruling.POSITIVE.value, _("Positive")
        CONDITIONS = Ruling.CONDITIONS.value, _("Positive with conditions")
        NEGATIVE = Ruling.NEGATIVE.value, _("Negative")

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="accreditations")
    title = models.JSONField()
    kind = models.CharField(max_length=24, default="institutional")
    agency = models.CharField(max_length=200)
    agency_id = models.CharField(max_length=200, blank=True)
    report_url = models.URLField(blank=True)
    decision = models.CharField(max_length=12, choices=Decision, default=Decision.POSITIVE)
    conditions = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    ended_from = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    overruled_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="overruled")
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrects")
    correction_reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            _dated("accreditation_dates"),
            models.CheckConstraint(
                condition=Q(ended_from__isnull=True) | Q(ended_from__gte=F("valid_from")),
                name="accreditation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_from__isnull=True) | Q(overruled_by__isnull=True),
                name="accreditation_ends_one_way",
            ),
            models.CheckConstraint(
                condition=Q(corrected_at__isnull=False) | Q(corrected_by__isnull=True),
                name="accreditation_correction_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{read(self.title)} ({self.agency})"


class Membership(models.Model):
    """An institution's time in the network."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [_dated("membership_dates")]

    def __str__(self) -> str:
        return f"{self.institution} ({self.valid_from})"


class Appointment(models.Model):
    """A role that a person holds at an institution."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=12, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            _dated("appointment_dates"),
            models.UniqueConstraint(
                fields=["person", "institution", "role"],
                condition=Q(valid_until__isnull=True),
                name="one_open_appointment_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.institution.short_name}"


class GradingScale(models.Model):
    """The grades an institution gives, best first, or numbers, and the lowest that passes.

    On which a result rests it never changes: a new version, at an address of its own, `replaces` it. `band`
    says how wide the bands are in which grades that are numbers are counted.
    """

    slug = models.SlugField(max_length=40, unique=True)
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="scales")
    title = models.JSONField()
    grades = models.JSONField(default=list)
    lowest_pass = models.CharField(max_length=40)
    best = models.CharField(max_length=12, blank=True)
    worst = models.CharField(max_length=12, blank=True)
    step = models.CharField(max_length=12, blank=True)
    band = models.CharField(max_length=12, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(best="", worst="", step="", band="")
                | Q(best__gt="", worst__gt="", step__gt="", band__gt=""),
                name="scale_numbers_whole",
            ),
        ]

    def __str__(self) -> str:
        return read(self.title)

    @property
    def numbers(self) -> Numbers | None:
        """The range that its grades are of; None where they are listed."""
        return Numbers(*map(Decimal, (self.best, self.worst, self.step))) if self.step else None


class Programme(models.Model):
    """A degree programme in which micro-credentials can count."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="programmes")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.JSONField()
    eqf_level = models.PositiveSmallIntegerField()
    cycle = models.CharField(max_length=8)
    isced_f = models.CharField(max_length=4, blank=True)
    elective_ects = models.DecimalField(max_digits=5, decimal_places=1)
    scale = models.ForeignKey(GradingScale, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return read(self.title)


class Affiliation(models.Model):
    """That a person belongs to an institution, in a programme or none: a claim until evidence confirms it."""

    class Kind(models.TextChoices):
        STUDENT = "student", _("Student")

    class Status(models.TextChoices):
        OPEN = ClaimStatus.OPEN.value, _("Stated")
        REFUSED = ClaimStatus.REFUSED.value, _("Refused")
        WITHDRAWN = ClaimStatus.WITHDRAWN.value, _("Withdrawn")

    person = models.ForeignKey(Person, models.PROTECT, related_name="affiliations", db_index=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="affiliations", db_index=False)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="affiliations")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.STUDENT)
    student_number = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    reason = models.TextField(blank=True)
    claimed_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            _dated("affiliation_dates"),
            models.UniqueConstraint(
                fields=["person", "programme", "kind"],
                condition=Q(status=ClaimStatus.OPEN.value, valid_until__isnull=True),
                name="one_open_affiliation_per_programme",
            ),
            models.UniqueConstraint(
                fields=["person", "institution", "kind"],
                condition=Q(status=ClaimStatus.OPEN.value, valid_until__isnull=True, programme__isnull=True),
                name="one_open_affiliation_without_programme",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["institution", "claimed_at", "id"], name="affiliations_for"),
            models.Index(fields=["person", "institution"], name="affiliations_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.programme or self.institution.short_name}"


class Evidence(models.Model):
    """What speaks for an affiliation: who said so when, how long it holds, and whether it settles it."""

    class Source(models.TextChoices):
        CLAIM = EvidenceSource.CLAIM.value, _("The person's own statement")
        REGISTRAR = EvidenceSource.REGISTRAR.value, _("The university's registrar")

    affiliation = models.ForeignKey(Affiliation, models.PROTECT, related_name="evidence")
    source = models.CharField(max_length=12, choices=Source)
    is_strong = models.BooleanField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.source}: {self.affiliation}"


class Identity(models.Model):
    """Who a person is, fixed since an institution confirmed it or named them so in a credential.

    The row in force has no end; what was true before keeps its days.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="identities")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    student_identifier = models.CharField(max_length=255, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    fixed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="one_identity_in_force"
            ),
            models.UniqueConstraint(
                fields=["student_identifier"],
                condition=Q(ended_at__isnull=True, confirmed_by__isnull=False) & ~Q(student_identifier=""),
                name="one_person_per_confirmed_identifier",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Charter(models.Model):
    """One version of what the partners agreed; `terms` are read by every rule (DESIGN §4)."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    version = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    terms = models.JSONField()
    summary = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    in_force_from = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="proposed"), name="one_open_proposal"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Charter, version %(version)s") % {"version": self.version}


class CharterVote(models.Model):
    """One member's voice on one version."""

    charter = models.ForeignKey(Charter, models.CASCADE, related_name="votes")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    in_favour = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charter", "institution"], name="one_vote_per_member"),
        ]

    def __str__(self) -> str:
        return f"{self.institution.short_name}: {self.charter}"
