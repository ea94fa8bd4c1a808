"""Trouble with the disk, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from klsim.diagnostics import BuildError

SAFE = "What was built before is whole; once this is mended, the next build goes on from here."
"""What to say of the store and the output where a build cannot go on."""


@contextmanager
def wrap_os_errors(message: str, safe: str = "") -> Iterator[None]:
    """Raise BuildError in place of an OSError: what cannot be done, why, and what is `safe` all the same."""
    try:
        yield
    except OSError as error:
        raise BuildError(f"{message}: {error.strerror or error}. {safe}".strip()) from error
