"""Who makes, changes and ends a grading scale, and that nothing changes under a result."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from mcx.accounts.models import Person
from mcx.accounts.rules import Role
from mcx.core.errors import Invalid, NotAllowed, NotFound
from mcx.core.models import AuditEntry
from mcx.design.selectors import scales_of
from mcx.learning.models import Result
from mcx.network.models import GradingScale, Institution, Programme
from mcx.network.rules.scales import ScaleFacts
from mcx.network.selectors.scales import facts_of, is_used, public_scale, without_scale
from mcx.network.services.scales import ScaleOver, change_scale, end_scale, make_scale
from tests import cast
from tests.cast import NOW
from tests.learning import cast as learning
from tests.network.cast import LETTERS, NUMBERS, coordinator, lead, own_scale, registrar

pytestmark = pytest.mark.django_db


def audited() -> list[str]:
    """What the log says was done to scales, in order."""
    found = AuditEntry.objects.filter(action__startswith="network.scale").order_by("pk")
    return list(found.values_list("action", flat=True))


def graded() -> Result:
    """A result on a scale of Tampere's own."""
    return learning.result(grade="1.3")


def better(facts: ScaleFacts) -> ScaleFacts:
    """The same scale with one more grade."""
    return replace(facts, grades=("A+", *facts.grades))


def test_a_registrar_adds_a_scale_that_courses_can_use() -> None:
    made = own_scale()

    assert (made.slug, made.grades, made.lowest_pass) == ("mu-letters", ["A", "B", "C", "F"], "C")
    assert made in scales_of(cast.university("mu"))
    assert made not in scales_of(cast.university("tuni"))
    assert audited() == ["network.scale-made"]


def test_numbers_are_stored_as_they_are_written() -> None:
    made = GradingScale.objects.get(pk=own_scale(NUMBERS).pk)

    assert (made.best, made.worst, made.step, made.lowest_pass) == ("10.0", "0.0", "0.1", "5.0")
    assert made.grades == []
    assert facts_of(made).grading == facts_of(own_scale(NUMBERS)).grading


def test_a_coordinator_adds_a_scale_for_everybody() -> None:
    made = make_scale(None, facts=LETTERS, by=coordinator(), at=NOW)

    assert (made.slug, made.institution) == ("letters", None)
    assert made in scales_of(cast.university("tuni"))


@pytest.mark.parametrize("role", [each for each in Role if each not in {Role.REGISTRAR, Role.COORDINATOR}])
def test_no_other_office_adds_one(role: Role) -> None:
    somebody = cast.person("Some Body", (role, cast.university("mu")))

    with pytest.raises(NotAllowed):
        make_scale(cast.university("mu"), facts=LETTERS, by=somebody, at=NOW)
    assert not GradingScale.objects.exists()


def deeds(by: Person) -> list[bool]:
    """Whether somebody may add, change and end a scale of Mondragon's, and add one of the network."""
    mine, joint = own_scale(), make_scale(None, facts=LETTERS, by=coordinator(), at=NOW)
    tried: tuple[Callable[[], object], ...] = (
        lambda: make_scale(cast.university("mu"), facts=LETTERS, by=by, at=NOW),
        lambda: change_scale(mine, facts=NUMBERS, by=by, at=NOW),
        lambda: end_scale(mine, by=by, at=NOW),
        lambda: change_scale(joint, facts=NUMBERS, by=by, at=NOW),
        lambda: end_scale(joint, by=by, at=NOW),
    )
    found = []
    for each in tried:
        try:
            each()
        except NotAllowed:
            found.append(False)
        else:
            found.append(True)
    return found


def test_an_institution_keeps_its_own_and_the_coordinator_the_networks() -> None:
    assert deeds(registrar("mu")) == [True, True, True, False, False]
    assert deeds(registrar("tuni")) == [False] * 5
    assert deeds(lead("mu")) == [False] * 5
    assert deeds(coordinator()) == [True] * 5


