"""The register of complaints about the service: entered, answered, passed on and settled by the clock."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.calendar import Calendar, days, long_date
from flexdesk.domain.complaints import KINDS, Channel, Clocks, ClockState, Complaint, Terms, clocks_of
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.policy import Policy
from flexdesk.domain.rules.complaints import ComplaintKind, reminders
from flexdesk.domain.rules.findings import Finding
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.store import history
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.services.complaint_lists import ComplaintImport

# What may be corrected in an entry; steps of its handling have calls of their own.
EDITABLE = ("number", "channel", "received", "subject", "reporter", "officer", "service_point")


class ComplaintIncomplete(FlexDeskError):
    code = "complaint.incomplete"
    ticket = "FD-ADU-01"
    text = N_("The complaint cannot be kept yet: {sentence}")
    next = N_("Fill in what is missing and try again.")


class ComplaintDay(FlexDeskError):
    """A step that lies in the future, or before the complaint came in."""

    code = "complaint.date"
    ticket = "FD-ADU-02"
    text = N_("The date does not fit: {sentence}")
    next = N_("Check the date on the complaint or on the answer.")


class ComplaintStep(FlexDeskError):
    """A step that this complaint cannot take now."""

    code = "complaint.step"
    ticket = "FD-ADU-03"
    text = N_("This step does not fit now: {sentence}")
    next = N_("Look at the history of the complaint; a closed one is reopened first.")


class ComplaintKnown(FlexDeskError):
    code = "complaint.known"
    ticket = "FD-ADU-04"
    text = N_("A complaint with the number {number} is in the register already.")
    next = N_("Open that one, or check the number.")


@dataclass(frozen=True, slots=True)
class ComplaintView:
    """A complaint with its clocks; `reminder` is the sentence of CMP-02, empty while nothing presses.

    `counted_from` names the holiday of a receipt on a free day, because the clock begins after it.
    """

    complaint: Complaint
    clocks: Clocks
    officer: str
    point: str
    reminder: str
    counted_from: date | None

    @property
    def key(self) -> str:
        return self.complaint.key

    @property
    def is_overdue(self) -> bool:
        return self.clocks.state is ClockState.OVERDUE


class Filter(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done with a complaint, as the log has it."""

    at: str
    kind: str
    fields: Mapping[str, Any]


