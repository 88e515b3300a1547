"""Counts what the monthly report of flexible work tells: days, reports, recalls, counters, targets."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flexdesk.domain.calendar import monday
from flexdesk.domain.eligibility import eligibilities
from flexdesk.domain.periods import Period, week_of
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.reports import Attendance
from flexdesk.services.cascade import Pace, leading, standings
from flexdesk.services.facts import FactReader
from flexdesk.services.flexible_days import DayReader, FlexibleDays
from flexdesk.services.targets import TargetService
from flexdesk.store.store import Store

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One part of the unit. Shares are in per cent; None where there is nothing to count.

    `on_time`, `late` and `missing` are about reports of days away; the first two know only reports whose time
    of writing is known.
    """

    name: str
    people: int
    eligible: int
    office: int
    away: int
    on_time: float | None
    late: int | None
    missing: int | None
    recalled: int | None

    @property
    def share(self) -> float:
        days = self.office + self.away
        return 100 * self.away / days if days else 0.0


@dataclass(frozen=True, slots=True)
class PersonFigures:
    name: str
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month up to `until`, which is its last day once the month is over.

    `bars` are (day, people away); `over_limit` counts weeks in which a person was away on more days than
    the unit allows; `short` are open counters without the people they need, of `opened`.
    """

    month: Period
    until: date
    working_days: int
    groups: tuple[GroupFigures, ...]
    total: GroupFigures
    bars: tuple[tuple[date, int], ...]
    cap: int
    cap_share: float
    limit: int
    over_limit: int
    weeks: tuple[int, ...]
    people: tuple[PersonFigures, ...]
    opened: int
    short: int
    short_days: int
    complaints: int | None
    unexcused: int | None
    trips: int
    travellers: int
    on_track: int
    planned: int
    outputs: int
    reviewed: int
    published: tuple[int, ...]

    @property
    def is_over(self) -> bool:
        return self.until >= self.month.last

    @property
    def composition(self) -> tuple[int, int] | None:
        """WFH to WFO in whole per cent; None in a month without anybody's day at work."""
        if not self.total.office + self.total.away:
            return None
        away = round(self.total.share)
        return away, 100 - away


