"""Who may do what: the only table that grants (DESIGN §6). What is not in it is refused.

Roles are held at an institution; an action is granted there and nowhere else, except to the network's
own offices (`NETWORK_WIDE`), which act for the whole network. Everyone who signs in is a learner.

A right alone does not open every door. A personal token acts only within its scopes (`SCOPES`), and the deeds
of `PROVEN` ask whoever does them to have shown lately that it is really they.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from mcx.core.environment import SecondFactor
from microcred.report import _


class Role(StrEnum):
    """The roles in a joint micro-credential network (framework domain 1)."""

    COORDINATOR = "coordinator"
    CHAMPION = "champion"
    LEAD = "lead"
    TEACHER = "teacher"
    ASSESSOR = "assessor"
    REGISTRAR = "registrar"
    RECOGNITION = "recognition"
    QUALITY = "quality"
    ADVISER = "adviser"
    EMPLOYER = "employer"
    LEARNER = "learner"


ROLE_NAMES: dict[Role, str] = {
    Role.COORDINATOR: _("Network coordinator"),
    Role.CHAMPION: _("Leadership champion"),
    Role.LEAD: _("Initiative lead"),
    Role.TEACHER: _("Designer and teacher"),
    Role.ASSESSOR: _("Assessor"),
    Role.REGISTRAR: _("Registrar"),
    Role.RECOGNITION: _("Recognition officer"),
    Role.QUALITY: _("Quality assurance officer"),
    Role.ADVISER: _("Student adviser"),
    Role.EMPLOYER: _("Employer representative"),
    Role.LEARNER: _("Learner"),
}


class Action(StrEnum):
    """Everything that needs a right, named domain.verb."""

    MANAGE_NETWORK = "network.manage"
    END_MEMBERSHIP = "network.end-membership"
    MANAGE_INSTITUTION = "network.manage-institution"
    KEEP_STUDIES = "network.keep-studies"
    APPOINT = "network.appoint"
    VOTE = "network.vote"
    STATE_ONESELF = "network.state-oneself"
    CONFIRM_AFFILIATION = "network.confirm-affiliation"
    SEE_STEPS = "network.see-steps"
    READ_AUDIT = "core.read-audit"
    DESIGN = "design.draft"
    REVIEW = "quality.review"
    OFFER = "catalogue.offer"
    APPLY = "learning.apply"
    ADMIT = "learning.admit"
    SEE_CLASS = "learning.see-class"
    ASSESS = "learning.assess"
    MANAGE_KEYS = "credentials.manage-keys"
    REVOKE = "credentials.revoke"
    # With an award come the grade, and the words of a revocation, which are for the learner and their office.
    SEE_AWARDS = "credentials.see-awards"
    HOLD = "wallet.hold"
    ASK_RECOGNITION = "recognition.ask"
    DECIDE_RECOGNITION = "recognition.decide"
    EXPORT_DECISION = "recognition.export"
    AGREE = "recognition.agree"
    DECIDE_APPEAL = "recognition.decide-appeal"
    PLAN_PATHWAY = "pathways.plan"
    DESIGN_PATHWAY = "pathways.design"
    ADVISE = "pathways.advise"
    REPORT_NEEDS = "industry.report-needs"
    SEE_GAPS = "industry.see-gaps"
    MAKE_TOKENS = "accounts.make-tokens"


GRANTS: dict[Role, frozenset[Action]] = {
    Role.COORDINATOR: frozenset(
        {
            Action.MANAGE_NETWORK,
            Action.END_MEMBERSHIP,
            Action.MANAGE_INSTITUTION,
            Action.KEEP_STUDIES,
            Action.APPOINT,
            Action.SEE_STEPS,
            Action.READ_AUDIT,
            Action.SEE_GAPS,
            Action.DESIGN_PATHWAY,
        }
    ),
    Role.CHAMPION: frozenset(
        {Action.VOTE, Action.SEE_STEPS, Action.READ_AUDIT, Action.DECIDE_APPEAL, Action.SEE_GAPS}
    ),
    Role.LEAD: frozenset(
        {
            Action.MANAGE_INSTITUTION,
            Action.APPOINT,
            Action.SEE_STEPS,
            Action.DESIGN_PATHWAY,
            Action.SEE_GAPS,
        }
    ),
    Role.TEACHER: frozenset({Action.DESIGN, Action.OFFER, Action.SEE_CLASS, Action.SEE_GAPS}),
    Role.ASSESSOR: frozenset({Action.ASSESS, Action.SEE_CLASS}),
    Role.REGISTRAR: frozenset(
        {
            Action.OFFER,
            Action.ADMIT,
            Action.KEEP_STUDIES,
            Action.CONFIRM_AFFILIATION,
            Action.SEE_CLASS,
            Action.SEE_AWARDS,
            Action.REVOKE,
            Action.MANAGE_KEYS,
            Action.READ_AUDIT,
        }
    ),
    Role.RECOGNITION: frozenset({Action.DECIDE_RECOGNITION, Action.EXPORT_DECISION, Action.AGREE}),
    Role.QUALITY: frozenset({Action.REVIEW, Action.SEE_GAPS}),
    Role.ADVISER: frozenset({Action.ADVISE, Action.SEE_GAPS}),
    Role.EMPLOYER: frozenset({Action.REPORT_NEEDS, Action.SEE_GAPS}),
    Role.LEARNER: frozenset(
        {
            Action.STATE_ONESELF,
            Action.APPLY,
            Action.HOLD,
            Action.ASK_RECOGNITION,
            Action.PLAN_PATHWAY,
            Action.MAKE_TOKENS,
        }
    ),
}

# The offices of the network itself: what they are granted holds at every institution.
NETWORK_WIDE = frozenset({Role.COORDINATOR})

Held = tuple[Role, int | None]

# What everyone holds who signs in.
EVERYONE: tuple[Held, ...] = ((Role.LEARNER, None),)


def may(held: Iterable[Held], action: Action, institution_id: int | None) -> bool:
    """Whether somebody who holds these (role, institution) pairs may do the action there.

    `institution_id=None` asks about the network as a whole: any institution's grant suffices.
    """
    return any(
        action in GRANTS[role]
        and (role in NETWORK_WIDE or role is Role.LEARNER or institution_id in (None, at))
        for role, at in held
    )


def where(held: Iterable[Held], action: Action) -> frozenset[int] | None:
    """The institutions at which the action is granted; None means everywhere."""
    granting = [(role, at) for role, at in held if action in GRANTS[role]]
    if any(role in NETWORK_WIDE or role is Role.LEARNER for role, _at in granting):
        return None
    return frozenset(at for _role, at in granting if at is not None)


class Scope(StrEnum):
    """The parts of a person's rights that a token may be made for; `account` is for nobody but themselves."""

    READ = "read"
    LEARNER = "learner"
    OFFICE = "office"
    KEYS = "keys"
    REVOKE = "revoke"
    APPOINT = "appoint"
    EXPORT = "export"
    ACCOUNT = "account"


