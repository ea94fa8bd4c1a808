"""All that a build does but write, and a look at what it would not mind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from posixpath import normpath
from urllib.parse import unquote

from klsim.config import Config
from klsim.content.files import survey_content
from klsim.content.references import Image, Link
from klsim.content.tags import find_tags
from klsim.diagnostics import AuthorError, Mistake, gather
from klsim.disk.output import Output, peek_output
from klsim.figures.animation.links import RunLink, is_run_link, parse_link
from klsim.site.build import is_current
from klsim.site.inputs import Inputs, read_inputs
from klsim.site.memory import PATH, recall
from klsim.site.page_links import page_link_mistakes
from klsim.site.prepare import Prepared, code_of, prepare_article, read_themes
from klsim.site.results import check_links, run_links
from klsim.site.targets import find_targets
from klsim.site.weights import tabulate, weigh


@dataclass(frozen=True)
class Report:
    """What there is to say of a site: mistakes, warnings, things to know, and what its pages weigh, as lines."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...]
    notes: tuple[str, ...]
    table: tuple[str, ...]


def check(config: Config) -> Report:
    """Read and check the site. Nothing is written, not even the lock of the output folder."""
    inputs = read_inputs(config)
    content = survey_content(config)
    published = [article for article in content.articles if not article.draft]
    articles, wrong = gather(partial(prepare_article, config, code_of(inputs, read_themes(config))), published)
    wrong += content.mistakes
    output = peek_output(config.output)
    drafts = {article.slug for article in content.articles if article.draft}
    targets = find_targets(articles, drafts, unread=bool(wrong))
    wrong += _run_link_mistakes(articles, output, unread=bool(wrong))
    for article in articles:
        wrong += [*page_link_mistakes(article, targets), *_unnamed_images(article)]
    notes = tuple(_undriven(articles))
    told = AuthorError([*wrong, *content.warnings]).mistakes
    warnings = tuple(mistake for mistake in told if mistake.is_warning)
    if wrong or content.site is None:
        return Report(tuple(mistake for mistake in told if not mistake.is_warning), warnings, notes, ())
    return Report((), warnings, notes, _weights(inputs, output))


def _run_link_mistakes(articles: Sequence[Prepared], output: Output, *, unread: bool) -> Sequence[Mistake]:
    """What is wrong with links to runs and with stated numbers; where articles could not be read, links to
    others are passed over, since the figure that they name may be there."""
    slugs = {article.article.slug for article in articles}

    def is_known(link: Link, slug: str) -> bool:
        parsed = _parsed(link, slug)
        return not unread or parsed is None or parsed.article in slugs

    written = [(article.article.slug, link) for article in articles for link in run_links(article.rendered)]
    plans = {article.article.slug: article.plans for article in articles}
    try:
        check_links([item for item in written if is_known(item[1], item[0])], plans, output)
    except AuthorError as error:
        return error.mistakes
    return ()


def _parsed(link: Link, slug: str) -> RunLink | None:
    """The link if it is one to a run, and well formed."""
    try:
        return parse_link(link.href, slug, link.origin) if is_run_link(link.href) else None
    except AuthorError:
        return None


def _unnamed_images(article: Prepared) -> Iterator[Mistake]:
    """Images without alternative text, save those that say so of themselves, `<img alt="">`."""
    by_path: dict[str, list[Image]] = {}
    for shown in article.rendered.images:
        by_path.setdefault(shown.path, []).append(shown)
    for tag in find_tags(article.rendered.html, "img"):
        address = tag.attributes.get("src", "").strip()
        several = by_path.get(normpath(unquote(address)), [])
        image = several.pop(0) if several else None
        if image and not tag.attributes.get("alt", "").strip() and not _is_ornament(article, image):
            hint = 'write ![what it shows](…), or <img src="…" alt=""> for an ornament'
            yield image.origin.mistake(f"the image {image.path!r} has no alternative text", hint)


def _is_ornament(article: Prepared, image: Image) -> bool:
    source = article.article.source
    lines = (line for line, origin in zip(source.lines, source.origins, strict=True) if origin == image.origin)
    return any('alt=""' in line for line in lines)


def _undriven(articles: Sequence[Prepared]) -> Iterator[str]:
    """Figures that no link of the prose drives: nothing wrong, but perhaps forgotten."""
    links = [_parsed(link, a.article.slug) for a in articles for link in a.rendered.links]
    driven = {(link.article, link.figure) for link in links if link is not None}
    for article in articles:
        for plan in article.plans:
            if (article.article.slug, plan.figure.id) not in driven:
                origin = plan.figure.origin
                yield f"{origin.file}:{origin.line}: note: no link in the prose drives figure {plan.figure.id!r}"


def _weights(inputs: Inputs, output: Output) -> tuple[str, ...]:
    memory = recall(output, inputs)
    if memory is None or not is_current(memory, inputs, output):
        return (f"no sizes: {output.root} is not what a build would make now; build first",)
    return tabulate(weigh({path: (output.root / path).stat().st_size for path in output.entries if path != PATH}))
