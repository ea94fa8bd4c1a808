"""Drawing in many processes."""

from collections.abc import Iterator
from contextlib import contextmanager

from klsim.site.figures import Map


@contextmanager
def parallel_map(jobs: int) -> Iterator[Map]:
    """A map over so many processes, which start when the first work comes; the builtin for one."""
    if jobs == 1:
        yield map
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        yield pool.map
