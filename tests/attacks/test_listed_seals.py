"""A seal that is listed for a member speaks for that member alone, whatever its certificate may issue."""

from dataclasses import replace
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from microcred import jades
from microcred.reading import read
from microcred.report import Conclusion, Outcome
from microcred.trust import KnownSeal, Trust
from microcred.verification import examine
from tests.attacks.cast import AT, NOON, PARTNERED, TRUST, VICTIM, Party
from tests.attacks.dresses import Dress, badge, sealed


def _named(party: Party) -> x509.Name:
    who = party.organisation
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "AT"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, who.legal_name["en"]),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, who.identifiers[0].value),
            x509.NameAttribute(NameOID.COMMON_NAME, who.legal_name["en"]),
        ]
    )


def _certificate(
    owner: Party, key: ec.EllipticCurvePrivateKey, signer: ec.EllipticCurvePrivateKey, *, is_authority: bool
) -> x509.Certificate:
    usage = [True, True, False, False, False, is_authority, False, False, False]
    made = x509.CertificateBuilder().subject_name(_named(owner)).issuer_name(_named(PARTNERED))
    made = made.public_key(key.public_key()).serial_number(x509.random_serial_number())
    made = made.not_valid_before(NOON - timedelta(days=300)).not_valid_after(NOON + timedelta(days=600))
    made = made.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    return made.add_extension(x509.KeyUsage(*usage), critical=True).sign(signer, hashes.SHA256())


OWN_KEY, FORGED_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in "ab")
OWN = _certificate(PARTNERED, OWN_KEY, OWN_KEY, is_authority=True)
FORGED = _certificate(VICTIM, FORGED_KEY, OWN_KEY, is_authority=False)


def _listing(*seals: x509.Certificate) -> Trust:
    """The register in which the partner has these seals."""
    known = tuple(KnownSeal(one) for one in seals)
    return replace(
        TRUST,
        issuers=tuple(
            replace(one, seals=known) if one.id == PARTNERED.organisation.id else one for one in TRUST.issuers
        ),
    )


def test_a_members_seal_issues_no_seal_in_anothers_name() -> None:
    liar = replace(VICTIM, seal=jades.KeySeal(FORGED_KEY, (FORGED, OWN), "ES256"))

    found = examine(read(sealed(Dress(named=liar, signer=liar), badge)), at=AT, trust=_listing(OWN))

    key = found.report.check("key")
    assert found.issuer is None
    assert found.report.conclusion is not Conclusion.PASSED
    assert key is not None
    assert key.outcome is not Outcome.PASSED


def test_the_control_what_the_listed_seal_sealed_itself_is_its_own() -> None:
    own = replace(PARTNERED, seal=jades.KeySeal(OWN_KEY, (OWN,), "ES256"))

    found = examine(read(sealed(Dress(named=own, signer=own), badge)), at=AT, trust=_listing(OWN))

    assert found.issuer is not None
    assert found.issuer.id == PARTNERED.organisation.id
