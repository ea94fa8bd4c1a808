"""The shipped articles keep their word: what they quote is in the code, and what they state is linked."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARTICLES = sorted(path.parent for path in (ROOT / "content").glob("*/index.md"))
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(article: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(article.glob("*.md")))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_line_of_code_that_an_article_quotes_is_the_programs_own():
    program = squeezed("\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "klsim").rglob("*.py")))
    quoted = [code for article in ARTICLES for code in PYTHON.findall(text_of(article))]
    assert len(quoted) >= 4
    for code in quoted:
        assert squeezed(code) in program


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)
def test_every_article_drives_figures_from_its_prose_or_has_a_game(article: Path):
    text = text_of(article)
    assert "](run:" in text or "](value:" in text or "```match" in text


def test_the_original_series_is_credited_in_every_part_that_retells_it():
    for article in ("gradient-descent", "kl-by-hand", "six-variables"):
        if (ROOT / "content" / article).is_dir():
            assert "mdcrosby.com" in text_of(ROOT / "content" / article)