class ComplaintService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- looking

    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    def entries(self, wanted: Filter = Filter.ALL) -> list[ComplaintView]:
        """The register: open ones by how pressing they are, then the closed ones, the newest first."""
        living: dict[str, Any] = {"closed_on": None} if wanted in (Filter.OPEN, Filter.OVERDUE) else {}
        yardsticks = _Yardsticks(self._reader)
        views = [self._view(row, yardsticks) for row in self._store.select("complaint", **living)]
        kept = [view for view in views if _FILTERS[wanted](view)]
        return sorted(kept, key=_pressing_first)

    def view(self, key: str) -> ComplaintView:
        """By key or by the number of LAPOR!; raises NotFound."""
        return self._view(self._row(key))

    def pressing(self) -> list[tuple[ComplaintView, Finding]]:
        """Open complaints with a reminder of CMP-02, the most pressing first."""
        found = []
        for view in self.entries(Filter.OPEN):
            percents = terms_of(self._reader.policy(), view.complaint.received).reminders
            for one in reminders([view.clocks.pressing], percents):
                found.append((view, one))
        return sorted(found, key=lambda pair: -pair[1].size)

    def history(self, key: str) -> list[Event]:
        """What was done with a complaint, newest first."""
        events: dict[tuple[str, int], Event] = {}
        for entry in history.of_row(self._store, "complaint", str(self._row(key)["key"])):
            if not entry.void:
                at = entry.at.isoformat(timespec="minutes")
                event = events.setdefault((entry.device, entry.seq), Event(at, entry.kind, {}))
                events[entry.device, entry.seq] = Event(
                    at, entry.kind, {**event.fields, entry.field: entry.after}
                )
        return list(events.values())[::-1]

    def _view(self, row: Row, yardsticks: "_Yardsticks | None" = None) -> ComplaintView:
        found = record(Complaint, row)
        calendar, terms = (yardsticks or _Yardsticks(self._reader)).of(found.received)
        clocks = clocks_of(found, self.today(), calendar, terms)
        told = reminders([clocks.pressing], terms.reminders) if found.is_open else []
        free = not calendar.is_working(found.received)
        return ComplaintView(
            found,
            clocks,
            self._named("person", found.officer),
            self._named("service_point", found.service_point),
            told[0].message if told else "",
            found.received if free else None,
        )

    def _named(self, table: str, key: str) -> str:
        row = self._store.get(table, key) if key else None
        return str(row["name"]) if row is not None else key

    def _row(self, key: str) -> Row:
        row = self._store.get("complaint", key)
        if row is None:
            same = self._store.select("complaint", number=key.strip().lstrip("#"))
            if not same:
                raise NotFound(what=_("Complaint"), key=key)
            row = same[0]
        return row

    # -- entering and correcting

    def add(self, received: date, subject: str, **cells: str) -> tuple[str, Change | None]:
        """A new entry with its key. `cells` are those of the table; `channel` and `kind` have defaults.

        Raises ComplaintIncomplete, ComplaintDay, ComplaintKnown, NotFound.
        """
        op = self._new(received, subject, **cells)
        return op.row, self._committer.commit(Change("complaint.add", (op,)))

    def _new(self, received: date, subject: str, **cells: str) -> Op:
        filled: dict[str, Any] = {
            "channel": Channel.COUNTER,
            "kind": ComplaintKind.SIMPLE,
            **{name: text.strip() for name, text in cells.items() if text.strip()},
            "received": received,
            "subject": subject.strip(),
        }
        return self._committer.insert("complaint", self._checked(filled, filled))

    def change(self, key: str, cells: Mapping[str, Any]) -> Change | None:
        """Correct what was entered. Raises as `add` does."""
        row = self._row(key)
        fresh = {name: value for name, value in cells.items() if name in EDITABLE}
        checked = self._checked({**row, **fresh}, fresh, itself=str(row["key"]))
        self._not_before(checked["received"], _first_step(row))
        return self._commit("complaint.change", row, {name: checked[name] for name in fresh})

    def _checked(
        self, cells: Mapping[str, Any], fresh: Mapping[str, Any], itself: str = ""
    ) -> dict[str, Any]:
        """The cells as they are kept: `fresh` ones with keys in the place of what a person typed."""
        kept = {**cells, "received": _day(cells["received"])}
        if not str(cells.get("subject") or "").strip():
            raise ComplaintIncomplete(sentence=_("it has no subject."))
        kept["number"] = number = str(cells.get("number") or "").strip().lstrip("#")
        if cells.get("channel") == Channel.LAPOR and not number:
            raise ComplaintIncomplete(sentence=_("a complaint from LAPOR! has a number."))
        if kept["received"] > self.today():
            sentence = _("it cannot have come in on {day}, which is still to come.")
            raise ComplaintDay(sentence=sentence.format(day=long_date(kept["received"])))
        if number and any(
            str(row["key"]) != itself for row in self._store.select("complaint", number=number)
        ):
            raise ComplaintKnown(number=number)
        if fresh.get("officer"):
            kept["officer"] = person_row(self._store, str(fresh["officer"]))["key"]
        if fresh.get("service_point"):
            kept["service_point"] = self._point(str(fresh["service_point"]))
        return kept

    def _point(self, text: str) -> str:
        rows = self._store.select("service_point", key=text) or self._store.select("service_point", name=text)
        if not rows:
            raise NotFound(what=_("Service point"), key=text)
        return str(rows[0]["key"])

    # -- handling

    def respond(self, key: str, day: date, note: str = "") -> Change | None:
        """The first answer was given. Raises ComplaintStep, ComplaintDay, NotFound."""
        row = self._open_row(key)
        if row["responded_on"]:
            sentence = _("the first answer was given on {day} already.")
            raise ComplaintStep(sentence=sentence.format(day=_long(row["responded_on"])))
        self._day_fits(row, day)
        return self._commit("complaint.respond", row, {"responded_on": day, "note": note.strip()})

    def forward(self, key: str, to: str, day: date, note: str = "") -> Change | None:
        """Passed on to whoever can settle it, which counts as the first answer.

        Raises ComplaintIncomplete and as `respond` does.
        """
        row = self._open_row(key)
        if not to.strip():
            raise ComplaintIncomplete(sentence=_("it does not say to whom the complaint goes."))
        self._day_fits(row, day)
        cells: dict[str, Any] = {"forwarded_to": to.strip(), "note": note.strip()}
        if not row["responded_on"]:
            cells["responded_on"] = day
        return self._commit("complaint.forward", row, cells)

    def close(self, key: str, day: date, result: str) -> Change | None:
        """Settled, with what came of it.

        Raises ComplaintIncomplete, ComplaintStep, ComplaintDay, NotFound.
        """
        row = self._open_row(key)
        if not result.strip():
            raise ComplaintIncomplete(sentence=_("it does not say what came of the complaint."))
        self._day_fits(row, day)
        if row["responded_on"] and day.isoformat() < str(row["responded_on"]):
            sentence = _("it was answered on {day}, so it was not settled before that.")
            raise ComplaintDay(sentence=sentence.format(day=_long(row["responded_on"])))
        return self._commit("complaint.close", row, {"closed_on": day, "result": result.strip()})

    def reopen(self, key: str, reason: str) -> Change | None:
        """Taken up again; its clock goes on from the day of receipt. Raises ReasonNeeded, ComplaintStep."""
        row = self._row(key)
        if not row["closed_on"]:
            raise ComplaintStep(sentence=_("the complaint is open."))
        if not reason.strip():
            raise ReasonNeeded(sentence=_("why the complaint is taken up again."), findings=[])
        cells = {"closed_on": None, "result": None, "note": reason.strip()}
        return self._commit("complaint.reopen", row, cells)

    def reclassify(self, key: str, kind: str, reason: str) -> Change | None:
        """Another kind, and with it another limit. Raises ReasonNeeded, ComplaintStep, NotFound."""
        row = self._open_row(key)
        if kind not in KINDS:
            raise ComplaintIncomplete(
                sentence=_("the kind is one of {choices}.").format(choices=", ".join(KINDS))
            )
        if kind == row["kind"]:
            return None
        if not reason.strip():
            raise ReasonNeeded(sentence=_("why the complaint counts as another kind."), findings=[])
        return self._commit("complaint.reclassify", row, {"kind": kind, "note": reason.strip()})

    def _open_row(self, key: str) -> Row:
        row = self._row(key)
        if row["closed_on"]:
            sentence = _("the complaint was closed on {day}.").format(day=_long(row["closed_on"]))
            raise ComplaintStep(sentence=sentence)
        return row

    def _day_fits(self, row: Mapping[str, Any], day: date) -> None:
        if day > self.today():
            sentence = _("{day} is still to come.").format(day=long_date(day))
            raise ComplaintDay(sentence=sentence)
        self._not_before(_day(row["received"]), day)

    def _not_before(self, received: date, day: date | None) -> None:
        if day is not None and day < received:
            sentence = _("{day} lies before {received}, when the complaint came in.")
            text = sentence.format(day=long_date(day), received=long_date(received))
            raise ComplaintDay(sentence=text)

    def _commit(self, kind: str, row: Row, cells: Mapping[str, Any]) -> Change | None:
        return self._committer.commit(Change(kind, (self._committer.update("complaint", row, cells),)))

    # -- the officer of a day

    def officers(self, first: date, last: date) -> dict[date, str]:
        """Who is named: day -> key of the person."""
        return self._reader.complaint_officers(first.isoformat(), last.isoformat())

    def name_officer(self, first: date, last: date, nip: str, note: str = "") -> Change | None:
        """Name somebody for the working days of a span, or nobody with an empty NIP. Raises NotFound."""
        person = str(person_row(self._store, nip)["key"]) if nip else None
        calendar = self._reader.calendar(first)
        wanted = [day for day in days(first, last) if calendar.is_working(day)]
        held = self.officers(first, last)
        ops = [
            self._committer.upsert("complaint_officer", day.isoformat(), {"person": person, "note": note})
            for day in wanted
            if person or day in held
        ]
        return self._committer.commit(Change("complaint.name_officer", tuple(ops)))

    # -- files

    def import_file(self, file: Path, *, dry_run: bool = False) -> "ComplaintImport":
        """Take a list over, such as an export of LAPOR!; numbers known already are left alone."""
        from flexdesk.services.complaint_lists import take_list

        return take_list(self._committer, file, self.today(), dry_run=dry_run)


