"""What a service says when it cannot do what was asked; pages and the API translate it once each.

DomainError        the state of things does not allow it
├── NotAllowed     the person may not do this
│   └── OwnCase    nobody decides about themselves
├── Unproven       the person may, once they have shown more surely that it is they
├── NotFound       there is no such thing for this person
├── Unavailable    the deployment cannot do it now, whoever asks
└── Invalid        what was given breaks a rule; `details` names the fields
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.saying import Amount


class DomainError(Exception):
    """Base of every refusal: a stable `code`, a sentence for people, and the facts it mentions.

    Subclasses stand beside the service that raises them and set `code`, `message` (with `{slots}`) and
    `fix`, what the person can do next.
    """

    code = "refused"
    message: str | Promise = _("You cannot do this at the moment.")
    fix: str | Promise = _("Reload the page to see the current state, then try again.")

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code)
        self.details: Mapping[str, Any] = details

    def __str__(self) -> str:
        return str(self.message).format_map({name: _said(value) for name, value in self.details.items()})


def _said(value: object) -> str:
    """A fact as the reader writes it: days and amounts in their way, everything else as it is."""
    if isinstance(value, Amount):
        return number_format(Decimal(value))
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)


class NotAllowed(DomainError):
    """The person may not do this."""

    code = "not-allowed"
    message = _("Your roles do not allow you to do this.")
    fix = _("Ask your institution's initiative lead or the network coordinator which role you need.")


class OwnCase(NotAllowed):
    """Nobody admits, grades or decides about themselves."""

    code = "own-case"
    message = _("You cannot make decisions about yourself.")
    fix = _("Ask a colleague who has the same role.")


class Unproven(DomainError):
    """The person may do this once they have shown more surely that it is they."""


class NotFound(DomainError):
    """There is no such thing for this person."""

    code = "not-found"
    message = _("This does not exist, or you do not have access to it.")
    fix = _("Check the address, or sign in with an account that has access.")


class Unavailable(DomainError):
    """This deployment cannot do it now, whoever asks: a matter for those who run it."""

    code = "unavailable"
    message = _("We cannot do this at the moment.")
    fix = _("Try again in a few minutes. If it happens again, tell the people who run this network.")


class Invalid(DomainError):
    """What was given breaks a rule; details map field names to sentences."""

    code = "invalid"
    message = _("Correct the fields marked below.")
    fix = _("Then send the form again. Nothing you entered has been lost.")
