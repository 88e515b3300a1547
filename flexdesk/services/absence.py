"""Counters of unexcused absence and the duty to examine: they tell the head and never punish."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.attendance import Decision
from flexdesk.domain.calendar import Calendar, days
from flexdesk.domain.identity import Nip, parse_nip
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Person, Status
from flexdesk.domain.rules.discipline import (
    IN_A_ROW,
    TEN_IN_A_ROW,
    YEARLY,
    Absences,
    Threshold,
    ahead,
    alerts_in_a_row,
    consequence,
    counted_absences,
    days_of_lateness,
    reached,
    runs,
    task_to_examine,
    yearly_alerts,
)
from flexdesk.domain.rules.findings import Finding
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.attendance_days import AttendanceDays, DayMarks, Key
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.store.store import Row

_PPPK = (Status.PPPK, Status.PPPK_PART_TIME)


class AlreadyOpen(FlexDeskError):
    code = "examination.open"
    ticket = "FD-HDR-11"
    text = N_("An examination of {name} is open already, since {day}.")
    next = N_("Finish that one first, or add to it.")


class NoBasis(FlexDeskError):
    code = "examination.no_basis"
    ticket = "FD-HDR-12"
    text = N_("No threshold is reached for {name}, so the examination needs a basis in words.")
    next = N_("Say what became known and from whom.")


class ResultMissing(FlexDeskError):
    code = "examination.result"
    ticket = "FD-HDR-13"
    text = N_("An examination is done once its result is written down.")
    next = N_("Write in one sentence what came of it.")


@dataclass(frozen=True, slots=True)
class Counter:
    """One person's year. `run` is the longest row of days, `now` the row that is still going on.

    `to_examine` is the count that no examination has answered yet, 0 without one.
    """

    person: str
    nip: str
    name: str
    pppk: bool
    days: tuple[date, ...]
    run: int
    now: int
    late_minutes: int
    late_days: int
    alerts: tuple[Finding, ...]
    to_examine: int
    agency_rule: str = ""
    long_rows: tuple[str, ...] = ()  # rows of ten days or more, as `2026-10-01+10`

    @property
    def basis(self) -> str:
        """What an examination is opened for, in words; long rows by their first day."""
        rows = [f"[{row}]" for row in self.long_rows]
        return " ".join([*(alert.message for alert in self.alerts), *rows])

    @property
    def total(self) -> int:
        return len(self.days) + self.late_days

    @property
    def threshold(self) -> Threshold | None:
        return TEN_IN_A_ROW if self.run >= TEN_IN_A_ROW.days and self.total < 28 else reached(self.total)

    @property
    def next(self) -> Threshold | None:
        return ahead(self.total)

    @property
    def law(self) -> str:
        """What the law names at the threshold reached, in words; empty below the first."""
        held = self.threshold
        return consequence(held, pppk=self.pppk, agency_rule=self.agency_rule) if held else ""


@dataclass(frozen=True, slots=True)
class Examination:
    """One row of `examination` with the person's name; it waits until it was held and written down."""

    key: str
    person: str
    nip: str
    name: str
    opened_on: date | None
    count: int
    basis: str
    summoned_on: date | None = None
    examined_on: date | None = None
    result: str = ""
    letter: str = ""
    note: str = ""

    @property
    def done(self) -> bool:
        return self.examined_on is not None and bool(self.result)

    @property
    def is_untouched(self) -> bool:
        """Opened by a threshold, and nothing was done about it yet."""
        return bool(self.count) and self.summoned_on is None and self.examined_on is None and not self.note


