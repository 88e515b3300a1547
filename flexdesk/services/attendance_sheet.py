"""The attendance of a period as a workbook to hand on: marks and counts, without anybody's reasons."""

from collections.abc import Sequence
from pathlib import Path

from flexdesk.domain.attendance import slots
from flexdesk.domain.periods import Period
from flexdesk.domain.places import LETTERS, PRIVATE, Place
from flexdesk.exchange.cells import harmless
from flexdesk.exchange.unreadable import FileBusy, why_busy
from flexdesk.i18n import _
from flexdesk.services.absence import AbsenceService
from flexdesk.services.attendance_days import AttendanceDays, DayMarks
from flexdesk.services.attendance_words import mark_name, state_word


def write_sheet(days: AttendanceDays, absence: AbsenceService, period: Period, path: Path) -> int:
    """Write the workbook and return its number of days. Raises FileBusy.

    Leave, illness and permission show as a dash, and no reason of a decision is written.
    """
    import xlsxwriter

    rows = sorted(days.rows(period.first, period.last, everybody=False), key=lambda r: (r.day, r.name))
    wanted = slots(max([2, *(days.terms(row.day).marks for row in rows)]))
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@"})
    zone = days.zone()
    tables: list[tuple[str, list[str], list[list[str | int]], list[int]]] = [
        (
            _("Attendance"),
            [
                _("Date"), "NIP", _("Name"), _("Plan"), _("Really"),
                *(f"{mark_name(slot)} ({zone})" for slot in wanted), _("Minutes late"), _("State"),
            ],
            [_day_cells(row, wanted) for row in rows],
            [11, 20, 30, 14, 14, *(14 for _slot in wanted), 10, 18],
        ),
        (
            _("Plan and fact"),
            ["NIP", _("Name"), _("Away by plan"), _("Really away"), _("Different days")],
            [
                [one.nip, one.name, one.planned_away, one.really_away, one.different]
                for one in days.plan_and_fact(period.first, period.last)
            ],
            [20, 30, 14, 14, 14],
        ),
        (
            _("Unexcused days"),
            ["NIP", _("Name"), _("Days in {year}").format(year=period.last.year), _("Most in a row")],
            [[one.nip, one.name, one.total, one.run] for one in absence.counters(period.last.year)],
            [20, 30, 14, 14],
        ),
    ]  # fmt: skip
    for title, headings, body, widths in tables:
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, bold)
        for number, cells in enumerate(body, 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, harmless(cell), text)
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
        raise FileBusy(file=path.name, detail=why_busy(cause)) from error
    return len(rows)


def _day_cells(row: DayMarks, wanted: Sequence[str]) -> list[str | int]:
    times = [f"{row.marks.times[slot]:%H.%M}" if slot in row.marks.times else "" for slot in wanted]
    late: str | int = row.judged.minutes or ""
    state = state_word(row.state)
    return [
        row.day.isoformat(),
        row.nip,
        row.name,
        _place(row.planned),
        _place(row.place),
        *times,
        late,
        state,
    ]


def _place(place: Place | None) -> str:
    return LETTERS[place].label if place and place not in PRIVATE else "–"
