"""What a hand can do with a month; each is one step of undo, and taking a close back opens the month."""

from collections.abc import Mapping

from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.month import MonthService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: MonthService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def close(self, month: Period) -> bool:
        """Asks in place for a reason when something advised is left."""
        text = _("{month} closed").format(month=month.label())
        return self._editor.run(
            text,
            lambda: self._service.close(month),
            with_reason=lambda reason: self._service.close(month, reason),
        )

    def reopen(self, month: Period) -> bool:
        """Always asks for the reason."""
        text = _("{month} opened again").format(month=month.label())
        return self._editor.run(
            text,
            lambda: self._service.reopen(month, ""),
            with_reason=lambda reason: self._service.reopen(month, reason),
        )

    def write_note(self, month: Period, parts: Mapping[str, str]) -> bool:
        text = _("Monitoring note of {month}").format(month=month.label())
        return self._editor.run(text, lambda: self._service.write_note(month, parts))