class AbsenceService:
    def __init__(self, committer: Committer, reader: FactReader, days: AttendanceDays) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store
        self._days = days
        self.today = days.today

    # -- counters

    def counters(self, year: int, *, everybody: bool = False) -> list[Counter]:
        """Those with the most days first; without `everybody` only people with something to count."""
        found = self._counters(year, {})
        wanted = [one for one in found if everybody or one.days or one.late_minutes]
        return sorted(wanted, key=lambda one: (-one.total, -one.run, one.name))

    def _counters(self, year: int, changed: Mapping[Key, DayMarks]) -> list[Counter]:
        rows = self._decided(year, changed)
        late = self._reader.policy().value("discipline.convert_lateness", self._asked(year))
        agency = str(self._reader.policy().value("discipline.pppk_rule", self._asked(year)) or "")
        calendar = self._reader.calendar(self._asked(year))
        examined = self._examined(year)
        excused = self._excused(year)
        return [
            self._counter(
                person, rows.get(person.key, []), excused.get(person.key, frozenset()), calendar, year,
                converted=bool(late), agency=agency, examined=examined.get(person.key, ()),
            )
            for person in self._reader.people()
        ]  # fmt: skip

    def _asked(self, year: int) -> date:
        """The day whose settings count: today, or the end of a year that is over."""
        return min(max(self.today(), date(year, 1, 1)), date(year, 12, 31))

    def _counter(
        self, person: Person, rows: list[DayMarks], excused: frozenset[date], calendar: Calendar, year: int,
        *, converted: bool, agency: str, examined: Sequence[Examination],
    ) -> Counter:  # fmt: skip
        missing = frozenset(row.day for row in rows if row.counts_as_day)
        minutes = sum(row.counted_minutes for row in rows if row.day.year == year)
        absences = Absences(missing, excused, minutes)
        counted = counted_absences(absences, calendar)
        alerts = yearly_alerts(absences, calendar, year, converted=converted)
        in_a_row = [one for one in alerts_in_a_row(absences, calendar) if one.day and one.day.year == year]
        held = [run for run in runs(counted, calendar) if run[-1].year == year]
        last = held[-1] if held else []
        due = task_to_examine([*_news(alerts, YEARLY, examined), *_of_runs(in_a_row, held, examined)])
        of_year = tuple(day for day in counted if day.year == year)
        late_days = days_of_lateness(minutes, converted=converted)
        return Counter(
            person.key,
            person.nip,
            person.name,
            is_pppk(person.status, person.nip),
            of_year,
            max((len(run) for run in held), default=0),
            len(last) if last and self._goes_on(last[-1], calendar) else 0,
            minutes,
            late_days,
            (*alerts, *in_a_row),
            max(due[0].size, len(of_year) + late_days) if due else 0,
            agency,
            tuple(f"{run[0].isoformat()}+{len(run)}" for run in held if len(run) >= IN_A_ROW[-1]),
        )

    def _goes_on(self, last: date, calendar: Calendar) -> bool:
        """Whether no working day lies between a row's last day and today."""
        today = self.today()
        return last <= today and not [d for d in calendar.working_days(last, today) if last < d < today]

    def _decided(self, year: int, changed: Mapping[Key, DayMarks]) -> dict[str, list[DayMarks]]:
        """Days that the superior called unexcused, from December before on, as they stand."""
        span = (date(year - 1, 12, 1).isoformat(), date(year, 12, 31).isoformat())
        rows = self._store.select("clarification", day=span, state=Decision.UNEXCUSED)
        keys = [(str(row["person"]), date.fromisoformat(str(row["day"]))) for row in rows]
        held = {(row.person, row.day): row for row in self._days.rows_of(keys)}
        held.update(changed)
        found: defaultdict[str, list[DayMarks]] = defaultdict(list)
        for (person, _day), row in sorted(held.items()):
            found[person].append(row)
        return found

    def _excused(self, year: int) -> dict[str, frozenset[date]]:
        """Days of leave, of official travel, and of being called in (DIS-06)."""
        found: defaultdict[str, set[date]] = defaultdict(set)
        first, last = date(year - 1, 12, 1), date(year, 12, 31)
        facts = self._reader.facts(last, last)  # its registers are whole, whatever the day
        spans = [(one.person, one.from_, one.to) for one in facts.leaves if one.holds]
        spans += [(one.person, one.from_, one.to) for one in facts.travels]
        for person, start, end in spans:
            found[person].update(days(max(start, first), min(end, last)))
        for row in self._store.select("recall"):
            found[str(row["person"])].add(date.fromisoformat(str(row["day"])))
        return {person: frozenset(held) for person, held in found.items()}

    # -- examinations

    def _examined(self, year: int) -> dict[str, list[Examination]]:
        """The examinations of each person that were opened in that year."""
        found: defaultdict[str, list[Examination]] = defaultdict(list)
        for one in self.examinations():
            if one.opened_on is not None and one.opened_on.year == year:
                found[one.person].append(one)
        return found

    def examinations_due(self, changed: Mapping[Key, DayMarks]) -> list[Op]:
        """What decisions in `changed` do to examinations (DIS-03).

        A new threshold opens one or raises the count of one that waits; one that has not begun goes when
        nothing is left to examine.
        """
        wanted = {person for person, _day in changed}
        waiting = {one.person: one for one in self.examinations(waiting=True)}
        ops: list[Op] = []
        for year in sorted({day.year for _person, day in changed}):
            for counter in self._counters(year, changed):
                held = waiting.get(counter.person)
                if counter.person not in wanted:
                    continue
                if counter.to_examine:
                    ops.append(self._raised(held, counter) if held else self._opened(counter))
                elif held is not None and held.is_untouched and not counter.alerts:
                    ops.append(self._committer.delete("examination", held.key))
        return ops

    def _opened(self, counter: Counter, basis: str = "") -> Op:
        cells = {
            "person": counter.person,
            "opened_on": self.today(),
            "count": counter.to_examine or counter.total or None,
            "basis": basis or counter.basis,
        }
        return self._committer.insert("examination", cells)

    def _raised(self, held: Examination, counter: Counter) -> Op:
        """An examination that is still open takes the higher count instead of a second one."""
        cells = {"count": counter.to_examine, "basis": counter.basis}
        return self._committer.update("examination", self._row(held.key), cells)

    def examinations(self, *, waiting: bool = False) -> list[Examination]:
        """All, those that wait first; archived people too."""
        people = {person.key: person for person in self._reader.people(archived=True)}
        made = []
        for row in self._store.select("examination"):
            person = people.get(str(row["person"]))
            made.append(
                Examination(
                    str(row["key"]),
                    str(row["person"]),
                    person.nip if person else "",
                    person.name if person else "",
                    _day(row["opened_on"]),
                    int(row["count"] or 0),
                    str(row["basis"] or ""),
                    _day(row["summoned_on"]),
                    _day(row["examined_on"]),
                    str(row["result"] or ""),
                    str(row["letter"] or ""),
                    str(row["note"] or ""),
                )
            )
        made.sort(key=lambda one: (one.done, one.opened_on or date.min, one.name))
        return [one for one in made if not (waiting and one.done)]

    def not_opened(self) -> list[Counter]:
        """Thresholds reached that no examination answers, such as by decisions of two laptops together."""
        return [one for one in self.counters(self.today().year) if one.to_examine]

    def open(self, nip: str, basis: str = "") -> tuple[str, Change | None]:
        """Open an examination by hand. Raises NotFound, AlreadyOpen, NoBasis."""
        person = person_row(self._store, nip)
        for held in self.examinations(waiting=True):
            if held.person == person["key"]:
                day = held.opened_on.isoformat() if held.opened_on else "-"
                raise AlreadyOpen(name=str(person["name"]), day=day)
        counter = next(one for one in self._counters(self.today().year, {}) if one.person == person["key"])
        if not counter.alerts and not basis.strip():
            raise NoBasis(name=str(person["name"]))
        op = self._opened(counter, basis.strip())
        return op.row, self._committer.commit(Change("examination.open", (op,)))

    def summon(self, key: str, on: date, letter: str = "") -> Change | None:
        """Raises NotFound."""
        row = self._row(key)
        cells: dict[str, object] = {"summoned_on": on} | ({"letter": letter} if letter else {})
        op = self._committer.update("examination", row, cells)
        return self._committer.commit(Change("examination.summon", (op,)))

    def finish(self, key: str, on: date, result: str, *, letter: str = "", note: str = "") -> Change | None:
        """Raises NotFound, ResultMissing. The program writes no sanction; people do."""
        row = self._row(key)
        if not result.strip():
            raise ResultMissing()
        cells: dict[str, object] = {"examined_on": on, "result": result.strip()}
        cells |= {name: text for name, text in (("letter", letter), ("note", note)) if text}
        op = self._committer.update("examination", row, cells)
        return self._committer.commit(Change("examination.done", (op,)))

    def _row(self, key: str) -> Row:
        row = self._store.get("examination", key)
        if row is None:
            raise NotFound(what=_("Examination"), key=key)
        return row


