"""What a credential says, in words that a learner or an employer understands, part by part.

Labels are translatable; values are the credential's own words. Nothing here is verified: a heading such
as “who issued it” repeats what the credential claims.
"""

from microcred.explain import files, records
from microcred.explain.sections import Fact, Section
from microcred.reading import Reading

__all__ = ["Fact", "Section", "explain"]


def explain(reading: Reading, language: str = "en") -> tuple[Section, ...]:
    """The credential in words, in this language where it has it; empty sections are left out."""
    about = records.tell(reading.record, language) if reading.record is not None else ()
    head, tail = (files.the_file(reading), files.holder(reading)), files.technical(reading)
    sections = (*head, *about, files.endorsements(reading), *tail)
    return tuple(section for section in sections if section.facts)
