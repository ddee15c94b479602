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


class MicrocredError(Exception):
    """Base of all errors of this library; `code` is stable, the message is for people."""

    code = "error"

    def __init__(self, message: str, *, at: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.at = at

    def __str__(self) -> str:
        return f"{self.message} (at {self.at})" if self.at else self.message


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