def is_pppk(status: str, nip: str) -> bool:
    """By the recorded status, else by the mark in the number."""
    if status:
        return status in _PPPK
    parsed = parse_nip(nip)
    return isinstance(parsed, Nip) and parsed.text[12:14] > "12"


def _day(cell: object) -> date | None:
    return date.fromisoformat(str(cell)) if cell else None


def _news(alerts: Sequence[Finding], steps: Sequence[int], examined: Sequence[Examination]) -> list[Finding]:
    """Alerts at a step that lies above the count of every examination so far."""
    before = max((one.count for one in examined), default=0)
    return [alert for alert in alerts if any(before < step <= alert.size for step in steps)]


def _of_runs(
    alerts: Sequence[Finding], held: Sequence[Sequence[date]], examined: Sequence[Examination]
) -> list[Finding]:
    """The law's ten days in a row want their own examination, whatever was examined before."""
    found = _news(alerts, IN_A_ROW, examined)
    for alert in alerts:
        run = next((run for run in held if run[-1] == alert.day and len(run) >= IN_A_ROW[-1]), None)
        if run is None or alert in found:
            continue
        if not any(_named(run) in one.basis for one in examined):
            found.append(alert)
    return found


def _named(run: Sequence[date]) -> str:
    """How the basis of an examination names a row of ten days or more, whatever the language."""
    return f"[{run[0].isoformat()}"
