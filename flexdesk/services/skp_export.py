"""The unit's plans as a workbook in the very layout that `targets import` reads, realisation included."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flexdesk.domain.codes import NEW_LABEL
from flexdesk.domain.performance import LABELS, ResultClass
from flexdesk.domain.periods import MONTHS_ID, ROMAN, Period, PeriodKind, parse_period
from flexdesk.errors import EnvironmentTrouble, reason_of
from flexdesk.exchange.activity_cells import amount_of
from flexdesk.exchange.cells import harmless
from flexdesk.services.targets import TO, Skp, TargetIndicator, TargetResult
from flexdesk.store.store import Row
from flexdesk.system.durable import write_durably

Value = str | int | float | None
_PLAN = (
    "No", "NIP", "Nama", "Jabatan", "Kode RHK", "Jenis", "Rencana Hasil Kerja Pimpinan yang Diintervensi",
    "Rencana Hasil Kerja", "Aspek", "Perspektif", "Indikator Kinerja Individu", "Target", "Satuan",
)  # fmt: skip
_PLAN_WIDTHS = (5, 21, 30, 30, 10, 10, 46, 46, 11, 18, 46, 12, 14)
_REACHED = (
    "No", "NIP", "Nama", "Kode RHK", "Rencana Hasil Kerja", "Aspek", "Indikator Kinerja Individu", "Target",
    "Satuan",
)  # fmt: skip
_REACHED_WIDTHS = (5, 21, 30, 10, 46, 11, 46, 12, 14)
_KINDS = {ResultClass.MAIN: "Utama", ResultClass.ADDITIONAL: "Tambahan"}
_READABLE = (PeriodKind.MONTH, PeriodKind.QUARTER)  # what a heading of a realisation column can say


def meant(plans: Sequence[Skp]) -> list[Skp]:
    """One plan for each person: the layout has no room for a second, so the latest of the post itself."""
    latest: dict[str, Skp] = {}
    for plan in sorted(plans, key=lambda one: (not one.row["acting"], str(one.row["from"] or ""), one.key)):
        latest[str(plan.person["key"])] = plan
    return [plan for plan in plans if latest[str(plan.person["key"])] is plan]


def write(file: Path, plans: Sequence[Skp], *, unit: str, year: int) -> int:
    """The number of lines of the plan. Raises EnvironmentTrouble."""
    kept = meant(plans)
    try:
        write_durably(file, workbook(kept, unit=unit, year=year), mode=0o644)
    except OSError as error:
        raise EnvironmentTrouble(detail=reason_of(error)) from error
    return sum(1 for _line in _lines(kept))


def workbook(plans: Sequence[Skp], *, unit: str, year: int) -> bytes:
    """Labels are those of the regulation, whatever the agency prints: readers know them everywhere."""
    import xlsxwriter

    stream = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **plain})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
    sheets = _Sheets(book, unit)
    rows = [_plan_row(*line) for line in _lines(plans)]
    sheets.add("SKP", f"SASARAN KINERJA PEGAWAI (SKP) TAHUN {year}", _PLAN, _PLAN_WIDTHS, rows)
    if columns := _columns(plans):
        heads = (*_REACHED, *(_heading(code) for code in columns), "Bukti Dukung")
        widths = (*_REACHED_WIDTHS, *[14] * len(columns), 30)
        reached = [_reached_row(columns, *line) for line in _lines(plans) if line[3].realisations]
        title = f"REALISASI SASARAN KINERJA PEGAWAI TAHUN {year}"
        sheets.add("REALISASI", title, heads, widths, reached)
    book.close()
    return stream.getvalue()


class _Sheets:
    def __init__(self, book: Any, unit: str) -> None:
        self._book, self._unit = book, unit
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})

    def add(
        self,
        name: str,
        title: str,
        heads: Sequence[str],
        widths: Sequence[int],
        rows: Sequence[Sequence[Value]],
    ) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.write_string(0, 0, title)
        sheet.write_string(1, 0, harmless(self._unit.upper()))
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(3, column, head, self._bold)
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows, 4):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, harmless(value), self._text)
        sheet.freeze_panes(4, 3)


_Line = tuple[int, Skp, TargetResult, TargetIndicator]


def _lines(plans: Sequence[Skp]) -> Iterator[_Line]:
    """Every indicator with its plan and result; a result that nothing measures has no line in this layout."""
    for number, plan in enumerate(plans, 1):
        for result in plan.results:
            for indicator in result.indicators:
                yield number, plan, result, indicator


def _plan_row(number: int, plan: Skp, result: TargetResult, indicator: TargetIndicator) -> list[Value]:
    row = indicator.newest
    kind = ResultClass(str(result.row["class"] or ResultClass.MAIN))
    perspective = row["perspective"]
    return [
        number,
        *_person(plan),
        _text(plan.row["jabatan"]),
        _text(result.row["code"]),
        _KINDS[kind],
        _text(result.row["leader_text"]),
        _text(result.row["text"]),
        _aspect(row),
        LABELS.get(f"Perspective.{perspective}", NEW_LABEL) if perspective else "",
        _text(row["text"]),
        _target(row),
        _text(row["unit"]),
    ]


def _reached_row(
    columns: Sequence[str], number: int, plan: Skp, result: TargetResult, indicator: TargetIndicator
) -> list[Value]:
    row, realised = indicator.newest, indicator.realisations
    return [
        number,
        *_person(plan),
        _text(result.row["code"]),
        _text(result.row["text"]),
        _aspect(row),
        _text(row["text"]),
        _target(row),
        _text(row["unit"]),
        *(_realised(realised[code]) if code in realised else "" for code in columns),
        next((str(one["evidence"]) for one in realised.values() if one["evidence"]), ""),
    ]


def _person(plan: Skp) -> tuple[str, str]:
    name = " ".join(str(part) for part in (plan.person["front_titles"], plan.person["name"]) if part)
    titles = plan.person["back_titles"]
    return _text(plan.person["nip"]), f"{name}, {titles}" if titles else name


def _aspect(row: Row) -> str:
    return LABELS.get(f"Aspect.{row['aspect']}", NEW_LABEL) if row["aspect"] else ""


def _target(row: Row) -> Value:
    """The number where the text says no more than that, else the text."""
    text, number = _text(row["target_text"]), row["target_number"]
    bare = amount_of(text)
    return number if isinstance(number, int | float) and not bare.text and bare.number == number else text


def _realised(row: Row) -> Value:
    number, text = row["number"], _text(row["text"])
    bare = amount_of(text)
    said_more = text and (bare.text or bare.number != number)
    return number if isinstance(number, int | float) and not said_more else text


def _columns(plans: Sequence[Skp]) -> list[str]:
    codes = {code for *_where, indicator in _lines(plans) for code in indicator.realisations}
    known = [code for code in codes if _period(code).kind in _READABLE]
    return sorted(known, key=lambda code: (_period(code).last, not code.startswith(TO)))


def _period(code: str) -> Period:
    return parse_period(code.removeprefix(TO))


def _heading(code: str) -> str:
    period = _period(code)
    quarter = period.kind is PeriodKind.QUARTER
    name = f"TW {ROMAN[period.number]}" if quarter else MONTHS_ID[period.number - 1]
    return f"Realisasi s.d. {name}" if code.startswith(TO) else f"Realisasi {name}"


def _text(value: object) -> str:
    return str(value or "")
