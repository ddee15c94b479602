"""Who is refused: every page and every form, to visitors and to a learner without an office.

A page is either public, or everybody's about themselves (`OWN`), or refused to both. A new one is in none of
the lists and so is tried at once.
"""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.belongings import STATING
from tests.walk.recording import LEARNER, VISITOR, Recording
from tests.web.addresses import ON_THE_WAY, PAGES

pytestmark = pytest.mark.django_db

PUBLIC = {
    *(
        "home",
        "healthz",
        "readyz",
        "language",
        "theme",
        "favicon",
        "styleguide",
        "guide:contents",
        "guide:page",
        "guide:words",
    ),
    *(
        "accounts:demonstration",
        "skills:search",
        "skills:picker",
        "protocols:trust",
        "catalogue:list",
        "catalogue:edition",
    ),
    "network:found",
    *(
        "catalogue:edition-number",
        "network:overview",
        "network:institution",
        "network:scales",
        "network:scale",
        "network:charter",
    ),
    *(
        "network:charter-version",
        "credentials:verify",
        "credentials:check",
        "credentials:check-certificate",
        "protocols:did",
    ),
    *("account_login", "account_logout", "account_signup", "account_inactive", "account_confirm_email"),
    *("account_email_verification_sent", "account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done"),
    *("protocols:status-list", "protocols:context", "wallet:shared", "wallet:shared-download"),
    *("recognition:agreements", "recognition:agreement", "pathways:list", "pathways:detail"),
}
# What takes forms alone, and what hands on: to a file, to the start page, to where a password is chosen. A
# network is founded once.
SENT_TO = {"language", "theme", "accounts:demonstration"}
MOVED = {"favicon": 301, "account_logout": 302, "account_reset_password_from_key": 302} | {
    "network:found": 409
}
OWN = {
    *(
        "accounts:profile",
        "accounts:create-token",
        "accounts:proven",
        "accounts:download",
        "accounts:second-factor",
        "learning:mine",
        "learning:apply",
    ),
    *("account_change_password", "account_set_password", "account_email", "account_reauthenticate"),
    *("mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_list_webauthn"),
    *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
    *("mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    *("wallet:list", "wallet:challenge", "wallet:import", "wallet:shares", "wallet:share-new"),
    *(
        "recognition:mine",
        "network:affiliations",
        "network:affiliation-new",
        "pathways:join",
        "pathways:leave",
        "pathways:record",
    ),
}
REFUSED = sorted(PAGES.keys() - PUBLIC - OWN - ON_THE_WAY.keys())


def test_every_page_has_its_place() -> None:
    assert PAGES.keys() >= PUBLIC | OWN | ON_THE_WAY.keys()


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_anybody_reads_what_is_public(recording: Recording, name: str) -> None:
    answer = recording.of(VISITOR).pages[name]

    assert answer.status == (405 if name in SENT_TO else MOVED.get(name, 200))


@pytest.mark.parametrize("name", sorted(PAGES.keys() - PUBLIC))
def test_visitors_are_asked_to_sign_in(recording: Recording, name: str) -> None:
    answers = recording.of(VISITOR).answers(name)

    assert answers
    for answer in answers:
        assert answer.status == 302
        assert answer.headers["Location"].startswith(resolve_url(settings.LOGIN_URL))


@pytest.mark.parametrize("name", REFUSED)
def test_a_learner_is_refused_what_belongs_to_others(recording: Recording, name: str) -> None:
    answers = recording.of(LEARNER).answers(name)

    assert answers
    assert {answer.status for answer in answers} <= {403, 404}
    assert not {table for answer in answers for table in answer.written}


@pytest.mark.parametrize("name", sorted(OWN))
def test_everybody_has_their_own_pages(recording: Recording, name: str) -> None:
    assert {answer.status for answer in recording.of(LEARNER).answers(name)} <= {200, 302, 409, 422}


@pytest.mark.parametrize("name", ON_THE_WAY)
def test_who_is_not_on_the_way_is_led_on(recording: Recording, name: str) -> None:
    answers = recording.of(LEARNER).answers(name)

    assert answers
    assert {(answer.status, answer.headers["Location"]) for answer in answers} == {(302, "/")}


def test_their_own_second_factor_is_shown_only_to_its_owner(recording: Recording) -> None:
    """The learner is refused the passkey of another only after a proof: see `tests/attacks/views.py`."""
    pages = ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"]

    assert {recording.of(STATING).pages[name].status for name in [*pages, "mfa_edit_webauthn"]} == {200}
    assert {recording.of(LEARNER).pages[name].status for name in pages} == {404}
