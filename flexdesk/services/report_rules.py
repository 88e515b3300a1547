"""What the rules ask of a day away: a plan before it, a target behind it, a report on it, a review after."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.rules.reports import day_serves_a_target, plan_is_in_time, report_is_late, review_due
from flexdesk.services.facts import FactReader
from flexdesk.services.flexible_days import BULK_DAYS
from flexdesk.store import history
from flexdesk.store.store import Row, Store

_AWAY = {str(place) for place in AWAY}


@dataclass(frozen=True, slots=True)
class Timing:
    """How an output stood to the clock: when it came in, whether late, and until when it is reviewed."""

    arrived: datetime  # by the clock of the unit
    late: bool
    review_due: date
    review_overdue: bool


class ReportRules:
    def __init__(self, store: Store, reader: FactReader) -> None:
        self._store, self._reader = store, reader

    def away(self, first: date, last: date) -> list[tuple[str, date]]:
        """(person, day) of every working day spent away, where people really were."""
        calendar = self._reader.calendar(first)
        living = {person.key for person in self._reader.people()}
        cells = self._reader.assignments(first.isoformat(), last.isoformat())
        found = [
            (cell.person, cell.day)
            for cell in cells
            if str(cell.actual or cell.place or "") in _AWAY
            and cell.person in living
            and calendar.is_working(cell.day)
        ]
        return sorted(found, key=lambda pair: (pair[1], pair[0]))

    def findings(self, period: Period, today: date) -> list[Finding]:
        """REP-09 for days until today and PRF-01 for days that are over, by day and person."""
        people = {person.key: person for person in self._reader.people()}
        pairs = self.away(period.first, min(period.last, today))
        served = self._served(period)
        plans = self._plans()
        found: list[Finding] = []
        for person, day in pairs:
            told = plan_is_in_time(day, _written_for(plans[person], day))
            if day < today:
                linked, measurable = served[person, day]
                told += day_serves_a_target(day, linked, measurable)
            found += [replace(one, person=person, nip=people[person].nip) for one in told]
        return found

    def _served(self, period: Period) -> dict[tuple[str, date], tuple[int, int]]:
        """(person, day) -> outputs linked to a target, outputs with an amount."""
        linked: Counter[tuple[str, date]] = Counter()
        measurable: Counter[tuple[str, date]] = Counter()
        span = (period.first.isoformat(), period.last.isoformat())
        for row in self._store.select("output", only=("person", "day", "result", "amount", "unit"), day=span):
            spot = str(row["person"]), date.fromisoformat(str(row["day"]))
            linked[spot] += bool(row["result"])
            measurable[spot] += row["amount"] is not None and bool(row["unit"])
        counted: dict[tuple[str, date], tuple[int, int]] = defaultdict(lambda: (0, 0))
        counted.update({spot: (linked[spot], measurable[spot]) for spot in linked.keys() | measurable.keys()})
        return counted

    def _plans(self) -> dict[str, list[tuple[date, date, date]]]:
        """Person -> (first day, last day, written on) of plans in requests and agreements."""
        found: defaultdict[str, list[tuple[date, date, date]]] = defaultdict(list)
        requests = [
            row for row in self._store.select("request") if row["plan"] and row["decision"] != "refuse"
        ]
        written = history.first_written(self._store, "request", [str(row["key"]) for row in requests])
        for row in requests:
            at = row["submitted_on"] or self._local(written[str(row["key"])]).date().isoformat()
            found[str(row["person"])].append(_span(row, str(at)))
        for row in self._store.select("agreement"):
            if row["duties"] and row["signed_on"]:
                found[str(row["person"])].append(_span(row, str(row["signed_on"])))
        return found

    def timings(self, rows: Sequence[Row], today: date) -> dict[str, Timing]:
        """Key of an output -> how it stood to the clock (REP-05, REP-06)."""
        if not rows:
            return {}
        zone = ZoneInfo(self._reader.unit().zone)
        dues: dict[date, time] = {}
        untils: dict[date, date] = {}
        arrived = history.first_written(self._store, "output", [str(row["key"]) for row in rows])
        dated = self._dated(rows)
        found = {}
        for row in rows:
            key, day = str(row["key"]), date.fromisoformat(str(row["day"]))
            at = arrived[key].astimezone(zone) if key in arrived else datetime.combine(day, time.min)
            came = max(day, at.date())
            if day not in dues:
                dues[day] = self._report_due(day)
            if came not in untils:
                untils[came] = self._review_due(came)
            waiting = str(row["review"] or ReviewState.WAITING) == ReviewState.WAITING
            late = (str(row["person"]), day.isoformat()) in dated and report_is_late(day, at, dues[day])
            found[key] = Timing(at, late, untils[came], waiting and today > untils[came])
        return found

    def _dated(self, rows: Sequence[Row]) -> set[tuple[str, str]]:
        """(person, ISO day) of reports whose arrival tells the hour: no file of a month brought them."""
        days = [str(row["day"]) for row in rows]
        bulk = history.bulk_reports(self._store, BULK_DAYS)
        brought = history.arrivals(self._store, min(days), max(days))
        return {(one.person, one.day) for one in brought if (one.device, one.seq) not in bulk}

    def _report_due(self, day: date) -> time:
        due = self._reader.policy().value("report.due", day)
        assert isinstance(due, time)
        return due

    def _review_due(self, day: date) -> date:
        """The superior's time runs from the day of the report, or from its arrival where that is later."""
        grace = self._reader.policy().value("review.due_working_days", day)
        assert isinstance(grace, int)
        return review_due(day, grace, self._reader.calendar(day))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self._reader.unit().zone))

    def evidence_required(self, day: date) -> bool:
        """REP-07, as settled for that day."""
        return bool(self._reader.policy().value("report.evidence_required", day))


def _span(row: Row, written: str) -> tuple[date, date, date]:
    first = date.fromisoformat(str(row["from"]))
    last = date.fromisoformat(str(row["to"])) if row["to"] else first + timedelta(days=366)
    return first, last, date.fromisoformat(written)


def _written_for(plans: Iterable[tuple[date, date, date]], day: date) -> date | None:
    """The earliest day on which a plan that covers `day` was written."""
    return min((written for first, last, written in plans if first <= day <= last), default=None)
