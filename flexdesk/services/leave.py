"""Leave and official travel: applied for, considered, decided, cancelled; and what earlier years left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flexdesk.domain.leave import ANNUAL_DAYS, LeaveDecision, LeaveKind
from flexdesk.domain.leave_register import PENDING, STATE_LABELS, LeaveCause, LeaveRecord
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.rules.board import finding
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.domain.rules.leave import decided_in_order
from flexdesk.domain.rules.leave_overlap import shared_with_leave
from flexdesk.domain.schedule import TravelEntry
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound, ReasonNeeded, RuleBroken, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.leave_book import LeaveBook
from flexdesk.services.records import record as record_of
from flexdesk.services.spans import in_order
from flexdesk.store.store import Row

LEAVE_KINDS = tuple(str(kind) for kind in LeaveKind)
LEAVE_DECISIONS = tuple(str(decision) for decision in LeaveDecision)
LEAVE_CAUSES = tuple(str(cause) for cause in LeaveCause)


class LeaveRefused(RuleBroken):
    """A HARD rule of leave; `findings` as in RuleBroken."""

    code = "leave.refused"
    ticket = "FD-CUT-01"
    next = N_("Change the kind or the days, or complete the register, and try again.")


class LeaveNotWaiting(FlexDeskError):
    """Only an application that waits can be considered or decided."""

    code = "leave.not_waiting"
    ticket = "FD-CUT-02"
    text = N_("This leave does not wait for a decision: {state}.")
    next = N_("Undo the decision, or enter a new application.")


class AlreadyCancelled(FlexDeskError):
    code = "leave.cancelled"
    ticket = "FD-CUT-03"
    text = N_("This entry was cancelled on {day} already.")
    next = N_("Undo the cancellation if it was a mistake.")


class CarryOutOfRange(FlexDeskError):
    """LEV-02: what one year leaves is at most its own right."""

    code = "leave.carry_range"
    ticket = "FD-CUT-04"
    text = N_("{unused} unused days, {deferred} of them deferred: a year leaves 0 to {most} days.")
    next = N_("Check the letter about the days that were left.")


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind; `change` is None when nothing changed, `findings` are to be looked at."""

    key: str
    change: Change | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class LeaveForm:
    """What somebody applies for; `exception` is the written reason where a SOFT rule asks for one."""

    kind: str
    first: date
    to: date
    document: str = ""
    reason: str = ""
    cause: str = ""
    child: int = 0
    remote_days: int = 0
    year: int = 0
    number: str = ""
    exception: str = ""

    def checked(self) -> "LeaveForm":
        """Raises UsageError, EndsBeforeStart."""
        if self.kind not in LEAVE_KINDS:
            raise UsageError(detail=_("the kind is one of {choices}").format(choices=", ".join(LEAVE_KINDS)))
        if self.cause and self.cause not in LEAVE_CAUSES:
            raise UsageError(
                detail=_("the cause is one of {choices}").format(choices=", ".join(LEAVE_CAUSES))
            )
        in_order(self.first, self.to)
        if not 0 <= self.remote_days <= (self.to - self.first).days:
            raise UsageError(
                detail=_("the days added for a remote place are fewer than the days of the leave")
            )
        return self


