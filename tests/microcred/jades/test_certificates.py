"""What a certificate says of its holder, and which ones may stand between it and a trusted one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from microcred.errors import Malformed
from microcred.jades.certificates import (
    KNOWN_CRITICAL,
    MAX_DEPTH,
    MAX_SIGNATURES_TRIED,
    QC_COMPLIANCE,
    QC_ESEAL,
    QC_STATEMENTS,
    is_test,
    is_valid_at,
    load_certificate,
    may_seal,
    name_of,
    path_to_anchor,
    says_it_is_qualified,
    subject_value,
)
from tests.microcred.jades.pki import NOON, UNIVERSITY_NAME, YEAR, Holder, issue, name, usage

SECOND = timedelta(seconds=1)
Digest = hashes.SHA224 | hashes.SHA256 | hashes.SHA384 | hashes.SHA512
SIGNS_CERTIFICATES = usage(signing=False, authority=True)
CA = x509.BasicConstraints(ca=True, path_length=None)


def bare(
    subject: x509.Name,
    above: Holder | None = None,
    *extensions: x509.ExtensionType,
    digest: Digest | None = None,
    since: datetime = NOON - YEAR,
) -> Holder:
    """A certificate with these extensions, each critical, and no others."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = above.certificate.subject if above else subject
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(NOON + YEAR)
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=True)
    return Holder(builder.sign(above.key if above else key, digest or hashes.SHA256()), key)


@pytest.fixture(scope="module")
def root() -> Holder:
    return issue(name("Test root"), authority=True)


def leads(seal: Holder, *pool: Holder, to: Holder, at: datetime = NOON) -> bool:
    """Whether the seal leads to the anchor over these."""
    between = [one.certificate for one in pool]
    return path_to_anchor(seal.certificate, between, [to.certificate], at) is not None


@pytest.mark.parametrize(
    ("subject", "called"),
    [
        (UNIVERSITY_NAME, "Example University"),
        (name("Example seal"), "Example seal"),
        (x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "AT")]), "C=AT"),
    ],
)
def test_a_holder_is_called_by_organisation_else_by_common_name_else_by_all_there_is(
    subject: x509.Name, called: str
) -> None:
    assert name_of(bare(subject).certificate) == called


def test_of_several_values_the_first_counts_and_of_none_nothing() -> None:
    twice = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one) for one in ("first", "second")])

    assert subject_value(bare(twice).certificate, NameOID.COMMON_NAME) == "first"
    assert subject_value(bare(twice).certificate, NameOID.COUNTRY_NAME) == ""


def test_both_ends_of_its_validity_belong_to_it() -> None:
    certificate = issue(UNIVERSITY_NAME, since=NOON, until=NOON + YEAR).certificate

    for at, is_in in (
        (NOON - SECOND, False),
        (NOON, True),
        (NOON + YEAR, True),
        (NOON + YEAR + SECOND, False),
    ):
        assert is_valid_at(certificate, at) is is_in


@pytest.mark.parametrize(
    ("signature", "commitment", "may"),
    [(True, False, True), (False, True, True), (True, True, True), (False, False, False)],
)
def test_a_key_for_signatures_or_for_commitment_may_seal(
    signature: bool, commitment: bool, may: bool
) -> None:
    only = x509.KeyUsage(signature, commitment, True, False, False, False, False, False, False)

    assert may_seal(bare(UNIVERSITY_NAME, None, only).certificate) is may


def test_a_key_without_restriction_may_seal() -> None:
    assert may_seal(bare(UNIVERSITY_NAME).certificate) is True


@pytest.mark.parametrize(
    ("common", "is_it"), [("TEST SEAL Example", True), ("Our test seal", True), ("Test of a seal", False)]
)
def test_a_test_seal_says_so_in_its_common_name(common: str, is_it: bool) -> None:
    assert is_test(bare(name(common)).certificate) is is_it
    assert not is_test(bare(name("Example", organisation="TEST SEAL")).certificate)


