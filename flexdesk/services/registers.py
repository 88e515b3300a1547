"""What keeps a person from a normal day: leave and official travel."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.services.leave import LeaveService
    from flexdesk.services.leave_files import RegisterImport


class RegisterService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- leave and travel: see `services.leave`; here for callers that hold a row and a file only

    @cached_property
    def _leave(self) -> LeaveService:
        from flexdesk.services.leave import LeaveService

        return LeaveService(self._committer, self._reader)

    def import_file(self, file: Path, *, dry_run: bool = False) -> RegisterImport:
        from flexdesk.services.leave_files import LeaveFiles

        return LeaveFiles(self._committer, self._leave).import_file(file, dry_run=dry_run)

    def add_leave(self, nip: str, kind: str, first: date, to: date, document: str = "") -> Row:
        from flexdesk.services.leave import LeaveForm

        return self._leave.row(self._leave.add(nip, LeaveForm(kind, first, to, document)).key)

    def add_travel(self, nip: str, first: date, to: date, letter: str, purpose: str) -> Row:
        key = self._leave.add_travel(nip, first, to, letter, purpose).key
        return self._store.get("travel_entry", key) or {}
