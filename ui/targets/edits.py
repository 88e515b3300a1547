"""Changes of the target screen; each is one step of undo."""

from pathlib import Path

from flexdesk.i18n import _
from flexdesk.services.targets import TargetImport, TargetService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: TargetService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def read(self, file: Path, year: int) -> TargetImport:
        """For a job: reads and stores; `keep` makes the step of undo on the window's thread."""
        return self._service.import_file(file, year=year)

    def keep(self, taken: TargetImport) -> None:
        if taken.change is not None:
            self._editor.push(
                _("Targets of {count} people imported").format(count=taken.people), taken.change
            )
