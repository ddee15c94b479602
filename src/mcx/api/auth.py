"""Who calls the API: a personal token in the Authorization header, or the browser's session."""

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, django_auth

from mcx.accounts import selectors
from mcx.accounts.models import Person
from mcx.core import clock


class Token(HttpBearer):
    """`Authorization: Bearer <token>` with a token made under Account → API tokens."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person, while the token is valid."""
        person = selectors.person_with_token(token, at=clock.now())
        if person:
            request.user = person
        return person


TOKEN = Token()
SESSION = django_auth


def caller(request: HttpRequest) -> Person:
    """The person who calls; endpoints that ask for one are never reached without."""
    if not isinstance(request.user, Person):
        raise AuthenticationError
    return request.user
