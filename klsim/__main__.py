"""`klsim` and `python -m klsim` are the command; so is whatever calls `run`."""


def run(beside: str | None = None) -> int:
    """Do what the command line asks, and end in a line when a signal comes, however early; the exit code.

    beside: a file in the folder of the site that is meant where no --root is given; else it is the current one
    """
    import _signal  # type: ignore[import-not-found]  # `signal` itself takes long enough to be interrupted

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # until there is more to say, Ctrl-C just ends this

    from klsim.shutdown import Shutdown

    shutdown = Shutdown("stopped; the next build goes on from here")
    shutdown.install()

    from klsim.cli import main

    _open_standard_streams()
    code = main(shutdown=shutdown, beside=beside)
    shutdown.complete()
    return code


def _open_standard_streams() -> None:
    """Put nothing in the place of streams that were closed from the start, else other files get their numbers."""
    import os
    import sys

    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stdout = sys.stdout or os.fdopen(1, "w")
    sys.stderr = sys.stderr or os.fdopen(2, "w")


if __name__ == "__main__":
    raise SystemExit(run())
