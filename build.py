#!/usr/bin/env python3
"""Build the site: `python build.py`, or `python build.py --help`."""

from klsim.command import main

if __name__ == "__main__":
    raise SystemExit(main())
