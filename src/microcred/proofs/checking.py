"""Checking embedded proofs: every proof of a set or chain, each question with its answer.

VC Data Integrity 1.0 §4.4 Verify Proof, §4.5 Verify Proof Sets and Chains.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from microcred import binding, multibase
from microcred.binding import OwnKey, Signed
from microcred.did import DatedKey, KeyFinder, resolve
from microcred.documents import owner_of
from microcred.errors import Malformed, MicrocredError, TooLarge
from microcred.jsonld import UnknownContext, UnmappedTerm
from microcred.jsonld.contexts import is_absolute
from microcred.proofs.options import VERIFY, Expected, check_options, created_at
from microcred.proofs.signing import countersigned, listed
from microcred.proofs.suites import Content, Suite, suite_of
from microcred.report import Check, Outcome, _, failed, passed, unknown

PROOF_LIMIT = 16  # proofs looked at in one document
CHAINED_BYTES = 2_000_000  # put in canonical form for the proofs of one document that build upon others
CHAINS = "VC Data Integrity 1.0 §4.5"
LOSS = "VC Data Integrity 1.0 §4.6"
USUAL = Expected()


class Verdict(NamedTuple):
    """What was found out about one proof: its checks, and the key with its owner if the signature holds."""

    checks: tuple[Check, ...]
    made_with: OwnKey | None = None

    @property
    def settled(self) -> tuple[OwnKey, ...]:
        """That key, if nothing about the proof is wrong or open."""
        is_doubted = any(one.outcome in binding.DOUBTS for one in self.checks)
        return (self.made_with,) if self.made_with and not is_doubted else ()


def check(
    document: Mapping[str, Any],
    keys: KeyFinder = resolve,
    *,
    expected: Expected = USUAL,
    contexts: Mapping[str, Any] | None = None,
) -> tuple[Check, ...]:
    """The checks `terms`, `proof`, `proof.…` and `key` of a document's embedded proofs.

    Failed `terms`: something in the document is covered by no signature. Among several proofs one of the
    issuer's own must hold; what others signed as well is judged too. Never raises for what it reads.
    """
    return examine(document, keys, expected=expected, contexts=contexts).checks


def examine(
    document: Mapping[str, Any],
    keys: KeyFinder = resolve,
    *,
    expected: Expected = USUAL,
    contexts: Mapping[str, Any] | None = None,
) -> Signed:
    """The same checks, and whose keys signed."""
    proofs = listed(document.get("proof"))
    if not proofs:
        return Signed((failed("proof", _("The credential is not signed."), VERIFY),))
    if len(proofs) > PROOF_LIMIT:
        text = _("The credential has {count} signatures. The limit is {limit}.")
        return Signed((failed("proof", text, VERIFY, count=len(proofs), limit=PROOF_LIMIT),))
    examination = Examination(document, proofs, keys, expected, contexts)
    return examination.summary([examination.examine(proof) for proof in proofs])


class Examination:
    """The proofs of one document, with what they share: its content and its owner."""

    def __init__(
        self,
        document: Mapping[str, Any],
        proofs: Sequence[Any],
        keys: KeyFinder,
        expected: Expected,
        contexts: Mapping[str, Any] | None,
    ) -> None:
        self.unsecured = {name: value for name, value in document.items() if name != "proof"}
        self.proofs = proofs
        self.keys = keys
        self.expected = expected
        self.contexts = contexts
        self.owner = owner_of(document)
        self.chained = 0
        self.content = Content(self.unsecured, contexts)

    def examine(self, proof: Any) -> Verdict:
        """Everything there is to say about one proof."""
        suite = suite_of(proof) if isinstance(proof, Mapping) else None
        if suite is None:
            return Verdict((_unsupported(proof),))
        method = proof.get("verificationMethod")
        if not isinstance(method, str) or not is_absolute(method):
            text = _("The signature does not name the key it was made with.")
            return Verdict((failed("proof", text, VERIFY),))
        created = created_at(proof)
        options = tuple(check_options(proof, created, self.expected))
        found = binding.find(method, self.owner, self.keys)
        if isinstance(found, Check):
            unchecked = unknown("proof", _("Without the key the signature cannot be checked."), VERIFY)
            return Verdict((unchecked, *options, found))
        key, controller = found
        checks = tuple(self._check_signature(proof, suite, key))
        used = binding.check_key(key, created, self.expected.purpose)
        holds = any(one.code == "proof" and one.outcome is Outcome.PASSED for one in checks)
        is_own = holds and not key.is_claimed
        return Verdict((*checks, *options, used), (controller, key.public) if is_own else None)

    def _check_signature(self, proof: Mapping[str, Any], suite: Suite, key: DatedKey) -> Iterator[Check]:
        if key.public.kind not in suite.kinds:
            text = _("A key of type {kind} cannot make a signature of type {suite}.")
            yield failed("proof", text, suite.source, kind=key.public.kind, suite=suite.name)
            return
        try:
            content = self._content(proof, suite)
        except Malformed as error:
            text = _("What the signature covers is not there: {reason}")
            yield failed("proof", text, CHAINS, reason=error.message)
            return
        except TooLarge as error:
            yield from _unchecked(error, suite)
            return
        try:
            options = {name: value for name, value in proof.items() if name != "proofValue"}
            data = content.hash_data(suite, options, key.public.kind)
        except MicrocredError as error:
            yield from _unchecked(error, suite)
            return
        if suite.is_rdf:
            yield passed("terms", _("The signature covers the whole credential."), LOSS)
        yield _check_value(proof, suite, key, data)

    def _content(self, proof: Mapping[str, Any], suite: Suite) -> Content:
        """What this proof signs; raises Malformed if part of it is missing, TooLarge if all is too much."""
        if suite.is_rdf and "previousProof" not in proof:
            return self.content
        unsecured = self.unsecured
        if not suite.is_rdf and "@context" in proof:
            unsecured = unsecured | {
                "@context": _signed_context(unsecured.get("@context"), proof["@context"])
            }
        document = countersigned(unsecured, self.proofs, proof.get("previousProof"))
        if len(self.proofs) > 1:
            self.chained += len(repr(document))
        if self.chained > CHAINED_BYTES:
            raise TooLarge("It is large, and has many signatures that build upon others.")
        return Content(document, self.contexts)

    def summary(self, verdicts: Sequence[Verdict]) -> Signed:
        """The checks of all proofs, terms once, and whether one of the proofs is the owner's own."""
        checks = [one for verdict in verdicts for one in verdict.checks]
        owners = [verdict.made_with[0] for verdict in verdicts if verdict.made_with]
        is_own = binding.is_own(self.owner, owners)
        keys = [key for verdict in verdicts for key in verdict.settled]
        if binding.is_own(self.owner, settled := [owner for owner, _key in keys]):
            checks = [_aside(one) for one in checks]
        terms = [one for one in checks if one.code == "terms"]
        rest = [one for one in checks if one.code != "terms"]
        if owners and (self.owner or self.expected.purpose == USUAL.purpose):  # a holder need not be named
            rest.append(binding.check_owner(self.owner, self.owner if is_own else owners[0]))
        return binding.signed((*_without_repeats(terms), *rest), settled, keys)


