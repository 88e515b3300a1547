"""The close of a month for everybody at once: what stands against it, its figures, and their freezing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, month_of
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.schema import join_key, split_key
from flexdesk.errors import FlexDeskError, ReasonNeeded, RuleBroken
from flexdesk.i18n import N_, _
from flexdesk.services.closing import DAY_IN_KEY, newest_versions, version_of
from flexdesk.services.closing_figures import figures_of
from flexdesk.services.commits import Committer
from flexdesk.services.complaints import ComplaintService
from flexdesk.services.facts import FactReader
from flexdesk.services.month_blockers import NOTE_PARTS, Blocker, MonthBlockers
from flexdesk.services.outputs import OutputService
from flexdesk.services.schedule import ScheduleService
from flexdesk.store import history
from flexdesk.store.store import Row


class MonthBlocked(RuleBroken):
    """Something that the head must settle before a month can be closed."""

    code = "month.blocked"
    ticket = "FD-BLN-02"
    text = N_("The month cannot be closed yet: {sentence}")
    next = N_("Settle what the list calls binding, then close the month.")


class MonthIsClosed(FlexDeskError):
    code = "month.closed_already"
    ticket = "FD-BLN-03"
    text = N_("{name} is closed already, in version {version}.")
    next = N_("Reopen it with a reason when something has to change.")


class MonthIsOpen(FlexDeskError):
    code = "month.open"
    ticket = "FD-BLN-04"
    text = N_("{name} is open; there is nothing to reopen.")
    next = N_("Change what has to change, then close the month.")


class NoteIncomplete(FlexDeskError):
    """Pasal 35: performance, discipline and equipment, before and after (rule REP-11)."""

    code = "month.note_incomplete"
    ticket = "FD-BLN-05"
    text = N_("The monitoring note says nothing yet about: {missing}.")
    next = N_("Write a sentence about each; “no change” is an answer too.")


class NotAMonth(FlexDeskError):
    code = "month.wanted"
    ticket = "FD-BLN-06"
    text = N_("“{period}” is not a month.")
    next = N_("Write a month such as 2026-10.")


@dataclass(frozen=True, slots=True)
class Close:
    """One close of a month; `reason` is why it was closed although something was left."""

    version: int
    closed_on: date
    by: str
    reason: str
    figures: Mapping[str, int]
    reopened_on: date | None
    reopen_reason: str


@dataclass(frozen=True, slots=True)
class LateChange:
    """Something about a closed month that another laptop wrote without knowing of the close."""

    at: datetime
    device: str
    person: str
    day: date
    table: str
    row: str

    @property
    def spot(self) -> str:
        """The cell of the schedule that it is about: `person|day`."""
        return "|".join(split_key(self.row)[:2])


@dataclass(frozen=True, slots=True)
class MonthView:
    """`figures` are those of now; `late` is what arrived from elsewhere after the close."""

    month: Period
    closes: tuple[Close, ...]  # the newest first
    blockers: tuple[Blocker, ...]
    figures: Mapping[str, int]
    note: Mapping[str, str]
    late: tuple[LateChange, ...]

    @property
    def is_closed(self) -> bool:
        return bool(self.closes) and self.closes[0].reopened_on is None

    @property
    def hard(self) -> tuple[Blocker, ...]:
        return tuple(one for one in self.blockers if one.level is Level.HARD)

    @property
    def soft(self) -> tuple[Blocker, ...]:
        return tuple(one for one in self.blockers if one.level is Level.SOFT)

    def moved(self) -> dict[str, tuple[int, int]]:
        """Frozen figures that are no longer those of the close: name -> (then, now).

        Complaints run on after the month, so theirs may change.
        """
        if not self.is_closed:
            return {}
        then = self.closes[0].figures
        return {
            name: (then[name], now)
            for name, now in self.figures.items()
            if then.get(name, now) != now and not name.startswith("complaints_")
        }


class MonthService:
    def __init__(
        self,
        committer: Committer,
        reader: FactReader,
        schedule: ScheduleService,
        outputs: OutputService,
        complaints: ComplaintService,
    ) -> None:
        self._committer, self._reader = committer, reader
        self._store = committer.store
        self._blockers = MonthBlockers(committer.store, reader, schedule, outputs, complaints)
        self._outputs, self._complaints = outputs, complaints

    # -- looking

    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    def last_month(self) -> Period:
        """The month that is over and waits to be closed."""
        return month_of(self.today()).previous()

    def view(self, month: Period) -> MonthView:
        """Raises NotAMonth."""
        _want_month(month)
        return MonthView(
            month,
            self._closes(month),
            tuple(self._blockers.of(month, self.today())),
            figures_of(self._store, self._reader, self._outputs, self._complaints, month, self.today()),
            self._note(month),
            tuple(self._late(month)),
        )

    def _closes(self, month: Period) -> tuple[Close, ...]:
        rows = [row for row in self._store.select("month_close", month=month.code) if row["closed_on"]]
        return tuple(self._close_of(row) for row in sorted(rows, key=version_of, reverse=True))

    def _close_of(self, row: Row) -> Close:
        kept: dict[str, Any] = json.loads(str(row["figures"] or "{}"))
        by = self._store.get("person", str(row["by"])) if row["by"] else None
        return Close(
            version_of(row),
            date.fromisoformat(str(row["closed_on"])),
            str(by["name"]) if by else str(row["by"] or ""),
            str(kept.get("reason", "")),
            kept.get("counts", {}),
            date.fromisoformat(str(row["reopened_on"])) if row["reopened_on"] else None,
            str(row["reopen_reason"] or ""),
        )

    def _note(self, month: Period) -> dict[str, str]:
        row = self._store.get("monitoring_note", month.code) or {}
        return {name: str(row.get(name) or "") for name in NOTE_PARTS}

    def _late(self, month: Period) -> list[LateChange]:
        held = newest_versions(self._store).get(month.code)
        if held is None or held["reopened_on"]:
            return []
        entries = history.not_seen_by(
            self._store, "month_close", str(held["key"]), tables=sorted(DAY_IN_KEY), part=f"|{month.code}-"
        )
        names = {str(row["key"]): str(row["name"]) for row in self._store.select("person")}
        found: dict[tuple[str, int, str], LateChange] = {}
        for entry in entries:
            person, day = split_key(entry.row)[:2]
            late = LateChange(
                entry.at,
                entry.device,
                names.get(person, person),
                date.fromisoformat(day),
                entry.table,
                entry.row,
            )
            found.setdefault((entry.device, entry.seq, entry.row), late)
        return list(found.values())

    # -- deciding

    def close(self, month: Period, reason: str = "") -> Change | None:
        """Freeze the month as a new version with its figures.

        Raises MonthBlocked while something binding is left, ReasonNeeded for the rest without a reason,
        MonthIsClosed, NotAMonth.
        """
        view = self.view(month)
        if view.is_closed:
            raise MonthIsClosed(month=month.code, name=month.label(), version=view.closes[0].version)
        if view.hard:
            findings = [one.as_json() for one in view.blockers]
            raise MonthBlocked(sentence=view.hard[0].text, findings=findings)
        if view.soft and not reason.strip():
            findings = [one.as_json() for one in view.soft]
            sentence = _("{count} points are left, the first: {first}")
            text = sentence.format(count=len(view.soft), first=view.soft[0].text)
            raise ReasonNeeded(sentence=text, findings=findings)
        left = {str(one.kind): sum(b.count for b in view.soft if b.kind is one.kind) for one in view.soft}
        kept = {"counts": dict(view.figures), "reason": reason.strip(), "left": left}
        version = 1 + max((close.version for close in view.closes), default=0)
        cells = {
            "closed_on": self.today(),
            "by": self._reader.unit().head,
            "figures": json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
            "reopened_on": None,
            "reopen_reason": None,
        }
        op = self._committer.upsert("month_close", join_key(month.code, str(version)), cells)
        return self._committer.commit(Change("month.close", (op,)))

    def reopen(self, month: Period, reason: str) -> Change | None:
        """Let the month be changed again; what was closed stays on record.

        Raises ReasonNeeded, MonthIsOpen, NotAMonth.
        """
        _want_month(month)
        row = newest_versions(self._store).get(month.code)
        if row is None or row["reopened_on"]:
            raise MonthIsOpen(month=month.code, name=month.label())
        if not reason.strip():
            raise ReasonNeeded(sentence=_("why the month is opened again."), findings=[])
        cells = {"reopened_on": self.today(), "reopen_reason": reason.strip()}
        op = self._committer.update("month_close", row, cells)
        return self._committer.commit(Change("month.reopen", (op,)))

    def write_note(self, month: Period, parts: Mapping[str, str]) -> Change | None:
        """The monitoring note of a month (REP-11), whole. Raises NoteIncomplete, NotAMonth."""
        _want_month(month)
        texts = {**self._note(month), **{name: text.strip() for name, text in parts.items()}}
        missing = [_(NOTE_PARTS[name]) for name in NOTE_PARTS if not texts.get(name)]
        if missing:
            raise NoteIncomplete(missing=", ".join(missing))
        cells = {name: texts[name] for name in NOTE_PARTS}
        stamp = {"by": self._reader.unit().head, "date": self.today()}
        op = self._committer.upsert("monitoring_note", month.code, {**cells, **stamp})
        return self._committer.commit(Change("month.note", (op,)))


def _want_month(period: Period) -> None:
    if month_of(period.first) != period:
        raise NotAMonth(period=period.code)
