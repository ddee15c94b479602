"""Finds what there is to translate: in Python, in templates, and in the sentences of reports.

Written with `ast` and Django's own template reader, so that no gettext tools are needed. A text counts when
it is an argument of `_`, `gettext`, `pgettext`, `Said` and their like, the text or fix of a check
(`microcred.report`), or what an error of the library says (`microcred.errors`). One text with two meanings
has a context for each, in Python and in templates.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract_javascript
from django.utils.translation.template import templatize

# The errors of `microcred`: their first argument is what they say.
ERRORS = frozenset(
    {
        *("Unreadable", "TooLarge", "Malformed", "Ambiguous", "Unsupported", "NotWritable", "KeyProblem"),
        *("UnmappedTerm", "TooMuchWork"),
    }
)
MARKS = frozenset({"_", "_lazy", "_now", "gettext", "gettext_lazy", "gettext_noop", "Said"}) | ERRORS
PLURAL_MARKS = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT_MARKS = frozenset({"pgettext", "pgettext_lazy"})
BOTH_MARKS = frozenset({"npgettext", "npgettext_lazy"})
CHECKS = frozenset({"passed", "failed", "warning", "unknown"})
TEMPLATE_MARKS = dict.fromkeys(("gettext", "_", "ngettext", "pgettext", "npgettext"))


@dataclass(frozen=True, slots=True)
class Message:
    """A text to translate, with its plural and its context where it has them."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        """How a catalogue names it."""
        return (self.text, self.plural) if self.plural else self.text


def messages_of(path: Path) -> Iterator[Message]:
    """The texts to translate in a Python file or a template, in their order."""
    source = path.read_text(encoding="utf-8")
    return _in_python(source) if path.suffix == ".py" else _in_template(source, path.name)


def _in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield from _in_call(name, node)


def _in_call(name: str, call: ast.Call) -> Iterator[Message]:
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in call.args]
    if name in MARKS and texts and isinstance(texts[0], str):
        yield Message(texts[0])
    elif name in PLURAL_MARKS and len(texts) > 1:
        yield Message(str(texts[0]), str(texts[1]))
    elif name in CONTEXT_MARKS and len(texts) > 1:
        yield Message(str(texts[1]), context=str(texts[0]))
    elif name in BOTH_MARKS and len(texts) > 2:
        yield Message(str(texts[1]), str(texts[2]), str(texts[0]))
    elif name in CHECKS:
        fixes = [word.value for word in call.keywords if word.arg == "fix"]
        named = [fix.value for fix in fixes if isinstance(fix, ast.Constant)]
        for text in (*texts[1:2], *texts[3:4], *named):
            if isinstance(text, str) and text:
                yield Message(text)


def _in_template(source: str, name: str) -> Iterator[Message]:
    # What Django's reader leaves of a template looks to Babel's lenient lexer like calls in a script.
    script = BytesIO(templatize(source, origin=name).encode())
    for _line, function, found, _comments in extract_javascript(script, TEMPLATE_MARKS, [], {}):
        texts = _texts(found)
        if function == "pgettext" and len(texts) > 1:
            yield Message(texts[1], context=texts[0])
        elif function == "npgettext" and len(texts) > 2:
            yield Message(texts[1], texts[2], texts[0])
        elif function == "ngettext" and len(texts) > 1:
            yield Message(texts[0], texts[1])
        elif texts:
            yield Message(texts[0])


def _texts(found: object) -> list[str]:
    """The lexer gives one argument as it is, several as a tuple, and None for what is no literal."""
    arguments = found if isinstance(found, tuple | list) else (found,)
    return [text for text in arguments if isinstance(text, str) and text]
