"""What is told to whoever asks about a number: anybody may know it, only the certificate has its code."""

from enum import StrEnum

from microcred.report import _


class Telling(StrEnum):
    """How much is told of the credential with a number."""

    NUMBER = "number"
    CERTIFICATE = "certificate"
    REVOKED = "revoked"


# A title and a sentence each; the reader's language is the door's matter.
TELLINGS = {
    Telling.NUMBER: (
        _("Whose it is and the grade are not shown here."),
        _(
            "Anybody can know this number. Scan the QR code on the certificate, or choose the file itself, "
            "to compare the name and the grade."
        ),
    ),
    Telling.CERTIFICATE: (
        _("Compare it with the certificate."),
        _("The name, the title and the grade must be the same. If one differs, the certificate was changed."),
    ),
    Telling.REVOKED: (
        _("It was taken back, so nobody is named here."),
        _("Whoever shows it to you can see in their wallet why."),
    ),
}


def telling(*, has_certificate: bool, is_revoked: bool) -> Telling:
    """How much is told; of a revoked one nobody is named, whatever the asker has."""
    if is_revoked:
        return Telling.REVOKED
    return Telling.CERTIFICATE if has_certificate else Telling.NUMBER