@pytest.mark.parametrize(
    ("extensions", "is_it"),
    [
        ([(QC_STATEMENTS, QC_COMPLIANCE + QC_ESEAL)], True),
        ([(QC_STATEMENTS, QC_COMPLIANCE)], False),
        ([(QC_STATEMENTS, QC_ESEAL)], False),
        ([(x509.ObjectIdentifier("1.2.3"), QC_COMPLIANCE + QC_ESEAL)], False),
        ([(x509.ObjectIdentifier("1.2.3"), b"0"), (QC_STATEMENTS, QC_COMPLIANCE + QC_ESEAL)], True),
        ([], False),
    ],
)
def test_a_qualified_seal_states_both_that_it_is_qualified_and_for_seals(
    extensions: list[tuple[x509.ObjectIdentifier, bytes]], is_it: bool
) -> None:
    stated = [x509.UnrecognizedExtension(oid, value) for oid, value in extensions]

    assert says_it_is_qualified(bare(UNIVERSITY_NAME, None, *stated).certificate) is is_it


def test_a_certificate_that_cannot_be_read_says_where_it_stood() -> None:
    der = bare(UNIVERSITY_NAME).certificate.public_bytes(Encoding.DER)

    assert load_certificate(der).public_bytes(Encoding.DER) == der
    for given, at in (({}, ""), ({"at": ""}, ""), ({"at": "x5c"}, "x5c")):
        with pytest.raises(Malformed, match="cannot be read") as refused:
            load_certificate(der[:-1], **given)
        assert refused.value.at == at


def test_a_certificate_with_an_extension_twice_is_not_read() -> None:
    der = bare(UNIVERSITY_NAME, None, SIGNS_CERTIFICATES, CA).certificate.public_bytes(Encoding.DER)
    usage_oid, basic_oid = bytes.fromhex("0603551d0f"), bytes.fromhex("0603551d13")
    assert der.count(usage_oid) == 1

    with pytest.raises(Malformed, match="cannot be read"):
        load_certificate(der.replace(usage_oid, basic_oid))


def test_an_authority_may_have_every_critical_extension_that_is_known(root: Holder) -> None:
    others = (
        x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]),
        x509.CertificatePolicies([x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), None)]),
        x509.SubjectAlternativeName([x509.DNSName("uni.example")]),
    )
    middle = bare(name("Test middle"), root, CA, SIGNS_CERTIFICATES, *others)

    assert {one.oid for one in middle.certificate.extensions} == KNOWN_CRITICAL
    assert leads(issue(UNIVERSITY_NAME, middle), middle, to=root)


def test_a_certificate_is_believed_only_while_it_is_valid(root: Holder) -> None:
    seal = issue(UNIVERSITY_NAME, root, until=NOON)

    assert leads(seal, to=root)
    assert not leads(seal, to=root, at=NOON + SECOND)
    assert not leads(seal, to=seal, at=NOON + SECOND)


def test_the_way_is_told_from_the_seal_to_the_anchor(root: Holder) -> None:
    middle = issue(name("Test middle"), root, authority=True)
    seal = issue(UNIVERSITY_NAME, middle)
    way = (seal.certificate, middle.certificate, root.certificate)

    assert path_to_anchor(way[0], way[1:], [way[2]], NOON) == way
    assert path_to_anchor(way[0], way[1:], [way[1], way[2]], NOON) == way[:2]
    assert path_to_anchor(way[0], way[1:], [way[0]], NOON) == way[:1]


def test_one_that_is_listed_vouches_for_itself_and_nothing_else(root: Holder) -> None:
    seal = issue(UNIVERSITY_NAME, root)
    listed = frozenset({root.certificate})

    assert path_to_anchor(root.certificate, (), (), NOON, listed) == (root.certificate,)
    assert path_to_anchor(seal.certificate, (root.certificate,), (), NOON, listed) is None
    assert path_to_anchor(root.certificate, (), (), NOON + 2 * YEAR, listed) is None


def test_an_anchors_own_dates_are_the_callers_to_judge_and_those_between_are_not(root: Holder) -> None:
    old_root = issue(name("Old root"), authority=True, until=NOON - SECOND)
    old_middle = issue(name("Old middle"), root, authority=True, until=NOON - SECOND)

    assert leads(issue(UNIVERSITY_NAME, old_root), to=old_root)
    assert not leads(issue(UNIVERSITY_NAME, old_middle), old_middle, to=root)


def _chain(root: Holder, between: int) -> tuple[Holder, list[Holder]]:
    above, pool = root, []
    for number in range(between):
        above = issue(name(f"Test middle {number}"), above, authority=True)
        pool.append(above)
    return issue(UNIVERSITY_NAME, above), pool


