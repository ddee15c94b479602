"""The strict layer that SHACL lacks: everything an EDC document must say, and nothing that would be dropped.

SHACL looks at the graph that is left after undefined names were dropped and nodes with one id were merged;
this looks at the document as it stands, as the Europass software does. Same constraints as the application
profile (`microcred.elm.shapes`), and besides: contexts, types and names, membership in code lists, one
content for each id, a zone in every dateTime, the learner's name.
"""

from collections.abc import Iterator
from typing import Any

from microcred.elm import datatypes
from microcred.elm.credentials import CONTEXT, TYPES
from microcred.elm.lists import belongs
from microcred.elm.nodes import Node, is_iri, listed
from microcred.elm.shapes import Rule, required, shapes, terms
from microcred.elm.whole_document import SOURCE, check_whole
from microcred.report import Check, Outcome, Report, _, failed, passed

ROOT = TYPES[1]
MAX_FINDINGS = 100
MAX_DEPTH = 64
# What the Europass issuer adds from the certificate when it seals an uploaded credential.
ADDED_BY_EUROPASS = frozenset({"@context", "issued", "issuanceDate", "issuer", "issuer.eIDASIdentifier"})


def lint(document: Any, *, for_upload: bool = False) -> Report:
    """Whether the unsigned document may be sealed: one summary `schema`, one `terms`, and every finding.

    Findings have codes below `schema.` (`context type property missing count value concept id profile issuer
    learner dates size display status`) or `terms.`, and name the place. For a file that Europass will seal,
    what its issuer adds is not asked.
    """
    lint = _Lint(ADDED_BY_EUROPASS if for_upload else frozenset())
    lint.credential(document)
    found = tuple(lint.found)
    broken = [
        check for check in found if check.code.startswith("schema.") and check.outcome is Outcome.FAILED
    ]
    undefined = [check for check in found if check.code.startswith("terms.")]
    return Report((_summary(len(broken)), _terms_summary(len(undefined)), *found))


def _summary(count: int) -> Check:
    if count:
        text = _("Places where the document breaks the European profile: {count}.")
        return failed("schema", text, SOURCE, _("Correct each of the places named below."), count=count)
    return passed("schema", _("The document has everything the European profile asks for."), SOURCE)


def _terms_summary(count: int) -> Check:
    if count:
        text = _("Names that no context defines, so software ignores them silently: {count}.")
        return failed("terms", text, "JSON-LD 1.1 §4.1.3", _("Correct or remove each of them."), count=count)
    return passed("terms", _("Every name is defined by the contexts."), "JSON-LD 1.1 §4.1.3")


