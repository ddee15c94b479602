"""What the network still lacks, and what becomes of a member's affairs when its membership ends."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q

from mcx.accounts.models import Person
from mcx.accounts.rules import Action, Held, may
from mcx.catalogue.models import Offering
from mcx.core.periods import not_ended
from mcx.credentials.models import Award
from mcx.governance.rules.readiness import Stage, check_issuer, check_readiness, checklist
from mcx.governance.selectors.charter import public_proposal
from mcx.governance.selectors.readiness import public_issuers, public_readiness
from mcx.learning.models import Enrolment
from mcx.network.models import Appointment, Institution
from mcx.network.selectors.institutions import is_last_university, membership_to_end, public_network
from mcx.network.selectors.rights import require_right
from mcx.recognition.selectors import public_agreements
from microcred.report import Check, Report, _, failed, passed, warning

REGISTER, RECOGNITION = "VC-DM 2.0 §4.7", "Lisbon Recognition Convention III.5"
MEMBERS = "MicroCredX framework, domain 1"


def readiness(person: Person, *, on: date) -> Report:
    """Whether the network can issue in earnest, told to those who run it (about twenty queries).

    :raises NotAllowed: for everybody else
    """
    require_right(person, Action.MANAGE_NETWORK, None, on=on)
    return check_readiness(public_readiness(on=on))


def setup(person: Person, *, on: date) -> tuple[Stage, ...]:
    """The set-up checklist, told to those who lead the work (about thirty queries).

    :raises NotAllowed: for everybody else
    """
    require_right(person, Action.SEE_STEPS, None, on=on)
    return checklist(public_readiness(on=on))


def lacking(person: Person, held: tuple[Held, ...], *, on: date) -> tuple[Stage, ...]:
    """The same as it is told unasked to those who run the network: until no goal is missing anything.

    Never of a demonstration.
    """
    ours = public_network() if may(held, Action.MANAGE_NETWORK, None) else None
    if ours is None or ours.is_demonstration:
        return ()
    stages = setup(person, on=on)
    return stages if any(stage.missing for stage in stages) else ()


def issuers(
    person: Person, universities: Iterable[Institution], *, on: date
) -> list[tuple[Institution, Report]]:
    """Whether each can be verified as an issuer, told to those who lead the work (nine queries).

    :raises NotAllowed: for everybody else
    """
    require_right(person, Action.SEE_STEPS, None, on=on)
    return [(one, check_issuer(facts)) for one, facts in public_issuers(universities, on=on)]


def leaving(institution: Institution, *, last_day: date, on: date) -> Report:
    """What stays and what to settle if that is the institution's last day as a member (ten queries).

    What stays is passed, what somebody should settle first is a warning, what refuses it has failed.

    :raises NotAMember: when it is none on the day `on`
    :raises Invalid: for a day that cannot be the last one
    """
    membership_to_end(institution, last_day=last_day, on=on)
    after = last_day + timedelta(days=1)
    if is_last_university(institution, after=last_day):
        text, fix = _("It is the last university in the network."), _("Admit another university first.")
        return Report.of([failed("leaving.last", text, MEMBERS, fix)])
    found = [*_credentials(institution), *_courses(institution, last_day), *_agreements(institution, after)]
    return Report.of([*found, *_people(institution, after), *_vote(institution)])


def _credentials(institution: Institution) -> Iterator[Check]:
    issued = Award.objects.filter(institution=institution, status=Award.Status.ISSUED).count()
    yield passed(
        "leaving.credentials",
        _(
            "Credentials it has issued: {number}. They stay valid: the institution was a member on the day "
            "of issue."
        ),
        REGISTER,
        number=issued,
    )
    pending = Q(status=Award.Status.OFFERED) | Q(status=Award.Status.CLAIMED)
    waiting = Award.objects.filter(pending, institution=institution).count()
    if waiting:
        yield warning(
            "leaving.awards",
            _(
                "Credentials not issued yet: {number}. What is issued after the last day does not count as "
                "issued by a member."
            ),
            REGISTER,
            _("Ask its learners to claim their credentials by then, or choose a later day."),
            number=waiting,
        )


def _courses(institution: Institution, last_day: date) -> Iterator[Check]:
    own = Q(edition__micro_credential__institution=institution)
    runs = Offering.objects.filter(own, cancelled_at=None, ends_on__gt=last_day).count()
    if runs:
        yield warning(
            "leaving.runs",
            _("Runs that end after the last day: {number}. They go on, and stay in the catalogue."),
            MEMBERS,
            _("Cancel them, or choose a last day after the last of them."),
            number=runs,
        )
    studying = Enrolment.objects.filter(
        offering__edition__micro_credential__institution=institution, status=Enrolment.Status.ACTIVE
    ).count()
    if studying:
        yield warning(
            "leaving.learners",
            _("Learners who have a place in its courses and no grade yet: {number}."),
            REGISTER,
            _("Let assessors give the grades early enough that the credentials are issued by the last day."),
            number=studying,
        )


def _agreements(institution: Institution, after: date) -> Iterator[Check]:
    running = public_agreements(on=after).filter(Q(home=institution) | Q(host=institution)).count()
    if running:
        yield warning(
            "leaving.agreements",
            _("Agreements on recognition that are in force after the last day: {number}. They go on."),
            RECOGNITION,
            _("End those that are not meant to go on. What was recognised stays recognised."),
            number=running,
        )
    else:
        yield passed(
            "leaving.agreements",
            _("No agreement on recognition is in force after the last day."),
            RECOGNITION,
        )


def _people(institution: Institution, after: date) -> Iterator[Check]:
    roles = Appointment.objects.filter(not_ended(after), institution=institution).count()
    if roles:
        yield warning(
            "leaving.roles",
            _("Roles at the institution: {number}. They do not end with the membership."),
            MEMBERS,
            _(
                "End those that are no longer needed. As long as its credentials can be revoked, a registrar "
                "is needed."
            ),
            number=roles,
        )


def _vote(institution: Institution) -> Iterator[Check]:
    proposal = public_proposal()
    if proposal is not None and institution.kind == Institution.Kind.UNIVERSITY:
        yield warning(
            "leaving.vote",
            _(
                "The members are voting on version {version} of the Charter. Its vote does not count after "
                "the last day."
            ),
            MEMBERS,
            _(
                "Wait for the end of the vote. If all others have voted by then, withdraw the version and "
                "propose it again."
            ),
            version=proposal.version,
        )
