"""What klsim may say is wrong: every message in its sources, found by their syntax trees."""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import NamedTuple, TypeAlias

from klsim.diagnostics import Code, Severity

PACKAGE = Path(__file__).parents[2] / "klsim"
GAP = "…"
"""What stands in a message for what depends on the case."""

Known: TypeAlias = dict[str, list[ast.expr]]
"""What names may stand for at a place in a function."""


class FaultForm(NamedTuple):
    """A fault, which becomes a message of one kind: what makes it, and which argument says it."""

    code: Code
    names: frozenset[str]
    place: int


IN_FORMULAS = FaultForm(Code.INVALID_FORMULA, frozenset({"Fault", "failure"}), 1)
IN_SIMULATIONS = FaultForm(Code.SIMULATION_FAILED, frozenset({"Fault", "TrajectoryError"}), 0)

_SEVERITIES = {
    "error": Severity.ERROR,
    "failure": Severity.ERROR,
    "warning": Severity.WARNING,
    "note": Severity.NOTE,
}
_MOST = 12
"""Of so many ways in which a message may read all are listed; of more, one with gaps."""


@dataclass(frozen=True, order=True)
class Message:
    """A message of one kind, with gaps for what depends on the case."""

    code: Code
    severity: Severity
    text: str


def find_messages(package: Path = PACKAGE) -> frozenset[Message]:
    """All messages of a package whose kind stands where they are made."""
    found: set[Message] = set()
    for path in sorted(package.rglob("*.py")):
        fault = IN_FORMULAS if path.parent.name == "formulas" else IN_SIMULATIONS
        _follow(ast.parse(path.read_text(encoding="utf-8")).body, {}, found, fault)
    return frozenset(found)


def _follow(body: Sequence[ast.stmt], known: Known | None, found: set[Message], fault: FaultForm) -> Known | None:
    """Find the messages of statements; what names may stand for after them, None where nothing goes on from there.

    known: what names may stand for before
    fault: what a `Fault` is here
    """
    for statement in body:
        if known is None:
            return None
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            _follow(statement.body, dict(known), found, fault)
            continue
        below = _blocks(statement)
        for expression in ast.iter_child_nodes(statement):
            if isinstance(expression, ast.expr):
                found |= set(_messages_in(expression, known, fault))
        if isinstance(statement, ast.Assign):
            known = known | _assigned(statement)
        elif below:
            ways = [_follow(block, dict(known), found, fault) for block in below]
            known = _merged([*ways, *([known] if not isinstance(statement, ast.With) else [])])
            if isinstance(statement, ast.If):
                known = _merged(ways)
        elif isinstance(statement, ast.Return | ast.Raise | ast.Continue | ast.Break):
            return None
    return known


def _blocks(statement: ast.stmt) -> Sequence[Sequence[ast.stmt]]:
    """The blocks of statements in a statement; an `if` has two, be the second empty."""
    match statement:
        case ast.If(body=body, orelse=other):
            return (body, other)
        case ast.Try(body=body, handlers=handlers, orelse=other):
            return ([*body, *other], *(one.body for one in handlers))
        case ast.Match(cases=cases):
            return tuple(one.body for one in cases)
        case ast.For(body=body) | ast.While(body=body) | ast.With(body=body):
            return (body,)
        case _:
            return ()


def _merged(ways: Sequence[Known | None]) -> Known | None:
    """What names may stand for where several ways meet."""
    open_ways = [way for way in ways if way is not None]
    if not open_ways:
        return None
    names = dict.fromkeys(name for way in open_ways for name in way)
    return {
        name: list({id(value): value for way in open_ways for value in way.get(name, ())}.values())
        for name in names
    }


def _assigned(statement: ast.Assign) -> Known:
    """What an assignment says of names."""
    target, value = statement.targets[0], statement.value
    if isinstance(target, ast.Name):
        return {target.id: [value]}
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = zip(target.elts, value.elts, strict=False)
        return {name.id: [one] for name, one in pairs if isinstance(name, ast.Name)}
    return {}


