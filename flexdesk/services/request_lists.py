"""Lists of requests from files and into files; rows that are not taken come back with their reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flexdesk.domain.calendar import WEEKDAY_NAMES
from flexdesk.domain.codes import NEW_LABEL, ByCode
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import RequestKind, RequestState
from flexdesk.domain.places import LETTERS, Place
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.request_files import RefusedRow, RequestEntry, RequestReading, read_requests, workbook
from flexdesk.exchange.tables import read_tables
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips
from flexdesk.services.requests import Draft, RequestService, RequestView
from flexdesk.system.durable import write_durably

_IDENTITY = ("person", "kind", "from", "to", "days", "partner")
# The list is Indonesian in every language of the program, as the papers are.
_KIND_NAMES = ByCode(
    {
        RequestKind.SPECIAL_CONDITION: "Keadaan khusus",
        RequestKind.WISH: "Keinginan",
        RequestKind.SWAP: "Tukar hari",
    },
    NEW_LABEL,
)
_STATE_NAMES = {
    RequestState.WAITING: "menunggu",
    RequestState.GRANTED: "disetujui",
    RequestState.REFUSED: "ditolak",
    RequestState.ENDED: "berakhir",
}


@dataclass(frozen=True, slots=True)
class RequestImport:
    accepted: int
    known: int  # rows that are in the register already
    rejected: tuple[RefusedRow, ...]
    headings: tuple[str, ...]
    change: Change | None

    def as_json(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted,
            "known": self.known,
            "rejected": [row.as_json() for row in self.rejected],
        }


class RequestLists:
    def __init__(self, committer: Committer, requests: RequestService) -> None:
        self._committer = committer
        self._store = committer.store
        self._requests = requests

    def import_file(self, file: Path, rejects: Path | None = None) -> RequestImport:
        """Take a list over as one change; every request in it waits for its own decision (EMP-09)."""
        taken = self.take(read_requests(read_tables(file)))
        if rejects is not None and taken.rejected:
            write_durably(rejects, rejects_workbook(taken), mode=0o644)
        return taken

    def take(self, reading: RequestReading) -> RequestImport:
        people = nips(self._store)
        known_before = {_identity(row) for row in self._store.select("request")}
        ops: list[Op] = []
        rejected = list(reading.rejected)
        known = 0
        for entry in reading.entries:
            try:
                op = self._requests.submission(_draft(entry, people))
            except _UnknownNip as unknown:
                rejected.append(_refused(entry, "nip_unknown", unknown.message))
            except FlexDeskError as error:
                rejected.append(_refused(entry, error.code, error.message))
            else:
                if (identity := _identity(op.after)) in known_before:
                    known += 1
                    continue
                known_before.add(identity)
                ops.append(op)
        rejected.sort(key=lambda row: (row.sheet, row.row))
        change = self._committer.commit(Change("request.import", tuple(ops))) if ops else None
        return RequestImport(len(ops), known, tuple(rejected), reading.headings, change)

    def export(self, views: Sequence[RequestView]) -> bytes:
        """The list as xlsx; it holds reasons, so it is for the office itself and not for sharing."""
        return workbook([_row(view) for view in views])


class _UnknownNip(Exception):
    @property
    def message(self) -> str:
        return _("This NIP is not in the roster.")


def _draft(entry: RequestEntry, people: dict[str, str]) -> Draft:
    if entry.nip not in people or (entry.partner and entry.partner not in people):
        raise _UnknownNip()
    return Draft(
        people[entry.nip],
        entry.kind,
        entry.first,
        entry.to,
        days=entry.days,
        place=entry.place,
        reason=entry.reason,
        evidence=entry.evidence,
        plan=entry.plan,
        outputs=entry.outputs,
        partner=people.get(entry.partner, ""),
    )


def _identity(row: Any) -> tuple[str, ...]:
    return tuple(str(row.get(name) or "") for name in _IDENTITY)


def _refused(entry: RequestEntry, kind: str, message: str) -> RefusedRow:
    return RefusedRow(entry.sheet, entry.row, kind, message, entry.cells)


def rejects_workbook(taken: RequestImport) -> bytes:
    """The refused rows as they stood, with the reason in a last column."""
    width = len(taken.headings)
    rows = [
        (*(row.cells[at] if at < len(row.cells) else None for at in range(width)), row.message)
        for row in taken.rejected
    ]
    return workbook(rows, (*taken.headings, "Alasan ditolak"), "Ditolak")


def _row(view: RequestView) -> tuple[Any, ...]:
    asked = view.request
    return (
        view.nip,
        view.name,
        _KIND_NAMES[RequestKind(asked.kind)],
        asked.first,
        asked.last,
        ", ".join(WEEKDAY_NAMES[day] for day in sorted(asked.weekdays)),
        LETTERS[Place(asked.place)].label if asked.place else "",
        asked.reason,
        asked.evidence,
        asked.plan,
        asked.outputs,
        view.partner_nip,
        _STATE_NAMES[view.state],
        asked.note,
    )
