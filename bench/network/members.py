"""Universities and employers with their offices, accreditations, scales, keys and agreements.

The first of each kind are admitted by the services and all others cast after them; only keys and seals, of which
no two are the same, are made for each.
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import permutations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from bench.network.cast import Grown, in_turns, like, put
from bench.network.stories import Change, Part, Row, Story, cast, gather, renamed
from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.credentials.services.starting import equip
from mcx.keys.rules import KeyKind
from mcx.keys.services import make_test_seal
from mcx.network.models import (
    Accreditation,
    Appointment,
    GradingScale,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    Membership,
    Programme,
)
from mcx.network.rules.profiles import Profile
from mcx.network.services.accreditations import add_accreditation
from mcx.network.services.appointments import appoint
from mcx.network.services.members import add_identifier, admit_member
from mcx.recognition.models import Agreement
from mcx.recognition.services.agreements import draft_agreement, sign_agreement
from microcred.accreditation import Decision

JOINED = -900
OWN = 5  # universities of the demonstration
ALONE = {Role.COORDINATOR, Role.LEAD, Role.LEARNER, Role.EMPLOYER}
OFFICES = {
    Institution.Kind.UNIVERSITY: [role for role in Role if role not in ALONE],
    Institution.Kind.INDUSTRY: [Role.EMPLOYER],
}
LASTS = -400, 1400  # the days of an agreement, from today
ONE_SIDED = 10  # of so many agreements one is signed by the home university alone
AT_ONCE = 500
ORDER = (
    Institution, InstitutionName, Membership, InstitutionIdentifier, Accreditation,
    Person, EmailAddress, Appointment,
)  # fmt: skip


def admit(grown: Grown) -> None:
    """Everybody who takes part, the demonstration's first."""
    own = list(Institution.objects.order_by("pk"))
    grown.universities = [one for one in own if one.kind == Institution.Kind.UNIVERSITY]
    grown.employers = [one for one in own if one.kind == Institution.Kind.INDUSTRY]
    grown.note()
    by = Person.objects.get(appointments__role=Role.COORDINATOR)
    countries = [each.country for each in grown.universities]
    for kind, those, wanted in (
        (Institution.Kind.UNIVERSITY, grown.universities, grown.size.universities),
        (Institution.Kind.INDUSTRY, grown.employers, grown.size.employers),
    ):
        numbers = range(len(those), wanted)
        profiles = [_profile(kind, number, countries[number % OWN]) for number in numbers]
        those.extend(_admitted(profiles, by, grown))
    for each in grown.universities[OWN:]:
        equip(each, by=by, at=grown.days(JOINED))
        equip(each, kind=KeyKind.WALLETS, by=by, at=grown.days(JOINED))
        make_test_seal(each, by=by, at=grown.days(-200))
    grown.note()
    _scales(grown)
    _programmes(grown)


def _profile(kind: Institution.Kind, number: int, country: str) -> Profile:
    if kind == Institution.Kind.INDUSTRY:
        name = {"en": f"Employer {number:03}"}
        return Profile(f"employer{number}", f"E{number:03}", name, country, kind.value)
    return Profile(
        slug=f"u{number}",
        short_name=f"U{number:03}",
        name={"en": f"University {number:03}"},
        country=country,
        kind=kind.value,
        city=f"City {number}",
        homepage=f"https://u{number}.example",
    )


def _admitted(profiles: Sequence[Profile], by: Person, grown: Grown) -> list[Institution]:
    """The first by the services, all others after it."""
    if not profiles:
        return []
    first, *others = profiles
    made = [_by_services(first, by, grown)]
    story, named = _all_about(made[0]), {each.slug: each for each in others}
    changes: dict[type[Row], Change] = {
        Institution: lambda row, part: asdict(named[dict(part.words)[first.slug]]),
        InstitutionIdentifier: renamed("value"),
        Person: renamed("email", "family_name"),
        EmailAddress: renamed("email"),
    }
    for some in in_turns(others, AT_ONCE):
        parts = [Part(story, words=tuple(zip(_names(first), _names(each), strict=True))) for each in some]
        cast(parts, ORDER, changes, grown)
        keys = [part.stands[Institution._meta.label, made[0].pk].pk for part in parts]
        made += Institution.objects.filter(pk__in=keys).order_by("pk")
    return made


def _names(profile: Profile) -> tuple[str, str, str]:
    return profile.name["en"], profile.short_name, profile.slug


