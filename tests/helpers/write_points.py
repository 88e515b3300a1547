"""Ends the program at a chosen write: a commit of the store, or a file that takes the place of another."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flexdesk.store import connection as opening
from tests.simulator.crashes import Killed


class Count:
    def __init__(self, left: int) -> None:
        self.left = left

    def down(self) -> bool:
        self.left -= 1
        return self.left == 0


@contextmanager
def killed_at_write(number: int, *, before: bool) -> Iterator[Count]:
    """Within the block the write with that number (from 1) ends in `Killed`, just before it or just after.

    What is `left` afterwards is above zero where the block did not write so often.
    """
    count, commit, replace = Count(number), opening.writing, os.replace

    @contextmanager
    def writing(connection: Any) -> Iterator[None]:
        if connection.in_transaction:
            yield
            return
        now = False
        with commit(connection):
            yield
            now = count.down()
            if now and before:
                raise Killed()
        if now:
            raise Killed()

    def replacing(source: Any, target: Any) -> None:
        now = count.down()
        if now and before:
            raise Killed()
        replace(source, target)
        if now:
            raise Killed()

    opening.writing, os.replace = writing, replacing  # type: ignore[assignment]
    try:
        yield count
    finally:
        opening.writing, os.replace = commit, replace
