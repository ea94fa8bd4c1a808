"""An extension of Python-Markdown, `klsim.markdown`: figures and numbers in pages of other generators.

What `klsim figures` has put among their sources is set in where blocks and links stand. What is not there, or has
changed since, is told in that place.
"""

import html
import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from klsim.fences import FIGURES, Fence, find_fences
from klsim.guest import FOLDER, Manifest, Page, find_page, read_manifest

_LOG = logging.getLogger("klsim.markdown")
_SCHEMES = ("run:", "value:")
_PLACE = re.compile(r'<div data-klsim="(\d+)"></div>')
_OURS = 'href="klsim:'
_ADDRESS = re.compile(r'(?<= )(src|href)="')
_BEFORE_CODE, _AFTER_INLINE, _LAST = 27, 15, -100
"""When each part has its turn: figures before code is, links once they are links, addresses after all others."""


class KlsimExtension(Extension):
    """Puts figures, links and numbers into a page."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "docs": ["", "the folder of the sources, with klsim/ in it; else what the generator says, else docs"],
            "root": ["", "what leads from a page to the top of the site; else what the generator says"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take part in a conversion."""
        page = _HostPage(self.getConfig("docs"), self.getConfig("root"))
        md.preprocessors.register(_Blocks(md, page), "klsim", _BEFORE_CODE)
        md.treeprocessors.register(_Links(md, page), "klsim", _AFTER_INLINE)
        md.postprocessors.register(_Addresses(md, page), "klsim", _LAST)


class _HostPage:
    """The page under way: where it is, what there is for it, and the HTML of its figures so far."""

    def __init__(self, docs: str, root: str) -> None:
        self._docs, self._root = docs, root
        self.figures: list[str] = []
        self.page, self.manifest, self.has_script = Page(Path(docs), root, ""), Manifest({}), False

    def begin(self, md: Markdown, lines: Sequence[str]) -> list[Fence]:
        """Look at a text anew; gives its blocks."""
        self.figures, self.has_script = [], False
        self.page = find_page(md, self._docs, self._root)
        blocks = [one for one in find_fences(lines, FIGURES) if one.is_closed and not one.is_indented]
        self.manifest = read_manifest(self.page).of(self.page.source, [one.digest for one in blocks])
        return blocks

    @property
    def command(self) -> str:
        """What makes all that is missing."""
        docs, again = self.page.docs, self.page.again
        command = f"klsim figures {docs.relative_to(Path.cwd()) if docs.is_relative_to(Path.cwd()) else docs}"
        return f"{command} && {again}" if again else command

    def figure(self, block: Fence) -> str:
        """What stands in the place of a block."""
        found = self.manifest.blocks.get(block.digest)
        if found is None:
            self.tell(f"the `{block.kind}` block at line {block.first + 1} is not built as it stands")
            code = html.escape("\n".join(block.body))
            return (
                '<div class="klsim-missing admonition warning"><p class="admonition-title">'
                "This figure is not built, or its block has changed since</p>\n"
                f"<p>Run <code>{html.escape(self.command)}</code>.</p>\n<pre><code>{code}</code></pre></div>"
            )
        script = "" if self.has_script else f'<script src="{self.manifest.script}" async></script>'
        self.has_script = True
        return f'<div class="klsim">{found}{script}</div>'.replace(
            ' src="', f' src="{self.page.root}{FOLDER}/'
        ).replace(' href="', f' href="{self.page.root}{FOLDER}/')

    def tell(self, what: str) -> None:
        """Say in the log of the generator what is missing."""
        _LOG.warning("%s%s; run `%s`", f"{self.page.source}: " * bool(self.page.source), what, self.command)


class _Blocks(Preprocessor):
    """Takes blocks out of the text, and leaves marks in their places."""

    def __init__(self, md: Markdown, page: _HostPage) -> None:
        super().__init__(md)
        self._page = page

    def run(self, lines: list[str]) -> list[str]:
        """The text with marks."""
        left, end = [], 0
        for block in self._page.begin(self.md, lines):
            mark = f'<div data-klsim="{len(self._page.figures)}"></div>'
            self._page.figures.append(self._page.figure(block))
            left += [*lines[end : block.first], "", self.md.htmlStash.store(mark), ""]
            end = block.last + 1
        return [*left, *lines[end:]]


class _Links(Treeprocessor):
    """Has links to runs lead to figures, as far as these are there."""

    def __init__(self, md: Markdown, page: _HostPage) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        """Change links in their places."""
        for link in root.iter("a"):
            href = link.get("href", "")
            if not href.startswith(_SCHEMES):
                continue
            address = self._page.manifest.address(href, "".join(link.itertext()).strip())
            if address is not None:
                link.set("href", f"klsim:{address}")
                link.set("class", f"{link.get('class', '')} klsim-run".strip())
                continue
            self._page.tell(f"the link {href} is not built as it stands")
            del link.attrib["href"]
            link.tag = "span"
            SubElement(link, "strong", {"class": "klsim-missing"}).text = f" [run: {self._page.command}]"


class _Addresses(Postprocessor):
    """Puts figures in the places of marks, and the way before addresses, once nobody else changes these."""

    def __init__(self, md: Markdown, page: _HostPage) -> None:
        super().__init__(md)
        self._page = page

    def run(self, text: str) -> str:
        """The page."""
        figures = self._page.figures
        text = text.replace(_OURS, f'href="{self._page.page.root}{FOLDER}/')
        return _PLACE.sub(lambda mark: figures[int(mark[1])] if int(mark[1]) < len(figures) else mark[0], text)


def makeExtension(**options: Any) -> KlsimExtension:  # noqa: N802
    """What Python-Markdown asks an extension's module for."""
    return KlsimExtension(**options)