class MonthCounter:
    def __init__(self, store: Store, reader: FactReader, targets: TargetService) -> None:
        self._store = store
        self._reader = reader
        self._targets = targets

    def figures(self, month: Period, today: date) -> MonthFigures:
        """Everything up to the end of the month, or up to today in one that still runs."""
        until = max(min(month.last, today), month.first - timedelta(days=1))
        start = monday(month.first)
        read = DayReader(self._store, self._reader).read(start, until)
        inside = tuple(day for day in read.working if day in month)
        terms = self._reader.policy().terms(month.first)
        headcount = sum(person.is_asn for person in read.people)
        groups, total = self._groups(read, month, today)
        away_days = _away_days(read)
        weeks = tuple(dict.fromkeys(week_of(day) for day in inside))
        units = [day for day in read.units if day.day in month]
        known = [day.complaints for day in units if day.complaints is not None]
        trips, travellers = self._trips(month)
        on_track, planned = self._on_track(month, until)
        reports = [report for (_person, day), report in read.reports.items() if day in month]
        return MonthFigures(
            month=month,
            until=until,
            working_days=len(inside),
            groups=groups,
            total=total,
            bars=tuple((day.day, day.away) for day in units),
            cap=int(terms.max_share * headcount + _ROUNDING),
            cap_share=terms.max_share,
            limit=terms.max_days_per_week,
            over_limit=_over(away_days, terms.max_days_per_week),
            weeks=tuple(week.number for week in weeks),
            people=_people(read, away_days, month, weeks),
            opened=sum(day.open_points for day in units),
            short=sum(day.open_points - day.staffed_points for day in units),
            short_days=sum(day.staffed_points < day.open_points for day in units),
            complaints=sum(known) if known else None,
            unexcused=self._unexcused(month),
            trips=trips,
            travellers=travellers,
            on_track=on_track,
            planned=planned,
            outputs=sum(report.outputs for report in reports),
            reviewed=sum(report.accepted + report.returned for report in reports),
            published=self._published(weeks),
        )

    def _groups(
        self, read: FlexibleDays, month: Period, today: date
    ) -> tuple[tuple[GroupFigures, ...], GroupFigures]:
        group_of = self._group_of(read)
        board_day = max(min(month.last, today), month.first)
        verdicts = eligibilities(Board(self._reader.facts(board_day, board_day)), board_day)
        eligible = {key for key, verdict in verdicts.items() if verdict.location.eligible}
        recalls = self._recalls(month)
        members: defaultdict[str, list[str]] = defaultdict(list)
        for person in read.people:
            members[group_of[person.key]].append(person.key)
        made = tuple(
            _group(name, keys, eligible, recalls, read, month, today) for name, keys in members.items()
        )
        everybody = [person.key for person in read.people]
        return made, _group("", everybody, eligible, recalls, read, month, today)

    def _group_of(self, read: FlexibleDays) -> dict[str, str]:
        """The part of the unit that everybody's latest post names; "" where none is named."""
        latest: dict[str, str] = {}
        for posting in sorted(self._reader.postings(), key=lambda posting: posting.from_):
            if not posting.acting and posting.from_ <= read.last:
                latest[posting.person] = str(posting.unit or "")
        return {person.key: latest.get(person.key, "") for person in read.people}

    def _recalls(self, month: Period) -> Counter[str] | None:
        """How often everybody was called in; None while nothing was ever entered in that register."""
        rows = self._store.select("recall", only=("person", "day"))
        if not rows:
            return None
        return Counter(str(row["person"]) for row in rows if date.fromisoformat(str(row["day"])) in month)

    def _unexcused(self, month: Period) -> int | None:
        """Days decided to be absence without excuse; None while nothing ever wanted clarification."""
        rows = self._store.select("clarification", only=("day", "state"))
        if not rows:
            return None
        inside = (row for row in rows if date.fromisoformat(str(row["day"])) in month)
        return sum(row["state"] == Attendance.UNEXCUSED for row in inside)

    def _trips(self, month: Period) -> tuple[int, int]:
        first, last = month.first.isoformat(), month.last.isoformat()
        trips = [
            row
            for row in self._store.select("travel_entry")
            if not row["cancelled_on"] and str(row["from"]) <= last and str(row["to"]) >= first
        ]
        return len({str(row["letter"] or row["key"]) for row in trips}), len({row["person"] for row in trips})

    def _on_track(self, month: Period, until: date) -> tuple[int, int]:
        """People all of whose results keep pace at the end of the month, of those whose pace is known."""
        good = known = 0
        if until < month.first:
            return 0, 0
        for plan in self._targets.plans(year=month.year):
            leads = [leading(standings(result, month)) for result in plan.results]
            paces = [lead.pace for lead in leads if lead is not None and lead.pace is not Pace.UNKNOWN]
            known += bool(paces)
            good += bool(paces) and all(pace is Pace.ON_TRACK for pace in paces)
        return good, known

    def _published(self, weeks: Iterable[Period]) -> tuple[int, ...]:
        standing = self._store.select("publication", only=("week",), withdrawn_on=None)
        covered = {str(row["week"]) for row in standing}
        return tuple(week.number for week in weeks if week.code in covered)


def _group(
    name: str,
    keys: list[str],
    eligible: set[str],
    recalls: Counter[str] | None,
    read: FlexibleDays,
    month: Period,
    today: date,
) -> GroupFigures:
    inside = set(keys)
    office = away = reported = timely = dated = lacking = 0
    for person, day, is_away in read.present():
        if day not in month or person not in inside:
            continue
        office += not is_away
        away += is_away
        if not is_away:
            continue
        report = read.reports.get((person, day))
        reported += report is not None
        lacking += report is None and day < today and day in read.observed
        if report is not None and report.on_time is not None:
            dated += 1
            timely += report.on_time
    told = bool(reported or lacking)
    return GroupFigures(
        name,
        len(keys),
        len(inside & eligible),
        office,
        away,
        100 * timely / dated if dated else None,
        dated - timely if dated else None,
        lacking if told else None,
        sum(recalls[key] for key in keys) if recalls is not None else None,
    )


def _away_days(read: FlexibleDays) -> Mapping[str, list[date]]:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for person, day, away in read.present():
        if away:
            found[person].append(day)
    return found


def _over(away: Mapping[str, list[date]], limit: int) -> int:
    weeks = Counter((person, monday(day)) for person, days in away.items() for day in days)
    return sum(count > limit for count in weeks.values())


def _people(
    read: FlexibleDays, away: Mapping[str, list[date]], month: Period, weeks: tuple[Period, ...]
) -> tuple[PersonFigures, ...]:
    """Everybody who was away in the month, in the order of the roster."""
    made = []
    for person in read.people:
        counted = Counter(week_of(day) for day in away.get(person.key, ()) if day in month)
        if counted:
            made.append(PersonFigures(person.name, tuple(counted[week] for week in weeks)))
    return tuple(made)
