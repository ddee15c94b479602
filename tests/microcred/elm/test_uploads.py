"""The file that an institution uploads to Europass and seals there."""

from microcred import elm
from microcred.report import Outcome
from tests.microcred.elm.cast import document


def test_it_leaves_out_what_europass_adds_and_keeps_the_rest() -> None:
    written = document()

    form = elm.upload_form(written)

    credential = form["credential"]
    assert written.keys() - credential.keys() == {"issued", "issuanceDate"}
    assert written["issuer"].keys() - credential["issuer"].keys() == {"eIDASIdentifier"}
    assert credential["credentialSubject"] == written["credentialSubject"]
    assert form.keys() == {"credential"}


def test_it_passes_the_strict_check_for_uploads() -> None:
    form = elm.upload_form(document())

    assert not elm.lint(form["credential"], for_upload=True).only(Outcome.FAILED)


def test_it_says_where_to_send_the_credential() -> None:
    form = elm.upload_form(document(), addresses=["ada@learner.example"])

    assert form["deliveryDetails"] == {"deliveryAddress": ["ada@learner.example"]}
