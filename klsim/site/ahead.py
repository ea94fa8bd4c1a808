"""Work that is begun before its turn comes, so that processes never wait for the next piece."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item], count: int) -> Iterator[Item]:
    """The same items in the same order, each taken from `items` when its turn is still `count` items away.

    Where taking an item begins work elsewhere, so much of it is under way, and no more than that.
    """
    begun: deque[Item] = deque()
    for item in items:
        begun.append(item)
        if len(begun) > count:
            yield begun.popleft()
    yield from begun
