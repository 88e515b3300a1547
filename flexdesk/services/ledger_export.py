"""The fairness ledger as a file: a table to reckon with, or a workbook to hand round; without any NIP."""

import csv
import io
from datetime import datetime
from pathlib import Path

from flexdesk.domain.calendar import long_date
from flexdesk.domain.ledger import Count
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.cells import harmless
from flexdesk.services.ledger import LedgerRow, LedgerView
from flexdesk.services.sharing import SharedFile
from flexdesk.system.durable import write_durably

FORMATS = ("csv", "xlsx")
KEYS = (*(str(count) for count in Count), "wishes_asked", "wishes_met")
_HEADINGS = (
    "Nama", "Bagian", "Kelompok", "Hari WFA", "Jumat", "Senin", "Dekat libur", "Loket", "Sif malam",
    "Keinginan diajukan", "Keinginan terpenuhi",
)  # fmt: skip
_WIDTHS = (32, 28, 28, *[11] * 8)


def file_of(view: LedgerView, unit: str, kind: str) -> SharedFile:
    """`kind` is one of `FORMATS`."""
    data = as_csv(view) if kind == "csv" else as_xlsx(view, unit)
    return SharedFile(f"buku-adil_{view.last.isoformat()}.{kind}", data)


def write(file: Path, view: LedgerView, unit: str) -> int:
    """As the ending of the name says, else as a workbook; the size in bytes. Raises EnvironmentTrouble."""
    made = file_of(view, unit, "csv" if file.suffix == ".csv" else "xlsx")
    try:
        write_durably(file, made.data, mode=0o644)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    return len(made.data)


def numbers(row: LedgerRow) -> tuple[int, ...]:
    """The counts in the order of `KEYS`."""
    return tuple(getattr(row.turns, key) for key in KEYS)


def as_csv(view: LedgerView) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["name", "part", "group", *KEYS])
    for row in view.rows:
        writer.writerow([harmless(row.name), harmless(row.part), harmless(row.group), *numbers(row)])
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(view: LedgerView, unit: str) -> bytes:
    """Indonesian like all papers."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the same ledger, the same bytes
    sheet = book.add_worksheet("Buku adil")
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    span = f"{long_date(view.ledger.first)} sampai {long_date(view.last)}"
    sheet.write_string(0, 0, harmless(f"Buku adil {unit}, {span}"))
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(2, column, heading, bold)
        sheet.set_column(column, column, width)
    for number, row in enumerate(view.rows, 3):
        for column, words in enumerate((row.name, row.part, row.group)):
            sheet.write_string(number, column, harmless(words), text)
        for column, value in enumerate(numbers(row), 3):
            sheet.write_number(number, column, value)
    sheet.freeze_panes(3, 1)
    book.close()
    return stream.getvalue()
