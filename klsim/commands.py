"""Commands for what a site hands on: a zip of it, what has changed since an older one, and addresses that stay."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from klsim.address_book import addresses_of, book_path, read_book, write_book
from klsim.addresses import REMEDY
from klsim.archive import pack
from klsim.articles import read_articles
from klsim.built_site import open_built
from klsim.comparison import LOST, NEW, Change, compare_sites
from klsim.config import Config
from klsim.content.moment import Present
from klsim.engine.executor import Serial
from klsim.engine.progress import Silent
from klsim.engine.store import Store
from klsim.publication import read_pages
from klsim.session import Session
from klsim.template_files import find_templates


def zip_site(config: Config, options: argparse.Namespace, present: Present, place: Callable[[Path], str]) -> int:
    """Write the zip and say what to do with it."""
    archive = pack(config, options.to, present)
    print(f"{place(archive.path)}: {archive.files} files, {archive.bytes / 1e6:.1f} MB")
    later = f"{options.called} diff {place(archive.path)}"
    print(f"Unpack it where the site is to stand. Keep it: `{later}` tells later what has changed since.")
    return 0


def keep_addresses(
    config: Config, options: argparse.Namespace, present: Present, place: Callable[[Path], str]
) -> int:
    """Write the addresses that the site has into its file, or tell which are new and which would be lost."""
    with Store(config.store, packages=config.packages) as store:
        session = Session(config, store, Serial(), Silent(), store.next_build(present.seconds), present)
        articles = read_articles(session, read_pages(find_templates(config)))
        session.diagnostics.raise_errors()
    path = place(book_path(config))
    if options.keep:
        count, new = write_book(config, articles)
        print(f"{path}: {count} addresses, {new} of them new; keep this file with your texts")
        return 0
    kept, there = read_book(config).keys(), addresses_of(articles)
    for word, paths in ((NEW, there - kept), (LOST, kept - there)):
        for one in sorted(paths):
            print(Change(word, one))
    if there - kept:
        print(f"`{options.called} addresses --keep` writes what is new into {path}", file=sys.stderr)
    return int(bool(kept - there))


def diff_site(config: Config, options: argparse.Namespace, place: Callable[[Path], str]) -> int:
    """Print what has changed: 0 where nothing has, 1 where something has."""
    with open_built(options.old) as old, open_built(config.output) as new:
        changes = compare_sites(old, new)
    for one in changes:
        print(one)
    if any(one.kind == LOST for one in changes):
        print(f"Links from elsewhere to what is lost lead nowhere now: {REMEDY}", file=sys.stderr)
    if not changes:
        print(f"{place(config.output)} is as {place(options.old)}")
    return int(bool(changes))
