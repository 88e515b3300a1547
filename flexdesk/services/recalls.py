"""Calling people in: a day away becomes a day at the office at once, and who, when and why stays known."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.domain.places import AWAY, LETTERS, Place
from flexdesk.domain.rules.presence import recall_is_recorded
from flexdesk.errors import FlexDeskError, NotFound, RuleBroken
from flexdesk.i18n import N_, _
from flexdesk.services.attendance_days import AttendanceDays
from flexdesk.services.commits import Committer
from flexdesk.services.schedule import ScheduleService
from flexdesk.store.store import Row


class NotAway(FlexDeskError):
    code = "recall.not_away"
    ticket = "FD-HDR-21"
    text = N_("{name} cannot be called in on {day}: {because}.")
    next = N_("Only a day away from the office can be turned into one at the office.")


class CalledAlready(FlexDeskError):
    code = "recall.twice"
    ticket = "FD-HDR-22"
    text = N_("{name} was called in on {day} already, at {at}.")
    next = N_("Record the time of arrival there instead.")


class RecallLater(FlexDeskError):
    code = "recall.future"
    ticket = "FD-HDR-23"
    text = N_("{day} has not come yet, so nobody is called in from it.")
    next = N_("Change the schedule of that day instead.")


class ArrivedBefore(FlexDeskError):
    code = "recall.arrived_before"
    ticket = "FD-HDR-24"
    text = N_("{arrived} lies before the call at {at}.")
    next = N_("Check the time of arrival.")


@dataclass(frozen=True, slots=True)
class Recall:
    """`at` is the moment of the call by the clock of the site, `place_before` where the person was."""

    key: str
    person: str
    nip: str
    name: str
    day: date
    by: str
    at: str
    reason: str
    place_before: str
    arrived: time | None = None

    @property
    def clock(self) -> str:
        """`09.10`, from the stored moment."""
        return self.at[11:16].replace(":", ".")


class RecallService:
    def __init__(self, committer: Committer, days: AttendanceDays, schedule: ScheduleService) -> None:
        self._committer = committer
        self._store = committer.store
        self._days = days
        self._schedule = schedule

    def add(self, person: str, day: date, reason: str, *, by: str, at: time | None = None) -> Change | None:
        """Call somebody in; `at` is now unless given, and must be given for a day that is over.

        Raises NotFound, RecallLater, CalledAlready, NotAway, and RuleBroken when it is not said who and why.
        """
        row = self._person(person)
        name = str(row["name"])
        if day > self._days.today():
            raise RecallLater(day=day_label(day))
        for held in self.list(day, day):
            if held.person == person:
                raise CalledAlready(name=name, day=day_label(day), at=held.clock)
        if because := self._why_not(person, day):
            raise NotAway(name=name, day=day_label(day), because=because)
        at = at or (self._days.now().time() if day == self._days.today() else None)
        moment = datetime.combine(day, at.replace(second=0, microsecond=0)) if at is not None else None
        broken = recall_is_recorded(day, by=by, at=moment, reason=reason)
        if broken or moment is None:
            raise RuleBroken(sentence=broken[0].message, findings=[one.as_json() for one in broken])
        cells = {
            "person": person,
            "day": day,
            "by": by.strip(),
            "at": moment.isoformat(timespec="minutes"),
            "reason": reason.strip(),
            "place_before": self._days.row(person, day).place,
        }
        noted = _("called in at {at}: {reason}").format(at=f"{moment:%H.%M}", reason=reason.strip())
        return self._schedule.call_in(person, day, noted, [self._committer.insert("recall", cells)])

    def _why_not(self, person: str, day: date) -> str:
        row = self._days.row(person, day)
        if row.holiday:
            return _("it is no working day")
        if row.place in AWAY:
            return ""
        if row.place is Place.OFFICE:
            return _("the place of that day is the office already")
        label = LETTERS[row.place].label if row.place else "-"
        return _("{place} is recorded for that day and is not ended by a call").format(place=label)

    def arrive(self, key: str, at: time) -> Change | None:
        """Record when somebody came. Raises NotFound, ArrivedBefore."""
        row = self._store.get("recall", key)
        if row is None:
            raise NotFound(what=_("Recall"), key=key)
        called = str(row["at"])[11:16]
        if f"{at:%H:%M}" < called:
            raise ArrivedBefore(arrived=f"{at:%H.%M}", at=called.replace(":", "."))
        op = self._committer.update("recall", row, {"arrived": at})
        return self._committer.commit(Change("recall.arrive", (op,)))

    def list(self, first: date, last: date) -> list[Recall]:
        """The calls of a period, by day and time."""
        people = {str(row["key"]): row for row in self._store.select("person")}
        span = (first.isoformat(), last.isoformat())
        found = [_recall(row, people) for row in self._store.select("recall", day=span)]
        return sorted(found, key=lambda one: (one.at, one.key))

    def _person(self, key: str) -> Row:
        row = self._store.get("person", key)
        if row is None:
            raise NotFound(what=_("Employee"), key=key)
        return row


def _recall(row: Row, people: dict[str, Row]) -> Recall:
    person = people.get(str(row["person"]), {})
    return Recall(
        str(row["key"]),
        str(row["person"]),
        str(person.get("nip") or ""),
        str(person.get("name") or ""),
        date.fromisoformat(str(row["day"])),
        str(row["by"] or ""),
        str(row["at"] or ""),
        str(row["reason"] or ""),
        str(row["place_before"] or ""),
        time.fromisoformat(str(row["arrived"])) if row["arrived"] else None,
    )
