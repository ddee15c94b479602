"""What is recorded of an answer is what was asked, fetched, written, shown and offered."""

import pytest
from django.http import HttpResponse

from mcx.accounts.models import Person
from mcx.industry.services import post_job
from tests import cast
from tests.industry import cast as industry
from tests.walk.answers import answer_to, counted

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="fi">
<a href="next?a=1&amp;b=2">on</a><a class="x" href="/there#part">there</a>
<a href="https://elsewhere.example/">away</a><a href="#top">up</a>
<form method="get" action="/search"></form><form method="post"></form>
<form action="/send?x=1" method="POST"></form>"""


def test_queries_and_rows_are_counted_however_they_are_fetched() -> None:
    for name in ("Ane Etxeberria", "Leire Zabaleta", "Jon Arregi"):
        cast.person(name)

    with counted() as cost:
        all_of_them = list(Person.objects.all())
        one_by_one = list(Person.objects.iterator(chunk_size=1))
        first = Person.objects.order_by("pk").first()
        number = Person.objects.count()

    assert (len(all_of_them), len(one_by_one), first, number) == (3, 3, all_of_them[0], 3)
    assert (cost.queries, cost.rows) == (4, 3 + 3 + 1 + 1)
    assert cost.lasting == set()


def test_what_is_written_is_named_by_its_table() -> None:
    with counted() as cost:
        cast.person()
        Person.objects.update(language="fi")

    assert {"accounts_person", "account_emailaddress"} <= cost.lasting


def test_what_is_written_where_it_is_new_alone_is_named_too() -> None:
    by, company, skills = industry.employer(), industry.company(), [industry.skill()]

    with counted() as cost:
        post_job(company, title="Engineer", text="Water.", skills=skills, by=by, at=cast.NOW)

    assert cost.lasting >= {"industry_posting", "industry_posting_skills"}


def test_nothing_is_counted_afterwards() -> None:
    with counted() as cost:
        pass

    assert not Person.objects.exists()
    assert (cost.queries, cost.rows) == (0, 0)


def test_what_a_page_says_shows_and_offers_is_kept() -> None:
    answer = answer_to("/here/", lambda _at: HttpResponse(PAGE))

    assert (answer.status, answer.size, answer.language) == (200, len(PAGE), "fi")
    assert answer.links == ("/here/next?a=1&b=2", "/there")
    assert answer.writes == ("/here/", "/send?x=1")
    assert answer.content == ""


def test_of_what_is_no_page_the_words_are_kept() -> None:
    answer = answer_to("/api", lambda _at: HttpResponse(b'{"title": "x"}', content_type="application/json"))

    assert (answer.content, answer.links, answer.language) == ('{"title": "x"}', (), "")
