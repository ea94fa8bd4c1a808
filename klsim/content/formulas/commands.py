"""Commands that authors write and math-core does not know, or not in this way."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from klsim.content.formulas.colors import color_command, read_color_argument
from klsim.content.formulas.draft import Draft, Element, Handler
from klsim.content.formulas.environments import ems
from klsim.content.formulas.faults import without_argument
from klsim.content.formulas.macros import Macro
from klsim.content.formulas.refused import REFUSED
from klsim.content.formulas.tokens import Reader, Token, Tokens, join

_SIZES = {"tiny": 50, "scriptsize": 70, "footnotesize": 80, "small": 90, "large": 120, "Large": 140, "LARGE": 170}
_SIZES |= {"huge": 200, "Huge": 250}
_DELIMITERS = {"<": "\\langle ", ">": "\\rangle "}
_UPRIGHT = frozenset({"\\mathrm", "\\text", "\\textrm", "\\rm", "\\mathop", "\\mbox", "\\textnormal", "\\textup"})
_THIN = frozenset({"\\,", "\\;", "\\:", "\\ ", "\\!", "~"})
_LAPS = {"rlap": "", "llap": ' class="lap-left"', "clap": ' class="lap-centre"'}


def _color(draft: Draft, reader: Reader, token: Token) -> None:
    draft.emit(color_command(read_color_argument(draft, reader, token)), token.start)


def _textcolor(draft: Draft, reader: Reader, token: Token) -> None:
    color, content = read_color_argument(draft, reader, token), reader.argument()
    with draft.group(token.start):
        draft.emit(color_command(color), token.start)
        draft.run(content or ())


def _colorbox(draft: Draft, reader: Reader, token: Token) -> None:
    """A box holds text, as in LaTeX."""
    color, content = read_color_argument(draft, reader, token), reader.argument() or ()
    with draft.group(token.start):
        background = "" if color is None else f' mathbackground="{color}"'
        draft.mark(Element(f'<mrow class="box"{background}>', "</mrow>"), token.start)
        draft.run([Token("\\text", token.start), Token("{", token.start), *content, Token("}", token.start)])


def _size(percent: int, draft: Draft, _: Reader, token: Token) -> None:
    draft.mark(Element(f'<mrow mathsize="{percent}%">', "</mrow>"), token.start)


def _around(element: Element, draft: Draft, reader: Reader, token: Token) -> None:
    """The argument in an element of its own."""
    content = reader.argument()
    if content is None:
        draft.faults.append(without_argument(token.start, token.text))
        return
    with draft.group(token.start):
        draft.mark(element, token.start)
        draft.run(content)


def _smash(draft: Draft, reader: Reader, token: Token) -> None:
    part = join(reader.option() or ()).strip()
    heights = {"t": ' height="0"', "b": ' depth="0"'}.get(part, ' height="0" depth="0"')
    _around(Element(f"<mpadded{heights}>", "</mpadded>"), draft, reader, token)


def _lap(attributes: str, draft: Draft, reader: Reader, token: Token) -> None:
    _around(Element(f'<mpadded width="0"{attributes}>', "</mpadded>"), draft, reader, token)


def _rule(draft: Draft, reader: Reader, token: Token) -> None:
    written = [join(reader.option() or ()) or "0pt", join(reader.argument() or ()), join(reader.argument() or ())]
    lengths = [ems(length) for length in written]
    if None in lengths:
        draft.fault(token, "`\\rule` wants a width and a height", "write `\\rule{2em}{1pt}`")
        return
    rise, width, height = (length or 0 for length in lengths)
    line = f'<mspace mathbackground="currentcolor" width="{width:.4g}em" height="{height:.4g}em"></mspace>'
    if rise:
        line = f'<mpadded voffset="{rise:.4g}em" height="{rise + height:.4g}em">{line}</mpadded>'
    with draft.group(token.start):
        draft.mark(Element(line, keeps_content=False), token.start)
        draft.emit("\\,", token.start)


def _operatorname(draft: Draft, reader: Reader, token: Token) -> None:
    star = "*" if reader.skip("*") else ""
    content = reader.argument()
    if content is None:
        draft.out.append(token)
        return
    if (name := _upright(content)) is not None:
        draft.emit(f"\\operatorname{star}{{{name}}}", token.start)
        return
    draft.emit("\\mathop{\\mathrm{" if star else "\\mathrm{", token.start)
    draft.run(content)
    draft.emit("}}" if star else "}", token.start)
    if star:
        _skip_limits(reader)


def _mathop(draft: Draft, reader: Reader, token: Token) -> None:
    content = reader.argument()
    if content is None:
        draft.out.append(token)
        return
    first = next((one.text for one in content if not one.text.isspace()), "")
    if first in _UPRIGHT and (name := _upright(content)) is not None:
        draft.emit(f"\\operatorname*{{{name}}}", token.start)
        return
    draft.emit("\\mathop{", token.start)
    draft.run(content)
    draft.emit("}", token.start)
    _skip_limits(reader)


def _skip_limits(reader: Reader) -> None:
    """math-core takes `\\limits` after names and signs only; it sets them so in displayed formulas anyway."""
    if not reader.skip("\\limits"):
        reader.skip("\\nolimits")


def _upright(content: Tokens) -> str | None:
    """The name of an operator that is of letters and thin spaces alone; None for any other."""
    reader, pieces = Reader(content), list[str]()
    while one := reader.take():
        if one.text in _UPRIGHT:
            inner = _upright(reader.argument() or ()) if one.text != "\\rm" else ""
            if inner is None:
                return None
            pieces.append(inner)
        elif one.text in _THIN or one.text.isalnum() or one.text in "-'./ ":
            pieces.append(one.text)
        elif not one.text.isspace():
            return None
    return "".join(pieces)


def _delimiter(draft: Draft, reader: Reader, token: Token) -> None:
    """`\\left<` as `\\left\\langle`, and `\\bigg{|}` as `\\bigg|`."""
    draft.nest((token.text == "\\left") - (token.text == "\\right"))
    if token.text.lower().startswith("\\big") and reader.skip("."):
        return  # it stands for no bracket
    draft.out.append(token)
    if reader.peek() == "{":
        braced = reader.argument() or ()
        bracket = [one for one in braced if not one.text.isspace()]
        reader.put(bracket if len(bracket) == 1 else [Token("{", token.start), *braced, Token("}", token.start)])
    for sign, known in _DELIMITERS.items():
        if reader.skip(sign):
            draft.emit(known, token.start)


def _sqrt(draft: Draft, reader: Reader, token: Token) -> None:
    """The index of a root in braces: what it holds may be marked by square brackets."""
    index = reader.option()
    draft.out.append(token)
    if index is not None:
        draft.emit("[{", token.start)
        draft.run(index)
        draft.emit("}]", token.start)


def _space(draft: Draft, reader: Reader, token: Token) -> None:
    """`\\hspace*{…}` without its star, which is for ends of lines; `\\kern{1em}` without braces."""
    reader.skip("*")
    content = reader.argument() if reader.peek() == "{" else None
    if content is None and token.text in ("\\hspace", "\\mspace"):
        draft.faults.append(without_argument(token.start, token.text))
    elif content is None:
        draft.out.append(token)
    elif token.text in ("\\hspace", "\\mspace"):
        draft.emit(f"{token.text}{{{join(content)}}}", token.start)
    else:
        draft.emit(f"{token.text} {join(content)} ", token.start)


def _control_space(draft: Draft, _: Reader, token: Token) -> None:
    draft.emit("\\ ", token.start)


def _root(draft: Draft, reader: Reader, token: Token) -> None:
    """`\\root n \\of x`."""
    index: list[Token] = []
    while (one := reader.take()) and one.text != "\\of":
        index.append(one)
    if one is None:
        draft.fault(token, "`\\root` without `\\of`", "write `\\sqrt[3]{x}`")
    draft.emit("\\sqrt[{", token.start)
    draft.run(index)
    draft.emit("}]", token.start)


def _drop(_: Draft, __: Reader, ___: Token) -> None:
    """What says only where lines may break, or is for other programs."""


def _refuse(hint: str, draft: Draft, _: Reader, token: Token) -> None:
    draft.fault(token, f"`{token.text}` is not known in formulas", hint)
    draft.emit("{}", token.start)


_DELIMITED = (
    "left right middle big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr biggr Biggr bigm Bigm biggm Biggm"
)
COMMAND_HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "\\color": _color,
        "\\textcolor": _textcolor,
        "\\colorbox": _colorbox,
        "\\smash": _smash,
        "\\rule": _rule,
        "\\operatorname": _operatorname,
        "\\operatornamewithlimits": _operatorname,
        "\\mathop": _mathop,
        "\\root": _root,
        "\\sqrt": _sqrt,
        "\\sout": partial(_around, Element('<mrow class="struck">', "</mrow>")),
        "\\\n": _control_space,
        "\\\t": _control_space,
        **{f"\\{name}": partial(_size, percent) for name, percent in _SIZES.items()},
        **{f"\\{prefix}{name}": partial(_lap, _LAPS[name]) for name in _LAPS for prefix in ("", "math")},
        **{f"\\{name}": _delimiter for name in _DELIMITED.split()},
        **{f"\\{name}": _space for name in ("hspace", "mspace", "hskip", "mskip", "kern", "mkern")},
        **{f"\\{name}": _drop for name in ("allowbreak", "nobreak", "noindent", "normalsize", "/", "-", "hfill")},
        **{f"\\{name}": partial(_refuse, hint) for name, hint in REFUSED.items()},
    }
)

_MACROS: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("dotsc", "dotso", "dotsx", "mathellipsis"), ("\\ldots", 0)),
    **dict.fromkeys(("dotsb", "dotsm", "dotsi"), ("\\cdots", 0)),
    **dict.fromkeys(("mathds", "mathbbm", "mathbbmss"), ("\\mathbb{#1}", 1)),
    **dict.fromkeys(("mbox", "hbox", "textnormal", "textmd"), ("\\text{#1}", 1)),
    **dict.fromkeys(("mathnormal", "vcenter"), ("{#1}", 1)),
    "mathup": ("\\mathrm{#1}", 1),
    "mathsfit": ("\\mathsf{#1}", 1),
    "textup": ("\\textrm{#1}", 1),
    "pmb": ("\\boldsymbol{#1}", 1),
    "substack": ("\\begin{subarray}{c}#1\\end{subarray}", 1),
    "cases": ("\\begin{cases}#1\\end{cases}", 1),
    "matrix": ("\\begin{matrix}#1\\end{matrix}", 1),
    "pmatrix": ("\\begin{pmatrix}#1\\end{pmatrix}", 1),
    "displaylines": ("\\begin{gathered}#1\\end{gathered}", 1),
    "abs": ("\\left\\lvert #1\\right\\rvert", 1),
    "norm": ("\\left\\lVert #1\\right\\rVert", 1),
    "colon": ("\\mathpunct{:}", 0),
    "ordinarycolon": (":", 0),
    "smallsetminus": ("\\setminus", 0),
    "smallsmile": ("\\smile", 0),
    "smallfrown": ("\\frown", 0),
    "thicksim": ("\\sim", 0),
    "thickapprox": ("\\approx", 0),
    "shortmid": ("\\mid", 0),
    "nshortmid": ("\\nmid", 0),
    "shortparallel": ("\\parallel", 0),
    "nshortparallel": ("\\nparallel", 0),
    "varpropto": ("\\propto", 0),
    **dict.fromkeys(("centerdot", "sdot"), ("\\cdot", 0)),
    "varvdots": ("\\vdots", 0),
    **dict.fromkeys(
        ("xrightleftarrows", "xrightequilibrium", "xleftequilibrium"), ("\\xrightleftharpoons{#1}", 1)
    ),
    "mapsfrom": ("\\mathrel{↤}", 0),
    "intop": ("\\int\\limits", 0),
    "smallint": ("\\int", 0),
    "enskip": ("\\enspace", 0),
    "varlimsup": ("\\mathop{\\overline{\\mathrm{lim}}}", 0),
    "varliminf": ("\\mathop{\\underline{\\mathrm{lim}}}", 0),
    "varinjlim": ("\\mathop{\\underrightarrow{\\mathrm{lim}}}", 0),
    "varprojlim": ("\\mathop{\\underleftarrow{\\mathrm{lim}}}", 0),
    "overlinesegment": ("\\overline{#1}", 1),
    "underlinesegment": ("\\underline{#1}", 1),
    "textcopyright": ("\\text{©}", 0),
    "bgroup": ("{", 0),
    "egroup": ("}", 0),
    "centernot": ("\\not{#1}", 1),
    **{name: (f"\\text{{{name}}}", 0) for name in ("TeX", "LaTeX", "KaTeX")},
    **{
        name: (f"\\textcolor{{{name}}}{{#1}}", 1)
        for name in ("blue", "orange", "pink", "red", "green", "gray", "purple")
    },
}
KNOWN_MACROS: Mapping[str, Macro] = MappingProxyType(
    {f"\\{name}": Macro.of(latex, parameters) for name, (latex, parameters) in _MACROS.items()}
)
"""What other programs know and math-core does not, said in what it does; an author's own come before them."""
