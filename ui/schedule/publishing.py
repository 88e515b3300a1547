"""Publishing from the screen: asks, publishes, shows the versions, and takes one back."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from flexdesk.domain.halves import frozen
from flexdesk.domain.periods import week_of
from flexdesk.i18n import _
from ui.schedule import words
from ui.schedule.ports import Editor, OutputPort, PublicationPort, SchedulePort
from ui.schedule.publish import Before, Choice, PublishDialog
from ui.schedule.sheet import Sheet
from ui.schedule.versions import VersionsDialog, change_line, version_line

if TYPE_CHECKING:
    from ui.schedule.desk import Heading


class Publishing:
    """`told` hears the Monday and the choice of every publication."""

    def __init__(
        self,
        port: SchedulePort,
        editor: Editor,
        publications: PublicationPort | None,
        outputs: OutputPort | None,
        told: Callable[[date, Choice], object],
        window: QWidget,
    ) -> None:
        self._port, self._editor = port, editor
        self._publications, self._outputs = publications, outputs
        self._told, self._window = told, window

    def ask(self, sheet: Sheet, heading: "Heading", monday: date, signer: str) -> None:
        """Rules, differences, papers; then one version more."""
        changes, versions = self._so_far(sheet, monday)
        before = Before(
            monday.isocalendar().week,
            words.span(heading.first, heading.last),
            heading.version,
            heading.changed,
            heading.letter,
            signer,
            changes,
            versions,
            self._outputs.folder if self._outputs is not None else None,
        )
        choice = PublishDialog.ask(sheet, before, self._window)
        if choice is not None:
            self._publish(monday, choice)

    def _publish(self, monday: date, choice: Choice) -> None:
        def publish(reason: str) -> None:
            """No step of undo: what was published is withdrawn, with a reason."""
            self._port.publish(monday, choice.letter, choice.signer, reason)

        def answer(reason: str) -> None:
            publish(reason)
            self._told(monday, choice)

        if self._editor.run(_("Publish"), lambda: publish(choice.reason), with_reason=answer):
            self._told(monday, choice)

    def _so_far(self, sheet: Sheet, monday: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Lines of what would change, and of the versions until now."""
        if self._publications is None:
            return (), ()
        period = week_of(monday)
        shown = {sheet.key(spot): frozen(*sheet.held(spot)) for spot in sheet.spots()}
        changes = self._publications.since_standing(period, shown)
        versions = self._publications.versions(period)
        return (
            tuple(change_line(one) for one in changes),
            tuple(version_line(versions, one) for one in versions),
        )

    def show_versions(self, monday: date) -> None:
        if self._publications is None:
            return
        port, period = self._publications, week_of(monday)

        def withdraw(reason: str, letter: str) -> bool:
            def take_back() -> None:
                port.withdraw(period, reason, letter)

            return self._editor.run(_("Withdraw"), take_back)

        title = _("Published versions of week {week}").format(week=period.number)
        dialog = VersionsDialog(title, port.versions(period), port.difference, withdraw, self._window)
        try:
            dialog.exec()
        finally:
            dialog.deleteLater()
