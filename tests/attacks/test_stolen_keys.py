"""Borrowed keys: what is bound to somebody else's key is not made one's own by any presentation."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from mcx.accounts.models import Person
from mcx.core.errors import DomainError
from mcx.keys.selectors import did_of, key_as_published
from mcx.recognition.models import Case, Decision
from mcx.recognition.services.cases import ask
from mcx.wallet.models import Challenge, Item
from mcx.wallet.services import import_credential
from microcred import proofs
from microcred import record as r
from microcred.keys import generate
from microcred.openbadges import write_clr
from microcred.report import Outcome
from tests.cast import NOW, affiliation, person, programme, university
from tests.credentials import cast as awards
from tests.microcred.cast import RECORD
from tests.recognition import cast
from tests.wallet import presenting as app

pytestmark = pytest.mark.django_db

VICTIMS, THIEVES = app.did_of_key(app.WALLET), app.did_of_key(app.THIEVES)
METHOD = f"{THIEVES}#{app.THIEVES.public.multikey()}"
Attack = Callable[[Challenge, bytes], bytes]


def _by_the_thiefs_key(given: Challenge, badge: bytes) -> bytes:
    return app.answer(given, badge, key=app.THIEVES)


def _in_a_token(given: Challenge, badge: bytes) -> bytes:
    return app.as_token(given, badge, key=app.THIEVES)


def _in_the_victims_name(given: Challenge, badge: bytes) -> bytes:
    return app.answer(given, badge, key=app.THIEVES, holder=VICTIMS)


def _in_the_victims_name_by_a_token(given: Challenge, badge: bytes) -> bytes:
    return app.as_token(given, badge, key=app.THIEVES, holder=VICTIMS)


def _with_the_victims_name_written_in_later(given: Challenge, badge: bytes) -> bytes:
    return app.answer(given, badge, key=app.THIEVES).replace(
        f'"holder": "{THIEVES}"'.encode(), f'"holder": "{VICTIMS}"'.encode()
    )


def _around_the_victims_own_presentation(given: Challenge, badge: bytes) -> bytes:
    inner = app.answer("n-of-another-verifier", badge, domain="https://other.example")
    return app.answer(given, inner, key=app.THIEVES, suite="eddsa-jcs-2022")


def _replayed_from_another_network(given: Challenge, badge: bytes) -> bytes:
    return app.answer("n" * 43, badge, domain="https://other.example")


def _relayed_by_another_network(given: Challenge, badge: bytes) -> bytes:
    """A verifier whom the victim trusts hands on the thief's challenge, under its own domain."""
    return app.answer(given, badge, domain="https://other.example")


def _beside_a_proof_from_another_network(given: Challenge, badge: bytes) -> bytes:
    shown = app.shown(badge, holder=VICTIMS)
    more = {"domain": "https://other.example", "challenge": "n-0S6"}
    victims = f"{VICTIMS}#{app.WALLET.public.multikey()}"
    own = {"domain": "https://network.example", "challenge": given.nonce}
    first, second = (
        proofs.sign(shown, key, method=method, created=NOW, purpose="authentication", more=said)
        for key, method, said in ((app.WALLET, victims, more), (app.THIEVES, METHOD, own))
    )
    return json.dumps(shown | {"proof": [first["proof"], second["proof"]]}).encode()


def _unsigned(given: Challenge, badge: bytes) -> bytes:
    proof = {"type": "DataIntegrityProof", "challenge": given.nonce, "domain": "https://network.example"}
    return json.dumps(app.shown(badge, holder=VICTIMS) | {"proof": proof}).encode()


@pytest.mark.parametrize(
    "attack",
    [
        _by_the_thiefs_key,
        _in_a_token,
        _in_the_victims_name,
        _in_the_victims_name_by_a_token,
        _with_the_victims_name_written_in_later,
        _around_the_victims_own_presentation,
        _replayed_from_another_network,
        _relayed_by_another_network,
        _beside_a_proof_from_another_network,
        _unsigned,
    ],
)
@pytest.mark.parametrize("make", [app.bound, app.of_member], ids=["from elsewhere", "of a member"])
def test_a_stolen_badge_is_nobody_elses_whoever_presents_it(
    attack: Attack, make: Callable[[], bytes]
) -> None:
    thief = person("Mikel Zabala")
    data = attack(app.challenge(thief), make())

    try:
        import_credential(data, by=thief, at=NOW)
    except DomainError as refused:
        assert refused.code in {"key-not-shown", "made-for-another"}  # noqa: PT017 - kept or refused, by name

    for item in Item.objects.filter(owner=thief):
        assert app.holder_of(item).outcome is Outcome.UNKNOWN


def test_the_control_the_badge_is_its_owners_by_their_own_key() -> None:
    ane = person()

    item = import_credential(app.answer(app.challenge(ane), app.of_member()), by=ane, at=NOW)

    assert app.holder_of(item).outcome is Outcome.PASSED


