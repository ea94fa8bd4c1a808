#!/usr/bin/env python3
"""Build the site: `python build.py`, or `python build.py --help`."""

if __name__ == "__main__":
    from klsim.__main__ import run

    raise SystemExit(run())
