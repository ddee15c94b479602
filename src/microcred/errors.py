"""What can go wrong while reading or writing a credential.

MicrocredError
├── Unreadable        the bytes are not a credential of any known kind
│   ├── TooLarge      a size, depth, node or time limit was passed
│   └── Malformed     the kind is known, the content breaks its syntax
│       └── Ambiguous it can be read in more than one way, so nobody can say what was signed
├── Unsupported       a known kind or construct that this version does not read
├── NotWritable       the record lacks what the format requires
└── KeyProblem        a key, certificate or DID cannot be used
"""

from microcred.saying import Said


class MicrocredError(Exception):
    """Base of all errors of this library; `code` is stable, the message is for people.

    The message is an English sentence with `{name}` slots that `values` fill, so that it can be said in any
    language (`microcred.saying`); `at` is the place in the file, where there is one.
    """

    code = "error"

    def __init__(self, message: str, /, *, at: str = "", **values: object) -> None:
        self.message = message if isinstance(message, Said) and not values else Said(message, **values)
        super().__init__(self.message)
        self.at = at

    def __str__(self) -> str:
        """The sentence with the place; as a value of a check it is said in any language."""
        return (
            Said("{problem} (at {place})", problem=self.message, place=self.at) if self.at else self.message
        )


class Unreadable(MicrocredError):
    """The bytes are not a credential of any known kind."""

    code = "unreadable"


class TooLarge(Unreadable):
    """A size, depth, node or work limit was passed."""

    code = "too-large"


class Malformed(Unreadable):
    """The kind is known, the content breaks its syntax."""

    code = "malformed"


class Ambiguous(Malformed):
    """It can be read in more than one way: readers would differ in what they take for signed."""

    code = "ambiguous"


class Unsupported(MicrocredError):
    """A known kind or construct that this version does not read."""

    code = "unsupported"


class NotWritable(MicrocredError):
    """The record lacks what the format requires."""

    code = "not-writable"


class KeyProblem(MicrocredError):
    """A key, certificate or DID cannot be used."""

    code = "key-problem"