def _messages_in(expression: ast.expr, known: Known, fault: FaultForm) -> Iterator[Message]:
    for node in ast.walk(expression):
        if isinstance(node, ast.Call):
            code, message, severity = _parts(node)
            if code is None and len(node.args) > fault.place and _name_of(node) in fault.names:
                texts = _texts(node.args[fault.place], known)
                yield from (Message(fault.code, severity, text) for text in texts)
            for one, words in _pairs(code, message, known):
                yield from (Message(one, severity, text) for text in _texts(words, known))


def _parts(call: ast.Call) -> tuple[ast.expr | None, ast.expr | None, Severity]:
    """The code and the message that a call is given, and how serious it is."""
    name = _name_of(call)
    places = [n for n, one in enumerate(call.args) if _is_code(one)]
    if places:
        after = call.args[places[0] + 1 :]
        message = after[0] if after else None  # a starred one is made elsewhere, and has no words here
        return call.args[places[0]], message, _SEVERITIES.get(name, Severity.ERROR)
    if isinstance(call.func, ast.Attribute) and name in _SEVERITIES and len(call.args) > 1:
        return call.args[0], call.args[1], _SEVERITIES[name]
    return None, None, Severity.ERROR


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _pairs(code: ast.expr | None, message: ast.expr | None, names: Known) -> Iterator[tuple[Code, ast.expr]]:
    """Codes with their messages; where both are names that are given values side by side, each with its own."""
    if code is None or message is None:
        return
    if isinstance(code, ast.Name) and isinstance(message, ast.Name):
        codes, messages = names.get(code.id, []), names.get(message.id, [])
        if len(codes) == len(messages):
            for one, words in zip(codes, messages, strict=True):
                yield from ((found, words) for found in _codes(one, names))
            return
    if isinstance(code, ast.IfExp) and isinstance(message, ast.Name):
        values = names.get(message.id, [])
        if len(values) == 1 and isinstance(values[0], ast.IfExp):
            message = values[0]
    match code, message:
        case ast.IfExp(), ast.IfExp() if ast.dump(code.test) == ast.dump(message.test):
            yield from _pairs(code.body, message.body, names)
            yield from _pairs(code.orelse, message.orelse, names)
        case _:
            yield from ((found, message) for found in _codes(code, names))


def _is_code(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code") or (
        isinstance(node, ast.IfExp) and _is_code(node.body) and _is_code(node.orelse)
    )


def _codes(node: ast.expr | None, names: Known) -> Iterator[Code]:
    if isinstance(node, ast.Attribute) and _is_code(node):
        yield Code[node.attr]
    elif isinstance(node, ast.IfExp):
        yield from _codes(node.body, names)
        yield from _codes(node.orelse, names)
    elif isinstance(node, ast.Name):
        for value in names.get(node.id, ()):
            if not isinstance(value, ast.Name):
                yield from _codes(value, names)


def _texts(node: ast.expr, names: Known, depth: int = 0) -> list[str]:
    """The ways in which an expression may read, each with gaps."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return _joined([_texts(part, names, depth + 1) for part in parts])
        case ast.FormattedValue(value=ast.Name(id=name)) if len(names.get(name, ())) == 1 and depth < 4:
            inner = _texts(names[name][0], names, depth + 1)
            return inner if inner != [GAP] else [GAP]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined([_texts(left, names, depth + 1), _texts(right, names, depth + 1)])
        case ast.IfExp(body=body, orelse=other):
            return [*_texts(body, names, depth + 1), *_texts(other, names, depth + 1)]
        case ast.Name(id=name) if name in names and depth < 4:
            return [text for value in names[name] for text in _texts(value, names, depth + 1)]
        case _:
            return [GAP]


def _joined(parts: list[list[str]]) -> list[str]:
    ways = 1
    for part in parts:
        ways *= len(part)
    if ways > _MOST:
        parts = [part if len(part) == 1 else [GAP] for part in parts]
    texts = ["".join(one) for one in product(*parts)]
    return [_without_doubles(text) for text in texts]


def _without_doubles(text: str) -> str:
    while GAP * 2 in text:
        text = text.replace(GAP * 2, GAP)
    return text
