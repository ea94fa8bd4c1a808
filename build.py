#!/usr/bin/env python3
"""Build the site in this folder: `python build.py`, or `python build.py --help`. It is `klsim` here."""

if __name__ == "__main__":
    from klsim.__main__ import run

    raise SystemExit(run(beside=__file__))
