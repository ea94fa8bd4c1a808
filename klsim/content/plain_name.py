"""Words as a part of addresses and file names: small Latin letters, digits and single hyphens."""

import re
import unicodedata

_SPELLED = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe"},
        **{"đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "ı": "i"},
    }
)
"""Letters that are spelled out; others lose their accents."""


def plain_name(words: str) -> str:
    """Words as such a name, `Ärger über` as `aerger-ueber`; empty without Latin letters and digits."""
    spelled = unicodedata.normalize("NFC", words).lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
