"""Duties of complaints and of the month that is over: what is late, what is not closed, what must go out."""

from collections.abc import Iterator
from datetime import date

from flexdesk.domain.calendar import monday
from flexdesk.domain.periods import Period, month_of, week_of
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules.board import Board
from flexdesk.domain.rules.complaints import officer_is_on_duty
from flexdesk.domain.rules.reports import monitoring_note_is_there, summary_due
from flexdesk.services.closing import newest_versions
from flexdesk.services.commits import Committer
from flexdesk.services.duties import Duty, DutyKind
from flexdesk.services.facts import FactReader
from flexdesk.services.schedule import ScheduleService

_AWAY = [str(place) for place in AWAY]


class MonthDuties:
    def __init__(self, committer: Committer, reader: FactReader, schedule: ScheduleService) -> None:
        self._committer, self._reader, self._schedule = committer, reader, schedule
        self._store = committer.store

    def all(self, today: date) -> Iterator[Duty]:
        yield from self._complaints(today)
        yield from self._officer(today)
        month = month_of(today).previous()
        yield from self._note(month, today)
        yield from self._close(month, today)
        yield from self._recap(month)
        yield from self._weekly(today)

    def _complaints(self, today: date) -> Iterator[Duty]:
        """CMP-02: one duty for all that press; it opens the most pressing one."""
        if not self._store.select("complaint", only=("received",), closed_on=None):
            return
        from flexdesk.services.complaints import ComplaintService

        pressing = ComplaintService(self._committer, self._reader).pressing()
        if pressing:
            overdue = sum(view.is_overdue for view, _told in pressing)
            first = pressing[0][0]
            yield Duty(
                DutyKind.COMPLAINTS,
                len(pressing),
                "today",
                f"complaints:{first.key}",
                tuple(view.complaint.subject for view, _told in pressing),
                due=min(first.clocks.pressing.due, today) if overdue else first.clocks.pressing.due,
                hard=overdue,
            )

    def _officer(self, today: date) -> Iterator[Duty]:
        """CMP-03 for the day itself: many are away and nobody is named."""
        if not self._reader.takes_complaints():
            return
        for told in officer_is_on_duty(Board(self._reader.facts(today, today)), today):
            yield Duty(DutyKind.COMPLAINT_OFFICER, told.size, "today", "complaints:officer", due=today)

    def _note(self, month: Period, today: date) -> Iterator[Duty]:
        """REP-11 asks about flexible work: a month without any needs no note."""
        row = self._store.get("monitoring_note", month.code)
        written = date.fromisoformat(str(row["date"])) if row is not None and row["date"] else None
        if monitoring_note_is_there(month.first, written, today) and self._has_away(month):
            days = (today - month.last).days
            item = f"month:note|{month.code}"
            yield Duty(DutyKind.MONITORING_NOTE, 1, "today", item, period=month.code, days=days)

    def _close(self, month: Period, today: date) -> Iterator[Duty]:
        held = newest_versions(self._store).get(month.code)
        if (held is None or held["reopened_on"]) and self._was_used(month):
            yield Duty(
                DutyKind.MONTH_OPEN,
                1,
                "today",
                f"month:{month.code}",
                period=month.code,
                due=self._due(month),
                days=(today - month.last).days,
            )

    def _recap(self, month: Period) -> Iterator[Duty]:
        """REP-12: the monthly summary, once its due day is set; done when the paper was issued."""
        due = self._due(month)
        if due is None or not self._was_used(month):
            return
        if not self._store.select("issued_document", kind="monthly-recap", period=month.code):
            item = f"monthly-recap|{month.code}"
            yield Duty(DutyKind.MONTHLY_RECAP, 1, "printing", item, period=month.code, due=due)

    def _weekly(self, today: date) -> Iterator[Duty]:
        from flexdesk.services.weekly_export import unexported_weeks

        start = monday(today)
        weeks = (week_of(start), week_of(start).next())
        for span in unexported_weeks(self._store, self._reader, self._schedule, weeks):
            item = f"month:export|{span.code}"
            yield Duty(DutyKind.WEEKLY_EXPORT, 1, "today", item, period=span.code, due=max(span.first, today))

    def _due(self, month: Period) -> date | None:
        day = self._reader.policy().value("report.monthly_due_day", month.last)
        return summary_due(month.last, day if isinstance(day, int) else None)

    def _has_away(self, month: Period) -> bool:
        return bool(self._store.select("assignment", only=("day",), day=_span(month), place=_AWAY))

    def _was_used(self, month: Period) -> bool:
        return self._has_away(month) or bool(self._store.select("output", only=("day",), day=_span(month)))


def _span(month: Period) -> tuple[str, str]:
    return month.first.isoformat(), month.last.isoformat()
