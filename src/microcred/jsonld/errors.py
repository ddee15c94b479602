"""What can go wrong while a JSON-LD document becomes canonical N-Quads."""

from microcred.errors import Malformed, MicrocredError, TooLarge, Unsupported
from microcred.report import _


class UnmappedTerm(Malformed):
    """A property, type or identifier that the contexts do not map, so no signature would cover it.

    `at` is its path in the document, such as `credentialSubject.result[0].points`, `steps` the same path by
    names and positions; `type_name` is the type, where it is a type that is not mapped.
    """

    code = "unmapped-term"

    def __init__(self, message: str, /, *steps: str | int, type_name: str = "", **values: object) -> None:
        super().__init__(message, at="".join(str(step) for step in steps), **values)
        self.steps = list(steps)
        self.type_name = type_name

    @property
    def place(self) -> str:
        """The path, with the type after it where it is a type that is not mapped."""
        return f"{self.at}: {self.type_name}" if self.type_name else self.at


class UnknownContext(Unsupported):
    """A context that is not part of this library; `url` names it."""

    code = "unknown-context"

    def __init__(self, url: str) -> None:
        super().__init__(_("The context {url} is not known here."), url=url)
        self.url = url


class TooMuchWork(TooLarge):
    """The document is built so that reading it, or putting its graph in order, would take too long."""

    code = "too-much-work"


def lead_out(step: str | int, error: MicrocredError) -> None:
    """Put one more step in front of an error's path, which so grows on the way out of the document."""
    name = f"[{step}]" if isinstance(step, int) else step
    error.at = name + error.at if error.at[:1] in ("", "[") else f"{name}.{error.at}"
    if isinstance(error, UnmappedTerm):
        error.steps.insert(0, step)
