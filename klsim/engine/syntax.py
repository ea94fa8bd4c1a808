"""The syntax of a module: what it says without its comments, docstrings and layout, and what it imports."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from klsim.engine.digest import digest

LAZY = frozenset({"_HOME", "__lazy__"})
"""What a package calls its table of names that come from its modules when they are first asked for."""

ANY = "*"
"""In place of a name: whatever the module has."""

Import: TypeAlias = tuple[int, str, tuple[str, ...]]
"""Dots before a relative name, the name of a module, and the names that are taken from it.

In place of dots, `BY_DOT` says that the names were taken from what may be a module or something else.
"""

BY_DOT = -1

_IMPORTERS = frozenset({"import_module", "__import__"})
_LOADERS = frozenset({"spec_from_file_location", "run_path", "run_module", "exec_module", "load_module"})


@dataclass(frozen=True)
class Syntax:
    """What counts of a source.

    bare, full: digests without and with docstrings
    reads_docs: whether it looks at docstrings, be they its own or those of others
    imports:    wherever in it, but for what only type checkers see
    homes:      the modules of its lazy names, if it is a package with such a table
    computed:   the lines where it imports what only a run can tell
    """

    bare: str
    full: str
    reads_docs: bool
    imports: tuple[Import, ...]
    homes: Mapping[str, str]
    computed: tuple[int, ...]


def read_syntax(source: bytes) -> Syntax:
    """The syntax of a source; one that Python cannot read counts as it is, and imports nothing."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        whole = digest(source)
        return Syntax(whole, whole, False, (), {}, ())
    nodes = list(_seen(tree))
    reads_docs = any(_reads_docs(node) for node in nodes)
    homes = _take_homes(tree)
    bare, full = _digests(tree, source)
    computed = tuple(sorted(node.lineno for node in nodes if isinstance(node, ast.Call) and _is_computed(node)))
    return Syntax(bare, full, reads_docs, _imports(nodes), homes, computed)


def _seen(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker comes to."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting += node.orelse
            continue
        for name in node._fields:
            below = getattr(node, name, None)
            if isinstance(below, ast.AST):
                waiting.append(below)
            elif isinstance(below, list):
                waiting += [one for one in below if isinstance(one, ast.AST)]


def _is_type_checking(test: ast.expr) -> bool:
    if isinstance(test, ast.Attribute):
        return test.attr == "TYPE_CHECKING"
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


_SILENT = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that say nothing new: where an expression stands, and the u before a text."""


def _digests(tree: ast.Module, source: bytes) -> tuple[str, str]:
    """Digests without and with docstrings; those of attributes count as such too."""
    words: list[str] = []
    docs: list[str] = []
    try:
        _write(tree, words, docs)
    except RecursionError:
        whole = digest(source)
        return whole, whole
    bare = digest("".join(words).encode("utf-8", "surrogatepass"))
    return bare, digest("".join([bare, *docs]).encode("utf-8", "surrogatepass"))


def _write(value: object, words: list[str], docs: list[str]) -> None:
    """Add a node to words, all but the texts that stand alone in it: they go to docs, each with its place.

    As `ast.dump`, which takes many times as long.
    """
    if isinstance(value, ast.Delete):  # del (a, b)
        value = ast.Delete([one for target in value.targets for one in _flat(target)])
    if isinstance(value, ast.AST):
        words.append(f"{type(value).__name__}(")
        for name in value._fields:
            if name not in _SILENT:
                _write(getattr(value, name, None), words, docs)
        words.append(")")
    elif isinstance(value, list):
        words.append("[")
        for one in value:
            if (
                isinstance(one, ast.Expr)
                and isinstance(one.value, ast.Constant)
                and isinstance(one.value.value, str)
            ):
                docs.append(f"{len(words)} {one.value.value!r}")
            else:
                _write(one, words, docs)
        words.append("]")
    else:
        words.append(f"{value!r},")


def _flat(target: ast.expr) -> Iterator[ast.expr]:
    if isinstance(target, ast.Tuple | ast.List):
        for one in target.elts:
            yield from _flat(one)
    else:
        yield target


_READERS = frozenset({"__doc__", "getdoc", "getcomments", "getsource", "getsourcelines"})


def _reads_docs(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return node.id in _READERS
    if isinstance(node, ast.Attribute):
        return node.attr in _READERS
    return isinstance(node, ast.Constant) and node.value == "__doc__"


def _take_homes(tree: ast.Module) -> dict[str, str]:
    """The table of lazy names, which is no longer in the tree then: who takes a name depends on its module."""
    homes: dict[str, str] = {}
    for node in list(tree.body):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if not any(isinstance(target, ast.Name) and target.id in LAZY for target in targets):
            continue
        table = _texts(getattr(node, "value", None))
        if table is not None:
            homes |= {name: module.partition(":")[0] for name, module in table.items()}
            tree.body.remove(node)
    return homes


def _texts(node: ast.AST | None) -> dict[str, str] | None:
    try:
        table = ast.literal_eval(node) if isinstance(node, ast.Dict) else None
    except ValueError:
        return None
    if table is None or not all(isinstance(text, str) for pair in table.items() for text in pair):
        return None
    return table  # type: ignore[no-any-return]


def _imports(nodes: list[ast.AST]) -> tuple[Import, ...]:
    found: dict[tuple[int, str], set[str]] = {}
    bound: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.setdefault((0, alias.name), set())
                top = alias.name.partition(".")[0]
                bound |= {alias.asname: alias.name} if alias.asname else {top: top}
        elif isinstance(node, ast.ImportFrom):
            found.setdefault((node.level, node.module or ""), set()).update(alias.name for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _imported_by_call(node)):
            found.setdefault((0, name), set())
    for module, name in _attributes(nodes, bound):
        found.setdefault((BY_DOT, module), set()).add(name)
    return tuple((level, module, tuple(sorted(names))) for (level, module), names in sorted(found.items()))


def _attributes(nodes: list[ast.AST], bound: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is taken from imported modules by a dot; `ANY` of one that is handed on as it is."""
    inner: set[int] = set()
    for node in nodes:
        names: list[str] = []
        base: ast.AST = node
        while isinstance(base, ast.Attribute):
            names.insert(0, base.attr)
            base = base.value
        if names and isinstance(base, ast.Name) and base.id in bound:
            inner.add(id(base))
            module = bound[base.id]
            for name in names:
                yield module, name
                module = f"{module}.{name}"
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in bound and id(node) not in inner:
            yield bound[node.id], ANY


def _imported_by_call(node: ast.Call) -> str:
    """The module that a call imports by an absolute name that stands there."""
    name = _called(node)
    if name not in _IMPORTERS or not node.args or not isinstance(node.args[0], ast.Constant):
        return ""
    value = node.args[0].value
    return value if isinstance(value, str) and not value.startswith(".") else ""


def _is_computed(node: ast.Call) -> bool:
    name = _called(node)
    return name in _LOADERS or (name in _IMPORTERS and not _imported_by_call(node))


def _called(node: ast.Call) -> str:
    function = node.func
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
