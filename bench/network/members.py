"""Universities and employers with their offices, accreditations, scales, keys and agreements: by the services."""

from datetime import date

from django.contrib.auth.hashers import make_password

from bench.network.cast import Grown, like, put
from mcx.accounts import services as accounts
from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.credentials.services.starting import equip
from mcx.keys.rules import KeyKind
from mcx.keys.services import make_test_seal
from mcx.network.models import Institution, Programme
from mcx.network.services.accreditations import add_accreditation
from mcx.network.services.appointments import appoint
from mcx.network.services.members import Profile, add_identifier, admit_member
from mcx.recognition.models import Agreement
from mcx.recognition.services.agreements import draft_agreement, sign_agreement
from microcred.accreditation import Decision

JOINED = -900
OWN = 5  # universities of the demonstration
ALONE = {Role.COORDINATOR, Role.LEAD, Role.LEARNER, Role.EMPLOYER}
OFFICES = [role for role in Role if role not in ALONE]
LASTS = -400, 1400  # the days of an agreement, from today


def admit(grown: Grown) -> None:
    """Everybody who takes part, the demonstration's first."""
    own = list(Institution.objects.order_by("pk"))
    grown.universities = [one for one in own if one.kind == Institution.Kind.UNIVERSITY]
    grown.employers = [one for one in own if one.kind == Institution.Kind.INDUSTRY]
    grown.note()
    by = Person.objects.get(appointments__role=Role.COORDINATOR)
    hashed = make_password(None)
    for number in range(len(grown.universities), grown.size.universities):
        grown.universities.append(_university(number, grown, by, hashed))
    for number in range(len(grown.employers), grown.size.employers):
        grown.employers.append(_employer(number, grown, by, hashed))
    grown.note()
    _programmes(grown)


def _university(number: int, grown: Grown, by: Person, hashed: str) -> Institution:
    """One more, with a person for each office, a decision of quality assurance, keys and a seal."""
    model = grown.universities[number % OWN]
    profile = Profile(
        slug=f"u{number}",
        short_name=f"U{number:03}",
        name={"en": f"University {number:03}"},
        country=model.country,
        kind=Institution.Kind.UNIVERSITY.value,
        city=f"City {number}",
        homepage=f"https://u{number}.example",
        language_cluster=model.language_cluster,
    )
    since, at = grown.days(JOINED).date(), grown.days(JOINED)
    made = admit_member(profile, valid_from=since, by=by, at=at)
    add_identifier(made, scheme="schac", value=f"u{number}.example", valid_from=since, by=by, at=at)
    for role in OFFICES:
        _hold(f"{role}@u{number}.example", role, made, by, hashed, grown)
    decision = Decision(
        title={"en": f"Audit of University {number:03}"},
        kind="institutional",
        agency="Agency of the network that grows",
        decision="positive",
        valid_from=since,
        valid_until=grown.days(1000).date(),
    )
    add_accreditation(made, decision=decision, by=by, at=at)
    equip(made, by=by, at=at)
    equip(made, kind=KeyKind.WALLETS, by=by, at=at)
    make_test_seal(made, by=by, at=grown.days(-200))
    return made


def _employer(number: int, grown: Grown, by: Person, hashed: str) -> Institution:
    profile = Profile(
        slug=f"employer{number}",
        short_name=f"E{number:03}",
        name={"en": f"Employer {number:03}"},
        country=grown.universities[number % OWN].country,
        kind=Institution.Kind.INDUSTRY.value,
    )
    made = admit_member(profile, valid_from=grown.days(JOINED).date(), by=by, at=grown.days(JOINED))
    _hold(f"contact@employer{number}.example", Role.EMPLOYER, made, by, hashed, grown)
    return made


def _hold(email: str, role: Role, place: Institution, by: Person, hashed: str, grown: Grown) -> None:
    at = grown.days(JOINED)
    name = role.value.capitalize()
    person = accounts.register(
        email, given_name=name, family_name=place.short_name, password_hash=hashed, at=at
    )
    appoint(person, role=role, institution=place, valid_from=at.date(), by=by, at=at)


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
    """Agreements between pairs of universities, nine of ten signed by both; several between the same two."""
    model = Agreement.objects.filter(status=Agreement.Status.SIGNED).order_by("pk")[0]
    first, last = (grown.days(number).date() for number in LASTS)
    count = grown.size.agreements - Agreement.objects.count()
    for number in range(count):
        home = grown.university()
        host = grown.draw.choice([one for one in grown.universities if one.pk != home.pk])
        _agreement(number, home, host, model, (first, last), grown)


def _agreement(
    number: int, home: Institution, host: Institution, model: Agreement, days: tuple[date, date], grown: Grown
) -> None:
    parties = (grown.officer(home, Role.RECOGNITION), grown.officer(host, Role.RECOGNITION))
    at = grown.days(LASTS[0] - 20)
    made = draft_agreement(
        home,
        host=host,
        code=f"grown-{number}",
        title={"en": f"Agreement {number}"},
        terms=model.terms,
        valid_from=days[0],
        valid_until=days[1],
        by=parties[0],
        at=at,
    )
    for party in parties if number % 10 else parties[:1]:
        sign_agreement(made, by=party, at=at)
