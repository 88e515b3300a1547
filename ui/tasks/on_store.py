"""Lets a job use the unit's store and gives its connection back, so that no worker holds one for ever."""

from collections.abc import Callable
from typing import TypeVar

from flexdesk.progress import Progress
from flexdesk.store.store import Store

Result = TypeVar("Result")


def on_store(store: Store, call: Callable[[Progress], Result]) -> Callable[[Progress], Result]:
    """The same work, to be handed to `Runner.start`."""

    def work(progress: Progress) -> Result:
        try:
            return call(progress)
        finally:
            store.release()

    return work