@pytest.mark.parametrize("make", [app.bound, app.of_member], ids=["from elsewhere", "of a member"])
def test_a_badge_about_the_thief_that_was_changed_from_the_victims_is_nobodys(
    make: Callable[[], bytes],
) -> None:
    thief = person("Mikel Zabala")
    badge = make().replace(VICTIMS.encode(), THIEVES.encode())
    two = json.loads(make())
    two["credentialSubject"] = [two["credentialSubject"], {"id": THIEVES}]

    for one in (badge, json.dumps(two).encode()):
        data = app.answer(app.challenge(thief, NOW), one, key=app.THIEVES, suite="eddsa-jcs-2022")
        item = import_credential(data, by=thief, at=NOW)
        check = app.examined(item, at=NOW).report.check("holder")
        assert check is None or check.outcome is Outcome.UNKNOWN


def test_a_wallet_token_is_bound_by_its_key_and_not_by_whom_it_names() -> None:
    """The victim's token, shown by a presentation of the thief's and with a key binding of the thief's."""
    thief, token = person("Mikel Zabala"), app.for_wallets()

    with pytest.raises(DomainError):
        import_credential(
            app.with_binding(app.challenge(thief), token, key=generate("P-256")), by=thief, at=NOW
        )
    item = import_credential(app.answer(app.challenge(thief), token, key=app.THIEVES), by=thief, at=NOW)

    assert app.holder_of(item).outcome is Outcome.UNKNOWN


def _folder(*held: bytes, number: int = 3, is_members: bool = False) -> bytes:
    """A learner record about the thief that holds these, signed by the thief or by Tampere."""
    row = awards.key("tuni")
    issuer = r.Organisation(id=THIEVES, legal_name={"en": "Mikel"}, country="ES")
    signer, method = app.THIEVES, METHOD
    if is_members:
        name = {"en": row.institution.name["en"]}
        issuer = r.Organisation(id=did_of(row.institution), legal_name=name, country="FI")
        signer, method = awards.secret_of(row), key_as_published(row).id
    learner = r.Person(id=THIEVES, full_name="Mikel Zabala")
    record = replace(RECORD, issuer=issuer, learner=learner, status=(), issued_at=NOW, valid_from=NOW)
    identifier = f"urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c1{number}"
    document, _losses = write_clr(record, [json.loads(one) for one in held], identifier=identifier)
    folder = json.dumps(proofs.sign(document, signer, method=method, created=NOW)).encode()
    return awards.registered(folder) if is_members else folder


@pytest.mark.parametrize("is_members", [False, True], ids=["one's own", "of a member"])
def test_a_learner_record_makes_nothing_inside_it_ones_own(is_members: bool) -> None:
    thief, own = person("Mikel Zabala"), app.of_member(app.THIEVES, "Mikel Zabala")
    nameless = app.of_member(app.WALLET, "")
    held = {
        Outcome.PASSED: [
            (own,),
            *([(own, nameless), (_folder(own, is_members=True),)] if is_members else []),
        ],
        Outcome.UNKNOWN: [
            (own, app.of_member()),
            (app.of_member(),),
            (_folder(app.of_member(), is_members=True),),
        ],
    }

    for outcome, folders in held.items():
        for inside in folders:
            folder = _folder(*inside, number=4, is_members=is_members)
            answer = app.answer(app.challenge(thief), folder, key=app.THIEVES)
            check = app.holder_of(import_credential(answer, by=thief, at=NOW))
            assert check.outcome is outcome
            assert ("may be about another person" in check.message) is (outcome is Outcome.UNKNOWN)


def _about(did: str, who: Person) -> bytes:
    """A good badge of Tampere about whoever holds a key, with a name that others may have too."""
    award = awards.issued(who)
    row = awards.key("tuni")
    document = {name: value for name, value in json.loads(awards.badge(award)).items() if name != "proof"}
    document["id"] = "urn:uuid:7d1c0b14-5cd1-4a4c-9d1f-0a4a4d1b7c11"
    document["credentialSubject"]["id"] = did
    method = key_as_published(row).id
    signed = proofs.sign(document, awards.secret_of(row), method=method, created=NOW)
    return awards.registered(json.dumps(signed).encode())


def test_an_agreement_recognises_by_a_key_that_was_shown_and_not_without() -> None:
    cast.agreement()
    ane = person()
    affiliation(ane, university("mu"), programme())
    badge = _about(VICTIMS, person("Ane Etxeberria"))

    plain = import_credential(badge, by=ane, at=NOW)
    assert ask(plain, programme=programme(), statement="", by=ane, at=NOW).status == Case.Status.OPEN
    assert not Decision.objects.exists()

    item = import_credential(app.answer(app.challenge(ane), badge), by=ane, at=NOW)
    assert ask(item, programme=programme(), statement="", by=ane, at=NOW).status == Case.Status.DECIDED
