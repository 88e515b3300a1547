"""Ends a laptop's program at a chosen commit: just before it, or just after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flexdesk.store import connection as opening


class Killed(BaseException):
    """The process is gone; nothing of the program may catch it."""


@contextmanager
def killed_at(commit: int, *, before: bool) -> Iterator[None]:
    """Within the block the outermost transaction with that number (from 1) ends in `Killed`."""
    real = opening.writing
    left = commit

    @contextmanager
    def writing(connection: Any) -> Iterator[None]:
        nonlocal left
        if connection.in_transaction:
            yield
            return
        left -= 1
        now = left == 0
        with real(connection):
            yield
            if now and before:
                raise Killed()
        if now:
            raise Killed()

    opening.writing = writing  # type: ignore[assignment]
    try:
        yield
    finally:
        opening.writing = real