class LeaveService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store

    # -- looking

    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    def book(self) -> LeaveBook:
        return LeaveBook(self._reader, self.today())

    def judge(self, nip: str, form: LeaveForm) -> list[Finding]:
        """What the rules would say about an application; raises NotFound, UsageError, EndsBeforeStart."""
        row = person_row(self._store, nip)
        return self.book().findings(_drafted(str(row["key"]), form.checked()), ahead=True)

    def row(self, key: str) -> Row:
        """Raises NotFound."""
        return self._row("leave_entry", key)

    def entries(self, nip: str = "") -> list[Row]:
        """Leave and travel together, by date; each with `register`, `nip`, and a leave with its `state`."""
        wanted: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        names = {str(row["key"]): row["nip"] for row in self._store.select("person")}
        found = [
            _entry(table, row, names.get(str(row["person"])))
            for table in ("leave_entry", "travel_entry")
            for row in self._store.select(table, **wanted)
        ]
        return sorted(found, key=lambda row: (str(row["from"]), str(row["key"])))

    def entry(self, key: str) -> Row:
        """One of `entries`; raises NotFound."""
        for table in ("leave_entry", "travel_entry"):
            if (row := self._store.get(table, key)) is not None:
                person = self._store.get("person", str(row["person"])) or {}
                return _entry(table, row, person.get("nip"))
        raise NotFound(what=_("Entry"), key=key)

    # -- leave

    def add(self, nip: str, form: LeaveForm) -> Done:
        """Enter a leave that was granted elsewhere; SOFT rules and journeys on its days are only told.

        Raises LeaveRefused, NotFound, UsageError, EndsBeforeStart.
        """
        return self._enter(nip, form, "leave.add", {}, asking=False)

    def apply(self, nip: str, form: LeaveForm, *, day: date | None = None) -> Done:
        """Enter an application that waits; raises LeaveRefused, ReasonNeeded, and what `add` raises."""
        waiting = {"decision": PENDING, "submitted_on": day or self.today()}
        return self._enter(nip, form, "leave.apply", waiting, asking=True)

    def _enter(self, nip: str, form: LeaveForm, kind: str, more: Mapping[str, Any], *, asking: bool) -> Done:
        person = str(person_row(self._store, nip)["key"])
        book, draft = self.book(), _drafted(person, form.checked())
        found = book.findings(draft, ahead=True)
        if asking:
            _refuse_or_ask(found, form.exception)
        else:
            told = {one for one in found if one.rule == "TIM-08"} - set(_double(book, draft))
            _refuse([one for one in found if one not in told])
        days = book.working_days(draft.leave)
        cells = {
            "person": person,
            "kind": form.kind,
            "from": form.first,
            "to": form.to,
            "document": form.document,
            "reason": form.reason,
            "working_days": days,
            "year": form.year or (form.first.year if form.first.year == form.to.year else None),
            "cause": form.cause,
            "child": form.child or None,
            "remote_days": form.remote_days or None,
            "number": form.number,
            "exception": form.exception,
            **more,
        }
        op = self._committer.insert("leave_entry", cells)
        change = self._committer.commit(Change(kind, (op,)))
        return Done(op.row, change, tuple(found))

    def consider(
        self, key: str, opinion: str, *, by: str = "", day: date | None = None, note: str = ""
    ) -> Done:
        """The superior's consideration, which comes before the decision (LEV-11).

        Raises LeaveNotWaiting, LeaveRefused, NotFound, UsageError.
        """
        row, held = self._waiting(key)
        _one_of(opinion)
        on = day or self.today()
        if held.submitted_on and on < held.submitted_on:
            _refuse([finding("LEV-11", _("The consideration comes after the application."))])
        if opinion != LeaveDecision.APPROVE and not note.strip():
            _refuse([finding("LEV-11", _("Write down why the leave is not granted as asked."))])
        cells = {"opinion": opinion, "opinion_by": by, "opinion_on": on, "opinion_note": note}
        op = self._committer.update("leave_entry", row, cells)
        return Done(key, self._committer.commit(Change("leave.consider", (op,))))

    def decide(
        self,
        key: str,
        decision: str,
        *,
        by: str = "",
        day: date | None = None,
        note: str = "",
        number: str = "",
        first: date | None = None,
        to: date | None = None,
        exception: str = "",
    ) -> Done:
        """The official's decision; `change` grants the days `first` to `to` instead of those asked for.

        A grant is judged again, because others may have been granted since. Raises LeaveNotWaiting,
        LeaveRefused, ReasonNeeded, NotFound, UsageError, EndsBeforeStart.
        """
        row, held = self._waiting(key)
        _one_of(decision)
        on = day or self.today()
        _refuse(decided_in_order(decision, considered_on=held.opinion_on, decided_on=on, note=note))
        cells: dict[str, Any] = {
            "decision": decision,
            "decided_by": by,
            "decided_on": on,
            "decision_note": note,
            "number": number or held.number,
        }
        found: list[Finding] = []
        if decision in (LeaveDecision.APPROVE, LeaveDecision.CHANGE):
            granted = _granted(held, decision, first, to)
            reason = exception or held.exception
            found = self.book().findings(granted, ahead=True)
            _refuse_or_ask(found, reason)
            if granted != held:
                cells |= {"from": granted.from_, "to": granted.to, "year": granted.year}
                cells["working_days"] = self.book().working_days(granted.leave)
            cells["exception"] = reason
        elif decision == LeaveDecision.DEFER and held.kind == LeaveKind.ANNUAL:
            cells["deferred_days"] = sum(self.book().charged(held).values())
        op = self._committer.update("leave_entry", row, cells)
        return Done(key, self._committer.commit(Change("leave.decide", (op,))), tuple(found))

    def cancel(self, key: str, *, day: date | None = None) -> Done:
        """Take an application back, or a leave that will not be taken; raises AlreadyCancelled, NotFound."""
        return self._cancel("leave_entry", key, day)

    # -- official travel

    def add_travel(
        self,
        nip: str,
        first: date,
        to: date,
        letter: str,
        purpose: str,
        *,
        letter_date: date | None = None,
        location: str = "",
        transport: str = "",
    ) -> Done:
        """Enter a journey; leave on its days is told, not refused. Raises NotFound, EndsBeforeStart."""
        in_order(first, to)
        person = str(person_row(self._store, nip)["key"])
        cells = {
            "person": person,
            "from": first,
            "to": to,
            "letter": letter,
            "purpose": purpose,
            "letter_date": letter_date,
            "location": location,
            "transport": transport,
        }
        told = self.travel_findings(TravelEntry("", person, first, to, letter, purpose, location))
        op = self._committer.insert("travel_entry", cells)
        return Done(op.row, self._committer.commit(Change("travel.add", (op,))), tuple(told))

    def travel_findings(self, trip: TravelEntry) -> list[Finding]:
        book = self.book()
        return [
            replace(one, person=trip.person, nip=book.people[trip.person].nip)
            for one in shared_with_leave(trip.from_, trip.to, book.leaves[trip.person])
        ]

    def cancel_travel(self, key: str, *, day: date | None = None) -> Done:
        """Raises AlreadyCancelled, NotFound."""
        return self._cancel("travel_entry", key, day)

    # -- opening balances

    def carry(
        self, nip: str, year: int, *, unused: int, deferred: int = 0, letter: str = "", note: str = ""
    ) -> Done:
        """What was unused when `year` ended; `deferred` of it was put off by the official, with a letter.

        Raises NotFound, CarryOutOfRange, ReasonNeeded when a deferral has no letter (LEV-02).
        """
        person = str(person_row(self._store, nip)["key"])
        op = self.carry_op(person, year, unused, deferred, letter, note)
        return Done(op.row, self._committer.commit(Change("leave.carry", (op,))))

    def carry_op(self, person: str, year: int, unused: int, deferred: int, letter: str, note: str = "") -> Op:
        """Raises CarryOutOfRange, ReasonNeeded."""
        if not 0 <= deferred <= unused <= ANNUAL_DAYS:
            raise CarryOutOfRange(unused=unused, deferred=deferred, most=ANNUAL_DAYS)
        if deferred and not letter.strip():
            raise ReasonNeeded(sentence=_("A deferral needs the letter that put the days off."), findings=[])
        cells = {"unused": unused, "deferred": deferred or None, "letter": letter, "note": note}
        return self._committer.upsert("leave_carry", join_key(person, str(year)), cells)

    # -- private

    def _row(self, table: str, key: str) -> Row:
        row = self._store.get(table, key)
        if row is None:
            raise NotFound(what=_("Entry"), key=key)
        return row

    def _waiting(self, key: str) -> tuple[Row, LeaveRecord]:
        row = self._row("leave_entry", key)
        held = record_of(LeaveRecord, row)
        if not held.waits:
            raise LeaveNotWaiting(state=_(STATE_LABELS[held.state]))
        return row, held

    def _cancel(self, table: str, key: str, day: date | None) -> Done:
        row = self._row(table, key)
        if row.get("cancelled_on"):
            raise AlreadyCancelled(day=row["cancelled_on"])
        op = self._committer.update(table, row, {"cancelled_on": day or self.today()})
        kind = f"{table.removesuffix('_entry')}.cancel"
        return Done(key, self._committer.commit(Change(kind, (op,))))


