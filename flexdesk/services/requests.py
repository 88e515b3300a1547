"""What people ask for: special conditions, wishes and swaps, from their submission to their last day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from flexdesk.domain.calendar import weekdays
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import GRANTED, Flexibility, Request, RequestKind, RequestState
from flexdesk.domain.places import AWAY
from flexdesk.domain.rules import refuse_or_ask
from flexdesk.domain.rules.findings import Finding
from flexdesk.domain.rules.requests import RequestCase, check_request, missing_parts
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.services.request_facts import DecisionFacts, decision_facts, last_predicate
from flexdesk.services.schedule import ScheduleService
from flexdesk.services.spans import EndsBeforeStart
from flexdesk.services.swaps import SwapPreview, Swaps
from flexdesk.store.store import Row

REQUEST_KINDS = tuple(str(kind) for kind in RequestKind)
DECISIONS = ("approve", "adjust", "refuse")
_ORDER = (RequestState.WAITING, RequestState.GRANTED, RequestState.ENDED, RequestState.REFUSED)
_KEPT_ON_RENEWAL = ("days", "place", "flexibility", "reason", "evidence", "plan", "outputs")


class RequestIncomplete(FlexDeskError):
    """Pasal 30: reason with evidence, work plan and outputs (rule EMP-05)."""

    code = "request.incomplete"
    ticket = "FD-REG-02"
    text = N_("A request needs a reason, evidence, a work plan and outputs; missing: {missing}.")
    next = N_("Fill in what is missing; Pasal 30 PermenPANRB 4/2025 asks for it.")


class RequestDecided(FlexDeskError):
    code = "request.decided"
    ticket = "FD-PMH-01"
    text = N_("This request was decided already ({decision} on {day}).")
    next = N_("Undo the decision, end it early, or let a new request be made.")


class RequestNotRunning(FlexDeskError):
    code = "request.not_running"
    ticket = "FD-PMH-02"
    text = N_("This request no longer runs, so it cannot be ended.")
    next = N_("Look at its state in the list.")


class EndWithoutReason(FlexDeskError):
    code = "request.end_reason"
    ticket = "FD-PMH-03"
    text = N_("Ending early needs a reason in writing.")
    next = N_("Write why it ends and try again.")


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it is being written; `person` and `partner` are keys, `days` is as `mon,fri`."""

    person: str
    kind: str
    first: date
    to: date
    days: str = ""
    place: str = ""
    flexibility: str = ""
    reason: str = ""
    evidence: str = ""
    plan: str = ""
    outputs: str = ""
    partner: str = ""
    partner_day: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the parts that Pasal 30 asks for and that are still empty; none for other kinds."""
        return missing_parts(self.request()) if self.kind == RequestKind.SPECIAL_CONDITION else ()

    def request(self) -> Request:
        cells = asdict(self)
        cells |= {"key": "", "from_": cells.pop("first"), "days": weekdays(self.days)}
        return Request(**cells)

    def cells(self) -> dict[str, Any]:
        cells = asdict(self)
        return {"from": cells.pop("first"), **cells}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted where it is not what was asked; an empty part stays as asked."""

    first: date | None = None
    to: date | None = None
    days: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with whom it is about; `age` is the number of days since it was submitted."""

    request: Request
    nip: str
    name: str
    partner_nip: str
    partner_name: str
    decider: str  # name of who decided, empty while nobody has
    decider_nip: str
    state: RequestState
    age: int

    @property
    def key(self) -> str:
        return self.request.key


class RequestService:
    def __init__(self, committer: Committer, reader: FactReader, schedule: ScheduleService) -> None:
        self._committer = committer
        self._reader = reader
        self._store = committer.store
        self._schedule = schedule

    @cached_property
    def _swaps(self) -> Swaps:
        return Swaps(self._reader, self._schedule)

    @property
    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    # -- looking

    def row(self, key: str) -> Row:
        """Raises NotFound."""
        row = self._store.get("request", key)
        if row is None:
            raise NotFound(what=_("Request"), key=key)
        return row

    def request(self, key: str) -> Request:
        """Raises NotFound."""
        return record(Request, self.row(key))

    def views(self, *, kind: str = "", person: str = "", state: str = "") -> list[RequestView]:
        """Waiting ones first, the one that waits longest on top; then by the day they begin, latest first."""
        people = {row["key"]: row for row in self._store.select("person")}
        today = self.today
        where: dict[str, str] = {name: text for name, text in (("kind", kind), ("person", person)) if text}
        found = [_view(record(Request, row), people, today) for row in self._store.select("request", **where)]
        return sorted((one for one in found if state in ("", one.state)), key=_order)

    def view(self, key: str) -> RequestView:
        """Raises NotFound."""
        people = {row["key"]: row for row in self._store.select("person")}
        return _view(self.request(key), people, self.today)

    def findings(self, request: Request) -> list[Finding]:
        """What the rules say about a request as it stands."""
        day, policy = request.from_, self._reader.policy()
        months = policy.value("request.max_months", day)
        case = RequestCase(
            request,
            max_months=months if isinstance(months, int) else 3,
            predicate=last_predicate(self._store, request.person)[0],
            least_predicate=str(policy.value("person.least_predicate", day)),
        )
        return check_request(case)

    def facts(self, key: str) -> DecisionFacts:
        """What stands beside a decision; raises NotFound."""
        return decision_facts(self._store, self.request(key))

    def asked_place(self, key: str) -> str:
        """The place that was asked for, where an adjusted decision named another one."""
        from flexdesk.store import history

        for entry in history.of_row(self._store, "request", key):
            if entry.field == "place" and entry.before is not None:
                return str(entry.before)
        return ""

    # -- asking

    def draft(self, nip: str, kind: str, first: date, to: date, **cells: Any) -> Draft:
        """A draft from what a person types; raises NotFound, UsageError."""
        partner = str(cells.pop("partner", "") or "")
        person = str(person_row(self._store, nip)["key"])
        other = str(person_row(self._store, partner)["key"]) if partner else ""
        return Draft(person, kind, first, to, partner=other, **cells)

    def submit(self, draft: Draft) -> tuple[str, Change | None]:
        """The key of the new request. Raises UsageError, EndsBeforeStart, RequestIncomplete, SwapWithSelf."""
        op = self.submission(draft)
        return op.row, self._committer.commit(Change("request.add", (op,)))

    def submission(self, draft: Draft) -> Op:
        """The row of a new request, not written yet; raises what `submit` raises."""
        _check_words(draft)
        if draft.to < draft.first:
            raise EndsBeforeStart(first=draft.first.isoformat(), to=draft.to.isoformat())
        if draft.missing:
            raise RequestIncomplete(missing=", ".join(draft.missing))
        cells = draft.cells()
        if draft.kind == RequestKind.SWAP:
            self._swaps.check_parties(draft.person, draft.partner)
            cells["partner_day"] = draft.partner_day or draft.to
        return self._committer.insert("request", {**cells, "submitted_on": self.today})

    def renew(self, key: str, first: date, to: date, **changes: Any) -> tuple[str, Change | None]:
        """A new request with the words of an old one; it waits for a decision of its own (EMP-09)."""
        old = self.row(key)
        kept = {name: str(old[name] or "") for name in _KEPT_ON_RENEWAL}
        words = {name: text for name, text in changes.items() if text}
        return self.submit(Draft(str(old["person"]), str(old["kind"]), first, to, **{**kept, **words}))

    def agree(self, key: str, *, agrees: bool = True) -> Change | None:
        """The partner's answer to a swap; raises NotFound, UsageError, RequestDecided."""
        row = self.row(key)
        if row["kind"] != RequestKind.SWAP:
            raise UsageError(detail=_("only a swap has a partner"))
        self._undecided(row)
        op = self._committer.update("request", row, {"partner_agrees": True if agrees else None})
        return self._committer.commit(Change("request.agree", (op,)))

    # -- deciding

    def decide(
        self, key: str, decision: str, note: str = "", *, terms: Terms | None = None, by: str = ""
    ) -> Change | None:
        """The head's answer; a granted swap is applied to the schedule in the same change.

        `by` is a person's key, the unit's head where nobody is named. Raises NotFound, UsageError,
        RequestDecided, EndsBeforeStart, RuleBroken, and ReasonNeeded where a SOFT rule
        wants a note.
        """
        if decision not in DECISIONS:
            choices = ", ".join(DECISIONS)
            raise UsageError(detail=_("the decision is one of {choices}").format(choices=choices))
        if terms not in (None, Terms()) and decision != "adjust":
            raise UsageError(detail=_("other terms than asked go with the decision adjust"))
        row = self.row(key)
        self._undecided(row)
        cells: dict[str, Any] = {
            "decision": decision,
            "note": note.strip(),
            "decided_on": self.today,
            "decided_by": by or self._reader.unit().head,
        }
        if row["kind"] == RequestKind.SWAP and decision in GRANTED:
            return self._apply_swap(row, cells, decision)
        if decision in GRANTED:
            cells |= _granted(row, terms if decision == "adjust" else None)
        return self._commit_decision(row, cells)

    def _commit_decision(self, row: Row, cells: Mapping[str, Any]) -> Change | None:
        op = self._committer.update("request", row, cells)
        decided = record(Request, {**row, **op.after})
        found = [one for one in self.findings(decided) if decided.is_granted or one.rule == "EMP-06"]
        refuse_or_ask(found, reason=decided.note)
        return self._committer.commit(Change("request.decide", (op,)))

    def _apply_swap(self, row: Row, cells: Mapping[str, Any], decision: str) -> Change | None:
        if decision != "approve":
            raise UsageError(detail=_("a swap is approved or refused, not adjusted"))
        request = record(Request, row)
        preview = self.swap_preview(request.key)
        self._swaps.refuse(request, preview, self.today)
        op = self._committer.update("request", row, cells)
        reason = str(cells["note"])
        edits = [(change.person, change.day, change.after) for change in preview.changes]
        halves = {(one.person, one.day): one.half for one in preview.changes if one.half is not None}
        return self._schedule.set_places(
            edits, reason=reason, draft=False, kind="request.swap", along=(op,), halves=halves
        )

    def swap_preview(self, key: str) -> SwapPreview:
        """What a swap would change and what the rules say to it; raises NotFound, SwapWithoutPartner."""
        return self._swaps.preview(self.request(key))

    def would_say(self, request: Request, terms: Terms | None = None) -> list[Finding]:
        """What the rules would say if it were granted now."""
        granted = replace(request, decision="approve", decided_on=self.today)
        if terms is not None:
            granted = replace(
                granted,
                granted_from=terms.first or request.from_,
                granted_to=terms.to or request.to,
                granted_days=weekdays(terms.days),
            )
        return self.findings(granted)

    # -- ending

    def end(self, key: str, day: date, reason: str) -> Change | None:
        """Let `day` be its last day, or take back a request that waits.

        Raises NotFound, EndWithoutReason, RequestNotRunning.
        """
        row = self.row(key)
        request = record(Request, row)
        if not reason.strip():
            raise EndWithoutReason()
        if request.state(self.today) not in (RequestState.WAITING, RequestState.GRANTED):
            raise RequestNotRunning()
        if request.is_granted and day > request.last:
            raise RequestNotRunning()
        op = self._committer.update("request", row, {"ended_on": day, "end_reason": reason.strip()})
        return self._committer.commit(Change("request.end", (op,)))

    @staticmethod
    def _undecided(row: Row) -> None:
        if row["decision"]:
            raise RequestDecided(decision=row["decision"], day=row["decided_on"] or "–")
        if row["ended_on"]:
            raise RequestDecided(decision=_("taken back"), day=row["ended_on"])