@pytest.mark.parametrize(("between", "is_found"), [(MAX_DEPTH - 2, True), (MAX_DEPTH - 1, False)])
def test_a_way_may_be_so_long_and_no_longer(root: Holder, between: int, is_found: bool) -> None:
    seal, pool = _chain(root, between)

    assert leads(seal, *pool, to=root) is is_found


@pytest.mark.parametrize(
    ("strangers", "is_found"), [(MAX_SIGNATURES_TRIED - 2, True), (MAX_SIGNATURES_TRIED - 1, False)]
)
def test_so_many_signatures_are_tried_and_no_more(root: Holder, strangers: int, is_found: bool) -> None:
    # those of the same name that did not issue it cost a try each, as do the two on the way
    middle = issue(name("Test middle"), root, authority=True)
    others = [issue(name("Test middle"), authority=True) for _number in range(strangers)]

    assert leads(issue(UNIVERSITY_NAME, middle), *others, middle, to=root) is is_found


def test_one_of_another_name_costs_no_try(root: Holder) -> None:
    others = [issue(name("Other"), authority=True) for _number in range(MAX_SIGNATURES_TRIED)]

    assert leads(issue(UNIVERSITY_NAME, root), *others, to=root)
    middle = issue(name("Test middle"), root, authority=True)
    assert leads(issue(UNIVERSITY_NAME, middle), *others, middle, to=root)


@pytest.mark.clause("RFC 5280 §6.1.4")
@pytest.mark.parametrize(
    ("extensions", "may"),
    [
        ([CA, SIGNS_CERTIFICATES], True),
        ([x509.BasicConstraints(ca=False, path_length=None), SIGNS_CERTIFICATES], False),
        ([CA, usage(signing=True, authority=False)], False),
        ([CA], False),
        ([SIGNS_CERTIFICATES], False),
        ([], False),
        ([CA, SIGNS_CERTIFICATES, x509.InhibitAnyPolicy(0)], False),
        ([CA, SIGNS_CERTIFICATES, x509.SubjectAlternativeName([x509.DNSName("a.example")])], True),
    ],
)
def test_only_an_authority_without_demands_that_are_not_understood_may_issue(
    root: Holder, extensions: list[Any], may: bool
) -> None:
    middle = bare(name("Test middle"), root, *extensions)
    seal = issue(UNIVERSITY_NAME, middle)

    assert leads(seal, middle, to=root) is may
    assert leads(seal, to=middle) is may


@pytest.mark.clause("RFC 5280 §6.1.4")
@pytest.mark.parametrize(("room", "is_found"), [(0, False), (1, True), (None, True)])
def test_an_authority_has_room_for_so_many_below_it(root: Holder, room: int | None, is_found: bool) -> None:
    limited = x509.BasicConstraints(ca=True, path_length=room)
    upper = bare(name("Test upper"), root, limited, SIGNS_CERTIFICATES)
    lower = issue(name("Test lower"), upper, authority=True)
    direct = issue(UNIVERSITY_NAME, upper)

    assert leads(issue(UNIVERSITY_NAME, lower), lower, upper, to=root) is is_found
    assert leads(direct, upper, to=root)


@pytest.mark.parametrize(
    ("digest", "is_found"),
    [(hashes.SHA224(), False), (hashes.SHA256(), True), (hashes.SHA384(), True), (hashes.SHA512(), True)],
)
def test_a_certificate_signed_over_a_weak_digest_is_no_way(
    root: Holder, digest: Digest, is_found: bool
) -> None:
    assert leads(bare(UNIVERSITY_NAME, root, digest=digest), to=root) is is_found


def test_one_of_the_same_name_and_another_key_did_not_issue_it(root: Holder) -> None:
    assert not leads(issue(UNIVERSITY_NAME, issue(name("Test root"), authority=True)), to=root)
    assert not leads(issue(UNIVERSITY_NAME, root), to=issue(name("Other root"), authority=True))


def test_a_way_that_ends_nowhere_is_left_for_another(root: Holder) -> None:
    # two certificates of one authority: the first leads to nobody who is trusted
    key = ec.generate_private_key(ec.SECP256R1())
    stray = issue(name("Test middle"), issue(name("Nobody"), authority=True), authority=True, key=key)
    crossed = issue(name("Test middle"), root, authority=True, key=key)
    seal = issue(UNIVERSITY_NAME, stray)

    assert leads(seal, stray, crossed, to=root)
    assert not leads(seal, stray, to=root)
