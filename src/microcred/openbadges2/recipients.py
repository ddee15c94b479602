"""Whose badge it is: comparing an address with the recipient, who is often only a hash.

Open Badges 2.0, "IdentityObject" and "IdentityHash": the hash is over the identity followed by the salt.
"""

import hashlib
import hmac
import re
from typing import Any

from microcred.openbadges2.documents import part
from microcred.report import Check, _, failed, passed, unknown

SOURCE = "Open Badges 2.0, IdentityObject"
HASH = re.compile(r"(sha256|md5)\$([0-9a-f]{32,64})", re.ASCII)
ALGORITHMS = {"sha256": hashlib.sha256, "md5": lambda data: hashlib.md5(data, usedforsecurity=False)}


def check_recipient(assertion: dict[str, Any], identity: str) -> Check:
    """Whether the badge was given to the bearer of this e-mail address, URL or id.

    Issuers hash addresses as written or in lower case; both are tried.
    """
    recipient = part(assertion, "recipient")
    expected = recipient.get("identity", assertion.get("recipient"))
    if not isinstance(expected, str) or not expected:
        return unknown("recipient", _("The badge does not say whose it is."), SOURCE)
    salt = recipient.get("salt", assertion.get("salt"))
    hashed = recipient.get("hashed", "$" in expected) is True
    if hashed and not HASH.fullmatch(expected.lower()):
        return unknown(
            "recipient",
            _("The recipient is hashed with a method that this software does not support."),
            SOURCE,
        )
    spellings = (identity, identity.lower())
    salted = salt if isinstance(salt, str) else ""
    if any(
        _matches(expected, spelling, salted) if hashed else expected == spelling for spelling in spellings
    ):
        return passed("recipient", _("The badge was given to {identity}."), SOURCE, identity=identity)
    text = _("The badge was not given to {identity}.")
    fix = _("Use the email address the badge was issued to, or ask the issuer for a new badge.")
    return failed("recipient", text, SOURCE, fix, identity=identity)


def _matches(expected: str, identity: str, salt: str) -> bool:
    name, _separator, digest = expected.lower().partition("$")
    found = ALGORITHMS[name]((identity + salt).encode("utf-8", "surrogatepass")).hexdigest()
    return hmac.compare_digest(found, digest)
