"""Who calls the API: a personal token in the Authorization header, or the browser's session."""

from django.http import HttpRequest
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from mcx.accounts import selectors
from mcx.accounts.models import Person
from mcx.core import clock


class Token(HttpBearer):
    """`Authorization: Bearer <token>` with a token made under Account → API tokens."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """Whom the token stands for, looked up once a request: the door asks before the endpoint does."""
        if KNOWN not in vars(request):
            vars(request)[KNOWN] = super().__call__(request)
        found: Person | None = vars(request)[KNOWN]
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person, while the token is valid."""
        person = selectors.person_with_token(token, at=clock.now())
        if person:
            request.user = person
        return person


class Session(SessionAuth):
    """A browser's session; nobody is asked for a form's token before being asked to sign in."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """The person who is signed in.

        :raises HttpError: 403 when the session comes without its CSRF token
        """
        return super().__call__(request) if request.user.is_authenticated else None


TOKEN = Token()
SESSION = Session()
KNOWN = "person_of_token"


def caller(request: HttpRequest) -> Person:
    """The person who calls; endpoints that ask for one are never reached without."""
    if not isinstance(request.user, Person):
        raise AuthenticationError
    return request.user