SCOPE_NAMES: dict[Scope, str] = {
    Scope.READ: _("Read what I can see"),
    Scope.LEARNER: _("Act for me as a learner: apply, claim, share, ask for recognition"),
    Scope.OFFICE: _("Act in my roles"),
    Scope.KEYS: _("Create and retire signing keys and seals"),
    Scope.REVOKE: _("Withdraw and revoke credentials"),
    Scope.APPOINT: _("Give and end roles, end memberships"),
    Scope.EXPORT: _("Download decisions on learners for the student record"),
    Scope.ACCOUNT: _("Create and revoke tokens"),
}

# What a token can be made for: everything but the making of tokens.
GRANTED = tuple(scope for scope in SCOPE_NAMES if scope is not Scope.ACCOUNT)

# Which scope each action belongs to; every other one is done in an office.
SCOPES: dict[Action, Scope] = {
    Action.STATE_ONESELF: Scope.LEARNER,
    Action.APPLY: Scope.LEARNER,
    Action.HOLD: Scope.LEARNER,
    Action.ASK_RECOGNITION: Scope.LEARNER,
    Action.PLAN_PATHWAY: Scope.LEARNER,
    Action.MANAGE_KEYS: Scope.KEYS,
    Action.REVOKE: Scope.REVOKE,
    Action.APPOINT: Scope.APPOINT,
    Action.END_MEMBERSHIP: Scope.APPOINT,
    Action.EXPORT_DECISION: Scope.EXPORT,
    Action.MAKE_TOKENS: Scope.ACCOUNT,
}

# What nobody does whose last sign-in, passkey or code is longer ago than the network allows.
PROVEN = frozenset({Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT, Scope.ACCOUNT})

# For which deeds the network demands a second factor, by the word of its operator (`MCX_SECOND_FACTOR`).
SECOND_FACTOR: dict[SecondFactor, frozenset[Scope]] = {
    SecondFactor.OFF: frozenset(),
    SecondFactor.KEYS: frozenset({Scope.KEYS, Scope.REVOKE}),
    SecondFactor.OFFICES: frozenset({Scope.KEYS, Scope.REVOKE, Scope.APPOINT, Scope.EXPORT, Scope.OFFICE}),
}

# How many days a token may live: a choice of these, and never longer than the last.
TOKEN_LIVES = (30, 90, 365)


class Factor(IntEnum):
    """Whether somebody used a second factor since they came in; to have one is not to use it."""

    NEVER = 0
    ONCE = 1
    LATELY = 2


@dataclass(frozen=True, slots=True)
class Access:
    """How somebody came in: with which scopes, how well proven, and whether only to read.

    `asked` are the scopes that were asked for on the way, each of which was there.
    """

    scopes: frozenset[Scope]
    is_proven: bool
    is_reading: bool
    factor: Factor = Factor.NEVER
    asked: set[Scope] = field(default_factory=set, compare=False)


def factor_for(scope: Scope) -> Factor:
    """How lately a second factor must have been used for what demands one: every day's work asks once."""
    return Factor.LATELY if scope in PROVEN else Factor.ONCE


def scope_of(action: Action) -> Scope:
    """The scope that an action belongs to."""
    return SCOPES.get(action, Scope.OFFICE)


def scopes_for(held: Iterable[Held]) -> tuple[Scope, ...]:
    """The scopes that a token of somebody who holds these offices can be of use with."""
    granted = {scope_of(action) for role, _at in held for action in GRANTS[role]}
    return tuple(scope for scope in GRANTED if scope is Scope.READ or scope in granted)


def is_token_in_use(revoked_at: datetime | None, expires_at: datetime, *, at: datetime) -> bool:
    """Whether a token still opens anything; `accounts.selectors.in_use` is the same as a query."""
    return revoked_at is None and at < expires_at


def token_life(days: int) -> timedelta | None:
    """How long a token lives that is asked for so many days; None when it may not live so long."""
    return timedelta(days=days) if 1 <= days <= TOKEN_LIVES[-1] else None
