"""The log of calls and messages on flexible days, and what step of the chosen ladder it comes to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from flexdesk.domain.hours import minute
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import day_label
from flexdesk.domain.rules.reports import LADDERS, Attempt, ladder_step, silence
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.attendance_days import AttendanceDays
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.store.store import Row

REMEMBERED = timedelta(days=30)  # how far back another day makes it "repeated"; our reading
Key = tuple[str, date]


class Channel(StrEnum):
    CALL = "call"
    MESSAGE = "message"


class Outcome(StrEnum):
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class ContactInFuture(FlexDeskError):
    code = "contact.future"
    ticket = "FD-HDR-31"
    text = N_("{day} has not come yet, so nobody was called then.")
    next = N_("Check the date.")


@dataclass(frozen=True, slots=True)
class Contact:
    """`minutes` is how long the answer took, None where none came."""

    key: str
    person: str
    nip: str
    name: str
    day: date
    at: time | None
    channel: str
    outcome: str
    minutes: float | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What a person's day comes to on the ladder; `step` 0 and no words where there is none."""

    step: int = 0
    text: str = ""


class ContactService:
    def __init__(self, committer: Committer, reader: FactReader, days: AttendanceDays) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._days = days

    def add(
        self,
        person: str,
        day: date,
        at: time,
        channel: str,
        *,
        minutes: float | None = None,
        by: str = "",
        note: str = "",
    ) -> Change | None:
        """Log an attempt; without `minutes` it was not answered. Raises UsageError, ContactInFuture."""
        if channel not in set(Channel):
            raise UsageError(detail=_("the channel is one of {choices}").format(choices=", ".join(Channel)))
        if minutes is not None and not 0 <= minutes < 24 * 60:
            raise UsageError(detail=_("the minutes lie between 0 and 1439"))
        if day > self._days.today():
            raise ContactInFuture(day=day_label(day))
        cells = {
            "person": person,
            "day": day,
            "at": at,
            "channel": channel,
            "minutes": minutes,
            "outcome": Outcome.UNANSWERED if minutes is None else Outcome.ANSWERED,
            "by": by,
            "note": note.strip(),
        }
        return self._committer.commit(
            Change("contact.add", (self._committer.insert("contact_attempt", cells),))
        )

    def list(self, first: date, last: date, person: str = "") -> list[Contact]:
        """By day and time."""
        people = {str(row["key"]): row for row in self._store.select("person")}
        wanted = {"person": person} if person else {}
        rows = self._store.select("contact_attempt", day=(first.isoformat(), last.isoformat()), **wanted)
        found = [_contact(row, people) for row in rows]
        return sorted(found, key=lambda one: (one.day, one.at or time(), one.key))

    def ladder(self, day: date) -> str:
        """The ladder in force; `none` by default, and then this is a log and nothing more."""
        return str(self._reader.policy().value("contact.ladder", day))

    def reached(self, first: date, last: date) -> dict[Key, Reached]:
        """The step of each person's day on which one is reached."""
        by_day: defaultdict[Key, list[Contact]] = defaultdict(list)
        for one in self.list(first - REMEMBERED, last):
            by_day[one.person, one.day].append(one)
        hit: defaultdict[str, list[date]] = defaultdict(list)
        found = {}
        for (person, day), contacts in sorted(by_day.items(), key=lambda item: item[0][1]):
            ladder = self.ladder(day)
            earlier = sum(day - REMEMBERED <= before < day for before in hit[person])
            step = ladder_step(silence(_attempts(contacts), ladder), earlier, ladder)
            if step:
                hit[person].append(day)
                if day >= first:
                    found[person, day] = Reached(step, self._words(ladder, step))
        return found

    def _words(self, ladder: str, step: int) -> str:
        steps = LADDERS[ladder].steps
        text = _("Step {step} of {count}: {words}. The decision stays with the superior.")
        return text.format(step=step, count=len(steps), words=_(steps[step - 1]))


def _attempts(contacts: Iterable[Contact]) -> list[Attempt]:
    return [Attempt(minute(one.at or time()), one.minutes, bool(one.note)) for one in contacts]


def _contact(row: Row, people: dict[str, Row]) -> Contact:
    person = people.get(str(row["person"]), {})
    minutes = row["minutes"]
    return Contact(
        str(row["key"]),
        str(row["person"]),
        str(person.get("nip") or ""),
        str(person.get("name") or ""),
        date.fromisoformat(str(row["day"])),
        time.fromisoformat(str(row["at"])) if row["at"] else None,
        str(row["channel"] or ""),
        str(row["outcome"] or ""),
        float(minutes) if minutes is not None else None,
        str(row["by"] or ""),
        str(row["note"] or ""),
    )
