"""Offerings as pages show them: where each stands today, in words and colour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mcx.catalogue.models import Offering
from mcx.catalogue.rules import STATE_NAMES, OfferingState, state_of
from mcx.learning.selectors import places_left_in

# In the order in which they matter to somebody who looks for a course: (tone, icon).
LOOKS = {
    OfferingState.OPEN: ("good", "check"),
    OfferingState.UPCOMING: ("info", "calendar-days"),
    OfferingState.FULL: ("warn", "user-group"),
    OfferingState.CLOSED: ("muted", "lock-closed"),
    OfferingState.RUNNING: ("muted", "play"),
    OfferingState.FINISHED: ("muted", "flag"),
    OfferingState.CANCELLED: ("bad", "x-mark"),
}
ORDER = list(LOOKS)
NEAR_DAYS = 300
NO_RUN: str | Promise = _("No run planned yet")


@dataclass(frozen=True, slots=True)
class Standing:
    """One offering on one day."""

    offering: Offering
    state: OfferingState
    left: int
    on: date

    @property
    def name(self) -> str:
        """Its state in the reader's language."""
        return gettext(STATE_NAMES[self.state])

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        """The sign of its state."""
        return LOOKS[self.state][1]

    @property
    def can_apply(self) -> bool:
        """Whether the way to an application is worth offering."""
        return self.state is OfferingState.OPEN

    @property
    def is_current(self) -> bool:
        """Whether it is still to come or under way."""
        return self.state not in {OfferingState.FINISHED, OfferingState.CANCELLED}

    @property
    def note(self) -> str:
        """The state with the day that matters next."""
        day = {
            OfferingState.OPEN: (_("Apply until {day}"), self.offering.enrolment_closes_on),
            OfferingState.UPCOMING: (_("Applications open on {day}"), self.offering.enrolment_opens_on),
            OfferingState.CLOSED: (_("Starts on {day}"), self.offering.starts_on),
            OfferingState.RUNNING: (_("Runs until {day}"), self.offering.ends_on),
        }.get(self.state)
        return str(day[0]).format(day=self._day(day[1])) if day else self.name

    def _day(self, day: date) -> str:
        """A day that is near needs no year."""
        is_near = 0 <= (day - self.on).days < NEAR_DAYS
        return date_format(day, "MONTH_DAY_FORMAT" if is_near else "DATE_FORMAT")

    @property
    def places(self) -> str:
        """How many places are left, in words."""
        words = ngettext("{left} of {all} place left", "{left} of {all} places left", self.offering.places)
        return words.format(left=self.left, all=self.offering.places)


def standings(offerings: Iterable[Offering], on: date) -> list[Standing]:
    """Where the offerings stand that day, in the given order (one query)."""
    asked = list(offerings)
    left = places_left_in(asked) if asked else {}
    return [Standing(each, state_of(each.run, on, left[each.pk]), left[each.pk], on) for each in asked]


def foremost(found: Iterable[Standing]) -> Standing | None:
    """The one that matters most to somebody who looks for a course."""
    return min(found, key=lambda each: ORDER.index(each.state), default=None)
