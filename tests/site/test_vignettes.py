"""The first page: the figure that it opens with and small pictures of articles, in both schemes, still and moving."""

from itertools import pairwise
from pathlib import Path

import html5lib
import numpy as np
import pytest
from PIL import Image

from klsim.build import build
from klsim.config import Config
from klsim.diagnostics import ContentError
from tests.site.outcome_maps import outcome_maps
from tests.site.sites import ARTICLE, SITE, built_site, copy_site, edit, write_site

pytestmark = pytest.mark.site
HTML = "{http://www.w3.org/1999/xhtml}"
COVERED = (
    ARTICLE.replace("part: 1", "part: 1\ncover: second")
    + "\n"
    + ARTICLE.split("\n## A section\n")[1]
    .replace("id: small", "id: second")
    .replace("run:small", "run:second")
    .replace("value:small", "value:second")
    .replace("mean: 2", "mean: -2")
)


def covered() -> Config:
    """An article of two figures, the second of which stands for it, and the first for the site."""
    return built_site(COVERED, {"site.yaml": f"{SITE}cover: short/small\n"})


def frames(path: Path) -> list[np.ndarray]:
    with Image.open(path) as film:
        return [np.asarray(_frame(film, n)) for n in range(film.n_frames)]


def _frame(film: Image.Image, number: int) -> Image.Image:
    film.seek(number)
    return film.convert("RGB")


def pictures(config: Config, folder: str, name: str) -> dict[str, Path]:
    """The still and the film of a vignette, in light and dark colours."""
    found = sorted((config.output / folder).glob(f"{name}*"))
    return {f"{path.name.split('.')[0].removeprefix(name)}.{path.suffix[1:]}": path for path in found}


@pytest.mark.sample(1)
@pytest.mark.parametrize(("folder", "name"), [("short/small", "opening"), ("short/second", "listed")])
def test_a_vignette_ends_as_its_still_and_moves_in_both_schemes(folder: str, name: str):
    config = covered()
    found = pictures(config, folder, name)
    assert set(found) == {".png", ".gif", "-dark.png", "-dark.gif"}
    for scheme in ("", "-dark"):
        film = frames(found[f"{scheme}.gif"])
        still = np.asarray(Image.open(found[f"{scheme}.png"]).convert("RGB"))
        assert 10 < len(film) <= 49
        height, width, _ = film[-1].shape
        fitted = still.reshape(height, len(still) // height, width, -1, 3).mean(axis=(1, 3))
        assert np.abs(film[-1] - fitted).mean() < 2
        assert sum((a != b).any() for a, b in pairwise(film)) > len(film) / 2
        paper = still[2, 2]
        assert (paper.mean() < 60) == (scheme == "-dark")


def test_the_film_of_the_first_page_plays_once_and_that_of_a_list_for_ever():
    config = covered()
    with Image.open(pictures(config, "short/small", "opening")[".gif"]) as film:
        assert "loop" not in film.info
        durations = [_frame(film, n).info["duration"] for n in range(film.n_frames)]
        assert sum(durations[:-1]) <= 4_200
    with Image.open(pictures(config, "short/second", "listed")[".gif"]) as film:
        assert film.info["loop"] == 0


def test_the_first_page_leads_to_the_figures_and_to_the_first_part():
    config = covered()
    page = html5lib.parse((config.output / "index.html").read_text(encoding="utf-8"))
    links = [link.get("href") for link in page.iter(f"{HTML}a")]
    assert "short/index.html" in links
    assert any(link.startswith("short/index.html#small?") for link in links)
    used = {image.get(key) for image in page.iter() if isinstance(image.tag, str) for key in ("src", "srcset")}
    ours = [path for name in ("listed", "opening") for path in config.output.glob(f"short/*/{name}*.gif")]
    assert len(ours) == 4
    assert {path.relative_to(config.output).as_posix() for path in ours} <= used
    assert all((config.output / path).is_file() for path in used if path)
    (opening,) = (one for one in page.iter(f"{HTML}figure") if one.get("class") == "opening")
    (image,) = opening.iter(f"{HTML}img")
    assert image.get("alt")


def test_the_card_of_an_article_shows_the_figure_that_stands_for_it(tmp_path: Path):
    config = copy_site(covered(), tmp_path / "site")
    before = (config.output / "short" / "card.png").read_bytes()
    edit(config, "cover: second\n", "")
    build(config)
    assert (config.output / "short" / "card.png").read_bytes() != before


def test_a_map_fills_as_its_runs_end():
    film = frames(pictures(outcome_maps(), "short/edge", "listed")[".gif"])
    still = film[-1]
    full = [(picture == still).all(axis=-1).mean() for picture in film]
    assert full == sorted(full)
    assert full[0] < full[-1] == 1


@pytest.mark.parametrize(
    ("cover", "told"),
    [
        ("short/smal", "content/site.yaml:7: there is no figure 'short/smal'; did you mean 'short/small'?"),
        ("small", "content/site.yaml:7: there is no figure 'small'; did you mean 'short/small'?"),
    ],
)
def test_a_figure_that_is_not_there_cannot_open_a_site(tmp_path: Path, cover: str, told: str):
    config = write_site(tmp_path)
    (config.content / "site.yaml").write_text(f"{SITE}cover: {cover}\n")
    with pytest.raises(ContentError) as raised:
        build(config)
    assert [str(one) for one in raised.value.diagnostics] == [told]


def test_a_figure_that_is_not_there_cannot_stand_for_an_article(tmp_path: Path):
    config = write_site(tmp_path, ARTICLE.replace("part: 1", "part: 1\ncover: smal"))
    with pytest.raises(ContentError) as raised:
        build(config)
    (told,) = raised.value.diagnostics
    assert str(told) == "content/short/index.md:7: this article has no figure 'smal'; did you mean 'small'?"


def test_the_figure_of_a_draft_opens_no_site_and_that_is_told(tmp_path: Path):
    config = write_site(tmp_path, ARTICLE.replace("part: 1", "part: 1\ndraft: true"))
    (config.content / "site.yaml").write_text(f"{SITE}cover: short/small\n")
    (told,) = build(config).warnings
    assert (
        told == "content/site.yaml:7: warning: the first page opens without 'short/small': its article is a draft"
    )
    assert "opening" not in (config.output / "index.html").read_text()
