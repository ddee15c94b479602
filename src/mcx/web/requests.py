"""The request of somebody who has signed in."""

from django.http import HttpRequest

from mcx.accounts.models import Person


class SignedInRequest(HttpRequest):
    """A request whose `user` is a person; views get it behind `login_required`."""

    user: Person
