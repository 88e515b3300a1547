"""What a hand can do with the register; each is one step of undo."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from flexdesk.services.complaint_lists import ComplaintImport
from flexdesk.services.complaints import ComplaintService
from ui.undo.editor import Editor


class Edits:
    def __init__(self, service: ComplaintService, editor: Editor) -> None:
        self._service, self._editor = service, editor

    def enter(self, received: date, cells: Mapping[str, str]) -> str:
        """A new complaint; its key, or nothing where the service refused."""
        made: list[str] = []
        given = {name: text for name, text in cells.items() if name != "subject"}

        def call() -> Change | None:
            key, change = self._service.add(received, cells["subject"], **given)
            made.append(key)
            return change

        return made[0] if self._editor.run(_("Complaint entered"), call) and made else ""

    def correct(self, key: str, received: date, cells: Mapping[str, str]) -> bool:
        fresh = {**cells, "received": received}
        return self._editor.run(_("Complaint corrected"), lambda: self._service.change(key, fresh))

    def respond(self, key: str, day: date, note: str) -> bool:
        return self._editor.run(_("Complaint answered"), lambda: self._service.respond(key, day, note))

    def forward(self, key: str, day: date, to: str) -> bool:
        return self._editor.run(_("Complaint passed on"), lambda: self._service.forward(key, to, day))

    def close(self, key: str, day: date, result: str) -> bool:
        return self._editor.run(_("Complaint settled"), lambda: self._service.close(key, day, result))

    def reopen(self, key: str, reason: str) -> bool:
        return self._editor.run(_("Complaint taken up again"), lambda: self._service.reopen(key, reason))

    def reclassify(self, key: str, kind: str, reason: str) -> bool:
        return self._editor.run(
            _("Complaint of another kind"), lambda: self._service.reclassify(key, kind, reason)
        )

    def name_officer(self, first: date, last: date, person: str) -> bool:
        text = _("Officer for complaints named") if person else _("Officer for complaints taken off")
        return self._editor.run(text, lambda: self._service.name_officer(first, last, person))

    def read(self, file: Path) -> ComplaintImport:
        """For a job: reads and stores; the step of undo is made by `keep` on the window's thread."""
        return self._service.import_file(file)

    def keep(self, taken: ComplaintImport) -> None:
        if taken.change is not None:
            self._editor.push(_("{count} complaints imported").format(count=taken.accepted), taken.change)