class _Lint:
    """Walks one document and collects what is wrong."""

    def __init__(self, added: frozenset[str]) -> None:
        self.added = added
        self.found: list[Check] = []
        self._first: dict[str, Node] = {}
        self._contents: dict[str, dict[str, Any]] = {}
        self._references: dict[str, str] = {}
        self._seen: dict[str, Node] = {}

    def say(self, code: str, text: str, path: str, **values: object) -> None:
        """Note that something is wrong at this path."""
        if len(self.found) < MAX_FINDINGS:
            self.found.append(failed(code, text, SOURCE, "", path=path, **values))

    def credential(self, document: Any) -> None:
        """The whole document."""
        if not isinstance(document, dict):
            self.say("schema.type", _("{path}: a credential is an object."), "(document)")
            return
        contexts = listed(document.get("@context"))
        if contexts != list(CONTEXT) and not (contexts == [] and "@context" in self.added):
            text = _("{path} must be the two contexts of European Digital Credentials, in their order.")
            self.say("schema.context", text, "@context")
        if sorted(map(str, listed(document.get("type")))) != sorted(TYPES):
            text = _("{path} must be VerifiableCredential and EuropeanDigitalCredential, nothing else.")
            self.say("schema.type", text, "type")
        body = {name: value for name, value in document.items() if name != "@context"}
        self._identity(body, "")
        self._properties(body, ROOT, "", 0)
        for id, path in self._references.items():
            if id not in self._first:
                text = _("{path} refers to {id}, which the document does not describe.")
                self.say("schema.missing", text, path, id=id)
        self.found += check_whole(body, self.added)

    def node(self, value: Any, rule: Rule, path: str, depth: int) -> None:
        """A node where one of certain classes is expected."""
        if not isinstance(value, dict) or depth > MAX_DEPTH:
            self.say("schema.value", _("{path} must be an object with id and type."), path)
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in shapes():
            text = _("{path} has a type that the European profile does not define: {kind}.")
            self.say("schema.type", text, path, kind=_short(kind))
            return
        if kind not in rule.classes:
            text = _("{path} must be one of {classes}, not {kind}.")
            self.say("schema.type", text, path, classes=", ".join(rule.classes), kind=kind)
        if kind == "Concept":
            self._concept(value, rule.scheme, path)
        id = str(value.get("id"))
        if self._seen.get(id) != value:  # the same node in the same words was looked at before
            self._seen[id] = value
            self._copy(value, kind, path, depth)

    def _copy(self, node: Node, kind: str, path: str, depth: int) -> None:
        """One wording of a node: a mere reference is left for the end, everything else must be complete."""
        if self._identity(node, path) and required(kind):
            self._references.setdefault(str(node["id"]), path)
        else:
            self._properties(node, kind, path, depth)

    def _identity(self, node: Node, path: str) -> bool:
        """Every node has an id, and copies of one node agree; says whether it only refers to another copy."""
        id = node.get("id")
        if not is_iri(id):
            self.say("schema.id", _("{path} needs an id that is a complete address."), path or "id")
            return False
        if node.keys() <= {"id", "type"}:
            return True
        first = self._first.setdefault(str(id), node)
        if first is not node:
            self._agree(str(id), first, node, path)
        return False

    def _agree(self, id: str, first: Node, other: Node, path: str) -> None:
        """Whether what a copy says of a node fits what the copies before said."""
        if id not in self._contents:
            self._contents[id] = dict(_content(first))
        known = self._contents[id]
        for name, value in _content(other):
            if known.setdefault(name, value) != value:
                text = _("{path}: its id {id} has another {name} elsewhere. The two would become one.")
                self.say("schema.id", text, path, id=id, name=name)
                return

    def _properties(self, node: Node, kind: str, path: str, depth: int) -> None:
        rules = shapes()[kind]
        for name, value in node.items():
            where = f"{path}.{name}" if path else name
            if name in rules:
                self._property(value, rules[name], where, depth)
            elif name not in ("id", "type"):
                self._unknown(name, kind, where)
        for name in required(kind):
            where = f"{path}.{name}" if path else name
            if name not in node and where not in self.added:
                self.say("schema.missing", _("{path} is missing."), where)

    def _unknown(self, name: str, kind: str, path: str) -> None:
        if name in terms():
            text = _("{path}: “{name}” has no place in {kind}.")
            self.say("schema.property", text, path, name=name, kind=kind)
        else:
            text = _("{path}: no context defines “{name}”, so software ignores it silently.")
            self.say("terms.undefined", text, path, name=name[:80])

    def _property(self, value: Any, rule: Rule, path: str, depth: int) -> None:
        count = datatypes.count(rule.datatype, value)
        if count < rule.least:
            self.say("schema.missing", _("{path} is empty."), path)
        if rule.most and count > rule.most:
            text = _("{path} has {count} values. The maximum is {most}.")
            self.say("schema.count", text, path, count=count, most=rule.most)
        for position, one in enumerate(listed(value)):
            where = f"{path}[{position}]" if isinstance(value, list) else path
            if rule.classes:
                self.node(one, rule, where, depth + 1)
            elif not datatypes.IS[rule.datatype](one):
                self.say("schema.value", datatypes.SAYS[rule.datatype], where)

    def _concept(self, concept: Node, wanted: str, path: str) -> None:
        schemes = [one.get("id") for one in listed(concept.get("inScheme")) if isinstance(one, dict)]
        if wanted and wanted not in schemes:
            text = _("{path} must be a concept of the vocabulary {scheme} and say so with inScheme.")
            self.say("schema.concept", text, path, scheme=wanted)
        for scheme in (wanted, *schemes):
            if not belongs(str(scheme), str(concept.get("id"))):
                text = _("{path}: {id} is not in the vocabulary {scheme}.")
                self.say("schema.concept", text, path, id=_short(concept.get("id")), scheme=_short(scheme))
                return


def _content(node: Node) -> Iterator[tuple[str, Any]]:
    """What a node says of itself: values, the ids of other nodes, and every text under its language."""
    for name, value in node.items():
        if isinstance(value, dict) and "id" not in value:
            yield from ((f"{name}@{tag}", listed(text)) for tag, text in value.items())
        elif name != "id":
            yield name, frozenset(_mark(one) for one in listed(value))


def _mark(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        return str(value["id"])
    return repr(value)


def _short(value: Any) -> str:
    return str(value)[:120]
