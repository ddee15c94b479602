"""Credentials secured by JSON Web Signature: compact tokens made and checked.

RFC 7515 (JWS), RFC 7519 (JWT), RFC 8725 (best practices), W3C Securing Verifiable Credentials using JOSE and
COSE (`vc+jwt`), Open Badges 3.0 §8.2 (VC-JWT), VC-DM 1.1 §6.3.1 (`vc` claim, read only).
"""

from microcred.jose.checking import check, examine
from microcred.jose.contents import Carried, open_token
from microcred.jose.signing import claims_of, sign_badge, sign_vc
from microcred.jose.tokens import ALGORITHMS, Token, sign_compact, take_apart

__all__ = [
    "ALGORITHMS",
    "Carried",
    "Token",
    "check",
    "claims_of",
    "examine",
    "open_token",
    "sign_badge",
    "sign_compact",
    "sign_vc",
    "take_apart",
]
