"""Saves the attendance of a period as a workbook, beside the window."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from ui.feedback.reporter import Reporter
from ui.tasks.on_store import on_store
from ui.tasks.runner import Runner
from ui.widgets.tones import Tone


def ask_target(parent: QWidget, suggestion: str) -> Path | None:
    name, _kind = QFileDialog.getSaveFileName(parent, _("Save attendance"), suggestion, "Excel (*.xlsx)")
    return Path(name) if name else None


def save(desk: Desk, period: Period, target: Path, runner: Runner, reporter: Reporter) -> None:
    """No reason of anybody's is written, and leave shows as a dash."""
    from flexdesk.services.attendance_sheet import write_sheet

    def done(count: int) -> None:
        text = _("{count} days saved in {name}.").format(count=count, name=target.name)
        reporter.tell(text, Tone.POSITIVE)

    runner.start(
        on_store(desk.store, lambda _p: write_sheet(desk.attendance_days, desk.absence, period, target)),
        done=done,
        label=_("Saving attendance"),
    )
