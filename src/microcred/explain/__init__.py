"""What a credential says, in words that a learner or an employer understands, part by part.

Labels and the words of code lists are translatable; other values are the credential's own words. Nothing
here is verified: a heading such as “who issued it” repeats what the credential claims.
"""

from microcred.explain import files, headings, records
from microcred.explain.sections import Fact, Reader, Section
from microcred.reading import Reading

__all__ = ["Fact", "Reader", "Section", "explain"]

ENGLISH = Reader()


def explain(reading: Reading, reader: Reader = ENGLISH) -> tuple[Section, ...]:
    """The credential in words, in the reader's language where it has it; empty sections are left out.

    Values are said to the reader; titles and labels are left to who shows them.
    """
    record = reading.record
    about = records.tell(record, reader) if record is not None else headings.tell(reading.heading, reader)
    head = (files.the_file(reading, reader), files.holder(reading))
    tail = files.technical(reading, reader)
    sections = (*head, *about, files.endorsements(reading), *tail)
    return tuple(section for section in sections if section.facts)
