"""Where keys and lists come from: the registers, the documents at hand, the identifier itself, a loader.

A key is only as good as its source: one that only the credential itself names is marked so. Without a loader
nothing is fetched.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from microcred import binding, did
from microcred.did import DatedKey
from microcred.errors import KeyProblem, MicrocredError
from microcred.guards import LIMITS, parse_json
from microcred.keys import PublicKey
from microcred.trust import Answer, Loader, Trust

ADDRESSES = 32  # asked for one file, so that a credential cannot send us all around the net


@dataclass(slots=True)
class Sources:
    """The keys of each controller asked for, looked up once.

    It is a KeyFinder (`microcred.did`). `methods` are the verification methods the credential itself names.
    """

    trust: Trust
    load: Loader | None
    methods: tuple[str, ...] = ()
    _keys: dict[str, tuple[DatedKey, ...] | None] = field(default_factory=dict)
    _answers: dict[str, bytes | None] = field(default_factory=dict)

    def __call__(self, controller: str) -> tuple[DatedKey, ...] | None:
        if controller not in self._keys:
            self._keys[controller] = self._look_up(controller)
        return self._keys[controller]

    def fetch(self, url: str) -> bytes | None:
        """The document at this address, from those at hand or by the loader; None where there is none."""
        known = self.trust.documents.get(url)
        return self.ask(url) if known is None else known

    def ask(self, url: str) -> bytes | None:
        """What the address answers now, whatever is at hand; None where it may not be asked or is silent."""
        if self.load is None:
            return None
        if url not in self._answers:
            self._answers[url] = _loaded(url, self.load) if len(self._answers) < ADDRESSES else None
        return self._answers[url]

    def remember(self, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question about what is at hand; what a loader may have brought is not kept."""
        return work_out() if self.load is not None else self.trust.remember(question, work_out)

    def for_document(self, document: Mapping[str, Any]) -> "Sources":
        """The same registers and documents for another credential, such as one inside this one."""
        methods = methods_of(document)
        if methods == self.methods:
            return self
        return Sources(self.trust, self.load, methods, _answers=self._answers)

    def _look_up(self, controller: str) -> tuple[DatedKey, ...] | None:
        known = self.trust.known(controller)
        if known is not None and known.keys:
            return known.keys
        if (own := did.resolve(controller)) is not None:
            return own
        published = self._published(controller)
        return self._named_in_credential(controller) or None if published is None else published

    def _published(self, controller: str) -> tuple[DatedKey, ...] | None:
        url = did.web_url(controller) if controller.startswith("did:web:") else controller
        answer = self.fetch(url) if url.startswith("https://") else None
        if answer is None:
            return None
        document = parse_json(answer)
        if not isinstance(document, Mapping) or not binding.is_own(controller, [document.get("id", "")]):
            raise KeyProblem(
                "What {url} publishes is not about {controller}.", url=url, controller=controller
            )
        return did.keys_of(document) or None

    def _named_in_credential(self, controller: str) -> tuple[DatedKey, ...]:
        """Keys written behind the # of a web address, as 1EdTech's samples do: they prove no origin."""
        named: list[DatedKey] = []
        for method in self.methods:
            owner, _hash, name = method.partition("#")
            if owner == controller and name.startswith("z"):
                try:
                    named.append(DatedKey(method, PublicKey.from_multikey(name), is_claimed=True))
                except MicrocredError:
                    continue
        return tuple(named)


def _loaded(url: str, load: Loader) -> bytes | None:
    try:
        answer = load(url)
    except (OSError, MicrocredError):
        return None
    return answer if len(answer) <= LIMITS.bytes else None


def methods_of(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The verification methods that the proofs of a document name."""
    proofs = document.get("proof")
    named = [one.get("verificationMethod") for one in _listed(proofs) if isinstance(one, Mapping)]
    return tuple(one for one in named if isinstance(one, str))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
