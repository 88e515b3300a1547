"""What waits for the head of a unit, gathered from every part of the program and put in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from flexdesk.domain.calendar import monday
from flexdesk.domain.leave_register import PENDING
from flexdesk.domain.people import Request, RequestKind, RequestState
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period, week_of
from flexdesk.domain.places import ABSENT
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.rules.reports import appraised_period
from flexdesk.services import week
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import EvaluationService
from flexdesk.services.facts import FactReader
from flexdesk.services.records import record
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.status import StatusService
from flexdesk.store.carriers import SyncState

MOST = 7
_RECENT = timedelta(days=14)
_ENDING = timedelta(days=14)
_UNSENT_DAYS, _COURIER_DAYS = 3, 14
_BACKUP_DAYS = 7
_WHO_AND_WHEN = ("person", "day")


class DutyKind(StrEnum):
    CONFLICTS = "conflicts"
    SPECIAL_CONDITION = "special_condition"
    WAITING_REQUESTS = "waiting_requests"  # wishes and swaps
    ENDING_CONDITION = "ending_condition"
    LEAVE = "leave"
    UNPUBLISHED_WEEK = "unpublished_week"
    CHANGED_WEEK = "changed_week"
    WAITING_OUTPUTS = "waiting_outputs"
    SILENT_PEOPLE = "silent_people"
    NO_RECEIPT = "no_receipt"
    UNSENT = "unsent"
    UNRATED = "unrated"
    BACKUP = "backup"
    COMPLAINTS = "complaints"
    COMPLAINT_OFFICER = "complaint_officer"
    MONITORING_NOTE = "monitoring_note"
    MONTH_OPEN = "month_open"
    MONTHLY_RECAP = "monthly_recap"
    WEEKLY_EXPORT = "weekly_export"
    TO_CLARIFY = "to_clarify"
    TO_EXAMINE = "to_examine"
    OBJECTIONS = "objections"
    NOT_HANDED = "not_handed"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do. `page` and `item` say where; `due` is the last good day, `days` how long it waits.

    `hard` and `soft` count the findings of an unpublished week; `period` is the code of what it is about.
    """

    kind: DutyKind
    count: int
    page: str
    item: str = ""
    names: tuple[str, ...] = ()
    period: str = ""
    due: date | None = None
    days: int = 0
    hard: int = 0
    soft: int = 0


@dataclass(frozen=True, slots=True)
class ReadyStep:
    key: str  # roster, published, backup or bundle
    page: str
    done: bool


