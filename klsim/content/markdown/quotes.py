"""The quotation marks of languages."""

from typing import NamedTuple


class Quotes(NamedTuple):
    """What opens and closes a quotation, and one between single quotes."""

    opening: str
    closing: str
    single_opening: str
    single_closing: str


ENGLISH = Quotes("“", "”", "‘", "’")
_GERMAN = Quotes("„", "“", "‚", "‘")
_SWISS = Quotes("«", "»", "‹", "›")
_ROMANCE = Quotes("«", "»", "“", "”")
_SWEDISH = Quotes("”", "”", "’", "’")
_RUSSIAN = Quotes("«", "»", "„", "“")
_NORWEGIAN = Quotes("«", "»", "‘", "’")
_OF_LANGUAGES = {
    **dict.fromkeys(("de", "cs", "sk", "sl"), _GERMAN),
    **dict.fromkeys(("de-ch", "de-li", "fr-ch", "it-ch"), _SWISS),
    "fr": Quotes("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    **dict.fromkeys(("es", "it", "pt-pt"), _ROMANCE),
    "pl": Quotes("„", "”", "‚", "’"),
    **dict.fromkeys(("sv", "fi"), _SWEDISH),
    "da": Quotes("»", "«", "›", "‹"),
    **dict.fromkeys(("ru", "uk", "be"), _RUSSIAN),
    **dict.fromkeys(("nb", "nn", "no"), _NORWEGIAN),
}
"""Those that are not as in English, which Dutch and Brazilian Portuguese are."""


def quotes_of(language: str) -> Quotes:
    """The marks of a language such as `de` or `de-CH`."""
    code = language.lower()
    return _OF_LANGUAGES.get(code) or _OF_LANGUAGES.get(code.partition("-")[0], ENGLISH)
