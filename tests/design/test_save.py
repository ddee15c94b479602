"""A draft is begun, saved however half it is, and never loses what two people write at once."""

from datetime import timedelta

import pytest

from mcx.accounts.rules import Action, Role
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.design import selectors, services
from mcx.design.rules.draft import Draft, SkillRef
from mcx.design.rules.rows import with_skill
from mcx.network.selectors.rights import held_by
from mcx.skills.models import Skill
from tests import cast
from tests.cast import NOW, TODAY
from tests.design.cast import filled, officer, project, skill, teacher
from tests.design.drafts import COMPLETE, draft

LATER = NOW + timedelta(minutes=5)


@pytest.mark.django_db
def test_a_draft_begins_with_a_title_and_a_code_of_its_own() -> None:
    first, second = project(), project()

    assert (first.micro_credential.code, second.micro_credential.code) == (
        "mu-statistical-process-control",
        "mu-statistical-process-control-2",
    )
    assert Draft.from_json(first.draft) == Draft(title={"en": "Statistical process control"})
    assert AuditEntry.objects.filter(action="design.started").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("title", [{}, {"en": "  "}, {"en": "x" * 201}])
def test_a_draft_needs_a_title_to_begin(title: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        services.start(cast.university("mu"), title=title, by=teacher(), at=NOW)


@pytest.mark.django_db
def test_half_a_draft_is_saved() -> None:
    begun = project()

    saved = services.save(begun, draft=Draft(ects="three", title={}), revision=0, by=teacher(), at=LATER)

    assert Draft.from_json(saved.draft).ects == "three"
    assert (saved.revision, saved.changed_at) == (1, LATER)
    assert str(saved) == "Statistical process control"


@pytest.mark.django_db
def test_saving_what_stands_there_changes_nothing() -> None:
    begun = filled()

    saved = services.save(begun, draft=COMPLETE, revision=begun.revision, by=teacher(), at=LATER)

    assert (saved.revision, saved.changed_at) == (begun.revision, NOW)
    assert AuditEntry.objects.filter(action="design.saved").count() == 1


@pytest.mark.django_db
def test_a_stale_save_keeps_both_texts() -> None:
    begun = project()
    skill()
    mine, theirs = draft(ects="2"), draft(ects="5")
    services.save(begun, draft=theirs, revision=0, by=teacher("Beñat Ibarra"), at=NOW)

    with pytest.raises(services.StaleDraft) as stale:
        services.save(begun, draft=mine, revision=0, by=teacher(), at=LATER)

    assert (stale.value.mine, stale.value.theirs, stale.value.revision) == (mine, theirs, 1)
    begun.refresh_from_db()
    assert Draft.from_json(begun.draft) == theirs


@pytest.mark.django_db
def test_after_comparing_one_can_save_over_it() -> None:
    begun = project()
    skill()
    services.save(begun, draft=draft(ects="5"), revision=0, by=teacher("Beñat Ibarra"), at=NOW)

    saved = services.save(begun, draft=draft(ects="2"), revision=1, by=teacher(), at=LATER)

    assert Draft.from_json(saved.draft).ects == "2"


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    begun = project()

    with pytest.raises(Invalid) as refused:
        services.save(begun, draft=draft(title={"en": "x" * 10_000_000}), revision=0, by=teacher(), at=NOW)

    assert str(refused.value.details["title"]) == "Use 200 characters or fewer."


@pytest.mark.django_db
def test_a_skill_that_esco_does_not_have_is_refused() -> None:
    begun = filled()
    odd = with_skill(COMPLETE, "o1", SkillRef("http://data.europa.eu/esco/skill/made-up"))

    with pytest.raises(Invalid) as refused:
        services.save(begun, draft=odd, revision=begun.revision, by=teacher(), at=NOW)

    assert "made-up" in str(refused.value.details["skills"])


@pytest.mark.django_db
def test_a_skill_that_was_named_before_stays_even_if_it_is_gone_from_the_table() -> None:
    begun = filled()
    Skill.objects.all().delete()

    saved = services.save(begun, draft=draft(ects="2"), revision=begun.revision, by=teacher(), at=NOW)

    assert Draft.from_json(saved.draft).outcomes == COMPLETE.outcomes


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *(role for role in Role if role is not Role.TEACHER)])
def test_only_designers_start_and_save(role: Role | None) -> None:
    mu, begun = cast.university("mu"), project()
    other = cast.person("Otto Other", *([(role, mu)] if role not in {None, Role.LEARNER} else []))

    with pytest.raises(NotAllowed):
        services.start(mu, title={"en": "Mine"}, by=other, at=NOW)
    with pytest.raises(NotAllowed):
        services.save(begun, draft=COMPLETE, revision=0, by=other, at=NOW)


@pytest.mark.django_db
def test_a_teacher_of_another_university_sees_and_changes_nothing() -> None:
    begun, biel = project(), teacher("Biel Serra", "uoc")

    with pytest.raises(NotFound):
        selectors.project_for(biel, begun.pk, on=TODAY)
    with pytest.raises(NotAllowed):
        services.save(begun, draft=COMPLETE, revision=0, by=biel, at=NOW)
    with pytest.raises(NotAllowed):
        services.submit(begun, by=biel, at=NOW)

    assert not selectors.projects_of(biel, on=TODAY)


@pytest.mark.django_db
def test_a_colleague_of_the_same_university_may_go_on() -> None:
    begun, colleague = project(), teacher("Beñat Ibarra")

    assert selectors.project_for(colleague, begun.pk, on=TODAY) == begun
    assert list(selectors.projects_of(colleague, on=TODAY)) == [begun]


@pytest.mark.django_db
def test_nothing_waits_for_a_teacher_until_a_draft_comes_back() -> None:
    project()

    waits = selectors.waiting(teacher(), held_by(teacher(), on=TODAY), TODAY)

    assert waits == {Action.DESIGN: 0}
    assert selectors.waiting(officer(), held_by(officer(), on=TODAY), TODAY) == {}
    assert selectors.public_counts(TODAY) == {"drafts": 1, "returned": 0}
