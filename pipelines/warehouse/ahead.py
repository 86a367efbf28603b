"""Computing the next item while the caller still works on the one before: one is read while another is written.
What the items are does not belong here."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Generator[Item, None, None]) -> Generator[Item, None, None]:
    """The items of a generator that runs in a thread of its own, never more than one item ahead.

    What it raises is raised here; it is closed when the caller stops early.
    """
    with ThreadPoolExecutor(max_workers=1) as pool:
        try:
            following = pool.submit(next, items, None)
            while (item := following.result()) is not None:
                following = pool.submit(next, items, None)
                yield item
        finally:
            pool.submit(items.close).result()
