"""The studio's pages: every step is saved however half it is, and the report tells what is missing."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from mcx.design import services
from mcx.design.models import Project
from mcx.network.rules.course_fields import Section
from tests import cast
from tests.cast import NOW
from tests.design.cast import address, filled, project, revision, skill, stored, teacher
from tests.design.drafts import COMPLETE, ESCO, draft

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.django_db
def test_a_teacher_begins_with_a_title(client: Client) -> None:
    cast.university("mu")
    client.force_login(teacher())

    answer = client.post("/design/new", {"institution": "mu", "title_en": "Green computing"})

    assert answer.status_code == 302
    assert Project.objects.get().micro_credential.code == "mu-green-computing"
    assert client.get(answer.url).url.endswith("/about")  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent", [{}, {"institution": "mu"}, {"title_en": "x"}, {"institution": "uoc", "title_en": "x"}]
)
def test_half_a_beginning_is_asked_again(client: Client, sent: dict[str, str]) -> None:
    cast.university("uoc")
    client.force_login(teacher())

    assert client.post("/design/new", sent).status_code == 422
    assert not Project.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("section", list(Section))
def test_an_empty_draft_has_every_step(client: Client, section: Section) -> None:
    begun = project()
    client.force_login(teacher())

    page = client.get(address(begun, section))

    assert page.status_code == 200
    assert "Not ready yet" in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("section", ["about", "outcomes", "activities", "assessments", "frame"])
def test_an_empty_form_is_saved(client: Client, section: str) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = client.post(address(begun, section), {"revision": revision(begun), "go": section})

    assert answer.status_code == 302
    assert stored(begun) != COMPLETE


@pytest.mark.django_db
@pytest.mark.parametrize("section", list(Section))
def test_a_step_that_is_sent_back_as_it_was_shown_changes_nothing(client: Client, section: Section) -> None:
    begun = filled()
    client.force_login(teacher())
    form = client.get(address(begun, section)).context["form"]
    sent: dict[str, Any] = {"revision": revision(begun)}
    for field in form:
        value = field.initial
        if isinstance(value, dict):
            sent |= {f"{field.html_name}_{code}": text for code, text in value.items()}
        else:
            sent[field.html_name] = list(value) if isinstance(value, list | tuple) else value

    answer = client.post(address(begun, section), sent)

    assert answer.status_code == 302
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_what_is_typed_is_kept_even_if_it_is_no_number(client: Client) -> None:
    begun = project()
    client.force_login(teacher())

    client.post(address(begun, "frame"), {"revision": "0", "ects": "three"})
    page = client.get(address(begun, "frame")).content.decode()

    assert stored(begun).ects == "three"
    assert "“three” under “" in page
    assert "is not a number." in page


@pytest.mark.django_db
def test_saving_goes_on_to_the_next_step(client: Client) -> None:
    begun = project()
    client.force_login(teacher())

    answer = client.post(address(begun), {"revision": "0", "go": "outcomes", "title_en": "SPC"})

    assert answer.url == address(begun, "outcomes")  # type: ignore[attr-defined]
    assert stored(begun).title == {"en": "SPC"}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["outcomes", "activities", "assessments"])
def test_rows_come_and_go_by_buttons(client: Client, kind: str) -> None:
    begun = project()
    client.force_login(teacher())

    added = client.post(address(begun, kind), {"revision": "0", "add": kind})
    [row] = getattr(stored(begun), kind)
    shown = client.get(address(begun, kind)).content.decode()
    client.post(address(begun, kind), {"revision": "1", "remove": row.id})

    assert added.url.endswith(f"#{row.id}")  # type: ignore[attr-defined]
    assert f'id="{row.id}"' in shown
    assert getattr(stored(begun), kind) == ()


@pytest.mark.django_db
def test_adding_a_row_keeps_what_was_typed_in_the_others(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())
    sent = {"revision": revision(begun), "l1-title_en": "New name", "l1-hours": "50", "add": "activities"}

    client.post(address(begun, "activities"), sent)

    rows = stored(begun).activities
    assert (rows[0].title["en"], rows[0].hours, len(rows)) == ("New name", "50", 3)


@pytest.mark.django_db
def test_a_skill_is_looked_up_and_named_without_scripts(client: Client) -> None:
    begun = filled(draft(outcomes=(replace(COMPLETE.outcomes[0], skills=()),)))
    client.force_login(teacher())

    looked = client.post(
        address(begun, "outcomes"), {"revision": revision(begun), "find": "o1", "o1-find": "process control"}
    )
    shown = client.get(looked.url).content.decode()  # type: ignore[attr-defined]
    client.post(address(begun, "outcomes"), {"revision": revision(begun), "skill": f"o1 {ESCO}"})

    assert f'value="o1 {ESCO}"' in shown
    assert [ref.uri for ref in stored(begun).outcomes[0].skills] == [ESCO]
    assert stored(begun).outcomes[0].skills[0].label == {"en": "statistical process control"}


@pytest.mark.django_db
def test_a_skill_is_taken_back(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    client.post(address(begun, "outcomes"), {"revision": revision(begun), "unskill": f"o1 {ESCO}"})

    assert stored(begun).outcomes[0].skills == ()


@pytest.mark.django_db
def test_a_skill_that_does_not_exist_cannot_be_named(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = client.post(
        address(begun, "outcomes"), {"revision": revision(begun), "skill": "o1 http://data.europa.eu/none"}
    )

    assert answer.status_code == 404
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_skills_appear_while_one_types(client: Client) -> None:
    begun = project()
    skill()
    client.force_login(teacher())

    found = client.get(address(begun, "skills"), {"outcome": "o1", "o1-find": "statistical"}).content.decode()
    nothing = client.get(address(begun, "skills"), {"outcome": "o1", "o1-find": "zzzz"}).content.decode()
    short = client.get(address(begun, "skills"), {"outcome": "o1", "o1-find": "s"}).content.decode()

    assert "statistical process control" in found
    assert "ESCO has no skill with that name" in nothing
    assert "<button" not in short


@pytest.mark.django_db
def test_the_live_report_answers_what_is_being_typed_and_saves_nothing(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = client.post(address(begun, "frame", "/report"), {"ects": "9", "eqf_level": "6"}).content.decode()

    assert "9 ECTS is outside the network" in answer
    assert "Charter, version 3: Size of a micro-credential" in answer
    assert "<html" not in answer
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_a_stale_save_shows_both_texts_and_loses_nothing(client: Client) -> None:
    begun = filled()
    old = revision(begun)
    services.save(
        begun, draft=draft(title={"en": "Theirs"}), revision=int(old), by=teacher("Beñat Ibarra"), at=NOW
    )
    client.force_login(teacher())
    sent = {"revision": old, "title_en": "Mine", "texts_in": ["en", "es"]}

    answer = client.post(address(begun), sent)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert f'name="revision" value="{revision(begun)}"' in page
    assert stored(begun).title == {"en": "Theirs"}
    again = client.post(address(begun), sent | {"revision": revision(begun)})
    assert again.status_code == 302
    assert stored(begun).title == {"en": "Mine"}


@pytest.mark.django_db
@pytest.mark.parametrize("old", ["", "x", "-1", "9" * 30])
def test_a_form_without_its_revision_overwrites_nothing(client: Client, old: str) -> None:
    begun = filled()
    client.force_login(teacher())

    assert client.post(address(begun), {"revision": old, "title_en": "Mine"}).status_code == 409
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_another_language_gives_every_text_another_line(client: Client) -> None:
    begun = project()
    client.force_login(teacher())

    client.post(address(begun), {"revision": "0", "texts_in": ["en", "fi"], "title_en": "SPC"})
    page = client.get(address(begun)).content.decode()

    assert stored(begun).texts_in == ("en", "fi")
    assert 'name="title_fi"' in page


@pytest.mark.django_db
def test_a_language_that_is_left_out_keeps_its_texts_for_later(client: Client) -> None:
    begun = filled()
    client.force_login(teacher())
    sent = {"texts_in": ["en"], "title_en": "SPC", "title_es": "CEP"}

    client.post(address(begun), sent | {"revision": revision(begun)})
    client.post(address(begun), {"revision": revision(begun), "texts_in": ["en"], "title_en": "SPC"})

    assert stored(begun).texts_in == ("en",)
    assert stored(begun).title == {"en": "SPC", "es": "CEP"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("section", "name"),
    [("about", "title_en"), ("about", "description_en"), ("outcomes", "o1-title_en"), ("frame", "ects")],
)
def test_a_text_of_ten_megabytes_is_refused_and_says_so(client: Client, section: str, name: str) -> None:
    begun = filled()
    client.force_login(teacher())

    answer = client.post(address(begun, section), {"revision": revision(begun), name: "x" * 10_000_000})

    assert answer.status_code == 422
    assert "at most" in answer.content.decode()
    assert stored(begun) == COMPLETE


@pytest.mark.django_db
def test_scripts_in_every_text_come_out_as_text(client: Client) -> None:
    def hostile(value: Any) -> Any:
        return dict.fromkeys(value, SCRIPT)

    odd = draft(
        title=hostile(COMPLETE.title),
        summary=hostile(COMPLETE.summary),
        description=hostile(COMPLETE.description),
        prerequisites=hostile(COMPLETE.prerequisites),
        further_information=hostile(COMPLETE.further_information),
        outcomes=tuple(replace(row, title=hostile(row.title), dublin=SCRIPT) for row in COMPLETE.outcomes),
        activities=tuple(replace(row, title=hostile(row.title), hours=SCRIPT) for row in COMPLETE.activities),
        assessments=tuple(
            replace(row, title=hostile(row.title), criteria=hostile(row.criteria), kind=SCRIPT)
            for row in COMPLETE.assessments
        ),
        ects=SCRIPT,
        cover=SCRIPT,
        scale=SCRIPT,
        cost_members=SCRIPT,
    )
    begun = filled(odd)
    client.force_login(teacher())

    pages = [client.get(address(begun, section)).content.decode() for section in Section]
    pages.append(client.get("/design/").content.decode())

    assert all(SCRIPT not in page for page in pages)
    assert all("&lt;script&gt;" in page for page in pages)
