"""Decisions of the review screen; each is one step of undo."""

from collections.abc import Collection, Sequence
from pathlib import Path

from flexdesk.i18n import _
from flexdesk.services.outputs import OutputImport, OutputService, ReviewItem
from flexdesk.services.sampling import Sample
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: OutputService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def accept(self, item: ReviewItem, note: str = "") -> bool:
        text = _("Accepted: {name}").format(name=item.person["name"])
        return self._editor.run(text, lambda: self._service.accept([item.key], note))

    def send_back(self, item: ReviewItem, note: str) -> bool:
        text = _("Returned to {name}, message copied").format(name=item.person["name"])
        return self._editor.run(text, lambda: self._service.send_back([item.key], note))

    def accept_rest(self, keys: Sequence[str], sample: Sample, opened: Collection[str]) -> bool:
        """Refused by the service while the sample is not fully opened."""
        text = _("{count} outputs accepted").format(count=len(keys))
        return self._editor.run(text, lambda: self._service.accept_sampled(keys, sample, opened))

    def read(self, files: Sequence[Path]) -> OutputImport:
        """For a job: reads and stores; the step of undo is made by `keep` on the window's thread."""
        return self._service.import_files(files)

    def keep(self, taken: OutputImport) -> None:
        if taken.change is not None:
            self._editor.push(_("{count} outputs imported").format(count=taken.accepted), taken.change)

    def undo(self) -> bool:
        return self._editor.undo()
