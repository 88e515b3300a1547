"""Rules about the days themselves: CAL-01, CAL-02, CAL-03, CAL-12."""

from collections.abc import Iterator

from flexdesk.domain.calendar import MONDAY_TO_FRIDAY, DayKind
from flexdesk.domain.people import Person
from flexdesk.domain.places import AWAY, SHIFTS, Place
from flexdesk.domain.rules.board import Board, finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.registry import Scope, rule
from flexdesk.domain.schedule import Assignment
from flexdesk.i18n import N_, _

# Travel and training follow their letters over weekends; only work of the unit itself is bound to its days.
_WORK = AWAY | SHIFTS | {Place.OFFICE}


@rule(
    "CAL-01",
    Level.HARD,
    article="Pasal 3 Perpres 21/2023",
    evidence="A",
    scope=Scope.OFF_DAY,
    text=N_("Ordinary units work from Monday to Friday only."),
)
def not_on_weekends(board: Board, person: Person, cell: Assignment) -> Finding | None:
    if board.is_service_unit or cell.place not in _WORK:
        return None
    if board.facts.calendar.kind(cell.day) is not DayKind.WEEKEND:
        return None
    message = _("This is not a working day. An ordinary unit works from Monday to Friday only.")
    return finding("CAL-01", message, person=person, day=cell.day)


@rule(
    "CAL-02",
    Level.HARD,
    article="Pasal 7 Perpres 21/2023",
    evidence="A",
    scope=Scope.PERIOD,
    text=N_("A service unit may work on other days when a decision of the PPK allows it."),
)
def other_days_need_a_decree(board: Board) -> Iterator[Finding]:
    unit = board.facts.unit
    if unit.service_decree.strip():
        return
    worked = sorted(
        day
        for (_person, day), cell in board.cells.items()
        if cell.place in _WORK and day.weekday() not in MONDAY_TO_FRIDAY and day in board.reported
    )
    if worked and board.is_service_unit:
        message = _("Work on Saturday or Sunday needs the number of the PPK's decision in the unit's data.")
        yield finding("CAL-02", message, day=worked[0])
    elif not board.is_service_unit and board.facts.calendar.work_days - MONDAY_TO_FRIDAY:
        message = _("The working days go beyond Friday, but the unit is not recorded as a service unit.")
        yield finding("CAL-02", message, day=board.facts.first)


@rule(
    "CAL-03",
    Level.HARD,
    article="Pasal 6 Perpres 21/2023",
    evidence="A",
    scope=Scope.OFF_DAY,
    text=N_("Nobody is scheduled on a public holiday or joint leave; service units may, as duty."),
)
def not_on_holidays(board: Board, person: Person, cell: Assignment) -> Finding | None:
    holiday = board.facts.calendar.holiday(cell.day)
    if holiday is None or cell.place not in _WORK:
        return None
    if board.is_service_unit:
        message = _("Duty on a holiday ({name}). Write down why it is needed.").format(name=holiday.name)
        return finding("CAL-03", message, person=person, day=cell.day, level=Level.SOFT)
    message = _("This day is a holiday: {name}.").format(name=holiday.name)
    return finding("CAL-03", message, person=person, day=cell.day)


@rule(
    "CAL-12",
    Level.HARD,
    article="SKB hari libur nasional dan cuti bersama",
    evidence="B",
    scope=Scope.PERIOD,
    text=N_("A year whose holidays no decree has fixed is an estimate and cannot be published on."),
)
def decree_for_the_year(board: Board) -> Iterator[Finding]:
    reported: set[int] = set()
    for day in board.days:
        if board.facts.calendar.is_estimated(day) and day.year not in reported:
            reported.add(day.year)
            message = _("The holidays of {year} are an estimate: no decree is recorded for them.")
            yield finding("CAL-12", message.format(year=day.year), day=day)
