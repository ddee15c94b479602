"""How editions are found by words: without capitals and accents, the most telling text first."""

import unicodedata
from collections.abc import Iterable

from mcx.catalogue.rules.proposals import Proposal
from mcx.core.text import cleaned

# Letters that Unicode does not take apart into a base and an accent.
UNACCENTED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def folded(text: str) -> str:
    """The text as search compares it: no capitals, no accents, no control characters, single blanks."""
    plain = _decomposed(_decomposed(text)).translate(UNACCENTED)
    kept = (" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in plain)
    return " ".join("".join(sign for sign in kept if not unicodedata.combining(sign)).split())


def _decomposed(text: str) -> str:
    """One round of Unicode's compatibility caseless match (D146), which needs two."""
    return unicodedata.normalize("NFKD", text.casefold())


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
