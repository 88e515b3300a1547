"""What stands against the close of a month, each with the very place where it is settled."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from flexdesk.domain.calendar import days, long_date
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period, day_label
from flexdesk.domain.places import ABSENT
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.rules.registry import RULES
from flexdesk.domain.rules.reports import monitoring_note_is_there
from flexdesk.domain.schema import split_key
from flexdesk.i18n import N_, _
from flexdesk.services import week
from flexdesk.services.closing import DAY_IN_KEY
from flexdesk.services.complaints import ComplaintService, Filter
from flexdesk.services.facts import FactReader
from flexdesk.services.outputs import OutputService
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.weekly_export import unexported_weeks
from flexdesk.store.store import Row, Store

NOTE_PARTS = {
    "performance": N_("performance"),
    "discipline": N_("discipline"),
    "infrastructure": N_("equipment"),
    "compared": N_("before and after"),
}


class BlockerKind(StrEnum):
    NOT_OVER = "not_over"
    CONFLICT = "conflict"
    CLARIFICATION = "clarification"
    UNREVIEWED = "unreviewed"
    SILENT = "silent"
    COMPLAINT = "complaint"
    NOTE = "note"
    UNPUBLISHED = "unpublished"
    NO_PLAN = "no_plan"
    NO_TARGET = "no_target"
    AGREEMENT = "agreement"
    LATE_REPORT = "late_report"
    LATE_REVIEW = "late_review"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Blocker:
    """HARD refuses the close, SOFT wants a reason, INFO is only told. `page` and `item` say where it is."""

    kind: BlockerKind
    level: Level
    text: str
    page: str
    item: str
    count: int = 1
    rule: str = ""
    detail: str = ""

    @property
    def article(self) -> str:
        return RULES[self.rule].article if self.rule else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "class": str(self.level),
            "rule": self.rule or None,
            "article": self.article or None,
            "message": self.text,
            "detail": self.detail or None,
            "count": self.count,
            "open": {"screen": self.page, "item": self.item},
        }


class MonthBlockers:
    def __init__(
        self,
        store: Store,
        reader: FactReader,
        schedule: ScheduleService,
        outputs: OutputService,
        complaints: ComplaintService,
    ) -> None:
        self._store, self._reader = store, reader
        self._schedule, self._outputs, self._complaints = schedule, outputs, complaints

    def of(self, month: Period, today: date) -> list[Blocker]:
        """HARD before SOFT before INFO."""
        rows = self._outputs.rows(month)
        found = chain(
            self._not_over(month, today),
            self._conflicts(month),
            self._clarifications(month),
            self._unreviewed(rows),
            self._silent(month, today, rows),
            self._overdue(month),
            self._no_note(month, today),
            self._unpublished(month),
            self._flexible(month, today),
            self._agreements(month),
            self._late(month, rows, today),
            self._weekly(month),
        )
        return sorted(found, key=lambda one: _RANK[one.level])

    def _names(self) -> dict[str, str]:
        return {str(row["key"]): str(row["name"]) for row in self._store.select("person")}

    def _not_over(self, month: Period, today: date) -> Iterator[Blocker]:
        if month.last >= today:
            text = _("The month lasts until {day}.").format(day=long_date(month.last))
            yield Blocker(BlockerKind.NOT_OVER, Level.HARD, text, "today", "")

    def _conflicts(self, month: Period) -> Iterator[Blocker]:
        count = sum(
            dispute.table in DAY_IN_KEY and split_key(dispute.row)[1].startswith(month.code)
            for dispute in self._store.disputes()
        )
        if count:
            text = _("{count} values of this month differ between two laptops.").format(count=count)
            yield Blocker(BlockerKind.CONFLICT, Level.HARD, text, "sending", "conflict", count)

    def _clarifications(self, month: Period) -> Iterator[Blocker]:
        names = self._names()
        span = (month.first.isoformat(), month.last.isoformat())
        for row in self._store.select("clarification", state="open", day=span):
            day = date.fromisoformat(str(row["day"]))
            text = _("{name}: the day {day} waits for clarification.").format(
                name=names.get(str(row["person"]), ""), day=day_label(day)
            )
            item = f"attendance:{row['key']}"
            yield Blocker(BlockerKind.CLARIFICATION, Level.HARD, text, "today", item, rule="REP-04")

    def _unreviewed(self, rows: Iterable[Row]) -> Iterator[Blocker]:
        waiting = [row for row in rows if str(row["review"] or ReviewState.WAITING) == ReviewState.WAITING]
        for day, count in sorted(Counter(str(row["day"]) for row in waiting).items()):
            text = _("{count} outputs of {day} wait for review.").format(
                count=count, day=day_label(date.fromisoformat(day))
            )
            yield Blocker(BlockerKind.UNREVIEWED, Level.HARD, text, "review", day, count, rule="REP-06")

    def _silent(self, month: Period, today: date, rows: list[Row]) -> Iterator[Blocker]:
        """Working days without a report, one line a person; one line for all where nobody reports."""
        lacking = silent_days(self._reader, month, today, {(str(r["person"]), str(r["day"])) for r in rows})
        people = self._reader.people()
        if lacking and not rows:
            text = _("Nobody sent a report in this month.")
            yield Blocker(BlockerKind.SILENT, Level.SOFT, text, "review", month.code, _total(lacking))
            return
        for person in people:
            if missing := lacking.get(person.key):
                text = _("{name}: {count} working days without a report.")
                yield Blocker(
                    BlockerKind.SILENT,
                    Level.SOFT,
                    text.format(name=person.name, count=len(missing)),
                    "review",
                    missing[0].isoformat(),
                    len(missing),
                    detail=_some_days(missing),
                )

    def _overdue(self, month: Period) -> Iterator[Blocker]:
        for view in self._complaints.entries(Filter.OVERDUE):
            if view.complaint.received <= month.last:
                text = _("Complaint overdue: {subject}").format(subject=view.complaint.subject)
                yield Blocker(
                    BlockerKind.COMPLAINT,
                    Level.SOFT,
                    text,
                    "today",
                    f"complaints:{view.key}",
                    rule="CMP-02",
                    detail=view.reminder,
                )

    def _no_note(self, month: Period, today: date) -> Iterator[Blocker]:
        row = self._store.get("monitoring_note", month.code)
        written = date.fromisoformat(str(row["date"])) if row is not None and row["date"] else None
        for told in monitoring_note_is_there(month.first, written, today):
            yield Blocker(
                BlockerKind.NOTE,
                Level.SOFT,
                told.message,
                "today",
                f"month:note|{month.code}",
                rule=told.rule,
            )

    def _unpublished(self, month: Period) -> Iterator[Blocker]:
        """Weeks with people away whose schedule nobody has published."""
        away = [day for _person, day in self._outputs.flexible.away(month.first, month.last)]
        for span in month.weeks():
            first, last = max(span.first, month.first), min(span.last, month.last)
            count = sum(first <= day <= last for day in away)
            if count and self._schedule.published(first, last) is None:
                text = _("The schedule of week {week} was never published.").format(week=span.number)
                yield Blocker(
                    BlockerKind.UNPUBLISHED,
                    Level.SOFT,
                    text,
                    "schedule",
                    f"|{first.isoformat()}",
                    rule="LOC-18",
                    detail=_("{count} days away in it").format(count=count),
                )

    def _flexible(self, month: Period, today: date) -> Iterator[Blocker]:
        """Days away without a plan before or a target behind them, one line a person and kind."""
        by_person: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
        for told in self._outputs.flexible.findings(month, today):
            if told.day is not None:
                by_person[told.rule, told.person].append(told.day)
        names = self._names()
        for (rule, person), found in sorted(
            by_person.items(), key=lambda item: (item[0][0], names[item[0][1]])
        ):
            plan = rule == "REP-09"
            text = _PLAN if plan else _TARGET
            yield Blocker(
                BlockerKind.NO_PLAN if plan else BlockerKind.NO_TARGET,
                Level.SOFT,
                _(text).format(name=names[person], count=len(found)),
                "people" if plan else "review",
                f"requests:{person}" if plan else found[0].isoformat(),
                len(found),
                rule=rule,
                detail=_some_days(found),
            )

    def _agreements(self, month: Period) -> Iterator[Blocker]:
        """Days away of people whose written agreement did not cover them; others need none."""
        spans: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in self._store.select("agreement"):
            last = min(str(row["to"] or "9999"), str(row["ended_on"] or "9999"))
            spans[str(row["person"])].append((str(row["from"]), last))
        outside: defaultdict[str, list[date]] = defaultdict(list)
        for person, day in self._outputs.flexible.away(month.first, month.last):
            held = spans.get(person, [])
            if held and not any(first <= day.isoformat() <= last for first, last in held):
                outside[person].append(day)
        names = self._names()
        for person, found in outside.items():
            text = _("{name}: {count} days away outside the written agreement.")
            yield Blocker(
                BlockerKind.AGREEMENT,
                Level.SOFT,
                text.format(name=names[person], count=len(found)),
                "people",
                f"requests:{person}",
                len(found),
                detail=_some_days(found),
            )

    def _late(self, month: Period, rows: list[Row], today: date) -> Iterator[Blocker]:
        """REP-05 and REP-06 only count: they are told, and nothing waits for a reason."""
        timings = self._outputs.flexible.timings(rows, today).values()
        late, slow = sum(one.late for one in timings), sum(one.review_overdue for one in timings)
        if late:
            text = _("{count} reports arrived after their time.").format(count=late)
            yield Blocker(
                BlockerKind.LATE_REPORT, Level.INFO, text, "review", month.code, late, rule="REP-05"
            )
        if slow:
            text = _("{count} outputs wait longer than the time for reviews.").format(count=slow)
            yield Blocker(
                BlockerKind.LATE_REVIEW, Level.INFO, text, "review", month.code, slow, rule="REP-06"
            )

    def _weekly(self, month: Period) -> Iterator[Blocker]:
        """REP-14: published weeks that were not yet exported for the personnel agency from this laptop."""
        for span in unexported_weeks(self._store, self._reader, self._schedule, month.weeks()):
            text = _("The schedule of week {week} was not exported for the personnel agency.")
            yield Blocker(
                BlockerKind.WEEKLY,
                Level.INFO,
                text.format(week=span.number),
                "today",
                f"month:export|{span.code}",
                rule="REP-14",
            )


def silent_days(
    reader: FactReader, month: Period, today: date, reported: set[tuple[str, str]]
) -> dict[str, list[date]]:
    """Person -> working days that are over, on which the person was at work and no report came."""
    last = min(month.last, today - timedelta(days=1))
    if last < month.first:
        return {}
    facts = reader.facts(month.first, last)
    cells = week.shown_cells(facts)
    working = [day for day in days(month.first, last) if facts.calendar.is_working(day)]
    found: defaultdict[str, list[date]] = defaultdict(list)
    for person in facts.people:
        for day in working:
            at_work = cells[person.key, day].place not in ABSENT
            if at_work and (person.key, day.isoformat()) not in reported:
                found[person.key].append(day)
    return dict(found)


_RANK = {Level.HARD: 0, Level.SOFT: 1, Level.INFO: 2}
_PLAN = N_("{name}: {count} days away without a plan written before.")
_TARGET = N_("{name}: {count} days away without a target.")
_MOST_DAYS = 5


def _total(lacking: dict[str, list[date]]) -> int:
    return sum(map(len, lacking.values()))


def _some_days(found: list[date]) -> str:
    shown = ", ".join(f"{day.day}/{day.month}" for day in found[:_MOST_DAYS])
    more = len(found) - _MOST_DAYS
    return _("{days} and {count} more").format(days=shown, count=more) if more > 0 else shown
