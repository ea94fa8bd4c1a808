"""Tokens as HTML, where klsim writes it in another way than the library."""

import html
from collections.abc import Sequence
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from klsim.content.formulas.convert import number_html
from klsim.content.markdown.code import parse_info, render_code
from klsim.content.scrollers import NARROW_EM, formula_width
from klsim.content.slots import figure_slot

Tokens = Sequence[Token]
_SHORT = 300
"""No formula of so many characters of MathML is wide."""
_COLUMN_EM = 30
"""A little less than the width of the column of text."""


class Renderer(RendererHTML):
    """Each public method renders the tokens of its name.

    In `env`, `english` is the attribute that marks klsim's own words in a text of another language, and
    `number_captions` says whether captions begin with their numbers.
    """

    def text_special(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A sign that was escaped, or written by name."""
        return html.escape(tokens[idx].content)

    def text(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """Text; that of a reference is klsim's own."""
        token = tokens[idx]
        words = token.meta.get("html") or html.escape(token.content)
        return f"<span{env['english']}>{words}</span>" if env["english"] and token.meta.get("english") else words

    def code_inline(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """Code within a line."""
        token = tokens[idx]
        return f"<code{self.renderAttrs(token)}>{html.escape(token.content, quote=False)}</code>"

    def fence(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """Code, highlighted."""
        return render_code(tokens[idx].content, parse_info(tokens[idx].info))

    def code_block(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """Indented code."""
        return render_code(tokens[idx].content, parse_info(""))

    def figure_slot(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The place of a figure."""
        meta = tokens[idx].meta
        return figure_slot(str(meta["slot"]), meta["number"] if env["number_captions"] else None) + "\n"

    def formula(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A formula; one that is displayed stands in a box that may scroll."""
        token = tokens[idx]
        written = str(token.meta.get("html", ""))
        if not token.meta["display"]:
            return written if token.meta.get("plain") else _amid(written)
        tag = "div" if token.block else "span"
        classes = f"{token.attrs.get('class', '')} formula scroll".strip()
        word = str(token.attrs.get("id", ""))
        id = f' id="{html.escape(word)}"' if word and f'id="{word}"' not in written else ""
        return f'<{tag} class="{html.escape(classes)}"{id}>{written}</{tag}>' + "\n" * (tag == "div")

    def equation_reference(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A link to an equation that says its number."""
        token = tokens[idx]
        return f'<a href="#{html.escape(token.meta["label"])}">{number_html(token.content)}</a>'

    def image(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """An image; in what is said of it formulas stand as they are written."""
        token = tokens[idx]
        said = "".join(
            str(child.meta["written"])
            if child.type == "formula"
            else self.renderInlineAsText([child], options, env)
            for child in token.children or ()
        )
        token.attrs = {"alt": said, **{name: value for name, value in token.attrs.items() if name != "alt"}}
        return self.renderToken(tokens, idx, options, env)

    def html_film(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A film of another site."""
        return tokens[idx].content

    def caption_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The beginning of a caption, with its number if captions have numbers."""
        number = tokens[idx].meta["number"] if env["number_captions"] else None
        label = f'<span class="number"{env["english"]}>Figure {number}.</span> ' if number else ""
        return f"<figcaption>{label}"

    def heading_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The end of a heading, with a link to itself."""
        token = tokens[idx]
        anchor = html.escape(token.meta["anchor"])
        label = f'aria-label="Link to this section"{env["english"]}'
        return f' <a class="anchor" href="#{anchor}" {label}>#</a></{token.tag}>\n'

    def admonition_title_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The beginning of a title; one that no author wrote is English."""
        token = tokens[idx]
        english = env["english"] if token.meta.get("english") else ""
        return f'<{token.tag} class="admonition-title"{english}>'

    def list_item_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """An item, with a box if it is a task."""
        page = self.renderToken(tokens, idx, options, env)
        if "checked" not in tokens[idx].meta:
            return page
        state = 'checked="" aria-label="done"' if tokens[idx].meta["checked"] else 'aria-label="to do"'
        return f'{page}<input type="checkbox" disabled="" {state}{env["english"]} /> '

    def table_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A table, in a box that may scroll."""
        return '<div class="scroll">' + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The end of a table and its box."""
        return "</table></div>\n"

    def footnote_ref(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The mark of a footnote."""
        meta = tokens[idx].meta
        label = html.escape(meta["label"])
        link = f'<a class="footnote-ref" href="#fn:{label}">{meta["id"] + 1}</a>'
        return f'<sup id="fnref{_again(meta)}:{label}">{link}</sup>'

    def footnote_anchor(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The way back from a footnote."""
        meta = tokens[idx].meta
        label, title = html.escape(meta["label"]), f"Back to the text of note {meta['id'] + 1}"
        link = f'href="#fnref{_again(meta)}:{label}" title="{title}"{env["english"]}'
        return f'&#160;<a class="footnote-backref" {link}>&#8617;</a>'

    def footnote_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """A footnote."""
        return f'<li id="fn:{html.escape(tokens[idx].meta["label"])}">\n'

    def footnote_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The end of a footnote."""
        return "</li>\n"

    def footnote_block_open(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """All footnotes."""
        return '<div class="footnote">\n<hr />\n<ol>\n'

    def footnote_block_close(self, tokens: Tokens, idx: int, options: Any, env: Any) -> str:
        """The end of all footnotes."""
        return "</ol>\n</div>\n"


def _amid(formula: str) -> str:
    """A formula amid a line, in a box that may scroll if a narrow screen may not hold it."""
    width = formula_width(formula) if len(formula) > _SHORT else 0.0
    if width <= NARROW_EM:
        return formula
    classes = "line long" if width > _COLUMN_EM else "line"
    reached = 'tabindex="0" role="group" aria-label="Formula, scrolls sideways"'
    return f'<span class="{classes}" {reached}>{formula}</span>'


def _again(meta: Any) -> str:
    """The number of a mark that is not the first of its note."""
    return str(meta["subId"] + 1) if meta["subId"] else ""