def _all_about(member: Institution) -> Story:
    appointments = member.appointments.select_related("person").order_by("pk")
    people = [each.person for each in appointments]
    return gather(
        (
            member,
            *member.names.all(),
            *member.memberships.all(),
            *member.identifiers.all(),
            *member.accreditations.all(),
            *people,
            *EmailAddress.objects.filter(user__in=people).order_by("pk"),
            *appointments,
        )
    )


def _by_services(profile: Profile, by: Person, grown: Grown) -> Institution:
    """One more, with a person for each office; a university with a decision of quality assurance, too."""
    since, at = grown.days(JOINED).date(), grown.days(JOINED)
    made = admit_member(profile, valid_from=since, by=by, at=at)
    hashed = make_password(None)
    for role in OFFICES[Institution.Kind(profile.kind)]:
        email, name = f"{role}@{profile.slug}.example", role.value.capitalize()
        person = accounts.register(
            email, given_name=name, family_name=profile.short_name, password_hash=hashed, at=at
        )
        appoint(person, role=role, institution=made, valid_from=since, by=by, at=at)
    if profile.kind == Institution.Kind.UNIVERSITY:
        add_identifier(made, scheme="schac", value=f"{profile.slug}.example", valid_from=since, by=by, at=at)
        decision = Decision(
            title={"en": f"Audit of {profile.name['en']}"},
            kind="institutional",
            agency="Agency of the network that grows",
            decision="positive",
            valid_from=since,
            valid_until=grown.days(1000).date(),
        )
        add_accreditation(made, decision=decision, by=by, at=at)
    return made


def _scales(grown: Grown) -> None:
    """At every university that was admitted, one after each of those that a university of the demonstration has."""
    models = list(GradingScale.objects.exclude(institution=None).order_by("pk"))
    put(
        like(model, institution_id=each.pk, slug=f"{each.slug}-{model.pk}")
        for each in grown.universities[OWN:]
        for model in models
    )


def _programmes(grown: Grown) -> None:
    """At every university that was admitted, one after each of the demonstration."""
    models = list(Programme.objects.order_by("pk"))
    grown.programmes = {(each.institution_id, each.pk): each for each in models}
    pairs = [(each, model) for each in grown.universities[OWN:] for model in models]
    new = put(
        like(
            model,
            institution_id=each.pk,
            slug=f"{model.slug}-{each.slug}",
            title={language: f"{title} ({each.short_name})" for language, title in model.title.items()},
        )
        for each, model in pairs
    )
    grown.programmes |= {(each.pk, model.pk): made for (each, model), made in zip(pairs, new, strict=True)}


def agree(grown: Grown) -> None:
    """Agreements between two universities, nine of ten signed by both; several between the same two.

    The first are between all of the demonstration's: whoever looks from there is shown one in any network.
    """
    numbers = range(grown.size.agreements - Agreement.objects.count())
    models = [_signed(number, grown) for number in numbers[:2]]
    stories = [gather((each,)) for each in models]
    own = permutations(grown.universities[:OWN], 2)
    for some in in_turns(numbers[2:], AT_ONCE):
        parts = []
        for number in some:
            which = min(1, number % ONE_SIDED)
            model = models[which]
            home, host = next(own, None) or grown.two_universities()
            words = ((model.code, f"grown-{number}"), (f"Agreement {which}", f"Agreement {number}"))
            places = {model.home_id: home.pk, model.host_id: host.pk}
            parts.append(Part(stories[which], words=words, places=places))
        cast(parts, (Agreement,), {Agreement: renamed("code")}, grown)


def _signed(number: int, grown: Grown) -> Agreement:
    """One between the last two, whose officers have no other office; the first is signed by one of them alone."""
    home, host = grown.universities[-2:]
    parties = [grown.officer(each, Role.RECOGNITION) for each in (home, host)]
    at = grown.days(LASTS[0] - 20)
    made = draft_agreement(
        home,
        host=host,
        code=f"grown-{number}",
        title={"en": f"Agreement {number}"},
        terms=Agreement.objects.filter(status=Agreement.Status.SIGNED).order_by("pk")[0].terms,
        valid_from=grown.days(LASTS[0]).date(),
        valid_until=grown.days(LASTS[1]).date(),
        by=parties[0],
        at=at,
    )
    for party in parties if number % ONE_SIDED else parties[:1]:
        made = sign_agreement(made, by=party, at=at)
    return made
