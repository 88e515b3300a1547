"""Keeps one line to the server while the program runs, and takes it up again where it broke.

A greeting costs more bytes and round trips than an exchange in which nothing changed; so a connection stays
open for the next one, and what was learned about the line outlives it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from flexdesk.errors import FlexDeskError
from flexdesk.progress import Progress

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine
    from flexdesk.sync.patience import Patience

Result = TypeVar("Result")


class LineSession:
    """`connect` makes the line to an address; nothing is sent before the first exchange."""

    def __init__(self, connect: "Callable[[str], HttpLine]", patience: "Patience | None" = None) -> None:
        self._connect = connect
        self._patience = patience
        self._line: HttpLine | None = None
        self.is_in_doubt = False  # changes went out and nobody knows whether they arrived

    def line(self, url: str) -> "HttpLine":
        """The line to that address, the one of the last exchange where it led there."""
        if self._line is not None and self._line.url != url.rstrip("/"):
            self.close()
        if self._line is None:
            self._line = self._connect(url)
        return self._line

    def run(self, step: Callable[[], Result], progress: Progress) -> Result:
        """`step` over the line, again and again while the line breaks and patience lasts.

        A step says the same each time, so that what arrived before the cut is known there and goes through.
        """
        from flexdesk.sync.http import Offline

        asked = self._requests
        while True:
            try:
                with progress.interrupting(self._interrupt):
                    result = step()
            except Offline as error:
                self._hang_up()
                if (pause := self.patience.pause(error)) is None:
                    raise
                progress.pause(pause)
            except FlexDeskError:
                self._hang_up()
                raise
            else:
                if self._requests > asked:  # a step that asked nothing shows no line
                    self.patience.moved()
                return result

    @property
    def _requests(self) -> int:
        return self._line.traffic.round_trips if self._line is not None else 0

    @contextmanager
    def doubting(self, has_changes: bool) -> Iterator[None]:
        """Around one request: an answer ends all doubt, a cut leaves some about what it carried."""
        from flexdesk.sync.http import LineCut

        try:
            yield
        except LineCut:
            self.is_in_doubt |= has_changes
            raise
        self.is_in_doubt = False

    @property
    def patience(self) -> "Patience":
        from flexdesk.sync.patience import Patience

        if self._patience is None:
            self._patience = Patience()
        return self._patience

    def seconds_for(self, count: int) -> float | None:
        """How long so many bytes will take by what the line has shown; None while it has shown nothing."""
        line = self._line
        return None if line is None else line.pace.seconds_for(count)

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _interrupt(self) -> None:
        if (line := self._line) is not None:
            line.interrupt()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.hang_up()
