"""Lists of complaints as LAPOR! and offices keep them, as typed entries, and the register as a file."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flexdesk.domain.complaints import Channel
from flexdesk.domain.rules.complaints import ComplaintKind
from flexdesk.exchange.activity_cells import NO_HINT, Hint, day_of
from flexdesk.exchange.activity_tables import (
    Heading,
    NoSuchTable,
    Rejection,
    begins_signatures,
    find_heading,
    is_index_row,
    is_total,
    normal_heading,
    sheet_name,
    title_hint,
    visible,
    vocabulary,
)
from flexdesk.exchange.cells import Row, Sheet, harmless, is_blank

WORDS = vocabulary(
    "received subject",
    index=r"^no$|^no urut$",
    number=r"^(no|nomor|kode|id) (tracking|tiket|laporan|pengaduan|aduan|registrasi)|^tracking|^number$",
    responded_on=r"(tanggal|tgl) (respon|tanggapan|jawab|tindak lanjut|verifikasi)|^responded on$",
    closed_on=r"(tanggal|tgl) (selesai|tutup|penyelesaian)|^closed on$",
    received=r"(tanggal|tgl)\b|^received$",
    kind=r"jenis|klasifikasi|kategori|^kind$",
    channel=r"kanal|saluran|sumber|media|^channel$",
    reporter=r"pelapor|pengadu|nama (pelapor|pengadu)",
    officer=r"petugas|penanggung jawab|pic\b|^officer$",
    forwarded_to=r"diteruskan|disposisi|instansi tujuan|^forwarded to$",
    result=r"hasil|penyelesaian|^result$",
    subject=r"judul|perihal|pokok|isi|uraian|aduan|laporan|^subject$",
)
_KINDS = (
    (ComplaintKind.UNEXAMINED, re.compile(r"tanpa|tidak berkadar|non pengawasan|unexamined")),
    (ComplaintKind.EXAMINED, re.compile(r"berkadar|pengawasan|pemeriksaan|examined")),
    (ComplaintKind.SIMPLE, re.compile(r"informasi|sederhana|normatif|aspirasi|simple")),
    (ComplaintKind.UNEXAMINED, re.compile(r"pengaduan|aduan")),
)
_CHANNELS = (
    (Channel.LAPOR, re.compile(r"lapor|sp4n")),
    (Channel.WHATSAPP, re.compile(r"whatsapp|\bwa\b")),
    (Channel.PHONE, re.compile(r"telepon|telp|sms|phone")),
    (Channel.LETTER, re.compile(r"surat|email|e mail|letter")),
)
_DATES = ("received", "responded_on", "closed_on")
_TEXTS = ("number", "subject", "reporter", "officer", "forwarded_to", "result")


@dataclass(frozen=True, slots=True)
class ComplaintEntry:
    """`cells` are those of the table `complaint`; dates are dates or None, texts may be empty."""

    cells: Mapping[str, Any]
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class ComplaintReading:
    entries: tuple[ComplaintEntry, ...]
    rejected: tuple[Rejection, ...]


def read_complaints(sheets: Sequence[Sheet]) -> ComplaintReading:
    """The complaints of every visible sheet that has such a table; raises NoSuchTable when none has."""
    entries: list[ComplaintEntry] = []
    rejected: list[Rejection] = []
    seen = False
    for sheet in visible(sheets):
        for at in range(len(sheet.rows)):
            if (heading := find_heading(sheet.rows, at, WORDS)) is None:
                continue
            seen = True
            hint = title_hint(sheet.rows[:at])
            for row in _records(sheet.rows[at + heading.height :], heading):
                entry = _entry(heading, row, sheet_name(sheet), Hint(hint.year) if hint.year else NO_HINT)
                if isinstance(entry, Rejection):
                    rejected.append(entry)
                else:
                    entries.append(entry)
            break
    if not seen:
        raise NoSuchTable(columns="Tanggal, Judul / Perihal")
    return ComplaintReading(tuple(entries), tuple(rejected))


def _records(rows: Sequence[Row], heading: Heading) -> list[Row]:
    end = next((at for at, row in enumerate(rows) if begins_signatures(row)), len(rows))
    return [
        row
        for row in rows[:end]
        if not (is_blank(row.cells) or is_index_row(row) or is_total(row))
        and any(heading.text(row, field) for field in heading.columns if field != "index")
    ]


def _entry(heading: Heading, row: Row, sheet: str, hint: Hint) -> ComplaintEntry | Rejection:
    cells: dict[str, Any] = {field: heading.text(row, field) for field in _TEXTS}
    for field in _DATES:
        cells[field] = _day(heading, row, field, hint)
        written = heading.text(row, field)
        if cells[field] is None and (written.strip("- ") or field == "received"):
            return Rejection(sheet, row.number, "date" if written else "no_date", written)
    if not cells["subject"]:
        return Rejection(sheet, row.number, "subject")
    cells["number"] = cells["number"].lstrip("#")
    cells["kind"] = _first(_KINDS, heading.text(row, "kind"), ComplaintKind.SIMPLE)
    by_number = Channel.LAPOR if cells["number"] else Channel.COUNTER
    cells["channel"] = _first(_CHANNELS, heading.text(row, "channel"), by_number)
    return ComplaintEntry(cells, sheet, row.number)


def _day(heading: Heading, row: Row, field: str, hint: Hint) -> date | None:
    """The day of a cell that may also name an hour."""
    cell = heading.cell(row, field)
    if isinstance(cell, datetime):
        return cell.date()
    return day_of(cell, hint) or day_of(str(cell).split(" ")[0] if cell else None, hint)


def _first(patterns: Sequence[tuple[Any, re.Pattern[str]]], text: str, default: Any) -> Any:
    plain = normal_heading(text)
    return next((kind for kind, pattern in patterns if plain and pattern.search(plain)), default)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One row a complaint, with stable column names, as the import reads it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    names = list(rows[0]) if rows else ["number", "received", "subject"]
    writer.writerow(names)
    writer.writerows([[harmless(str(row[name])) for name in names] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


HEADINGS = {
    "number": "Nomor laporan",
    "channel": "Kanal",
    "received": "Tanggal masuk",
    "kind": "Jenis",
    "subject": "Perihal",
    "service_point": "Layanan",
    "officer": "Petugas",
    "responded_on": "Tanggal tanggapan",
    "forwarded_to": "Diteruskan kepada",
    "closed_on": "Tanggal selesai",
    "result": "Hasil",
    "due": "Batas waktu",
    "state": "Keadaan",
}


def as_xlsx(rows: Sequence[Mapping[str, Any]], title: str) -> bytes:
    """The register for people and for the agency: official column names, days as days."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same list, the same bytes
    sheet = book.add_worksheet("Pengaduan")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, harmless(title), book.add_format({"bold": True}))
    for column, (name, heading) in enumerate(HEADINGS.items()):
        sheet.write_string(2, column, heading, head)
        sheet.set_column(column, column, 40 if name in ("subject", "result") else 18)
        for number, row in enumerate(rows, 3):
            value = str(row[name])
            if name in (*_DATES, "due") and value:
                found = date.fromisoformat(value)
                sheet.write_datetime(number, column, datetime(found.year, found.month, found.day), day)  # noqa: DTZ001
            else:
                sheet.write_string(number, column, harmless(value), text)
    sheet.freeze_panes(3, 0)
    book.close()
    return stream.getvalue()
