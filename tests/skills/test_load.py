"""Loading ESCO merges languages, keeps what vanished, and says which rows it left out."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mcx.core.models import AuditEntry
from mcx.skills import selectors, services
from mcx.skills.models import Skill, SkillLabel
from tests.cast import NOW
from tests.spec import spec

HEADER = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status"
BASE = "http://data.europa.eu/esco/skill/"


def row(number: int, label: str, alternatives: str = "", status: str = "released") -> str:
    """One line of an official file."""
    uri = f"{BASE}{number:08}-0000-4000-8000-000000000000"
    return f'KnowledgeSkillCompetence,{uri},knowledge,cross-sector,{label},"{alternatives}",,{status}'


def file(folder: Path, name: str, *rows: str) -> Path:
    """A file of skills in the folder."""
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return folder


def skill(number: int) -> Skill:
    """The stored skill with that number."""
    return Skill.objects.get(uri__contains=f"/{number:08}-")


@pytest.mark.django_db
def test_languages_meet_on_the_uri(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics", "natural philosophy"), row(2, "chemistry"))
    file(tmp_path, "skills_es.csv", row(1, "física", "ciencias físicas | físicas"))

    loaded = services.load_esco(tmp_path, version="1.2.0", at=NOW)

    assert skill(1).labels == {"en": "physics", "es": "física"}
    assert skill(1).alternative_labels["es"] == ["ciencias físicas", "físicas"]
    assert (skill(1).version, loaded.new, loaded.changed) == ("1.2.0", 2, 1)


@pytest.mark.django_db
def test_loading_the_same_again_changes_nothing(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics", "natural philosophy"))
    services.load_esco(tmp_path, at=NOW)

    again = services.load_esco(tmp_path, at=NOW + timedelta(days=1))

    assert (again.new, again.changed, again.unchanged, again.ended) == (0, 0, 1, 0)
    assert SkillLabel.objects.count() == 2


@pytest.mark.django_db
def test_a_vanished_concept_becomes_obsolete_and_comes_back(tmp_path: Path) -> None:
    both, one = tmp_path / "v1.1", tmp_path / "v1.2"
    both.mkdir()
    one.mkdir()
    file(both, "skills_en.csv", row(1, "physics"), row(2, "alchemy"))
    file(one, "skills_en.csv", row(1, "physics"))
    services.load_esco(both, at=NOW)

    ended = services.load_esco(one, at=NOW + timedelta(days=1)).ended
    kept = skill(2)
    services.load_esco(both, at=NOW + timedelta(days=2))

    assert ended == 1
    assert (kept.is_obsolete, kept.version) == (True, "1.1")
    assert not skill(2).is_obsolete


@pytest.mark.django_db
def test_what_vanished_between_two_loads_of_one_instant_is_noticed(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics"), row(2, "alchemy"))
    services.load_esco(tmp_path, at=NOW)
    file(tmp_path, "skills_en.csv", row(1, "physics"))

    assert services.load_esco(tmp_path, at=NOW).ended == 1


@pytest.mark.django_db
def test_a_sample_ends_nothing(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics"), row(2, "chemistry"))
    services.load_esco(tmp_path, at=NOW)
    file(tmp_path, "skills_en.csv", row(1, "physics"))

    loaded = services.load_esco(tmp_path, is_partial=True, at=NOW + timedelta(days=1))

    assert loaded.ended == 0
    assert not skill(2).is_obsolete


@pytest.mark.django_db
def test_a_concept_that_the_file_calls_obsolete_is_kept_so(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "alchemy", status="obsolete"))

    services.load_esco(tmp_path, at=NOW)

    assert skill(1).is_obsolete
    assert selectors.public_matches("alchemy") == []


@pytest.mark.django_db
def test_collections_only_add_to_the_skills_file(tmp_path: Path) -> None:
    file(tmp_path, "digitalSkillsCollection_en.csv", row(1, "short", "x | y"), row(3, "coding"))
    file(tmp_path, "skills_en.csv", row(1, "physics", "natural philosophy"))

    services.load_esco(tmp_path, at=NOW)

    assert skill(1).labels == {"en": "physics"}
    assert skill(3).labels == {"en": "coding"}


@pytest.mark.django_db
def test_rows_that_cannot_be_used_are_named_and_the_rest_is_loaded(tmp_path: Path) -> None:
    rows = [
        row(1, "physics"),
        "KnowledgeSkillCompetence,none,knowledge,,x,,,released",
        "too,short",
        row(2, ""),
    ]
    file(tmp_path, "skills_en.csv", *rows, row(3, "chemistry"))

    loaded = services.load_esco(tmp_path, at=NOW)

    assert loaded.problems == [
        "skills_en.csv, line 3: no usable URI",
        "skills_en.csv, line 4: 2 cells instead of 8",
        "skills_en.csv, line 5: no preferred label",
    ]
    assert Skill.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_breaks_off_ends_nothing(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics"), row(2, "chemistry"))
    services.load_esco(tmp_path, at=NOW)
    (tmp_path / "skills_en.csv").write_bytes(
        f"{HEADER}\n{row(1, 'physics')}\n".encode() + b'"\xff\xfe' * 9000
    )

    loaded = services.load_esco(tmp_path, at=NOW + timedelta(days=1))

    assert "not UTF-8" in loaded.problems[0]
    assert loaded.ended == 0


@pytest.mark.django_db
def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text(f"{HEADER}\n" + "x" * 2_000_000, encoding="utf-8")

    loaded = services.load_esco(tmp_path, at=NOW)

    assert "line too long" in loaded.problems[0]


@pytest.mark.django_db
def test_many_bad_rows_are_counted_not_listed(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", *(["a,b"] * 200))

    loaded = services.load_esco(tmp_path, at=NOW)

    assert (loaded.refused, len(loaded.problems)) == (200, 50)


@pytest.mark.django_db
def test_a_folder_without_skills_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(services.NothingToLoad):
        services.load_esco(tmp_path, at=NOW)


@pytest.mark.django_db
def test_the_load_is_in_the_log(tmp_path: Path) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics"))

    services.load_esco(tmp_path, version="1.2.0", at=NOW)

    entry = AuditEntry.objects.get(action="skills.loaded")
    assert (entry.subject_label, entry.details["new"]) == ("ESCO 1.2.0", 1)
    assert str(selectors.public_load()) == "ESCO 1.2.0"


@pytest.mark.django_db
def test_the_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file(tmp_path, "skills_en.csv", row(1, "physics"), "a,b")

    call_command("load_esco", str(tmp_path), "--esco-version", "1.2.0")

    said = capsys.readouterr()
    assert "ESCO 1.2.0 from skills_en.csv: 1 new" in said.out
    assert "line 3" in said.err


@pytest.mark.django_db
def test_the_command_refuses_what_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_esco", str(tmp_path / "nowhere"))


@pytest.mark.django_db
def test_the_sample_of_the_taxonomy_tools_loads_whole() -> None:
    loaded = services.load_esco(spec("esco") / "tabiya", version="1.2.0", at=NOW)

    assert (loaded.new, loaded.refused) == (1000, 0)
    assert Skill.objects.filter(kind="knowledge").count() == 208
    assert skill_label("manage musical staff")


def skill_label(text: str) -> bool:
    """Whether the first look-up result has that label."""
    return str(selectors.public_matches(text)[0].skill) == text
