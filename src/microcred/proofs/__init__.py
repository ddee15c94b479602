"""Embedded proofs: Data Integrity signatures made and checked.

W3C Verifiable Credential Data Integrity 1.0 with `eddsa-rdfc-2022`, `eddsa-jcs-2022`, `ecdsa-rdfc-2019`,
`ecdsa-jcs-2019`; the older Ed25519Signature2020 is checked only.
"""

from microcred.proofs.checking import check, examine
from microcred.proofs.options import Expected
from microcred.proofs.signing import sign
from microcred.proofs.suites import SUITES

__all__ = ["SUITES", "Expected", "check", "examine", "sign"]