def _granted(row: Row, terms: Terms | None) -> dict[str, Any]:
    """The columns of what is granted; raises UsageError, EndsBeforeStart."""
    asked = record(Request, row)
    wanted = terms or Terms()
    _weekdays(wanted.days)
    first, to = wanted.first or asked.from_, wanted.to or asked.to
    if to < first:
        raise EndsBeforeStart(first=first.isoformat(), to=to.isoformat())
    cells: dict[str, Any] = {
        "granted_from": first,
        "granted_to": to,
        "granted_days": wanted.days or row["days"],
    }
    if wanted.place:
        _away_place(wanted.place)
        cells["place"] = wanted.place
    return cells


def _check_words(draft: Draft) -> None:
    if draft.kind not in REQUEST_KINDS:
        choices = ", ".join(REQUEST_KINDS)
        raise UsageError(detail=_("the kind is one of {choices}").format(choices=choices))
    if draft.flexibility and draft.flexibility not in set(Flexibility):
        choices = ", ".join(Flexibility)
        raise UsageError(detail=_("the flexibility is one of {choices}").format(choices=choices))
    _weekdays(draft.days)
    if draft.place:
        _away_place(draft.place)


def _weekdays(text: str) -> None:
    try:
        weekdays(text)
    except ValueError:
        raise UsageError(detail=_("days are written as mon,tue,wed,thu,fri,sat,sun")) from None


def _away_place(place: str) -> None:
    if place not in AWAY:
        choices = ", ".join(sorted(AWAY))
        raise UsageError(detail=_("the place of a request is one of {choices}").format(choices=choices))


def _view(request: Request, people: Mapping[Any, Row], today: date) -> RequestView:
    empty: Row = {}
    person, partner = people.get(request.person, empty), people.get(request.partner, empty)
    decider = people.get(request.decided_by, empty)
    since = request.submitted_on or today
    return RequestView(
        request,
        str(person.get("nip") or ""),
        str(person.get("name") or ""),
        str(partner.get("nip") or ""),
        str(partner.get("name") or ""),
        str(decider.get("name") or ""),
        str(decider.get("nip") or ""),
        request.state(today),
        max(0, (today - since).days),
    )


def _order(view: RequestView) -> tuple[int, int, int, str]:
    waits = view.state is RequestState.WAITING
    return (_ORDER.index(view.state), -view.age if waits else 0, -view.request.from_.toordinal(), view.key)


def oldest_waiting(views: Sequence[RequestView]) -> RequestView | None:
    """The first of the waiting ones in the order of `views`."""
    return next((one for one in views if one.state is RequestState.WAITING), None)
