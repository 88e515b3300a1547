"""What keeps a person from a normal day: leave, official travel and discipline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.ops import Change
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.spans import in_order
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.services.leave import LeaveService
    from flexdesk.services.leave_files import RegisterImport

DISCIPLINE_KINDS = ("process", "sanction")


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

    # -- discipline

    def add_discipline(self, nip: str, kind: str, first: date, to: date | None) -> Row:
        if kind not in DISCIPLINE_KINDS:
            raise UsageError(
                detail=_("the kind is one of {choices}").format(choices=", ".join(DISCIPLINE_KINDS))
            )
        in_order(first, to)
        person = person_row(self._store, nip)["key"]
        return self._insert(
            "discipline", {"person": person, "kind": kind, "from": first, "to": to}, "discipline.add"
        )

    # -- private

    def _insert(self, table: str, cells: Mapping[str, Any], kind: str) -> Row:
        op = self._committer.insert(table, cells)
        self._committer.commit(Change(kind, (op,)))
        return self._store.get(table, op.row) or {}
