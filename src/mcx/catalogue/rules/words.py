"""How editions are found by words: without capitals and accents, the most telling text first."""

from collections.abc import Iterable

from mcx.catalogue.rules.proposals import Proposal
from mcx.core.text import cleaned, folded


def words_of(query: str) -> tuple[str, ...]:
    """The words somebody looks for, folded, each once: at most eight of the first 200 signs."""
    return tuple(dict.fromkeys(folded(query[:200]).split()))[:8]


def search_text(proposal: Proposal, names: Iterable[str]) -> str:
    """Everything an edition is found by, the most telling first: titles, names, summary, outcomes, the rest.

    All languages, folded; it begins with a blank, so that ` word` finds the start of any word.
    """
    spec = proposal.specification
    parts = [*spec.title.values(), *names, *proposal.summary.values()]
    parts += [text for outcome in spec.outcomes for text in outcome.title.values()]
    skills = (skill for outcome in spec.outcomes for skill in outcome.skills)
    parts += [label for skill in skills for label in skill.label.values()]
    parts += spec.description.values()
    return " " + " ".join(folded(part) for part in parts)


def summary_of(proposal: Proposal) -> dict[str, str]:
    """The card's sentence; where none was written, the first sentence of the description."""
    first = {tag: text.split(". ")[0][:160] for tag, text in proposal.specification.description.items()}
    return cleaned(proposal.summary) or cleaned(first)
