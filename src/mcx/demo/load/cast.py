"""Who takes part while the demonstration is loaded, and when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from mcx.accounts.models import Person
from mcx.catalogue.models import Edition, Offering
from mcx.network.models import Institution, Programme

# Known to everybody: it opens nothing but the demonstration's fictional accounts.
PASSWORD = "microcredx-demo"  # noqa: S105

LANGUAGES = ("en", "es", "de", "fi")


@dataclass
class Cast:
    """Everybody and everything loaded so far, by the ids of the content files; `now` is the load day."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    institutions: dict[str, Institution] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    offerings: dict[tuple[str, int], Offering] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)

    def at(self, offset: int) -> datetime:
        """The instant so many days from the load day, never later than now."""
        return min(self.now + timedelta(days=offset), self.now)

    def on(self, offset: int) -> date:
        """The day so many days from the load day."""
        return (self.now + timedelta(days=offset)).date()

    def offset(self, day: date) -> int:
        """How many days from the load day a day is."""
        return (day - self.now.date()).days

    def officer(self, institution: Institution, office: str) -> Person:
        """Who holds an office at an institution, such as `registrar`."""
        return self.people[f"{institution.slug}-{office}"]


def text(table: dict[str, Any]) -> dict[str, str]:
    """A text of the content files without languages that the product does not show."""
    return {language: words for language, words in table.items() if language in LANGUAGES}
