"""For whatever is accepted, the issuer shown is the owner of the key that signed: the property itself."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microcred.errors import Unsupported
from microcred.reading import read
from tests.attacks.cast import PARTNERED, STRANGERS, VICTIM, Party
from tests.attacks.changes import GENUINE, PROFILE, ROBBED, SHOWING
from tests.attacks.dresses import Document, Dress, badge, plain, with_claims
from tests.attacks.honesty import carried_by, is_honest, signed_by

PARTIES = st.sampled_from([VICTIM, PARTNERED, STRANGERS["did:key"]])
NAMES = st.sampled_from(
    [
        *("iss", "sub", "jti", "issuer", "holder", "id", "@id", "type", "@type", "vc", "vp", "name", "proof"),
        *("credentialSubject", "verifiableCredential", "credential", "badge", "payload", "signatures"),
        "@context",
    ]
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        [
            *(None, True, 0, "", "x", ROBBED.id, PARTNERED.organisation.id, PROFILE, *GENUINE, SHOWING),
            *(["VerifiablePresentation"], ["VerifiableCredential", "Assertion"], GENUINE[0]["proof"]),
        ]
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    signer=PARTIES,
    named=PARTIES,
    made=st.sampled_from([badge, plain]),
    has_claims=st.booleans(),
    more=st.dictionaries(NAMES, VALUES, max_size=3),
    less=st.sets(NAMES, max_size=2),
    header=st.dictionaries(st.sampled_from(["kid", "iss", "jwk", "typ"]), VALUES, max_size=1),
)
def test_the_issuer_shown_is_the_owner_of_the_key(
    signer: Party,
    named: Party,
    made: Any,
    has_claims: bool,
    more: Document,
    less: set[str],
    header: Document,
) -> None:
    document = made(Dress(named=named))
    payload = {**(with_claims(document) if has_claims else document), **more}
    payload = {name: value for name, value in payload.items() if name not in less - more.keys()}

    for data in signed_by(signer, payload, header):
        assert is_honest(data, signer)
    for data, load in carried_by(signer, payload):
        assert is_honest(data, signer, load)


def test_a_strangers_seal_around_a_genuine_badge_is_not_read() -> None:
    """Found by fuzzing: the badge's own proof was asked, and the seal that people were shown was not."""
    stranger = STRANGERS["did:key"]
    data, load = next(one for one in carried_by(stranger, GENUINE[0]) if one[0].startswith(b'{"payload"'))

    with pytest.raises(Unsupported, match="This file is sealed but is not"):
        read(data)
    assert is_honest(data, stranger, load)
