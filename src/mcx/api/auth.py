"""Who calls the API: a personal token in the Authorization header, or the browser's session."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

from mcx.accounts import selectors, services
from mcx.accounts.models import ApiToken, Person
from mcx.accounts.rules import Access, Factor, Scope
from mcx.accounts.selectors import OutOfScope
from mcx.core import clock
from mcx.core.callers import SAFE


class Token(HttpBearer):
    """`Authorization: Bearer <token>` with a token made under Account → API tokens."""

    def __call__(self, request: HttpRequest) -> Person | None:
        """Whom the token stands for, looked up once a request: the door asks before the endpoint does."""
        if KNOWN not in vars(request):
            vars(request)[KNOWN] = super().__call__(request)
        found: Person | None = vars(request)[KNOWN]
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person, while the token is valid; they act within its scopes.

        Whoever made a token for a deed that asks for proof gave that proof when they made it.

        :raises OutOfScope: when a token that only reads is used to write
        """
        found = selectors.token_in_use(token, at=clock.now())
        if found is None:
            return None
        services.note_use(found, at=clock.now())
        found.person.access = _access(request, found)
        request.user = found.person
        return found.person


def _access(request: HttpRequest, token: ApiToken) -> Access:
    is_reading = request.method in SAFE
    scopes = frozenset(Scope(scope) for scope in token.scopes)
    if not is_reading and scopes <= {Scope.READ}:
        raise OutOfScope(scope=_("writing"))
    return Access(scopes, is_proven=True, is_reading=is_reading, factor=Factor(token.factor))


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
