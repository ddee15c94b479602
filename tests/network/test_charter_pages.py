"""The Charter's pages: reading, proposing, voting."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from mcx.governance.services.charter import propose_charter
from mcx.network.models import Charter
from mcx.network.rules.terms import Article, CharterTerms, Span
from mcx.network.selectors.charter import public_terms_on
from mcx.network.selectors.institutions import public_voting_members_on
from mcx.web.governance import forms
from mcx.web.governance.forms import ProposalForm
from tests import cast
from tests.cast import NOW, TODAY
from tests.network.cast import champion, coordinator, proposed
from tests.said import as_read

SCRIPT = "<script>alert(1)</script>"


def filled(terms: CharterTerms | None = None, **changes: Any) -> dict[str, Any]:
    """The proposal form as a browser sends it, with these changes."""
    form = ProposalForm(terms or CharterTerms(), public_voting_members_on(TODAY))
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {"summary": "Level 7 begins", "in_force_from": "2026-12-01"}
    return {name: value for name, value in data.items() if value is not None} | sent | changes


def propose(terms: CharterTerms) -> Charter:
    """A version with these terms, put to the vote."""
    return propose_charter(
        terms.as_json(), summary="Other terms", in_force_from=TODAY, by=coordinator(), at=NOW
    )


@pytest.mark.django_db
def test_in_a_large_network_the_members_of_a_cluster_are_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MOST_OFFERED", 1)
    cast.university("uoc"), cast.university("mu")
    client.force_login(coordinator())
    assert "mu, uoc" in client.get("/network/charter/propose").content.decode()

    unknown = client.post("/network/charter/propose", filled(cluster_es="mu, atlantis"))
    answer = client.post("/network/charter/propose", filled(cluster_es="mu, uoc mu", cluster_en="*"))

    assert "atlantis" in unknown.content.decode()
    assert answer.status_code == 302
    assert Charter.objects.get().terms["language_clusters"] == {"en": ["*"], "es": ["mu", "uoc"]}


@pytest.mark.django_db
def test_a_coordinator_proposes_and_the_members_adopt(client: Client) -> None:
    cast.university("uoc")
    client.force_login(coordinator())
    answer = client.post("/network/charter/propose", filled(eqf_levels=["6", "7"]))

    for slug in ("mu", "uoc"):
        client.force_login(champion(slug))
        client.post("/network/charter/1/vote", {"institution": slug, "in_favour": "yes"})

    assert answer.status_code == 302
    assert Charter.objects.get().status == Charter.Status.ADOPTED
    assert "6, 7" in client.get("/network/charter/1/").content.decode()


@pytest.mark.django_db
def test_a_new_version_shows_the_difference(client: Client) -> None:
    charter = proposed()
    Charter.objects.filter(pk=charter.pk).update(status=Charter.Status.ADOPTED)
    client.force_login(coordinator())
    client.post("/network/charter/propose", filled(public_terms_on(TODAY), appeal_days="60"))

    page = client.get("/network/charter/2/").content.decode()

    assert "What this version changes" in page
    assert "Days to appeal" in page


@pytest.mark.django_db
def test_members_choose_whether_conditional_accreditations_count(client: Client) -> None:
    client.force_login(coordinator())
    page = client.get("/network/charter/propose").content.decode()

    answer = client.post("/network/charter/propose", filled(conditional_accreditation="counts-not"))
    client.force_login(champion("mu"))
    client.post("/network/charter/1/vote", {"institution": "mu", "in_favour": "yes"})

    assert "They count, with a note that names the conditions" in page
    assert answer.status_code == 302
    assert public_terms_on(TODAY.replace(year=2027)).conditional_accreditation == "counts-not"
    assert "They do not count" in client.get("/network/charter/1/").content.decode()


@pytest.mark.django_db
def test_terms_that_contradict_each_other_come_back_with_a_report(client: Client) -> None:
    client.force_login(coordinator())

    answer = client.post("/network/charter/propose", filled(micro_credential_ects_high="50"))

    page = as_read(answer.content)
    assert answer.status_code == 422
    assert "larger than a micro-degree" in page
    assert "Level 7 begins" in page
    assert not Charter.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"summary": ""},
        {"in_force_from": "2020-01-01"},
        {"in_force_from": "soon"},
        {"appeal_days": "-1"},
        {"eqf_levels": ["9"]},
        {"cluster_en": ["nowhere"]},
        {"article_0_text": "a text without number"},
        {"summary": "x" * 10_000_000},
    ],
)
def test_a_proposal_that_makes_no_sense_is_not_put_to_the_vote(
    client: Client, changes: dict[str, Any]
) -> None:
    client.force_login(coordinator())

    answer = client.post("/network/charter/propose", filled(**changes))

    assert answer.status_code == 422
    assert not Charter.objects.exists()


@pytest.mark.django_db
def test_articles_are_kept_and_shown_without_their_scripts(client: Client) -> None:
    client.force_login(coordinator())
    terms = CharterTerms(articles=(Article("1", "Purpose", "We exchange."),))
    article = {"article_1_number": "2", "article_1_title": SCRIPT, "article_1_text": SCRIPT}

    client.post("/network/charter/propose", filled(terms, **article))

    page = client.get("/network/charter/1/").content.decode()
    assert [each["number"] for each in Charter.objects.get().terms["articles"]] == ["1", "2"]
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_the_form_says_why_four_months_are_the_most(client: Client) -> None:
    client.force_login(coordinator())

    page = as_read(client.get("/network/charter/propose").content)

    assert page.count("At most 122. No vote can change this limit: Lisbon Recognition Convention III.5") == 2


@pytest.mark.django_db
def test_a_second_proposal_waits_for_the_first(client: Client) -> None:
    proposed()
    client.force_login(coordinator())

    answer = client.post("/network/charter/propose", filled())

    assert answer.status_code == 422
    assert "still voting" in answer.content.decode()


@pytest.mark.django_db
def test_while_a_vote_is_open_the_page_leads_to_it_instead_of_asking_for_another(client: Client) -> None:
    proposed()
    client.force_login(coordinator())

    page = client.get("/network/charter/propose").content.decode()

    assert "Version 1 is being voted on." in page
    assert 'href="/network/charter/1/"' in page
    assert 'name="summary"' not in page


@pytest.mark.django_db
def test_a_champion_votes_for_their_own_university_only(client: Client) -> None:
    cast.university("uoc")
    proposed()
    client.force_login(champion("mu"))

    answer = client.post("/network/charter/1/vote", {"institution": "uoc", "in_favour": "no"})

    assert answer.status_code == 422
    assert not Charter.objects.get().votes.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"institution": "mu"}, {"institution": "mu", "in_favour": "maybe"}])
def test_half_a_vote_does_not_count(client: Client, sent: dict[str, str]) -> None:
    proposed()
    client.force_login(champion("mu"))

    assert client.post("/network/charter/1/vote", sent).status_code == 422
    assert not Charter.objects.get().votes.exists()


@pytest.mark.django_db
def test_voting_twice_counts_once(client: Client) -> None:
    cast.university("uoc")
    proposed()
    client.force_login(champion("mu"))
    sent = {"institution": "mu", "in_favour": "yes", "once": "b"}

    first, second = (client.post("/network/charter/1/vote", sent) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert Charter.objects.get().votes.count() == 1


@pytest.mark.django_db
def test_a_coordinator_withdraws_a_proposal(client: Client) -> None:
    proposed()
    client.force_login(coordinator())

    client.post("/network/charter/1/withdraw")

    assert Charter.objects.get().status == Charter.Status.WITHDRAWN
    assert client.post("/network/charter/1/withdraw").status_code == 409


@pytest.mark.django_db
def test_everybody_reads_the_charter(client: Client) -> None:
    proposed()

    for address in ("/network/charter/", "/network/charter/1/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Size of a micro-credential" in as_read(page.content)
    assert client.get("/network/charter/9/").status_code == 404


@pytest.mark.django_db
def test_languages_and_members_are_named_as_readers_call_them(client: Client) -> None:
    cast.university("uoc")
    first = propose(CharterTerms(language_clusters={"es": ("mu",)}))
    Charter.objects.filter(pk=first.pk).update(status=Charter.Status.ADOPTED)
    propose(
        CharterTerms(
            micro_credential_ects=Span(Decimal("2.5"), Decimal(5)),
            language_clusters={"es": ("mu", "uoc"), "en": ("*",)},
            extra_elements=("skills", "cost"),
        )
    )

    pages = {
        language: as_read(client.get("/network/charter/2/", headers={"accept-language": language}).content)
        for language in ("en", "de")
    }

    assert pages["en"].count("English: all members; Spanish: MU, UOC") == 2
    assert "<td>Spanish: MU</td>" in pages["en"]
    assert pages["en"].count("ESCO skills of each outcome; Cost") == 2
    assert pages["en"].count("2.5–5") == 2
    assert "Spanisch: MU, UOC" in pages["de"]
    assert pages["de"].count("2,5–5") == 2
