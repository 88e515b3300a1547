"""The monthly report of flexible work as a workbook: the same numbers and answers as on paper."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flexdesk.domain import effect_words
from flexdesk.domain.effect import Comparison
from flexdesk.domain.effect_words import Question
from flexdesk.domain.monthly_form import ASPECTS, FieldKind, printed
from flexdesk.exchange.cells import harmless
from flexdesk.i18n import indonesian
from flexdesk.services.month_figures import GroupFigures
from flexdesk.services.monthly_report import MonthlyReport
from flexdesk.services.sharing import SharedFile

Cell = str | int | float | date | None


def workbook(report: MonthlyReport, unit: str) -> SharedFile:
    """`2026-11_LAPORAN-WFA.xlsx`; the same report gives the same bytes."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a fixed mark, not a moment
    writer = _Writer(book)
    figures = report.figures
    title = f"Laporan pemantauan dan evaluasi kerja fleksibel {unit}, {figures.month.label('id')}"
    writer.sheet("Ringkasan", ("Hal", "Nilai"), (44, 60), _summary(report), title)
    heads = (
        "Unit",
        "Pegawai",
        "Layak WFA",
        "Hari-orang WFA",
        "Hari-orang kantor",
        "Porsi (%)",
        "Tepat hari (%)",
        "Terlambat",
        "Tanpa laporan",
        "Dipanggil",
    )
    units = [*((group, group.name or "Lain-lain") for group in figures.groups), (figures.total, "Jumlah")]
    writer.sheet("Per unit", heads, (30, *[15] * 9), [_unit(group, name) for group, name in units])
    writer.sheet("Per hari", ("Tanggal", "Orang WFA"), (14, 12), [(day, away) for day, away in figures.bars])
    weeks = tuple(f"Minggu {week}" for week in figures.weeks)
    people: list[tuple[Cell, ...]] = [
        (person.name, *person.weeks, sum(person.weeks)) for person in figures.people
    ]
    writer.sheet("Per pegawai", ("Nama", *weeks, "Jumlah"), (34, *[11] * len(weeks), 10), people)
    writer.sheet("14 aspek", ("No", "Aspek", "Isian", "Jawaban"), (5, 32, 36, 60), _aspects(report))
    writer.sheet("Perbandingan", _HEADS, (36, 12, 12, 12, 12, 12, 10, 10, 10, 70), _compared(report))
    book.close()
    return SharedFile(f"{report.month.code}_LAPORAN-WFA.xlsx", stream.getvalue())


_HEADS = (
    "Ukuran",
    "Sisi pertama",
    "Sisi kedua",
    "Selisih",
    "Selang dari",
    "Selang sampai",
    "Pasangan",
    "Tanggal 1",
    "Tanggal 2",
    "Kesimpulan",
)


class _Writer:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._title = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        widths: Sequence[int],
        rows: Iterable[Sequence[Cell]],
        title: str = "",
    ) -> None:
        sheet = self._book.add_worksheet(name)
        top = 0
        if title:
            sheet.write_string(0, 0, harmless(title), self._title)
            top = 2
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(top, column, head, self._bold)
            sheet.set_column(column, column, width)
        for row, cells in enumerate(rows, top + 1):
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, cell)
        sheet.freeze_panes(top + 1, 0)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, date):
            sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self._day)  # noqa: DTZ001
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell)
        elif cell is not None:
            sheet.write_string(row, column, harmless(cell), self._text)


def _summary(report: MonthlyReport) -> Iterable[tuple[Cell, ...]]:
    figures, whole = report.figures, report.figures.total
    yield "Keadaan sampai dengan", figures.until
    if report.due is not None:
        yield "Disampaikan paling lambat", report.due
    yield "Hari kerja", figures.working_days
    yield "Pegawai", whole.people
    yield "Layak WFA", whole.eligible
    yield "Hari-orang WFA", whole.away
    yield "Hari-orang kantor", whole.office
    yield "Porsi sebulan (%)", round(whole.share, 1)
    if figures.composition is not None:
        yield "Komposisi WFH : WFO", f"{figures.composition[0]} : {figures.composition[1]}"
    yield "Paling banyak orang WFA sehari menurut batas unit", figures.cap
    yield f"Lewat batas {figures.limit} hari seminggu", figures.over_limit
    yield "Laporan hari WFA tepat hari (%)", _rounded(whole.on_time)
    yield "Laporan hari WFA terlambat", whole.late
    yield "Hari WFA tanpa laporan", whole.missing
    yield "Dipanggil ke kantor", whole.recalled
    yield "Tidak masuk tanpa keterangan (hari)", figures.unexcused
    yield "Hasil kerja", figures.outputs
    yield "Hasil kerja ditinjau", figures.reviewed
    yield "Loket buka (loket-hari)", figures.opened
    yield "Loket kurang petugas (loket-hari)", figures.short
    yield "Pengaduan diterima", figures.complaints
    yield "Pegawai dengan target pada jalur", figures.on_track
    yield "Pegawai dengan target terukur", figures.planned
    yield "Catatan pimpinan", report.note or None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _unit(group: GroupFigures, name: str) -> tuple[Cell, ...]:
    return (
        name,
        group.people,
        group.eligible,
        group.away,
        group.office,
        round(group.share, 1),
        _rounded(group.on_time),
        group.late,
        group.missing,
        group.recalled,
    )


def _aspects(report: MonthlyReport) -> Iterable[tuple[Cell, ...]]:
    answers = report.answers.printed
    for aspect in ASPECTS:
        for field in aspect.fields:
            value = answers.get(field.key, "")
            if value and field.kind is FieldKind.AMOUNT:
                yield aspect.number, aspect.title, field.title, int(value)
            else:
                yield aspect.number, aspect.title, field.title, printed(field, value) or None


def _compared(report: MonthlyReport) -> Iterable[tuple[Cell, ...]]:
    view = report.effect
    for found, by_time in ((view.places, False), (view.times, True)):
        for one in found:
            yield _comparison(one, by_time=by_time)
    notes = (*view.notes, *view.time_notes) if view.times else view.notes
    for text in dict.fromkeys(note.printed for note in notes):
        yield (text,)


def _comparison(one: Comparison, *, by_time: bool) -> tuple[Cell, ...]:
    question = effect_words.question_of(one.measure, by_time=by_time)
    sides = " / ".join(indonesian(side) for side in effect_words.SIDES[Question(question)])
    numbers = (one.first, one.second, one.difference, one.low, one.high)
    return (
        f"{indonesian(effect_words.TITLES[one.measure])} ({sides})",
        *(None if number is None else round(number, 4) for number in numbers),
        one.groups,
        one.first_days,
        one.second_days,
        effect_words.sentence(one, by_time=by_time, on_paper=True),
    )
