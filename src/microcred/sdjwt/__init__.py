"""SD-JWT verifiable credentials: the record for wallets, each sensitive claim shown only if the holder wants.

RFC 9901 (Selective Disclosure for JSON Web Tokens) and SD-JWT VC, draft-ietf-oauth-sd-jwt-vc-19, of which
media type `dc+sd-jwt` alone is read and written (https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/).
Compact serialisation; ES256, ES384 and EdDSA.
"""

from microcred.presentations import Request
from microcred.sdjwt.checking import check, check_dates, examine
from microcred.sdjwt.claims import SELECTIVE, VCT, parse
from microcred.sdjwt.issuing import issue, present
from microcred.sdjwt.tokens import SdJwt, read

__all__ = [
    "SELECTIVE",
    "VCT",
    "Request",
    "SdJwt",
    "check",
    "check_dates",
    "examine",
    "issue",
    "parse",
    "present",
    "read",
]
