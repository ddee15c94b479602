"""What the studio's buttons do besides saving: rows and skills come and go, or somebody moves on.

Every button is an ordinary submit button, so all of this works without scripts.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from mcx.design.models import Project
from mcx.design.rules.draft import Draft, SkillRef
from mcx.design.rules.rows import KINDS, with_row, with_skill, without_row, without_skill
from mcx.design.rules.sections import Section
from mcx.skills import selectors as skills

ORDER = list(Section)


def pressed(draft: Draft, section: Section, sent: Mapping[str, str]) -> Draft:
    """The draft after the button: `add`, `remove` a row, `skill` and `unskill` (outcome id and URI)."""
    if section in KINDS and "add" in sent:
        return with_row(draft, section)
    if section in KINDS and "remove" in sent:
        return without_row(draft, section, sent["remove"])
    if "skill" in sent:
        outcome, _blank, uri = sent["skill"].partition(" ")
        skill = skills.public_skill(uri)
        return with_skill(draft, outcome, SkillRef(skill.uri, skill.labels))
    if "unskill" in sent:
        outcome, _blank, uri = sent["unskill"].partition(" ")
        return without_skill(draft, outcome, uri)
    return draft


def address_after(project: Project, draft: Draft, section: Section, sent: Mapping[str, str]) -> str:
    """Where somebody goes after the button: on to another step, to the row it concerns, or to the top."""
    if "go" in sent and sent["go"] in ORDER:
        return reverse("design:section", args=[project.pk, Section(sent["go"])])
    here = reverse("design:section", args=[project.pk, section])
    if "add" in sent and section in KINDS:
        return f"{here}#{getattr(draft, section)[-1].id}"
    if outcome := sent.get("find"):
        query = urlencode({"find": outcome, f"{outcome}-find": sent.get(f"{outcome}-find", "")[:200]})
        return f"{here}?{query}#{outcome}"
    outcome = (sent.get("skill") or sent.get("unskill") or "").partition(" ")[0]
    return f"{here}#{outcome}" if outcome else here
