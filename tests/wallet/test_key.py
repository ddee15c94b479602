"""A credential is its owner's by a key that they showed to this network."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import Settings

from mcx.core.models import AuditEntry
from mcx.network.services.identities import Names, state_identity
from mcx.wallet import checks, rules, selectors, services
from mcx.wallet.models import Challenge, Item
from mcx.wallet.rules import Confirmed, Owner, check_holder
from mcx.wallet.services import (
    ChallengeExpired,
    ChallengeOfAnother,
    ChallengeUsed,
    KeyNotShown,
    MadeForAnother,
    NotReadable,
    ShowsNothing,
    WalletFull,
)
from microcred.guards import b64url_encode
from microcred.keys import generate
from microcred.record import Person as Named
from microcred.report import Outcome
from tests.cast import NOW, TERM, affiliation, person, university
from tests.connections import Connect, connect, through
from tests.wallet import cast
from tests.wallet import presenting as app

__all__ = ["connect"]  # a fixture
SHOWN = date(2026, 11, 20)
ANE = Confirmed("Ane Etxeberria", date(2001, 5, 14))
LATER = NOW + timedelta(days=400)


@pytest.mark.parametrize(
    ("named", "owner", "expected"),
    [
        pytest.param(Named(id="did:x"), Owner(showed_key_on=SHOWN), Outcome.PASSED, id="nobody confirmed"),
        pytest.param(Named(full_name="Eva"), Owner(), Outcome.UNKNOWN, id="no key"),
        pytest.param(Named(), Owner(ANE, showed_key_on=SHOWN), Outcome.UNKNOWN, id="without a name"),
        pytest.param(
            Named(full_name="ETXEBERRÍA, Ane"), Owner(ANE, showed_key_on=SHOWN), Outcome.PASSED, id="the name"
        ),
        pytest.param(
            Named(full_name="Eva Etxeberria"),
            Owner(ANE, showed_key_on=SHOWN),
            Outcome.UNKNOWN,
            id="a lent key",
        ),
        pytest.param(
            Named(birth_date=date(2001, 5, 15)),
            Owner(ANE, showed_key_on=SHOWN),
            Outcome.UNKNOWN,
            id="another day of birth",
        ),
    ],
)
def test_a_key_passes_nothing_that_names_somebody_else(named: Named, owner: Owner, expected: Outcome) -> None:
    assert check_holder(named, owner).outcome is expected


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [app.answer, app.as_token], ids=["proof", "token"])
@pytest.mark.parametrize("make", [app.bound, app.of_member], ids=["from elsewhere", "of a member"])
def test_what_is_bound_to_the_key_that_answers_is_its_owners(
    answer: Callable[..., bytes], make: Callable[[], bytes]
) -> None:
    ane, badge = person(), make()

    item = services.import_credential(answer(app.challenge(ane), badge), by=ane, at=NOW)

    check = app.holder_of(item, LATER)
    assert check.outcome is Outcome.PASSED
    assert check.message.startswith("The owner of this wallet showed on 2026-11-23 ")
    assert item.kind == "open-badge-3"
    kept = Challenge.objects.get()
    assert (kept.holder, kept.answered_at) == (app.did_of_key(app.WALLET), NOW)
    assert kept.key.endswith(app.WALLET.public.thumbprint())
    entry = AuditEntry.objects.get(action="wallet.key-shown")
    assert (entry.person_id, entry.details) == (ane.pk, {"key": kept.key})


@pytest.mark.django_db
def test_a_wallet_token_is_its_owners_by_its_key_binding() -> None:
    ane, token = person(), app.for_wallets()

    item = services.import_credential(app.with_binding(app.challenge(ane), token), by=ane, at=NOW)

    assert bytes(item.content) == token
    assert app.holder_of(item, LATER).outcome is Outcome.PASSED
    kept = Challenge.objects.get()
    assert (kept.holder, kept.key) == ("", app.PHONE.public.thumbprint_uri())


@pytest.mark.django_db
def test_a_wallet_token_inside_a_presentation_is_bound_to_the_same_key() -> None:
    ane = person()

    given = app.answer(app.challenge(ane), app.for_wallets(app.WALLET))
    item = services.import_credential(given, by=ane, at=NOW)

    assert (item.kind, app.holder_of(item).outcome) == ("sd-jwt-vc", Outcome.PASSED)


@pytest.mark.django_db
def test_of_several_credentials_only_those_bound_to_the_key_are_shown_to_be_ones_own() -> None:
    ane, stranger = person(), generate("Ed25519")
    held = (app.bound(stranger), cast.foreign(id="urn:uuid:2"), app.bound(id="urn:uuid:3"))

    first = services.import_credential(app.answer(app.challenge(ane), *held), by=ane, at=NOW)

    items = list(Item.objects.order_by("pk"))
    assert len(items) == 3
    assert app.holder_of(first).outcome is Outcome.UNKNOWN
    outcomes = [app.holder_of(item).outcome for item in items]
    assert sorted(outcomes) == [Outcome.PASSED, Outcome.UNKNOWN, Outcome.UNKNOWN]


@pytest.mark.django_db
def test_a_credential_brought_before_is_proven_later_and_stays_one_item() -> None:
    ane, token = person(), app.for_wallets()
    before = services.import_credential(token, by=ane, at=NOW)
    assert app.holder_of(before).outcome is Outcome.UNKNOWN

    after = services.import_credential(app.with_binding(app.challenge(ane), token), by=ane, at=NOW)

    assert after == before
    assert app.holder_of(before).outcome is Outcome.PASSED


@pytest.mark.django_db
def test_the_last_day_is_told_and_each_owner_is_known_by_their_own_keys_alone() -> None:
    ane, other = person(), person("Mikel Zabala")
    for day in (2, 1):
        at = NOW + timedelta(days=day)
        services.import_credential(
            app.with_binding(app.challenge(ane, at), app.for_wallets(), at=at), by=ane, at=at
        )
    token = app.for_wallets()

    mine, others = (services.import_credential(token, by=who, at=LATER) for who in (ane, other))

    assert app.holder_of(mine).values == {"day": "2026-11-25"}
    assert app.holder_of(others).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_the_evidence_counts_only_for_a_document_that_is_bound_to_that_key() -> None:
    ane = person()
    item = services.import_credential(app.answer(app.challenge(ane), app.bound()), by=ane, at=NOW)

    Item.objects.filter(pk=item.pk).update(content=app.bound(generate("Ed25519")))

    assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_a_changed_credential_is_nobodys_whatever_key_answered() -> None:
    ane = person()
    badge = app.bound().replace(b"Predictive", b"Productive")

    item = services.import_credential(app.answer(app.challenge(ane), badge), by=ane, at=NOW)

    assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_a_lent_key_makes_nobody_else_of_a_confirmed_owner() -> None:
    borrower = state_identity(Names("Mikel", "Zabala", date(2000, 1, 2)), by=person("Mikel Zabala"), at=TERM)
    affiliation(borrower, university("mu"))

    item = services.import_credential(
        app.answer(app.challenge(borrower), app.of_member()), by=borrower, at=NOW
    )

    assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_a_challenge_is_answered_once() -> None:
    ane = person()
    given = app.challenge(ane)
    services.import_credential(app.answer(given, app.bound()), by=ane, at=NOW)

    with pytest.raises(ChallengeUsed):
        services.import_credential(app.answer(given, app.bound(id="urn:uuid:2")), by=ane, at=NOW)

    assert Item.objects.count() == 1


def test_of_several_answers_at_once_to_one_challenge_one_counts(connect: Callable[[], Connect]) -> None:
    ane = person()
    given, reach, start = app.challenge(ane), connect(), Barrier(4)
    answers = [app.answer(given, app.bound(id=f"urn:uuid:{number}")) for number in range(4)]
    refused = list[str]()

    def bring(data: bytes) -> None:
        with through(reach):
            start.wait(timeout=60)
            try:
                services.import_credential(data, by=ane, at=NOW)
            except ChallengeUsed as error:
                refused.append(error.code)

    threads = [Thread(target=bring, args=[data]) for data in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert refused == ["challenge-used"] * 3
    with through(reach):
        assert Item.objects.count() == 1


@pytest.mark.django_db
def test_nobody_answers_for_somebody_else() -> None:
    ane, thief = person(), person("Mikel Zabala")
    data = app.answer(app.challenge(ane), app.bound())

    with pytest.raises(ChallengeOfAnother):
        services.import_credential(data, by=thief, at=NOW)
    services.import_credential(data, by=ane, at=NOW)
    with pytest.raises(ChallengeOfAnother):
        services.import_credential(data, by=thief, at=NOW)

    assert not Item.objects.filter(owner=thief).exists()


@pytest.mark.django_db
def test_an_answer_that_comes_too_late_is_told_so() -> None:
    ane = person()
    given = app.challenge(ane)
    data = app.answer(given, app.bound())

    with pytest.raises(ChallengeExpired):
        services.import_credential(data, by=ane, at=given.expires_at)

    just_in_time = given.expires_at - timedelta(seconds=1)
    assert app.holder_of(services.import_credential(data, by=ane, at=just_in_time)).outcome is Outcome.PASSED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "domain", ["https://other.example", "network.example", "https://network.example.evil"]
)
def test_what_was_signed_for_another_network_is_refused(domain: str) -> None:
    ane = person()

    with pytest.raises(MadeForAnother) as refused:
        services.import_credential(app.answer(app.challenge(ane), app.bound(), domain=domain), by=ane, at=NOW)
    with pytest.raises(MadeForAnother):
        services.import_credential(
            app.with_binding(app.challenge(ane), app.for_wallets(), domain=domain), by=ane, at=NOW
        )

    assert "https://network.example" in str(refused.value)
    assert not Item.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"purpose": "assertionMethod"}, id="for another purpose"),
        pytest.param({"holder": app.did_of_key(app.THIEVES)}, id="another holder than the key's owner"),
        pytest.param({"created": NOW + timedelta(days=1)}, id="signed tomorrow"),
    ],
)
def test_an_answer_that_shows_no_key_is_refused_with_the_reason_and_may_be_given_again(
    changed: dict[str, Any],
) -> None:
    ane = person()
    given = app.challenge(ane)

    with pytest.raises(KeyNotShown) as refused:
        services.import_credential(app.answer(given, app.bound(), **changed), by=ane, at=NOW)

    assert len(str(refused.value)) > 80
    assert not Item.objects.exists()
    again = services.import_credential(app.answer(given, app.bound()), by=ane, at=NOW)
    assert app.holder_of(again).outcome is Outcome.PASSED


@pytest.mark.django_db
def test_a_key_binding_of_another_key_or_of_earlier_is_refused() -> None:
    ane = person()
    given, token = app.challenge(ane), app.for_wallets()

    for wrong in (
        app.with_binding(given, token, key=generate("P-256")),
        app.with_binding(given, token, at=NOW - timedelta(minutes=6)),
    ):
        with pytest.raises(KeyNotShown):
            services.import_credential(wrong, by=ane, at=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("holder", "why"),
    [
        ("did:web:wallet.example", "could not be looked up"),
        ("did:ebsi:zvHWX359A3CvfJnCYaAiAde", "a method that this service does not support"),
    ],
)
def test_a_holder_whose_keys_cannot_be_looked_up_stays_unknown_and_is_told_why(holder: str, why: str) -> None:
    ane = person()
    given = app.challenge(ane)

    data = app.answer(given, app.bound(), holder=holder, method=f"{holder}#1")
    item = services.import_credential(data, by=ane, at=NOW)

    given.refresh_from_db()
    said = checks.examined(item, at=NOW).report.check("proof.holder")
    assert (item.kind, given.answered_at) == ("presentation", None)
    assert said is not None
    assert (said.outcome, why in said.message) == (Outcome.UNKNOWN, True)
    assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_a_presentation_without_a_challenge_of_this_network_stays_what_it_was() -> None:
    ane = person()

    for nonce in ("n-0S6", "x" * 43, "\x00", "ü" * 43):
        item = services.import_credential(app.answer(nonce, app.bound()), by=ane, at=NOW)
        assert item.kind == "presentation"
        assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
def test_a_presentation_of_nothing_or_of_too_much_is_refused() -> None:
    ane = person()
    given = app.challenge(ane)
    many = [app.shown()] * (rules.MOST_SHARED + 1)

    for held in ([], many):
        data = app.answer(given, *[json.dumps(one).encode() for one in held], suite="eddsa-jcs-2022")
        with pytest.raises(ShowsNothing):
            services.import_credential(data, by=ane, at=NOW)

    assert not Item.objects.exists()


@pytest.mark.django_db
def test_a_presentation_with_something_unreadable_inside_is_refused_whole() -> None:
    ane = person()
    strange = b'{"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["BadgeClass"]}'

    with pytest.raises(NotReadable):
        services.import_credential(
            app.answer(app.challenge(ane), app.bound(), strange, suite="eddsa-jcs-2022"), by=ane, at=NOW
        )

    assert not Item.objects.exists()


@pytest.mark.django_db
def test_where_there_is_no_room_nothing_is_kept_and_the_challenge_is_still_open(settings: Settings) -> None:
    settings.WALLET_FILES = 1
    ane = person()
    given = app.challenge(ane)

    with pytest.raises(WalletFull):
        services.import_credential(app.answer(given, app.bound(), app.bound(id="urn:uuid:2")), by=ane, at=NOW)

    given.refresh_from_db()
    assert (Item.objects.count(), given.answered_at) == (0, None)


@pytest.mark.django_db
def test_a_challenge_is_given_again_while_most_of_its_time_is_left() -> None:
    ane = person()
    first = app.challenge(ane)

    assert app.challenge(ane, NOW + timedelta(minutes=7)) == first
    second = app.challenge(ane, NOW + timedelta(minutes=8))

    assert second.nonce != first.nonce
    assert app.challenge(person("Mikel Zabala")) != first
    assert selectors.open_challenge_of(ane, at=NOW + timedelta(minutes=8)) == second
    assert selectors.open_challenge_of(ane, at=second.expires_at) is None
    assert AuditEntry.objects.filter(action="wallet.challenged").count() == 3


@pytest.mark.django_db
def test_what_nobody_answered_goes_after_a_day_and_evidence_stays() -> None:
    ane = person()
    answered = app.challenge(ane)
    item = services.import_credential(app.answer(answered, app.bound()), by=ane, at=NOW)
    unanswered = app.challenge(ane)

    app.challenge(ane, unanswered.expires_at + timedelta(hours=23))
    assert Challenge.objects.filter(pk=unanswered.pk).exists()
    app.challenge(ane, unanswered.expires_at + timedelta(hours=24))

    assert not Challenge.objects.filter(pk=unanswered.pk).exists()
    services.remove(item, by=ane, at=NOW)
    with pytest.raises(ChallengeUsed):
        services.import_credential(app.answer(answered, app.bound()), by=ane, at=NOW)


@pytest.mark.django_db
def test_the_database_itself_keeps_no_answer_without_a_key() -> None:
    given = app.challenge(person())

    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=given.pk).update(answered_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.filter(pk=given.pk).update(key="x")


@pytest.mark.django_db
def test_a_key_of_a_kind_that_is_not_understood_is_told_and_the_credential_stays_unknown() -> None:
    ane, strange = person(), "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"  # secp256k1
    badge = cast.foreign(learner=Named(id=strange))

    data = app.answer(app.challenge(ane), badge, holder=strange, method=f"{strange}#1")
    with pytest.raises(KeyNotShown) as refused:
        services.import_credential(data, by=ane, at=NOW)
    item = services.import_credential(badge, by=ane, at=NOW)

    assert "is not supported" in str(refused.value)
    assert app.holder_of(item).outcome is Outcome.UNKNOWN


@pytest.mark.django_db
@pytest.mark.parametrize(("padding", "is_kept"), [(0, True), (2000, True), (4000, False)])
def test_a_holder_whose_identifier_is_too_long_to_be_kept_is_refused(padding: int, is_kept: bool) -> None:
    ane = person()
    jwk = {**app.WALLET.public.jwk(), "note": "x" * padding}
    holder = f"did:jwk:{b64url_encode(json.dumps(jwk).encode())}"
    badge = cast.foreign(learner=Named(id=holder))
    data = app.answer(app.challenge(ane), badge, holder=holder, method=f"{holder}#0")

    if is_kept:
        assert app.holder_of(services.import_credential(data, by=ane, at=NOW)).outcome is Outcome.PASSED
        return
    with pytest.raises(KeyNotShown) as refused:
        services.import_credential(data, by=ane, at=NOW)
    assert "too long" in str(refused.value)
    assert not Item.objects.exists()
