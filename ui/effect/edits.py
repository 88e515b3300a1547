"""Changes of the room “Dampak”; each is one step of undo."""

from flexdesk.domain.monthly_form import FIELDS
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.monthly_report import MonthlyReportService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: MonthlyReportService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def answer(self, month: Period, field: str, text: str) -> bool:
        said = _("Answer: {field}").format(field=FIELDS[field].title)
        return self._editor.run(said, lambda: self._service.set(month, {field: text}))

    def take(self, month: Period, proposed: dict[str, str]) -> bool:
        said = _("{count} proposals taken over").format(count=len(proposed))
        return self._editor.run(said, lambda: self._service.set(month, proposed))
