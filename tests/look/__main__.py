"""The command line: `pictures` of a built site, and `compare` for two folders of them."""

import argparse
import os
import sys
from pathlib import Path

from tests.look.album import take_all
from tests.look.comparison import compare
from tests.look.folders import pictures_in
from tests.look.processes import Map, processes


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked: 0 when all went well and nothing differs, 1 where something does, 2 for wrong usage."""
    options = parse_options(arguments)
    try:
        with processes(options.jobs) as map:
            return options.task(options, map)
    except (FileNotFoundError, FileExistsError) as error:
        print(error, file=sys.stderr)
        return 2


def parse_options(arguments: list[str] | None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.look", description="Pictures of a site, and what differs."
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes work")
    tasks = parser.add_subparsers(required=True)
    pictures = tasks.add_parser("pictures", help="take all pictures of a built site")
    pictures.add_argument("site", type=Path, help="the folder of a built site, such as output")
    pictures.add_argument("folder", type=Path, help="where the pictures go; those that are there go first")
    pictures.set_defaults(task=take_pictures)
    comparison = tasks.add_parser("compare", help="tell what differs between two folders of pictures")
    comparison.add_argument("before", type=Path)
    comparison.add_argument("after", type=Path)
    comparison.add_argument("shown", type=Path, help="where pictures of what differs go, side by side")
    comparison.set_defaults(task=tell_differences)
    return parser.parse_args(arguments)


def take_pictures(options: argparse.Namespace, map: Map) -> int:
    """Take the pictures, and tell of each part when it is done."""
    total = 0
    for job, count in take_all(options.site, options.folder, map):
        total += count
        if count:
            print(f"{job.target.name}: {job.part}, {count}", flush=True)
    print(f"{total} pictures in {options.folder}")
    return 0


def tell_differences(options: argparse.Namespace, map: Map) -> int:
    """Print what differs, a line for each picture."""
    lines = 0
    for line in compare(options.before, options.after, options.shown, map):
        lines += 1
        print(line, flush=True)
    count = len(pictures_in(options.before))
    print(f"differences: {lines}; see {options.shown}" if lines else f"no differences in {count} pictures")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