def test_a_scale_that_cannot_be_used_is_refused_in_words() -> None:
    with pytest.raises(Invalid) as refused:
        own_scale(replace(LETTERS, lowest_pass="F"))

    assert list(refused.value.details) == ["lowest_pass"]
    assert not audited()


def test_what_nothing_rests_on_is_changed_in_place() -> None:
    scale = own_scale()

    changed = change_scale(scale, facts=better(LETTERS), by=registrar("mu"), at=NOW)

    assert changed.pk == scale.pk
    assert changed.grades[0] == "A+"
    assert audited() == ["network.scale-made", "network.scale-changed"]


def test_the_same_again_changes_nothing() -> None:
    scale = own_scale()

    assert change_scale(scale, facts=LETTERS, by=registrar("mu"), at=NOW) == scale
    assert audited() == ["network.scale-made"]


def test_under_a_result_a_scale_never_changes_a_new_version_replaces_it() -> None:
    result = graded()
    before = facts_of(result.scale)

    made = change_scale(result.scale, facts=better(before), by=coordinator(), at=NOW)

    kept = GradingScale.objects.get(pk=result.scale_id)
    assert made.pk != kept.pk
    assert (made.slug, made.replaces) == ("joint-2", kept)
    assert facts_of(kept) == before
    assert kept.ended_at == NOW
    assert list(scales_of(cast.university("tuni"))) == [made]
    assert audited() == ["network.scale-replaced"]


def test_the_title_of_a_used_scale_can_be_corrected() -> None:
    result = graded()
    facts = replace(facts_of(result.scale), title={"en": "German grades", "de": "Deutsche Noten"})

    changed = change_scale(result.scale, facts=facts, by=coordinator(), at=NOW)

    assert changed.pk == result.scale_id
    assert changed.title["de"] == "Deutsche Noten"


def test_programmes_follow_to_the_new_version_and_its_version_counts_on() -> None:
    programme = cast.programme()

    second = change_scale(programme.scale, facts=LETTERS, by=coordinator(), at=NOW)
    third = change_scale(second, facts=better(LETTERS), by=coordinator(), at=NOW)

    assert Programme.objects.get().scale == third
    assert [second.slug, third.slug] == ["mu-scale-2", "mu-scale-3"]


def test_whatever_points_to_a_scale_uses_it() -> None:
    unused, result = own_scale(), graded()

    assert not is_used(unused)
    assert is_used(result.scale)
    assert is_used(cast.programme().scale)


def test_an_ended_scale_stays_at_its_address_and_changes_no_more() -> None:
    scale = end_scale(own_scale(), by=registrar("mu"), at=NOW)

    assert public_scale(scale.slug).ended_at == NOW
    assert scale not in scales_of(cast.university("mu"))
    deeds_of_hers: tuple[Callable[[], object], ...] = (
        lambda: end_scale(scale, by=registrar("mu"), at=NOW),
        lambda: change_scale(scale, facts=NUMBERS, by=registrar("mu"), at=NOW),
    )
    for deed in deeds_of_hers:
        with pytest.raises(ScaleOver):
            deed()
    assert audited() == ["network.scale-made", "network.scale-ended"]


def test_two_scales_of_one_title_have_addresses_of_their_own() -> None:
    assert [own_scale().slug, own_scale().slug] == ["mu-letters", "mu-letters-2"]
    assert (
        make_scale(None, facts=replace(LETTERS, title={"en": "New"}), by=coordinator(), at=NOW).slug
        == "new-2"
    )


def test_who_has_no_scale_to_use_is_named_until_there_is_one_of_their_own_or_of_the_network() -> None:
    universities = Institution.objects.order_by("slug")
    cast.university("tuni")
    own = own_scale()

    assert [each.slug for each in without_scale(universities)] == ["tuni"]
    end_scale(own, by=registrar("mu"), at=NOW)
    assert [each.slug for each in without_scale(universities)] == ["mu", "tuni"]
    make_scale(None, facts=LETTERS, by=coordinator(), at=NOW)
    assert not without_scale(universities)


def test_there_is_no_scale_by_another_name() -> None:
    with pytest.raises(NotFound):
        public_scale("nowhere")
