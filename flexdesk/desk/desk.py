"""One open unit with all its services.

A service is imported and made when it is first asked for: together they cost half a second that a start can
save. Each area of the program is a class that adds its services to those that it builds on.
"""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from flexdesk.desk.papers import PaperServices
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import WORDING


class Desk(PaperServices):
    """Close it, or use it as a context manager."""

    @property
    def folder(self) -> Path:
        return self.store.folder

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        return self.bus.subscribe(listener)

    def renew(self) -> None:
        """Go on under the new identity that was prepared when a copy of the disk was found."""
        self.exchange.renewal.finish()
        self.exchange.take([])

    def succeed(self) -> None:
        """Go on under the keys that were put in place before the program ended."""
        from flexdesk.services import succeeding

        succeeding.finish(self.store, self.carriers)

    def close(self) -> None:
        WORDING.leave(self._own_words)
        if "sync" in vars(self):
            self.sync.close()
        self.store.close()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