class _Yardsticks:
    """Calendar and limits by day of receipt; days between two changes of the policy share theirs."""

    def __init__(self, reader: FactReader) -> None:
        self._reader, self._policy = reader, reader.policy()
        self._starts = sorted({edit.from_ for edit in self._policy.edits})
        self._held: dict[int, tuple[Calendar, Terms]] = {}

    def of(self, day: date) -> tuple[Calendar, Terms]:
        at = bisect_right(self._starts, day)
        if at not in self._held:
            self._held[at] = self._reader.calendar(day, self._policy), terms_of(self._policy, day)
        return self._held[at]


def terms_of(policy: Policy, day: date) -> Terms:
    def days_of(key: str) -> int:
        value = policy.value(key, day)
        assert isinstance(value, int)
        return value

    return Terms(
        days_of("complaint.first_response_days"),
        {kind: days_of(f"complaint.{kind}_days") for kind in KINDS},
        (days_of("complaint.first_reminder"), days_of("complaint.second_reminder")),
    )


_FILTERS: Mapping[Filter, Callable[[ComplaintView], bool]] = {
    Filter.OPEN: lambda view: view.complaint.is_open,
    Filter.OVERDUE: lambda view: view.is_overdue,
    Filter.CLOSED: lambda view: not view.complaint.is_open,
    Filter.ALL: lambda _view: True,
}


def _pressing_first(view: ComplaintView) -> tuple[Any, ...]:
    found = view.complaint
    if found.closed_on is not None:
        return (1, -found.closed_on.toordinal(), found.key)
    return (0, -view.clocks.pressing.percent, view.clocks.pressing.due, found.key)


def _first_step(row: Row) -> date | None:
    found = row["responded_on"] or row["closed_on"]
    return _day(found) if found else None


def _day(cell: object) -> date:
    return cell if isinstance(cell, date) else date.fromisoformat(str(cell))


def _long(cell: object) -> str:
    return long_date(_day(cell))
