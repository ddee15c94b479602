"""The table of formats: whatever lists formats has each of them, once."""

import pytest

from mcx.api import api
from mcx.credentials.documents.formats import DRAWN, FORMATS, SIGNED, Need
from mcx.credentials.models import IssuedCredential
from mcx.credentials.services.issuing import lacking
from mcx.wallet.selectors import ORIGINAL, SHAREABLE, formats_of
from mcx.web.wallet.words import GROUPS
from tests.cast import NOW
from tests.credentials import cast as awards
from tests.wallet import cast


def test_a_format_has_one_row_and_a_name_that_fits_its_column() -> None:
    longest = IssuedCredential._meta.get_field("format").max_length or 0

    assert len(FORMATS) == len(SIGNED) + len(DRAWN)
    assert all(len(one.name) <= longest for one in SIGNED)
    assert ORIGINAL not in FORMATS


def test_no_two_files_of_a_credential_have_one_name() -> None:
    assert len({one.ending for one in FORMATS.values()}) == len(FORMATS)


def test_the_wallet_offers_every_format_once() -> None:
    offered = [link.form for group in GROUPS for link in group.files]

    assert sorted(offered) == sorted([*FORMATS, ORIGINAL])


def test_links_hand_out_all_but_the_draft_that_names_the_learners_address() -> None:
    assert {*FORMATS, ORIGINAL} - set(SHAREABLE) == {"europass"}


def test_the_api_names_every_format_that_is_kept() -> None:
    schema = api.get_openapi_schema()["components"]["schemas"]["FormatOut"]

    assert schema["properties"]["format"]["enum"] == [one.name for one in SIGNED]


@pytest.mark.django_db
def test_an_award_of_a_university_with_every_means_has_every_format_and_lacks_none() -> None:
    awards.seal()
    awards.wallet_key()
    item = cast.item()

    assert {one.need for one in SIGNED} == set(Need)
    assert sorted(formats_of(item)) == sorted(FORMATS)
    assert not lacking(NOW).exists()
