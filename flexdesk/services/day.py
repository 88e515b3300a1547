"""One day of the unit: who is where, whether the counters are staffed, what came differently than planned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flexdesk.domain import rules
from flexdesk.domain.attendance import IN, PLACE, TYPED
from flexdesk.domain.calendar import days as span_of
from flexdesk.domain.ops import Change
from flexdesk.domain.places import LETTERS, SHIFTS, Place
from flexdesk.domain.posts import held_on
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.findings import Finding, Fix
from flexdesk.domain.schedule import Assignment, Facts, ServicePoint, Source
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, ReasonNeeded
from flexdesk.i18n import N_, _
from flexdesk.services import week
from flexdesk.services.closing import refuse_closed_days
from flexdesk.services.commits import Committer
from flexdesk.services.duties import Duties, Duty, ReadyStep
from flexdesk.services.evaluation import EvaluationService
from flexdesk.services.facts import FactReader
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.status import StatusService
from flexdesk.services.week import CoverageCell


class NoPlanForNote(FlexDeskError):
    """Running feedback hangs on a performance plan."""

    code = "day.no_plan"
    ticket = "FD-HAR-01"
    text = N_("{name} has no SKP for {year}, so a note about the work has no place yet.")
    next = N_("Import the SKP of that year under Target, then write the note again.")


@dataclass(frozen=True, slots=True)
class DayPerson:
    """One person's day. `actual` is None while the day goes as planned; `remark` explains an absence."""

    key: str
    name: str
    duty: str
    planned: Place | None
    source: str
    actual: Place | None
    remark: str
    arrived: str = ""  # time of the first mark of attendance, empty without one

    @property
    def place(self) -> Place | None:
        return self.actual or self.planned

    @property
    def differs(self) -> bool:
        return self.actual is not None and self.actual is not self.planned


@dataclass(frozen=True, slots=True)
class PointState:
    """A service point on that day; `fixes` are people who may lawfully come in, where it is short."""

    key: str
    name: str
    need: int
    present: tuple[str, ...]
    text: str
    told: str  # the whole sentence of the rule where it is short
    fixes: tuple[Fix, ...] = ()

    @property
    def is_short(self) -> bool:
        return len(self.present) < self.need


@dataclass(frozen=True, slots=True)
class DayView:
    """`asked` is the day wanted, `day` the one shown: the next working day when `asked` is free."""

    asked: date
    day: date
    free_because: str  # name of the holiday, empty for a weekend or a working day
    has_schedule: bool  # whether anything was typed, planned or registered for the week
    people: tuple[DayPerson, ...]
    points: tuple[PointState, ...]
    days: tuple[date, ...]  # the working days of the week
    away: tuple[CoverageCell, ...]  # of the same days

    @property
    def counts(self) -> Mapping[Place, int]:
        """How many are at each place, in the order of the places' letters."""
        found = Counter(person.place for person in self.people if person.place)
        return {place: found[place] for place in LETTERS if found[place]}


class DayService:
    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        evaluation: EvaluationService,
        status: StatusService,
    ) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._schedule = schedule
        self._duties = Duties(committer, reader, schedule, evaluation, status)

    # -- looking

    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    def next_working_day(self, day: date, step: int = 1) -> date:
        """The first working day after `day`, or before it with a step of -1."""
        found = day + timedelta(days=step)
        for _try in range(60):
            if self._reader.calendar(found).is_working(found):
                break
            found += timedelta(days=step)
        return found

    def view(self, asked: date) -> DayView:
        calendar = self._reader.calendar(asked)
        day = asked if calendar.is_working(asked) else self.next_working_day(asked)
        holiday = calendar.holiday(asked)
        first, last = week.week_days(day)
        facts = self._reader.facts(first, last)
        cells = week.shown_cells(facts)
        working = [one for one in span_of(first, last) if facts.calendar.is_working(one)]
        away = week.coverage_rows(facts, cells)[0].cells
        return DayView(
            asked=asked,
            day=day,
            free_because=holiday.name if holiday and day != asked else "",
            has_schedule=bool(facts.assignments) or self._schedule.published(first, last) is not None,
            people=_people(facts, cells, day, self._called_in(day), self._arrived(day)),
            points=_points(facts, day),
            days=tuple(working),
            away=tuple(away[(one - first).days] for one in working),
        )

    def _called_in(self, day: date) -> dict[str, str]:
        """What is said beside people who were called to the office that day."""
        found = {}
        for row in self._store.select("recall", day=day.isoformat()):
            text = _("called in at {at}").format(at=str(row["at"])[11:16].replace(":", "."))
            if row["arrived"]:
                arrived = str(row["arrived"]).replace(":", ".")
                text = _("{called}, came at {at}").format(called=text, at=arrived)
            found[str(row["person"])] = text
        return found

    def _arrived(self, day: date) -> dict[str, str]:
        rows = self._store.select("attendance_mark", day=day.isoformat(), mark=IN)
        return {str(row["person"]): str(row["at"]).replace(":", ".") for row in rows if row["at"]}

    def duties(self, today: date) -> list[Duty]:
        """What waits for the head, the most pressing first."""
        return self._duties.all(today)

    def ready_steps(self) -> list[ReadyStep]:
        """The few things to do once before the unit leans on the program."""
        return self._duties.ready_steps()

    # -- changing

    def set_actual(
        self, people: Sequence[str], day: date, place: Place | None, reason: str = ""
    ) -> Change | None:
        """Record where people really are; None, or the place that was planned, takes the record away.

        A day that is over is corrected with a reason, which is kept. Raises ReasonNeeded, MonthClosed.
        """
        if day < self.today() and not reason.strip():
            refuse_closed_days(self._store, [day])
            raise ReasonNeeded(sentence=_("The day is over: say why the recorded place is corrected."))
        cells = week.shown_cells(self._reader.facts(day, day))
        ops = []
        for person in people:
            kept = None if place is cells[person, day].place else place
            key = join_key(person, day.isoformat())
            if kept is not None or self._store.get("assignment", key) is not None:
                ops.append(self._committer.upsert("assignment", key, {"actual": kept}))
            if reason.strip():
                note = {"place": place, "source": TYPED, "note": reason.strip()}
                noted = join_key(person, day.isoformat(), PLACE)
                ops.append(self._committer.upsert("attendance_mark", noted, note))
        return self._committer.commit(Change("day.set_actual", tuple(ops)))

    def note(self, person: str, day: date, text: str) -> Change | None:
        """A note about a person's work, kept as running feedback. Raises NoPlanForNote."""
        plans = self._store.select("skp", person=person, year=day.year)
        if not plans:
            row = self._store.get("person", person) or {}
            raise NoPlanForNote(name=row.get("name"), year=day.year)
        unit = self._reader.unit()
        head = self._store.get("person", unit.head) or {}
        cells = {
            "skp": plans[-1]["key"],
            "date": day,
            "giver": unit.head,
            "giver_name": head.get("name"),
            "text": text.strip(),
        }
        return self._committer.commit(Change("day.note", (self._committer.insert("feedback", cells),)))

    def bring_in(self, fix: Fix) -> Change | None:
        """Take one of the named ways out of a shortage: the plan changes, and what was recorded gives way."""
        key = join_key(fix.person, fix.day.isoformat())
        cells = {"place": fix.place, "source": Source.TYPED, "reason": "", "actual": None, "half": None}
        return self._committer.commit(
            Change("schedule.fix", (self._committer.upsert("assignment", key, cells),))
        )


