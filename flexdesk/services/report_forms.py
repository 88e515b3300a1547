"""Blank daily reports to give away: a workbook for each person, or one page that works on any telephone.

Both come back through `outputs import` unchanged.
"""

import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from flexdesk.domain.periods import Period
from flexdesk.exchange.cells import harmless

FORMATS = ("xlsx", "html")
HEADINGS = (
    ("Tanggal", 12),
    ("Jam mulai", 10),
    ("Jam selesai", 10),
    ("Kode RHK", 10),
    ("Uraian kegiatan", 48),
    ("Volume", 9),
    ("Satuan", 12),
    ("Bukti dukung", 36),
    ("Keterangan", 24),
)
_HEAD_ROW = 7  # counted from zero; the labels of the form stand above
_ROWS_A_DAY = 3


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What a form is printed with; `results` are (code, text) of the person's own SKP."""

    nip: str
    name: str
    jabatan: str
    unit: str
    period: Period
    days: Sequence[date]
    results: Sequence[tuple[str, str]]


def workbook(form: ReportForm) -> bytes:
    """Three empty rows for every working day, and the person's work results on a second sheet."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same form, the same bytes
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "top"})
    text = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    day_format = book.add_format({"num_format": "dd/mm/yyyy", "border": 1, "valign": "top"})
    sheet = book.add_worksheet("Laporan")
    sheet.write_string(0, 0, f"LAPORAN KERJA HARIAN {form.period.label('id').upper()}", bold)
    for row, (label, value) in enumerate(_labels(form), 2):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, harmless(f": {value}"))
    for column, (heading, width) in enumerate(HEADINGS):
        sheet.write_string(_HEAD_ROW, column, heading, head)
        sheet.set_column(column, column, width)
    row = _HEAD_ROW + 1
    for day in form.days:
        for _number in range(_ROWS_A_DAY):
            sheet.write_datetime(row, 0, datetime(day.year, day.month, day.day), day_format)  # noqa: DTZ001
            for column in range(1, len(HEADINGS)):
                sheet.write_blank(row, column, None, text)
            row += 1
    sheet.freeze_panes(_HEAD_ROW + 1, 1)
    _write_results(book, form, head, text)
    book.close()
    return stream.getvalue()


def _labels(form: ReportForm) -> list[tuple[str, str]]:
    return [("Nama", form.name), ("NIP", form.nip), ("Jabatan", form.jabatan), ("Unit kerja", form.unit)]


def _write_results(book: "object", form: ReportForm, head: "object", text: "object") -> None:
    sheet = book.add_worksheet("Kode RHK")  # type: ignore[attr-defined]
    sheet.write_row(0, 0, ["Kode", "Rencana hasil kerja"], head)
    for row, (code, words) in enumerate(form.results, 1):
        sheet.write_row(row, 0, [harmless(code), harmless(words)], text)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 90)


def page(form: ReportForm) -> bytes:
    """One file without a line out: filled in a browser, it gives back a small table to send."""
    template = (files("resources") / "documents" / "report-form.html").read_text(encoding="utf-8")
    data = {
        "nip": form.nip,
        "name": form.name,
        "days": [day.isoformat() for day in form.days],
        "results": [list(result) for result in form.results],
        "headings": ["NIP", "Nama", *(heading for heading, _width in HEADINGS)],
    }
    safe = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    title = f"Laporan kerja harian {form.period.label('id')}"
    filled = template.replace("{{title}}", html.escape(title)).replace("{{name}}", html.escape(form.name))
    filled = filled.replace("{{file}}", f"laporan_{form.period.code}_{form.nip}.csv")
    return filled.replace("{{data}}", safe).encode("utf-8")
