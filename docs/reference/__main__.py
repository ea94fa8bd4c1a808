"""Writes the pages of the guide that are made from the code: `python -m docs.reference`."""

from pathlib import Path

from docs.reference.codes import messages_page
from docs.reference.keys import keys_page

CONTENT = Path(__file__).parents[1] / "content"
PAGES = {"keys.md": keys_page, "messages.md": messages_page}

if __name__ == "__main__":
    for name, make in PAGES.items():
        (CONTENT / name).write_text(make(), encoding="utf-8")