class Duties:
    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        evaluation: EvaluationService,
        status: StatusService,
    ) -> None:
        self._committer = committer
        self._clock = committer.clock
        self._store = committer.store
        self._reader, self._schedule, self._evaluation, self._status = reader, schedule, evaluation, status

    def all(self, today: date, most: int | None = MOST) -> list[Duty]:
        """By due day, then those without one by how long they wait; seven, or as many as there are."""
        if not self._store.select("person", archived=None):
            return []
        found = [
            *self._conflicts(),
            *self._requests(today),
            *self._leave(),
            *self._weeks(today),
            *self._outputs(today),
            *self._sending(today),
            *self._ratings(today),
            *self._signed(today),
            *self._month_duties(today),
            *self._attendance(today),
            *self._follow_ups(today),
        ]
        found.sort(key=lambda duty: (duty.due or date.max, -duty.days))
        return found[:most]

    def _month_duties(self, today: date) -> Iterator[Duty]:
        from flexdesk.services.month_duties import MonthDuties

        return MonthDuties(self._committer, self._reader, self._schedule).all(today)

    def _conflicts(self) -> Iterator[Duty]:
        count = len(self._store.disputes())
        if count:
            yield Duty(DutyKind.CONFLICTS, count, "sending", "conflict", due=date.min)

    def _requests(self, today: date) -> Iterator[Duty]:
        """Those that wait for a decision, and special conditions that end within two weeks."""
        special: list[Request] = []
        other: list[Request] = []
        ending: list[Request] = []
        held = [record(Request, row) for row in self._store.select("request")]
        for request in sorted(held, key=lambda one: (one.from_, one.key)):
            state = request.state(today)
            is_special = request.kind == RequestKind.SPECIAL_CONDITION
            if state is RequestState.WAITING and request.to >= today:
                (special if is_special else other).append(request)
            elif state is RequestState.GRANTED and is_special and request.last - today <= _ENDING:
                ending.append(request)
        ending = [one for one in ending if not _goes_on(one, held)]
        kinds = (DutyKind.SPECIAL_CONDITION, DutyKind.WAITING_REQUESTS, DutyKind.ENDING_CONDITION)
        for kind, found in zip(kinds, (special, other, ending), strict=True):
            if found:
                days = [one.last if kind is DutyKind.ENDING_CONDITION else one.from_ for one in found]
                names = self._names({one.person for one in found})
                item = f"requests:{found[days.index(min(days))].key}"
                yield Duty(kind, len(found), "people", item, names, due=min(days))

    def _leave(self) -> Iterator[Duty]:
        """Applications for leave that nobody has decided; the one that begins first is opened."""
        rows = self._store.select("leave_entry", order='"from", key', decision=PENDING, cancelled_on=None)
        if rows:
            names = self._names({str(row["person"]) for row in rows})
            first = date.fromisoformat(str(rows[0]["from"]))
            yield Duty(DutyKind.LEAVE, len(rows), "people", f"leave:{rows[0]['key']}", names, due=first)

    def _weeks(self, today: date) -> Iterator[Duty]:
        """This week and the next: not published, or changed since."""
        friday = monday(today) + timedelta(days=4)
        for start, due in ((monday(today), today), (monday(today) + timedelta(weeks=1), friday)):
            if start == monday(today) and today > friday:
                continue
            view = self._schedule.week(start)
            period = week_of(start).code
            if view.published is None:
                hard = sum(finding.level is Level.HARD for finding in view.findings)
                soft = sum(finding.level is Level.SOFT for finding in view.findings)
                yield Duty(
                    DutyKind.UNPUBLISHED_WEEK,
                    1,
                    "schedule",
                    f"|{start.isoformat()}",  # nobody in particular on that day
                    period=period,
                    due=due,
                    hard=hard,
                    soft=soft,
                )
            elif view.changed:
                yield Duty(
                    DutyKind.CHANGED_WEEK,
                    view.changed,
                    "schedule",
                    f"|{start.isoformat()}",  # nobody in particular on that day
                    period=period,
                    due=due,
                )

    def _outputs(self, today: date) -> Iterator[Duty]:
        waiting = [
            row
            for state in (None, ReviewState.WAITING)
            for row in self._store.select("output", only=_WHO_AND_WHEN, review=state)
        ]
        if waiting:
            days = sorted(str(row["day"]) for row in waiting)
            waited = (today - date.fromisoformat(days[0])).days
            names = self._names({str(row["person"]) for row in waiting})
            yield Duty(DutyKind.WAITING_OUTPUTS, len(waiting), "review", days[-1], names, days=waited)
        yield from self._silent(today)

    def _silent(self, today: date) -> Iterator[Duty]:
        """Who was at work on the last working day and sent nothing, where reports are sent at all."""
        day = today - timedelta(days=1)
        calendar = self._reader.calendar(today)
        while not calendar.is_working(day) and today - day < _RECENT:
            day -= timedelta(days=1)
        span = ((today - _RECENT).isoformat(), today.isoformat())
        recent = self._store.select("output", only=_WHO_AND_WHEN, day=span)
        if not recent or not calendar.is_working(day):
            return
        facts = self._reader.facts(day, day)
        cells = week.shown_cells(facts)
        told = {str(row["person"]) for row in recent if row["day"] == day.isoformat()}
        silent = {
            person.key
            for person in facts.people
            if person.key not in told and cells[person.key, day].place not in ABSENT
        }
        if silent:
            names = self._names(silent)
            yield Duty(DutyKind.SILENT_PEOPLE, len(silent), "review", day.isoformat(), names, due=today)

    def _attendance(self, today: date) -> Iterator[Duty]:
        """Days that lack a mark, where marks are kept at all, and people to summon and examine."""
        kept = self._store.select("attendance_mark", only=("person",), day=_span(today - _RECENT, today))
        asked = self._store.select("clarification", only=("person",)) or kept
        if not asked and not self._store.select("examination", only=("key",)):
            return
        from flexdesk.services.absence import AbsenceService
        from flexdesk.services.attendance_days import AttendanceDays

        days = AttendanceDays(self._store, self._reader, self._clock)
        missing = days.to_clarify(today - _RECENT, today) if kept else []
        if missing:
            names = tuple(sorted({row.name for row in missing}))
            item = f"attendance:{min(row.day for row in missing):%Y-%m}"
            yield Duty(DutyKind.TO_CLARIFY, len(missing), "today", item, names, due=today)
        absence = AbsenceService(self._committer, self._reader, days)
        waiting = {one.name for one in absence.examinations(waiting=True)}
        waiting |= {one.name for one in absence.not_opened()}
        if waiting:
            names = tuple(sorted(waiting))
            item = "attendance:examinations"
            yield Duty(DutyKind.TO_EXAMINE, len(waiting), "today", item, names, due=today)

    def _sending(self, today: date) -> Iterator[Duty]:
        status = self._status.read()
        waited = (today - status.oldest_unsent.date()).days if status.oldest_unsent else 0
        if status.enrolled and status.states.get(SyncState.HANDED):
            yield Duty(DutyKind.NO_RECEIPT, status.states[SyncState.HANDED], "sending")
        if status.unsent and waited >= _UNSENT_DAYS:
            is_urgent = waited >= _COURIER_DAYS
            item, due = ("bundle", date.min) if is_urgent else ("", None)
            yield Duty(DutyKind.UNSENT, status.unsent, "sending", item, due=due, days=waited)
        kept = (today - status.last_backup.date()).days if status.last_backup else _BACKUP_DAYS
        if status.saved_at and kept >= _BACKUP_DAYS:
            yield Duty(DutyKind.BACKUP, 1, "policy", "backups", days=kept if status.last_backup else 0)

    def _ratings(self, today: date) -> Iterator[Duty]:
        """The month or quarter that has ended; from its last week on, that one itself (PRF-02)."""
        interval = str(self._reader.policy().value("performance.interval", today))
        period = appraised_period(interval, today)
        unrated = [one for one in self._evaluation.evaluations(period) if one.predicate is None]
        if unrated:
            names = tuple(str(one.skp.person["name"]) for one in unrated)
            yield Duty(
                DutyKind.UNRATED,
                len(unrated),
                "evaluation",
                period.code,
                names,
                period.code,
                due=_due(period),
            )

    def _signed(self, today: date) -> Iterator[Duty]:
        if not self._store.select("evaluation", only=("locked",), locked=1):
            return
        from flexdesk.services.evaluation_duties import EvaluationDuties

        yield from EvaluationDuties(self._committer, self._evaluation).all(today)

    def _follow_ups(self, today: date) -> Iterator[Duty]:
        """Promises and coaching whose day has come or comes within a week."""
        if not self._store.select("follow_up", only=("person",), done_on=None):
            return
        from flexdesk.services.follow_ups import open_names, opened_until

        due = opened_until(self._store, today)
        if due:
            names = tuple(open_names(due, self._store.select("person")))
            yield Duty(DutyKind.FOLLOW_UP, len(due), "evaluation", due[0].person, names, due=due[0].due)

    def _names(self, keys: set[str]) -> tuple[str, ...]:
        rows = self._store.select("person")
        return tuple(sorted(str(row["name"]) for row in rows if str(row["key"]) in keys))

    # -- once

    def ready_steps(self) -> list[ReadyStep]:
        status = self._status.read()
        return [
            ReadyStep("roster", "people", bool(self._store.select("person"))),
            ReadyStep("published", "schedule", bool(self._store.select("publication"))),
            ReadyStep("backup", "policy", status.last_backup is not None),
            ReadyStep("bundle", "sending", bool(status.states.get(SyncState.RECEIVED))),
        ]


def _goes_on(ending: Request, held: Sequence[Request]) -> bool:
    """Whether the same person has asked, or was granted, to go on after it."""
    return any(
        one.person == ending.person
        and one.kind == ending.kind
        and one.last > ending.last
        and one.decision != "refuse"
        for one in held
    )


def _span(first: date, last: date) -> tuple[str, str]:
    return first.isoformat(), last.isoformat()


def _due(period: Period) -> date:
    """Two months after the quarter the documents are expected at the agency."""
    return period.last + timedelta(days=61)
