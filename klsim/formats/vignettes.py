"""The vignettes of a site: small pictures of its articles, which move, and what its first page opens with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from klsim.articles import Articles
from klsim.engine.results import Product, Results
from klsim.engine.task import Task
from klsim.figures.kind import FigurePlan, file_name
from klsim.render.vignette import DARK, FILM, LISTED, OPENING, STILL, Form
from klsim.scene.theme import Themes


@dataclass(frozen=True)
class Vignette:
    """A picture without words: paths below the output folder, in light and in dark colours, and its size in px.

    film, film_dark: that in which it moves; empty where nothing does
    """

    still: str
    still_dark: str
    width: int
    height: int
    film: str = ""
    film_dark: str = ""


def vignette_tasks(articles: Articles, plans: Mapping[str, FigurePlan], themes: Themes) -> Iterator[Task]:
    """What draws them."""
    for _, folder, form in _wanted(articles):
        task = plans[folder].vignette(form, themes) if folder in plans else None
        if task is not None:
            yield task


def find_vignettes(articles: Articles, made: Results) -> tuple[Mapping[str, Vignette], Mapping[str, Product]]:
    """Those that are made, by the slug of their article or empty for that of the first page, and their files."""
    found: dict[str, Vignette] = {}
    files: dict[str, Product] = {}
    for slug, folder, form in _wanted(articles):
        task = f"{folder}/{form.name}"
        if task not in made.made:
            continue
        products = {name: made.product(task, name) for name in made.products(task)}
        paths = {name: f"{folder}/{_file_name(form, name, product)}" for name, product in products.items()}
        films = [paths.get(name, "") for name in (FILM, f"{FILM}{DARK}")]
        found[slug] = Vignette(paths[STILL], paths[f"{STILL}{DARK}"], form.width_px, form.height_px, *films)
        files |= {paths[name]: product for name, product in products.items()}
    return found, files


def _wanted(articles: Articles) -> Iterator[tuple[str, str, Form]]:
    """Of each article in a list its slug, and nothing of the first page; the folder of the figure; the form."""
    assert articles.site is not None
    for document in articles.published:
        if document.cover and not document.article.page:
            yield document.slug, document.cover, LISTED
    if articles.cover:
        yield "", articles.cover, OPENING


def _file_name(form: Form, name: str, product: Product) -> str:
    stem = f"{form.name}{DARK if name.endswith(DARK) else ''}"
    return file_name(stem, "gif" if name.startswith(FILM) else "png", product)
