"""Building the site: read everything, and only when all of it is right, make and write what is missing."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from klsim.config import Config
from klsim.disk.digests import digest, source_digest, versions_digest
from klsim.disk.output import Output, open_output
from klsim.pages.assets import Assets, font_path, make_assets
from klsim.pages.fonts import FACES, subset_font
from klsim.pages.math_font import formula_characters, subset_math_font
from klsim.pages.render import Renderer, make_environment
from klsim.scene.theme import Themes, parse_themes
from klsim.site.figures import Map, ensure_figure
from klsim.site.games import ensure_game
from klsim.site.pages import Made, write_pages
from klsim.site.prepare import Prepared, prepare
from klsim.site.progress import Progress, Silent, Summary
from klsim.site.results import check_links, results_from
from klsim.sweep.plan import Code
from klsim.text.highlight import highlight_css
from klsim.text.site import Site

PACKAGE = Path(__file__).parents[1]
RECORD_CODE = ("mathematics", "simulations", "records/run.py")
DRAWING_CODE = ("scene", "painting", "records")
VIEW_CODE = ("pages", "games")
FONT_PACKAGES = ("font-source-serif-pro", "font-source-sans-pro", "fonttools", "brotli")


def build(config: Config, map: Map = map, progress: Progress | None = None) -> Summary:
    """Build the whole site from `config.content` into `config.output`.

    `map` runs the drawing of runs, in this process or in many. Raises AuthorError with every mistake found
    before anything is written, BuildError where the output folder cannot be used.
    """
    progress = progress or Silent()
    css = (config.templates / "static" / "theme.css").read_text(encoding="utf-8")
    themes = parse_themes(css)
    with open_output(config.output) as output:
        site, articles = prepare(config, code_keys(css))
        check_links(articles, results_from(output))
        progress.start(sum(len(plan.runs) for article in articles for plan in article.plans))
        return write_site(config, site, articles, themes, output, map, progress)


def write_site(
    config: Config,
    site: Site,
    articles: Sequence[Prepared],
    themes: Themes,
    output: Output,
    map: Map,
    progress: Progress,
) -> Summary:
    """Figures first, then the pages that show them; what nothing refers to any more goes last."""
    made = [[ensure_figure(plan, themes, output, map, progress) for plan in article.plans] for article in articles]
    games = [[ensure_game(plan, themes, output, map) for plan in article.games] for article in articles]
    figures = [figure for several in made for figure in several]
    assets, shared = _write_assets(config, articles, output)
    images = [path for article in articles for path in _write_images(config, article, output)]
    renderer = Renderer(make_environment(config.templates), site, assets)
    shown: list[list[Made]] = [[*some, *others] for some, others in zip(made, games, strict=True)]
    pages = write_pages(renderer, articles, shown, output)
    keep = {*shared, *images, *pages, *(path for several in shown for figure in several for path in figure.files)}
    return Summary(
        articles=len(articles),
        figures=sum(len(several) for several in shown),
        runs=sum(len(figure.plan.runs) for figure in figures),
        drawn=sum(figure.drawn for figure in figures),
        pruned=output.prune(keep),
        bytes=sum((config.output / path).stat().st_size for path in keep),
    )


def code_keys(css: str) -> Code:
    """Keys of what computes, draws and tells the script: source code, colours, and versions of libraries."""
    records, drawings, views = (
        source_digest(*(PACKAGE / name for name in names)) for names in (RECORD_CODE, DRAWING_CODE, VIEW_CODE)
    )
    return Code(
        digest(records, versions_digest(["numpy"])),
        digest(drawings, css, versions_digest(["numpy", "matplotlib", "contourpy", "pillow", *FONT_PACKAGES])),
        views,
    )


def _write_assets(config: Config, articles: Sequence[Prepared], output: Output) -> tuple[Assets, list[str]]:
    """Style sheet, script, icon and fonts; how pages call them, and their paths."""
    sources = (PACKAGE / "pages" / name for name in ("fonts.py", "math_font.py"))
    font_key = digest(source_digest(*sources), versions_digest([*FONT_PACKAGES, "ziamath"]))
    characters = frozenset[str]().union(*(formula_characters(article.rendered.html) for article in articles))
    math_key = digest(font_key, "".join(sorted(characters))) if characters else ""
    assets, files = make_assets(config.templates / "static", highlight_css(), font_key, math_key)
    fonts = {font_path(face, font_key): (font_key, partial(subset_font, face)) for face in FACES}
    if characters:
        fonts[assets.formulas] = (math_key, partial(subset_math_font, characters))
    for path, (key, make) in fonts.items():
        if not output.fresh(path, key):
            output.write(path, key, make())
    for file in files:
        output.write(file.path, digest(file.data), file.data)
    return assets, [*fonts, *(file.path for file in files)]


def _write_images(config: Config, article: Prepared, output: Output) -> list[str]:
    """Copies of the images that an article shows, beside its page."""
    folder = config.root / article.article.folder
    names = sorted({image.path for image in article.rendered.images})
    for name in names:
        data = (folder / name).read_bytes()
        output.write(f"{article.article.slug}/{name}", digest(data), data)
    return [f"{article.article.slug}/{name}" for name in names]
