"""The register of complaints as files: lists taken over, and the register written out for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.domain.calendar import long_date
from flexdesk.domain.ops import Change
from flexdesk.exchange.complaint_files import as_csv, as_xlsx, read_complaints
from flexdesk.exchange.tables import read_tables
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.complaints import ComplaintView
from flexdesk.services.sharing import SharedFile

FORMATS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class ComplaintImport:
    accepted: int
    known: int
    rejected: tuple[dict[str, Any], ...]
    change: Change | None


def take_list(committer: Committer, file: Path, today: date, *, dry_run: bool = False) -> ComplaintImport:
    """Every complaint of a file that is not known yet, as one change. Raises NoSuchTable."""
    store = committer.store
    reading = read_complaints(read_tables(file))
    names = {str(row["name"]).casefold(): str(row["key"]) for row in store.select("person")}
    rejected: list[dict[str, Any]] = [
        {"sheet": r.sheet, "row": r.row, "kind": r.kind, "message": r.message} for r in reading.rejected
    ]
    seen = {_identity(row) for row in store.select("complaint")}
    ops, known = [], 0
    for entry in reading.entries:
        written = str(entry.cells["officer"])
        cells = {**entry.cells, "officer": names.get(written.casefold(), written)}
        if fault := _fault(cells, today):
            rejected.append({"sheet": entry.sheet, "row": entry.row, "kind": "date", "message": fault})
            continue
        op = committer.insert("complaint", cells)
        if _identity(op.after) in seen:
            known += 1
            continue
        seen.add(_identity(op.after))
        ops.append(op)
    change = None if dry_run else committer.commit(Change("complaint.import", tuple(ops)))
    return ComplaintImport(len(ops), known, tuple(rejected), change)


def _fault(cells: Mapping[str, Any], today: date) -> str:
    """What is wrong with the days of a row, in words; nothing where they fit."""
    received = cells["received"]
    for day in (received, cells["responded_on"], cells["closed_on"]):
        if day is not None and day > today:
            return _("{day} is still to come.").format(day=long_date(day))
        if day is not None and day < received:
            sentence = _("{day} lies before {received}, when the complaint came in.")
            return sentence.format(day=long_date(day), received=long_date(received))
    return ""


def _identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The number where there is one; else day, channel and subject."""
    if row.get("number"):
        return ("number", str(row["number"]))
    return (row["received"], row["channel"], str(row["subject"]).casefold())


def export_file(views: Sequence[ComplaintView], format: str, title: str) -> SharedFile:
    """The register as `pengaduan.xlsx` or `pengaduan.csv`."""
    rows = export_rows(views)
    data = as_xlsx(rows, title) if format == "xlsx" else as_csv(rows)
    return SharedFile(f"pengaduan.{format}", data)


def export_rows(views: Sequence[ComplaintView]) -> list[dict[str, Any]]:
    """The register for others to read: without reporters, who are nobody else's business."""
    return [
        {
            "number": view.complaint.number,
            "channel": str(view.complaint.channel),
            "received": view.complaint.received.isoformat(),
            "kind": str(view.complaint.kind),
            "subject": view.complaint.subject,
            "service_point": view.point,
            "officer": view.officer,
            "responded_on": _iso(view.complaint.responded_on),
            "forwarded_to": view.complaint.forwarded_to,
            "closed_on": _iso(view.complaint.closed_on),
            "result": view.complaint.result,
            "due": view.clocks.whole.due.isoformat(),
            "state": str(view.clocks.state),
        }
        for view in views
    ]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
