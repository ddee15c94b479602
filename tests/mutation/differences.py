"""What a mutant changed, and whether that is only a text for people.

Texts are not asserted word by word: they are translated, and reworded. So a mutant is passed over where all
that it changed lies inside a text marked for translation, `_(…)`, or inside the words of a refusal,
`raise X("…")`, or where it took such a text away whole.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy

Pair = tuple[ast.AST, ast.AST]
MARKS = {"_", "ngettext", "gettext", "pgettext", "gettext_lazy", "ngettext_lazy"}


def way(before: str, after: str) -> list[Pair]:
    """The parts of a function that hold the change, as they were and as they are, from far to near."""
    found: list[Pair] = [(_function(before), _function(after))]
    while inner := _only_change(*found[-1]):
        found.append(inner)
    return found


def is_text(before: str, after: str) -> bool:
    """Whether only a text for people differs."""
    steps = way(before, after)
    if any(_is_marked(old) for old, _new in steps) or _is_marked(_taken_away(*steps[-1])):
        return True
    raises = any(isinstance(old, ast.Raise) for old, _new in steps)
    return raises and any(_is_words(old) for old, _new in steps)


def described(before: str, after: str) -> tuple[str, str]:
    """The changed part as it was and as the mutant has it, with enough around it to be found."""
    whole = [pair for pair in way(before, after) if isinstance(pair[0], ast.expr | ast.keyword | ast.stmt)]
    leaf = isinstance(whole[-1][0], ast.Constant | ast.Name | ast.keyword)
    old, new = whole[-2] if leaf and not isinstance(whole[-2][0], ast.FunctionDef) else whole[-1]
    return _short(old), _short(new)


def _short(node: ast.AST) -> str:
    return ast.unparse(_Shortened().visit(deepcopy(node)))


class _Shortened(ast.NodeTransformer):
    """Leaves out the words of texts: they may be reworded."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A marked text keeps its mark only."""
        self.generic_visit(node)
        return ast.Call(node.func, [ast.Constant(...)], []) if _is_marked(node) else node


def _function(source: str) -> ast.AST:
    function = ast.parse(source).body[0]
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        function.name = "function"
    return function


def _only_change(old: ast.AST, new: ast.AST) -> Pair | None:
    """The one child that differs, where nothing else does."""
    if type(old) is not type(new) or _own(old) != _own(new):
        return None
    children = list(_children(old)), list(_children(new))
    if len(children[0]) != len(children[1]):
        return None
    changed = [(a, b) for a, b in zip(*children, strict=True) if ast.dump(a) != ast.dump(b)]
    return changed[0] if len(changed) == 1 else None


def _own(node: ast.AST) -> list[object]:
    return [value for _name, value in ast.iter_fields(node) if not isinstance(value, ast.AST | list)]


def _children(node: ast.AST) -> Iterator[ast.AST]:
    return ast.iter_child_nodes(node)


def _is_marked(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS


def _is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _taken_away(old: ast.AST, new: ast.AST) -> ast.AST | None:
    """The one argument that the new call lacks."""
    if not isinstance(old, ast.Call) or not isinstance(new, ast.Call):
        return None
    ours, theirs = (
        [ast.dump(each) for each in (call.func, *call.args, *call.keywords)] for call in (old, new)
    )
    for place, part in enumerate((old.func, *old.args, *old.keywords)):
        if [*ours[:place], *ours[place + 1 :]] == theirs:
            return part
    return None
