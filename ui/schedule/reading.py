"""Reads what is shown anew a moment after the last change, so that typing never waits for the rules."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from flexdesk.errors import FlexDeskError

SOON_MS = 20  # letters that follow each other quicker are read in one go

# Work, who takes its result, who takes what went wrong.
ReadBeside = Callable[[Callable[[], Any], Callable[[Any], object], Callable[[BaseException], object]], object]


def directly(
    work: Callable[[], Any], done: Callable[[Any], object], failed: Callable[[BaseException], object]
) -> None:
    """The work done here and now."""
    try:
        made = work()
    except FlexDeskError as error:
        failed(error)
    else:
        done(made)


class Reading(QObject):
    """One reading at a time; a result that a later change has overtaken is dropped and read again.

    `begin` is asked on this thread for the reading to be done, which then may run on another.
    """

    arrived = Signal(object)

    def __init__(
        self,
        begin: Callable[[], Callable[[], Any]],
        beside: ReadBeside,
        report: Callable[[BaseException], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._begin, self._beside, self._report = begin, beside, report
        self._wanted = self._have = 0  # numbers of the last change told, and of the last one read
        self._running = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._start)

    @property
    def is_due(self) -> bool:
        """Whether something was changed that is not read yet."""
        return self._have != self._wanted

    def ask(self) -> None:
        """Something changed."""
        self._wanted += 1
        self._soon.start()

    def now(self) -> Any:
        """Read here, whatever is still under way."""
        self._soon.stop()
        made = self._begin()()
        self._wanted += 1
        self._have = self._wanted
        return made

    def stop(self) -> None:
        """The window closes: no more reading."""
        self._soon.stop()
        self._have = self._wanted

    def _start(self) -> None:
        if self._running or not self.is_due:
            return
        wanted, self._running = self._wanted, True
        self._beside(self._begin(), lambda made: self._take(wanted, made), self._fail)

    def _take(self, wanted: int, made: Any) -> None:
        self._running = False
        if wanted == self._wanted and self.is_due:
            self._have = wanted
            self.arrived.emit(made)
        elif self.is_due and not self._soon.isActive():
            self._start()

    def _fail(self, error: BaseException) -> None:
        self._running = False
        self._report(error)
