"""`python -m klsim` is the command."""

from klsim.command import main

if __name__ == "__main__":
    raise SystemExit(main())