def _people(
    facts: Facts,
    cells: Mapping[week.CellKey, week.CellView],
    day: date,
    called: Mapping[str, str],
    arrived: Mapping[str, str],
) -> tuple[DayPerson, ...]:
    actual = {cell.person: cell.actual for cell in facts.assignments if cell.day == day and cell.actual}
    groups = {person: posting.unit for person, posting in held_on(facts.postings, day).items()}
    names = {point.key: point.name for point in facts.service_points}
    serves: dict[str, str] = {}
    for duty in facts.service_duties:
        if duty.serves and duty.service_point in names:
            serves.setdefault(duty.person, names[duty.service_point])
    remarks = {**_remarks(facts, day), **called}
    made = []
    for person in facts.people:
        cell = cells[person.key, day]
        held = actual.get(person.key)
        made.append(
            DayPerson(
                person.key,
                person.name,
                serves.get(person.key) or groups.get(person.key, ""),
                cell.place,
                cell.source,
                Place(held) if held else None,
                remarks.get(person.key) or cell.reason,
                arrived.get(person.key, ""),
            )
        )
    return tuple(made)


def _remarks(facts: Facts, day: date) -> dict[str, str]:
    """Until when somebody is on leave or travelling, and where to."""
    found = {}
    for leave in facts.leaves:
        if leave.holds and leave.from_ <= day <= leave.to:
            until = _("until {day}").format(day=_short(leave.to))
            found[leave.person] = f"{LETTERS[leave.place].label} {until}"
    for trip in facts.travels:
        if trip.from_ <= day <= trip.to:
            where = trip.location or trip.purpose
            until = _("until {day}").format(day=_short(trip.to))
            found[trip.person] = f"{where}, {until}" if where else until
    return found


def _short(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}"


def _points(facts: Facts, day: date) -> tuple[PointState, ...]:
    """Staffing by where people really are; the ways out come from the same rules that check the plan."""
    real = _as_it_is(facts, day)
    board = Board(replace(real, first=day, last=day))
    short = {finding.point: finding for finding in rules.check(board) if finding.rule == "LOC-12"}
    made = []
    for point in facts.service_points:
        if board.is_open(point, day):
            keys = _there(board, point.key, day)
            names = [person.name for person in facts.people if person.key in keys]
            made.append(_point(point, names, short.get(point.key)))
    return tuple(made)


def _there(board: Board, point: str, day: date) -> frozenset[str]:
    """Who serves the point that day; where its needs are those of shifts, on whatever shift."""
    servers = board.servers.get(point, frozenset())
    on_shift = {key for key in servers if board.place(key, day) in SHIFTS}
    there = servers - board.not_on_site[day]
    return there | on_shift if point in board.facts.shift_points else there


def _point(point: ServicePoint, names: Sequence[str], finding: Finding | None) -> PointState:
    text = ", ".join(names) or _("nobody is there")
    fixes = finding.fixes if finding is not None else ()
    told = finding.message if finding is not None else text
    return PointState(point.key, point.name, point.need, tuple(names), text, told, fixes)


def _as_it_is(facts: Facts, day: date) -> Facts:
    """The facts with each recorded place of that day instead of the planned one."""
    return replace(facts, assignments=tuple(_real(cell, day) for cell in facts.assignments))


def _real(cell: Assignment, day: date) -> Assignment:
    return replace(cell, place=cell.actual) if cell.day == day and cell.actual else cell