def _entry(table: str, row: Row, nip: Any) -> Row:
    named = {**row, "register": table.removesuffix("_entry"), "nip": nip}
    if table == "leave_entry":
        named["state"] = str(record_of(LeaveRecord, row).state)
    return named


def _drafted(person: str, form: LeaveForm) -> LeaveRecord:
    return LeaveRecord(
        "",
        person,
        form.kind,
        form.first,
        form.to,
        form.document,
        form.reason,
        year=form.year or None,
        child=form.child,
        cause=form.cause,
        remote_days=form.remote_days,
    )


def _granted(held: LeaveRecord, decision: str, first: date | None, to: date | None) -> LeaveRecord:
    """The leave as it will be taken; raises UsageError for a change without other days."""
    if decision == LeaveDecision.APPROVE:
        return held
    if first is None or to is None:
        raise UsageError(detail=_("a change names the first and the last day that are granted"))
    in_order(first, to)
    year = held.year if first.year == held.from_.year and to.year == held.to.year else None
    return replace(held, from_=first, to=to, year=year)


def _double(book: LeaveBook, draft: LeaveRecord) -> Iterable[Finding]:
    """Findings about another leave on the same days, as `LeaveBook.findings` gives them."""
    person = book.people[draft.person]
    for one in shared_with_leave(draft.from_, draft.to, book.leaves[draft.person]):
        yield replace(one, person=person.key, nip=person.nip)


def _one_of(decision: str) -> None:
    if decision not in LEAVE_DECISIONS:
        raise UsageError(
            detail=_("the decision is one of {choices}").format(choices=", ".join(LEAVE_DECISIONS))
        )


def _refuse(found: Sequence[Finding]) -> None:
    hard = [one for one in found if one.level is Level.HARD]
    if hard:
        raise LeaveRefused(sentence=hard[0].message, findings=[one.as_json() for one in hard])


def _refuse_or_ask(found: Sequence[Finding], exception: str) -> None:
    _refuse(found)
    soft = [one for one in found if one.level is Level.SOFT]
    if soft and not exception.strip():
        raise ReasonNeeded(sentence=soft[0].message, findings=[one.as_json() for one in soft])
