"""Scripts of pages: the modules in `templates/scripts/`, joined into one classic script that is in nobody's way.

From a disk browsers load no modules. So modules say what they need as JavaScript does, in lines that editors,
linters and tests understand, and here each becomes a function, behind those that it imports from:

    import { clamp } from "./numbers.js";            const {fraction,toPx}=(()=>{
    export const fraction = …                 →      const fraction = …
    export const toPx = …                            const toPx = …
                                                     return{fraction,toPx}})();

What a module does not export is its own, and nothing is global. No two modules of a script export the same name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from klsim.content.decoding import decode
from klsim.diagnostics import Code, ContentError, Diagnostic, Location, each, nearest
from klsim.engine.task import Products

_IMPORT = re.compile(r'^import \{([^{}]*)\} from "\./([\w-]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|(?:async )?function) (\w+))", re.MULTILINE)
_NEITHER = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)
_FORMS = 'write `import { name } from "./module.js";` and `export const name`, `class` or `function`'


@dataclass(frozen=True)
class Import:
    """A line that imports names from a module."""

    line: int
    names: tuple[str, ...]
    module: str


@dataclass(frozen=True)
class Module:
    """A module: its file as messages call it, what it imports, what it exports with the lines, and its text
    without the words for both."""

    file: str
    imports: tuple[Import, ...]
    exports: Mapping[str, int]
    body: str

    @property
    def name(self) -> str:
        """What others import it by."""
        return PurePosixPath(self.file).stem


def make_script(entries: Sequence[str], files: Sequence[str], *sources: bytes) -> Products:
    """The script, `js`, that the modules `entries` make with all that they import; without comments.

    files: those of all modules, as messages call them, in the order of their sources

    Raises ContentError for what is not there, is no text, imports in a circle or exports what another exports.
    """
    from rjsmin import jsmin

    modules = {module.name: module for module in each(read_module, list(zip(files, sources, strict=True)))}
    joined = "\n".join(_as_function(module) for module in in_order(entries, modules))
    return {"js": jsmin(f'"use strict";(()=>{{\n{joined}\n}})();').encode()}


def read_module(file: tuple[str, bytes]) -> Module:
    """A module from its file and its source. Raises ContentError for imports and exports of other forms."""
    name, data = file
    text = decode(data, name).text
    imports = tuple(
        Import(_line(text, found), tuple(re.findall(r"[^\s,]+", found[1])), found[2])
        for found in _IMPORT.finditer(text)
    )
    exports = {found[1]: _line(text, found) for found in _EXPORT.finditer(text)}
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: "\n" * found[0].count("\n"), text))
    if strange := list(_NEITHER.finditer(body)):
        raise ContentError(
            _error(name, _line(body, found), f"`{found[0]}` cannot be joined", _FORMS) for found in strange
        )
    return Module(name, imports, exports, body)


def in_order(entries: Sequence[str], modules: Mapping[str, Module]) -> Sequence[Module]:
    """These modules and all that they import from, each after those. Raises ContentError as `make_script` does."""
    found: dict[str, Module] = {}
    above: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        above.append(name)
        for one in modules[name].imports:
            if one.module in above:
                circle = " → ".join([*above[above.index(one.module) :], one.module])
                raise ContentError([_error(modules[name].file, one.line, f"a circle of imports: {circle}")])
            visit(one.module)
        found[name] = modules[above.pop()]

    if errors := [*_missing(entries, modules), *_not_exported(modules)]:
        raise ContentError(errors)
    for entry in entries:
        visit(entry)
    if errors := list(_exported_twice(found.values())):
        raise ContentError(errors)
    return list(found.values())


def _missing(entries: Sequence[str], modules: Mapping[str, Module]) -> Iterator[Diagnostic]:
    for entry in entries:
        if entry not in modules:
            yield Location(f"{entry}.js", 1).error(
                Code.MISSING_FILE, "this file is not there", "install klsim again"
            )


def _not_exported(modules: Mapping[str, Module]) -> Iterator[Diagnostic]:
    for module in modules.values():
        for one in module.imports:
            known = modules.get(one.module)
            if known is None:
                message = f"there is no module {one.module!r}"
                yield _error(module.file, one.line, message, nearest(one.module, modules, "modules"))
                continue
            for name in one.names:
                if name not in known.exports:
                    message = f"{one.module}.js does not export {name!r}"
                    yield _error(module.file, one.line, message, nearest(name, known.exports, "exports"))


def _exported_twice(modules: Iterable[Module]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for module in modules:
        for name, line in module.exports.items():
            other = first.setdefault(name, module.name)
            if other != module.name:
                message = f"{name!r} is exported by {other}.js too"
                yield _error(module.file, line, message, "choose another name")


def _as_function(module: Module) -> str:
    if not module.exports:
        return f"(()=>{{\n{module.body}\n}})();"
    names = ",".join(module.exports)
    return f"const{{{names}}}=(()=>{{\n{module.body}\nreturn{{{names}}}}})();"


def _error(file: str, line: int, message: str, hint: str = "") -> Diagnostic:
    return Location(file, line).error(Code.TEMPLATE_ERROR, message, hint)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
