"""The one road of a person's change: it is tried, reported when refused, and can be undone when done."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from flexdesk.domain.ops import Change
from flexdesk.errors import EnvironmentTrouble, FlexDeskError, ReasonNeeded
from flexdesk.services.consent import Consent, ManyDeletions
from flexdesk.system.clock import Clock, SystemClock

LIMIT = 500  # steps

Report = Callable[[BaseException], None]
AskReason = Callable[[ReasonNeeded, Callable[[str], None]], None]
AskYes = Callable[[ManyDeletions, Callable[[], object]], None]


class Committer(Protocol):
    def walk(self, change: Change) -> Change | None:
        """Apply and log a step; None when nothing changed. Raises StaleEdit when it no longer fits."""
        ...

    @property
    def consent(self) -> Consent:
        """Where a yes to a mass deletion is given."""
        ...


class ChangeCommand(QUndoCommand):
    """Any change as a step of undo; its first `redo` does nothing because the work is done already."""

    def __init__(
        self,
        text: str,
        change: Change,
        committer: Committer,
        report: Callable[[FlexDeskError], None],
        *,
        at: datetime,
        who: str = "",
    ) -> None:
        super().__init__(text)
        self.change, self.at, self.who = change, at, who
        self._committer, self._report = committer, report
        self._skip = True

    def undo(self) -> None:
        self._walk(self.change.inverse())

    def redo(self) -> None:
        self._walk(Change(self.change.kind, self.change.ops))

    def step_back(self) -> None:
        """Make the next `undo` or `redo` only move the index, after a walk that did not happen."""
        self._skip = True

    def _walk(self, change: Change) -> None:
        if self._skip:
            self._skip = False
            return
        try:
            self._committer.walk(change)
        except EnvironmentTrouble as error:
            self._report(error)
        except FlexDeskError as error:  # it no longer fits: someone changed the same cell since
            self.setObsolete(True)
            self._report(error)


class Editor(QObject):
    """Runs calls that change something and keeps the steps; screens never commit by themselves."""

    done = Signal(str)  # the text of a step just made, for the undo bar
    refused = Signal(str)  # the code of the error

    def __init__(
        self,
        committer: Committer,
        report: Report,
        *,
        ask_reason: AskReason | None = None,
        ask_yes: AskYes | None = None,
        clock: Clock | None = None,
        who: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._committer, self._report, self._ask_reason = committer, report, ask_reason
        self._ask_yes = ask_yes
        self._clock = clock or SystemClock()
        self._who = who
        self._told = 0
        self._troubles: list[FlexDeskError] = []
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(LIMIT)
        self.stack.indexChanged.connect(self._tell)

    def run(
        self,
        text: str,
        call: Callable[[], Change | None],
        *,
        with_reason: Callable[[str], Change | None] | None = None,
    ) -> bool:
        """True when `call` was accepted; one that wants a reason or a yes is run again when it is given."""
        try:
            change = call()
        except ReasonNeeded as error:
            if with_reason is not None and self._ask_reason is not None:
                again = with_reason
                self._ask_reason(error, lambda reason: self._run_again(text, again, reason))
            else:
                self._refuse(error)
            return False
        except ManyDeletions as error:
            if self._ask_yes is None:
                self._refuse(error)
            else:
                self._ask_yes(error, lambda: self._run_agreed(text, call))
            return False
        except FlexDeskError as error:
            self._refuse(error)
            return False
        if change is not None:
            self.push(text, change)
        return True

    def push(self, text: str, change: Change) -> None:
        """Keep a change that is committed already as a step."""
        command = ChangeCommand(
            text, change, self._committer, self._troubles.append, at=self._clock.now(), who=self._who
        )
        self.stack.push(command)
        self.done.emit(text)

    def undo(self) -> bool:
        """False when there was nothing to undo or the step could not be walked."""
        return self._step(-1)

    def redo(self) -> bool:
        return self._step(+1)

    def jump_to(self, index: int) -> bool:
        """Walk step by step to a place in the history and stop at the first that fails."""
        while self.stack.index() != index:
            if not self._step(-1 if self.stack.index() > index else +1):
                return False
        return True

    def forget(self) -> None:
        """A bundle was made: earlier steps can no longer be taken back here."""
        self.stack.clear()

    def command(self, index: int) -> ChangeCommand | None:
        found = self.stack.command(index)
        return found if isinstance(found, ChangeCommand) else None

    def _step(self, step: int) -> bool:
        can = self.stack.canUndo() if step < 0 else self.stack.canRedo()
        if not can:
            return False
        at = self.stack.index() - 1 if step < 0 else self.stack.index()
        walked = self.command(at)
        before = self._told
        self.stack.undo() if step < 0 else self.stack.redo()
        self._tell()
        stopped = self._told > before
        if walked is not None and stopped and self._still_holds(walked):
            walked.step_back()
            self.stack.redo() if step < 0 else self.stack.undo()
        return not stopped

    def _still_holds(self, command: ChangeCommand) -> bool:
        """A step dropped as obsolete is deleted by Qt; one that met trouble is still there."""
        return any(self.stack.command(at) is command for at in range(self.stack.count()))

    def _run_again(self, text: str, with_reason: Callable[[str], Change | None], reason: str) -> None:
        self.run(text, lambda: with_reason(reason))

    def _run_agreed(self, text: str, call: Callable[[], Change | None]) -> None:
        with self._committer.consent.agreeing():
            self.run(text, call)

    def _refuse(self, error: FlexDeskError) -> None:
        self.refused.emit(error.code)
        self._report(error)

    def _tell(self, _index: int = 0) -> None:
        """Report what steps met; they hand it over in a list so that no step holds on to the editor."""
        while self._troubles:
            self._told += 1
            self._report(self._troubles.pop(0))
