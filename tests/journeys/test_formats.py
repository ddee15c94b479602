"""Formats in a browser: a registrar uploads the university's seal, and its learners take every file."""

import pytest
from playwright.sync_api import Page, expect

from tests.credentials import cast as awards
from tests.credentials.seals import PASSPHRASE, p12, register
from tests.journeys.conftest import CheckAxe, Open, SignIn
from tests.pathways import cast as pathways
from tests.recognition import cast as recognition
from tests.wallet import cast as wallet

pytestmark = pytest.mark.django_db(transaction=True)
SEAL = {"name": "seal.p12", "mimeType": "application/x-pkcs12", "buffer": b""}


def test_a_seal_is_uploaded_checked_and_ended(page: Page, sign_in: SignIn, check_axe: CheckAxe) -> None:
    awards.key()
    register()
    sign_in(page, awards.registrar())
    page.goto("/credentials/keys/")
    page.get_by_role("link", name="Upload a seal").click()
    check_axe(page)

    page.get_by_label("Seal file").set_input_files(SEAL | {"buffer": b"no seal"})  # type: ignore[arg-type]
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Save this seal").click()
    expect(page.get_by_text("We could not open the file").first).to_be_visible()
    check_axe(page)
    page.get_by_label("Seal file").set_input_files(SEAL | {"buffer": p12()})  # type: ignore[arg-type]
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Save this seal").click()

    expect(page.get_by_text("The seal has been saved and encrypted.")).to_be_visible()
    expect(page.get_by_text("Europass will not accept it")).to_be_visible()
    check_axe(page)
    page.goto("/credentials/keys/")
    page.get_by_role("link", name="Retire Tampere University").click()
    check_axe(page)
    page.get_by_label("It is being replaced as planned").check()
    page.get_by_role("button", name="Retire this seal").click()
    expect(page.get_by_role("cell", name="Retired")).to_be_visible()
    page.get_by_role("link", name="Mark as compromised Tampere University").click()
    page.get_by_label("Someone else may have its key").check()
    page.get_by_role("button", name="Retire this seal").click()
    expect(page.get_by_role("cell", name="Compromised")).to_be_visible()
    check_axe(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_learner_takes_every_file(open_page: Open, sign_in: SignIn, scripts: bool) -> None:
    awards.seal()
    awards.wallet_key()
    item = wallet.item()
    page = open_page(java_script_enabled=scripts, accept_downloads=True)
    sign_in(page, item.owner)
    page.goto(f"/wallet/{item.pk}/")

    links = page.locator("a[download]")
    names = []
    for place in range(links.count()):
        with page.expect_download() as download:
            links.nth(place).click()
        names.append(download.value.suggested_filename)

    endings = (
        "pdf",
        "jsonld",
        "-for-europass.json",
        "json",
        "jwt",
        "sd-jwt",
        *("public.png", "public.svg", "png", "svg"),
    )
    assert len(names) == len(endings)
    assert [name for name, ending in zip(names, endings, strict=True) if not name.endswith(ending)] == []


def test_the_pages_of_formats_fit_a_phone(phone: Page, sign_in: SignIn, check_axe: CheckAxe) -> None:
    awards.seal()
    awards.wallet_key()
    pathways.courses()
    degree = pathways.micro_degree()
    item = wallet.item()
    sign_in(phone, item.owner)
    for address in (f"/wallet/{item.pk}/", f"/pathways/{degree.code}"):
        phone.goto(address)
        check_axe(phone)

    sign_in(phone, awards.registrar())
    for address in ("keys/", "keys/tuni/seal", "keys/tuni/self-check", f"{item.award_id}/"):
        phone.goto(f"/credentials/{address}")
        check_axe(phone)


def test_a_decision_is_downloaded_for_the_student_record(
    page: Page, sign_in: SignIn, check_axe: CheckAxe
) -> None:
    case = recognition.refused().case
    sign_in(page, case.learner)
    page.goto(f"/recognition/cases/{case.pk}")
    check_axe(page)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download ELMO XML").click()

    assert download.value.suggested_filename.endswith(".elmo.xml")