def _unchecked(error: MicrocredError, suite: Suite) -> Iterator[Check]:
    yield _uncovered(error)
    yield unknown(
        "proof",
        _(
            "The signature could not be checked because some terms in the credential are not defined. See "
            "the check “terms”."
        ),
        suite.source,
    )


def _check_value(proof: Mapping[str, Any], suite: Suite, key: DatedKey, data: bytes) -> Check:
    value = proof.get("proofValue")
    try:
        signature = multibase.decode(value, bases="z") if isinstance(value, str) else b""
    except (Malformed, TooLarge) as error:
        return failed(
            "proof", _("The signature is not readable: {reason}"), suite.source, reason=error.message
        )
    if key.public.verify(signature, data):
        text = _("The credential has not been changed since it was signed ({suite}).")
        return passed("proof", text, suite.source, suite=suite.name)
    text = _(
        "The signature is not valid: the credential was changed after signing, or signed with a different "
        "key."
    )
    fix = _("Ask the holder for the original file. If the error remains, ask the issuer.")
    return failed("proof", text, suite.source, fix)


def _signed_context(context: Any, signed: Any) -> Any:
    """The contexts that were signed (VC-DI-EdDSA §3.3.2): others may only have been added after them."""
    names = listed(signed)
    if listed(context)[: len(names)] != names:
        raise Malformed("The contexts are not those that were signed.")
    return signed


def _unsupported(proof: Any) -> Check:
    if not isinstance(proof, Mapping):
        return failed("proof", _("The part that should be the signature is not a signature."), VERIFY)
    if not isinstance(proof.get("type"), str):
        return failed("proof", _("The signature does not say what type it is."), VERIFY)
    text = _("This software does not support signatures of type {suite}.")
    return unknown("proof", text, VERIFY, suite=proof.get("cryptosuite", proof["type"]))


def _uncovered(error: MicrocredError) -> Check:
    if isinstance(error, UnmappedTerm):
        text = _(
            "{place} is not covered by the signature, because no context defines it. Anyone could have "
            "added it."
        )
        fix = _("Ask the issuer for a credential whose contexts define all its words.")
        return failed("terms", text, LOSS, fix, place=error.place)
    if isinstance(error, UnknownContext):
        text = _("The meaning of the credential's words is not known here: {url}")
        return unknown("terms", text, LOSS, url=error.url)
    if isinstance(error, TooLarge):
        return unknown(
            "terms", _("The credential is too complicated to be checked: {reason}"), LOSS, reason=str(error)
        )
    return failed("terms", _("The words of the credential cannot be read: {reason}"), LOSS, reason=str(error))


def _aside(one: Check) -> Check:
    """What is open about a further proof takes nothing from an own one of the issuer that is settled."""
    is_foreign = one.code in ("proof", "key") and one.outcome is Outcome.UNKNOWN
    return replace(one, outcome=Outcome.WARNING) if is_foreign else one


def _without_repeats(terms: Sequence[Check]) -> Iterator[Check]:
    """Each finding once; that all is well only if nothing else was found."""
    others = dict.fromkeys(one for one in terms if one.outcome is not Outcome.PASSED)
    yield from others or terms[:1]
