"""The formats that there are, by the names that authors give them."""

from collections.abc import Mapping
from types import MappingProxyType

from klsim.content.outputs import EPUB, HOSTED, HTML, SINGLE
from klsim.formats.books import epub
from klsim.formats.format import Format
from klsim.formats.hosted import hosted
from klsim.formats.pages import html
from klsim.formats.single import single

FORMATS: Mapping[str, Format] = MappingProxyType({HTML: html, SINGLE: single, EPUB: epub, HOSTED: hosted})
