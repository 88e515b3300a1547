"""Blank daily reports to give away: a workbook for each person, or one page that works on any telephone.

Both come back through `outputs import` unchanged.
"""

import html
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

from flexdesk.domain.periods import Period
from flexdesk.exchange.cells import harmless
from flexdesk.exchange.report_files import FORM_COLUMNS

FORMATS = ("xlsx", "html")
_WIDTHS = (12, 10, 10, 10, 48, 9, 12, 36, 24)
_HEAD_ROW = 7  # counted from zero; the labels of the form stand above
_ROWS_A_DAY = 3
_FILLING = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class FormResult:
    """A work result of the person's own SKP; `unit` is what its quantity is counted in."""

    code: str
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class ReportForm:
    """What a form is printed with."""

    nip: str
    name: str
    jabatan: str
    unit: str
    period: Period
    days: Sequence[date]
    results: Sequence[FormResult]


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
    for column, (heading, width) in enumerate(zip(FORM_COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(_HEAD_ROW, column, heading, head)
        sheet.set_column(column, column, width)
    row = _HEAD_ROW + 1
    for day in form.days:
        for _number in range(_ROWS_A_DAY):
            sheet.write_datetime(row, 0, datetime(day.year, day.month, day.day), day_format)  # noqa: DTZ001
            for column in range(1, len(FORM_COLUMNS)):
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
    sheet.write_row(0, 0, ["Kode", "Rencana hasil kerja", "Satuan"], head)
    for row, one in enumerate(form.results, 1):
        sheet.write_row(row, 0, [harmless(one.code), harmless(one.text), harmless(one.unit)], text)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 90)
    sheet.set_column(2, 2, 14)


def page(form: ReportForm) -> bytes:
    """One file without a line out: filled on a telephone, it gives back a table, a text or QR codes."""
    template = (files("resources") / "documents" / "report-form.html").read_text(encoding="utf-8")
    period = form.period.label("id")
    data = {
        "nip": form.nip,
        "name": form.name,
        "period": period,
        "days": [day.isoformat() for day in form.days],
        "results": [[result.code, result.text, result.unit] for result in form.results],
        "headings": ["NIP", "Nama", *FORM_COLUMNS],
    }
    fillings = {
        "title": html.escape(f"Laporan kerja harian {period}"),
        "name": html.escape(form.name),
        "unit": html.escape(form.unit),
        "file": f"laporan_{form.period.code}_{form.nip}.csv",
        "data": json.dumps(data).replace("<", "\\u003c"),
        **_colours(),
    }
    # in one go: what a person is called is not looked at again
    return _FILLING.sub(lambda found: fillings[found[1]], template).encode("utf-8")


def _colours() -> dict[str, str]:
    """The program's own colours as the style sheet's variables, for each scheme."""
    tokens = json.loads((files("resources") / "design" / "tokens.json").read_text(encoding="utf-8"))
    return {
        scheme: " ".join(f"--{name}: {colour};" for name, colour in colours.items())
        for scheme, colours in tokens["theme"].items()
    }
