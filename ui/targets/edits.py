"""An import of the target screen as one step of undo."""

from flexdesk.i18n import _
from flexdesk.services.targets import TargetImport
from ui.undo.editor import Editor


class Edits:
    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def keep(self, taken: TargetImport) -> None:
        if taken.change is not None:
            self._editor.push(
                _("Targets of {count} people imported").format(count=taken.people), taken.change
            )
