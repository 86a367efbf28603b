"""Several streams of items computed side by side, ahead of the caller who works on them one after the other.
What the items are does not belong here."""

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias, TypeVar

Item = TypeVar("Item")
Stream: TypeAlias = Generator[Item, None, None]


def ahead(streams: Iterable[Stream[Item]], lanes: int) -> Stream[Item]:
    """The items of all streams, stream after stream, computed in threads and never more than one item of each ahead.

    At most ``lanes`` streams are begun at a time, each when the one ``lanes`` before it has ended. What a stream raises
    is raised here; those begun are closed when the caller stops early.
    """
    begun: deque[tuple[Stream[Item], Future[Item | None]]] = deque()
    with ThreadPoolExecutor(max_workers=lanes) as pool:
        try:
            for stream in streams:
                begun.append((stream, pool.submit(next, stream, None)))
                if len(begun) == lanes:
                    yield from _first(pool, begun)
            while begun:
                yield from _first(pool, begun)
        finally:
            for stream, following in begun:
                following.exception()
                stream.close()


def _first(pool: ThreadPoolExecutor, begun: deque[tuple[Stream[Item], Future[Item | None]]]) -> Stream[Item]:
    """The items of the stream that was begun first, which is then taken off."""
    stream, following = begun[0]
    while (item := following.result()) is not None:
        following = pool.submit(next, stream, None)
        begun[0] = (stream, following)
        yield item
    begun.popleft()
