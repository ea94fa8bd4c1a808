"""Commands that formulas do not have and no macro can stand for."""

from collections.abc import Mapping
from types import MappingProxyType

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "href": "write the link in the text around the formula",
        "url": "write the link in the text around the formula",
        "includegraphics": "write the image in the text around the formula",
        "ce": "chemistry is not read; write `\\mathrm{H_2O}`",
        "SI": "write the unit as `\\,\\mathrm{m}`",
        "si": "write the unit as `\\mathrm{m}`",
        "newenvironment": "write the environment out",
        "usepackage": "there are no packages; leave it out",
        "verb": "write code between backticks, outside of the formula",
        "multicolumn": "write cells of one column",
        "multirow": "write cells of one row",
        "cline": "leave it out, or write `\\hline`",
        "cmidrule": "leave it out, or write `\\hline`",
        **dict.fromkeys(("toprule", "midrule", "bottomrule"), "write `\\hline`"),
        "vline": "write a rule between the columns, `\\begin{array}{c|c}`",
        "vspace": "write `\\\\[6pt]` at the end of a row",
        **dict.fromkeys(("expandafter", "noexpand", "futurelet", "csname"), "write the commands that come of it"),
        **dict.fromkeys(("reflectbox", "rotatebox", "scalebox", "resizebox"), "write the formula without it"),
        **dict.fromkeys(("htmlClass", "htmlId", "htmlStyle", "htmlData"), "write the HTML around the formula"),
        "shortintertext": "end the formula, and go on after the text",
        "intertext": "end the formula, and go on after the text",
        "fcolorbox": "write `\\boxed{…}` or `\\colorbox{…}{…}`",
        "unicode": "write the character itself",
        "char": "write the character itself",
        "footnote": "write the note in the text around the formula",
        "above": "write `\\frac{a}{b}`",
        "abovewithdelims": "write `\\frac{a}{b}`",
        "xspace": "leave it out",
        "require": "leave it out; there is nothing to load",
        "definecolor": "write the colour where it is used, `\\color{#f00}`",
    }
)
"""What to write instead of each, by its name without backslash."""
