"""The year of one person as a sheet of months by days, which the grid paints and types like any other."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

from flexdesk.i18n import _
from flexdesk.services.person_year import PersonYear, Tally
from ui.schedule import words
from ui.schedule.ports import PersonRow
from ui.schedule.sheet import HARD, SOFT, Mark, Problem, Sheet, Spot, mark_of

MONTHS, DAYS = 12, 31


@dataclass(slots=True)
class YearSheet(Sheet):
    """Row 0 is January, column 0 the first of a month; days that a month lacks are locked and blank."""

    year: int = 1
    months: tuple[Tally, ...] = ()
    total: Tally = field(default_factory=Tally)

    def day(self, spot: Spot) -> date | None:
        """None where the month has no such day."""
        month = spot.row + 1
        last = monthrange(self.year, month)[1]
        return date(self.year, month, spot.column + 1) if spot.column < last else None

    def holds(self, spot: Spot) -> bool:
        return 0 <= spot.row < self.height and 0 <= spot.column < self.width and self.day(spot) is not None

    def locked(self, spot: Spot) -> bool:
        return self.day(spot) is None or bool(self.mark(spot) & Mark.LOCKED)

    def key(self, spot: Spot) -> tuple[str, date]:
        day = self.day(spot)
        if day is None:
            raise KeyError(spot)
        return self.people[spot.row].key, day

    def spot(self, person: str, day: date) -> Spot | None:
        if not self.people or person != self.people[0].key or day.year != self.year:
            return None
        return Spot(day.month - 1, day.day - 1)

    def grade_of_column(self, _column: int) -> str:
        """A column is no day here."""
        return ""


def year_sheet(person: PersonRow, view: PersonYear) -> YearSheet:
    sheet = YearSheet(
        days=tuple(date(view.year, 1, 1 + at) for at in range(DAYS)),
        working=(True,) * DAYS,
        people=(person,) * MONTHS,
        row_of={person.key: 0},
        year=view.year,
        months=view.months,
        total=view.total,
    )
    for row in range(MONTHS):
        for column in range(DAYS):
            day = sheet.day(Spot(row, column))
            cell = view.cells.get(day) if day is not None else None
            sheet.cells.append(cell)
            sheet.places.append(cell.place if cell is not None else None)
            sheet.halves.append(cell.half if cell is not None else None)
            sheet.marks.append(mark_of(cell) if cell is not None else Mark.NONE)
            rest = day is not None and view.day_kinds.get(day) != "working"
            sheet.shades.append("raised" if rest else "" if day is not None else "sunken")
    found = [one for one in view.findings if str(one.level) in (HARD, SOFT) and one.day is not None]
    sheet.problems = tuple(
        Problem(one, str(one.level), one.day.month - 1, one.day.day - 1) for one in found if one.day
    )
    for problem in sheet.problems:
        if problem.row is not None and problem.column is not None:
            at = problem.row * DAYS + problem.column
            sheet.marks[at] |= Mark.HARD if problem.grade == HARD else Mark.SOFT
    return sheet


def spoken_tally(name: str, tally: Tally) -> str:
    """`November, 4 hari WFA, 1 Jumat, …`; what is nought is left out."""
    texts = (
        (tally.away, _("{count} days WFA")),
        (tally.fridays, _("{count} of them Fridays")),
        (tally.mondays, _("{count} of them Mondays")),
        (tally.leave, _("{count} days of leave")),
        (tally.travel, _("{count} days of duty travel")),
        (tally.training, _("{count} days of training")),
        (tally.shifts, _("{count} shifts")),
        (tally.faults, _("{count} binding findings")),
    )
    return ", ".join((name, *(text.format(count=count) for count, text in texts if count)))


def month_name(row: int) -> str:
    return words.month_and_year(date(2000, row + 1, 1)).rsplit(" ", 1)[0]
