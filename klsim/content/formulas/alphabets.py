"""Letters of the mathematical alphabets: bold, script, double-struck and so on."""

_FIRST = {"A": 26, "a": 26, "0": 10, "Α": 25, "α": 25}
"""The first letter of each range of plain characters, and how many there are; the last two are Greek."""

_ALPHABETS = {
    "bold": {"A": 0x1D400, "a": 0x1D41A, "0": 0x1D7CE, "Α": 0x1D6A8, "α": 0x1D6C2},
    "italic": {"A": 0x1D434, "a": 0x1D44E, "Α": 0x1D6E2, "α": 0x1D6FC},
    "bold-italic": {"A": 0x1D468, "a": 0x1D482, "0": 0x1D7CE, "Α": 0x1D71C, "α": 0x1D736},
    "script": {"A": 0x1D4D0, "a": 0x1D4EA},
    "fraktur": {"A": 0x1D56C, "a": 0x1D586},
    "double-struck": {"A": 0x1D538, "a": 0x1D552, "0": 0x1D7D8},
    "sans-serif": {"A": 0x1D5A0, "a": 0x1D5BA, "0": 0x1D7E2},
    "sans-serif-italic": {"A": 0x1D608, "a": 0x1D622},
    "monospace": {"A": 0x1D670, "a": 0x1D68A, "0": 0x1D7F6},
}
_ELSEWHERE = {
    "double-struck": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
    "italic": {"h": "ℎ"},
}


def in_alphabet(text: str, variant: str) -> str:
    """The text in an alphabet, named as MathML names it; what the alphabet lacks stays as it is."""
    return "".join(_letter(character, variant) for character in text)


def _letter(character: str, variant: str) -> str:
    if other := _ELSEWHERE.get(variant, {}).get(character):
        return other
    for first, start in _ALPHABETS.get(variant, {}).items():
        if 0 <= (steps := ord(character) - ord(first)) < _FIRST[first]:
            return chr(start + steps)
    return character
