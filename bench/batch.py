"""What a batch could do that knows its edition beforehand: compiled once, filled in for each learner.

The product signs one award after the other (`mcx/credentials/services/issuing.py`): each has its own day, its
own texts and may lack some, keys are not handed out, and of some 30 ms that an award takes signing its badge
is 0.05. The engine comes upon the edition by itself; this is the measure of how near it comes. It gives the
result of `proofs.sign` byte for byte (`eddsa-rdfc-2022`, VC-DI-EdDSA 1.0 §3.2).
"""

import copy
import multiprocessing
import os
import re
from collections import deque
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from typing import Any

import orjson

from microcred import multibase
from microcred.errors import KeyProblem, Malformed
from microcred.jsonld import MEMORY, canonical_digest, canonise
from microcred.jsonld.fast.cutting import cut
from microcred.jsonld.fast.pieces import Unusual
from microcred.jsonld.fast.plan import FormPlan, Marks
from microcred.jsonld.literals import escaped
from microcred.keys import SigningKey
from microcred.proofs.signing import proof_options, with_proof_context
from microcred.proofs.suites import SUITES, Content

SUITE = SUITES["eddsa-rdfc-2022"]
CHUNK = 250  # credentials handed to a process at a time

Path = tuple[str | int, ...]
Values = Sequence[str]
"""What a learner's credential says in the holes, in the order of their paths."""


class Template:
    """A document with holes: texts that differ from document to document, at the given paths.

    Raises Malformed where a hole is no text, or stands where the text decides about the graph itself: types,
    contexts, terms, JSON literals.
    """

    def __init__(self, document: Mapping[str, Any], paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._document = copy.deepcopy(dict(document))
        originals = [_text_at(self._document, path) for path in self.paths]
        marks = Marks(len(self.paths))
        self._plan = FormPlan(MEMORY.compiled(self.document(marks.texts)), marks)
        if self._plan.odd or self.fill(originals) != canonise(document):
            raise Malformed("A hole of the template stands where its text decides about the graph.")

    def document(self, values: Values) -> dict[str, Any]:
        """The document with its holes filled."""
        filled = copy.deepcopy(self._document)
        for path, value in zip(self.paths, values, strict=True):
            _holder(filled, path)[path[-1]] = value
        return filled

    def fill(self, values: Values) -> bytes:
        """The canonical N-Quads of the document with these texts; raises what `canonise` raises."""
        try:
            return self._plan.render(cut_texts(values) or _escaped(values)).text
        except Unusual:
            return canonise(self.document(values))

    def digest(self, values: Values, texts: Sequence[bytes] | None) -> bytes:
        """The SHA-256 of the same; `texts` are what `cut_texts` makes of the values."""
        try:
            return self._plan.render(texts or _escaped(values)).digest
        except Unusual:
            return canonical_digest(self.document(values))


def cut_texts(values: Values) -> Sequence[bytes] | None:
    """The texts as they stand in JSON, if they stand so in N-Quads, too."""
    try:
        pieces = cut(orjson.dumps(values))
    except orjson.JSONEncodeError:
        return None
    return pieces[1::2] if pieces else None


def _escaped(values: Values) -> list[bytes]:
    return [escaped(value).encode() for value in values]


def _holder(document: Any, path: Path) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def _text_at(document: Any, path: Path) -> str:
    try:
        holder = _holder(document, path)
        text = holder[path[-1]]
    except (LookupError, TypeError):
        raise Malformed("A hole of the template is not in the document.") from None
    if not isinstance(text, str) or isinstance(holder, str) or "@context" in path:
        raise Malformed("A hole of the template is no text.", at=".".join(map(str, path)))
    return text


class Edition:
    """An unsigned credential with holes, to be signed for one learner after the other.

    The holes are texts at the given paths, such as `("credentialSubject", "result", 0, "value")`; what the
    document says there serves as an example. Raises what `Template` raises, KeyProblem for a key that is not
    Ed25519.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        paths: Sequence[Path],
        key: SigningKey,
        *,
        method: str,
        created: datetime,
    ) -> None:
        if key.kind not in SUITE.kinds:
            raise KeyProblem(
                "A key of type {kind} cannot sign with {suite}.", kind=key.kind, suite=SUITE.name
            )
        unsecured = {**document, "@context": with_proof_context(document.get("@context"))}
        unsecured.pop("proof", None)
        self._recipe = (document, tuple(paths), key.pem(), method, created)
        self._key = key
        self._template = Template(unsecured, paths)
        options = proof_options(SUITE, method=method, created=created)
        self._options_hash = Content(unsecured).hash_data(SUITE, options, key.kind)[:32]
        self._json = self._split(Marks(len(self._template.paths)), options)

    def _split(self, marks: Marks, options: Mapping[str, Any]) -> list[bytes]:
        """The signed JSON around its holes; the last hole is that of the signature."""
        signature = "urn:x-signature"
        document = self._template.document(marks.texts) | {"proof": {**options, "proofValue": signature}}
        text = orjson.dumps(document)
        places = "|".join(re.escape(mark) for mark in (*marks.texts, signature)).encode()
        self._order = [marks.texts.index(mark.decode()) for mark in re.findall(places, text)[:-1]]
        return [piece for between in re.split(places, text) for piece in (between, b"")][:-1]

    def sign(self, *learners: Values) -> list[bytes]:
        """The signed credentials of some learners as JSON; raises what `canonise` raises.

        Each step is done for all of them before the next: code and tables stay in the processor's cache.
        """
        digest, start = self._template.digest, self._options_hash
        texts = [cut_texts(values) for values in learners]
        hashes = [start + digest(*one) for one in zip(learners, texts, strict=True)]
        signatures = [self._key.sign(data) for data in hashes]
        rows = [cut or _json_texts(values) for values, cut in zip(learners, texts, strict=True)]
        return [self._written(row, value) for row, value in zip(rows, signatures, strict=True)]

    def _written(self, texts: Sequence[bytes], signature: bytes) -> bytes:
        pieces = self._json.copy()
        pieces[1:-2:2] = [texts[at] for at in self._order]
        pieces[-2] = multibase.encode(signature).encode("ascii")
        return b"".join(pieces)

    def sign_all(self, learners: Iterable[Values], *, processes: int = 0) -> Generator[bytes, None, None]:
        """The signed credentials of many learners in their order, made on all cores (or so many processes).

        Reads only as far ahead as it needs to keep them busy: memory stays the same for any number.
        """
        count = processes or os.cpu_count() or 1
        context = multiprocessing.get_context("spawn")
        waiting: deque[Future[list[bytes]]] = deque()
        rows = iter(learners)
        with ProcessPoolExecutor(count, context, _prepare, self._recipe) as pool:
            while chunk := [tuple(values) for values in islice(rows, CHUNK)]:
                waiting.append(pool.submit(_sign_chunk, chunk))
                if len(waiting) > 2 * count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()


def _json_texts(values: Values) -> list[bytes]:
    return [orjson.dumps(value)[1:-1] for value in values]


_prepared: list[Edition] = []


def _prepare(
    document: Mapping[str, Any], paths: Sequence[Path], pem: bytes, method: str, created: datetime
) -> None:
    _prepared[:] = [Edition(document, paths, SigningKey.from_pem(pem), method=method, created=created)]


def _sign_chunk(chunk: Sequence[Values]) -> list[bytes]:
    return _prepared[0].sign(*chunk)
