"""Follow-up of evaluations: opened, done, dropped, and brought back when it is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flexdesk.domain.calendar import long_date
from flexdesk.domain.follow_up import (
    IMPROVEMENT_ARTICLE,
    TO_COACH,
    FollowUp,
    FollowUpKind,
    Proposed,
    Side,
    coaching_plan,
    improvement_ends,
)
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import Predicate, Rating, predicate_of
from flexdesk.domain.periods import Period
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.cascade import Pace, leading, standings
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.services.targets import TargetService
from flexdesk.store.store import Row, Store

SOON = timedelta(days=7)  # so long before its day a promise comes back


class FollowUpRefused(FlexDeskError):
    """Something is missing, or the step does not fit how things stand."""

    code = "follow_up.refused"
    ticket = "FD-TLJ-01"
    text = N_("The follow-up was not kept: {sentence}")
    next = N_("Correct it and try again.")


@dataclass(frozen=True, slots=True)
class Reminder:
    """Six months to improve, while a coaching is open; `ends` is their last day."""

    ends: date

    @property
    def sentence(self) -> str:
        return _("Time to improve until {day} ({article}).").format(
            day=long_date(self.ends), article=IMPROVEMENT_ARTICLE
        )


class FollowUpService:
    def __init__(self, committer: Committer, targets: TargetService) -> None:
        self._committer, self._targets = committer, targets
        self._store = committer.store

    # -- looking

    def of(self, person: str) -> list[FollowUp]:
        """Everything about one person, what is open first, by the day it is due."""
        return _ordered(self._store.select("follow_up", person=person))

    def entries(self, *, nip: str = "", only_open: bool = False) -> list[FollowUp]:
        """Of the unit or of one person; raises NotFound."""
        where: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        if only_open:
            where["done_on"] = None
        return _ordered(self._store.select("follow_up", **where))

    def due(self, today: date) -> list[FollowUp]:
        """Open things whose day has come or comes within a week."""
        return opened_until(self._store, today)

    def reminder(self, person: str) -> Reminder | None:
        """The six months of an open coaching; None where nobody is coached."""
        opened = [
            one.opened_on
            for one in self.of(person)
            if one.kind == FollowUpKind.COACHING and one.is_open and one.opened_on is not None
        ]
        return Reminder(improvement_ends(min(opened))) if opened else None

    def proposal(self, nip: str, period: Period) -> tuple[Proposed, ...]:
        """Lines of a coaching plan, where the predikat of the period asks for one and none is open.

        Raises NotFound.
        """
        person = person_row(self._store, nip)
        key = str(person["key"])
        if self._predicate(key, period) not in TO_COACH:
            return ()
        if any(one.kind == FollowUpKind.COACHING and one.is_open for one in self.of(key)):
            return ()
        return coaching_plan(self.today(), self._behind(key, period))

    def today(self) -> date:
        return self._committer.clock.today()

    def _predicate(self, person: str, period: Period) -> Predicate | None:
        for plan in self._store.select("skp", person=person, year=period.first.year):
            for row in self._store.select("evaluation", skp=str(plan["key"]), period=period.code):
                if row["results"] and row["behaviour"]:
                    return predicate_of(Rating(str(row["results"])), Rating(str(row["behaviour"])))
        return None

    def _behind(self, person: str, period: Period) -> str:
        """The first target that is behind; empty when none is."""
        for plan in self._targets.plans(nip=person, year=period.first.year):
            for result in plan.results:
                lead = leading(standings(result, period))
                if lead is not None and lead.pace is Pace.BEHIND:
                    return str(result.row["text"] or "")
        return ""

    # -- changing

    def add(
        self,
        nip: str,
        period: Period,
        kind: str,
        text: str,
        *,
        side: str = Side.LEADER,
        due: date | None = None,
        note: str = "",
    ) -> tuple[str, Change | None]:
        """A new one with its key; raises FollowUpRefused, NotFound."""
        person = person_row(self._store, nip)
        op = self._new(str(person["key"]), period, kind, text, side=side, due=due, note=note)
        return op.row, self._committer.commit(Change("follow_up.add", (op,)))

    def add_plan(self, nip: str, period: Period, lines: Sequence[Proposed]) -> Change | None:
        """A whole coaching plan as one change; raises FollowUpRefused, NotFound."""
        person = str(person_row(self._store, nip)["key"])
        ops = [
            self._new(person, period, FollowUpKind.COACHING, one.text, side=one.side, due=one.due)
            for one in lines
        ]
        return self._committer.commit(Change("follow_up.plan", tuple(ops)))

    def _new(self, person: str, period: Period, kind: str, text: str, **cells: Any) -> Op:
        checked = _checked({"kind": kind, "text": text, **cells})
        fixed = {"person": person, "period": period.code, "opened_on": self.today()}
        return self._committer.insert("follow_up", {**fixed, **checked})

    def change(self, key: str, cells: dict[str, Any]) -> Change | None:
        """Correct text, side, kind, day or note; raises FollowUpRefused, NotFound."""
        row = self._row(key)
        names = ("kind", "text", "side", "due", "note")
        fresh = _checked({**{name: row[name] for name in names}, **cells})
        return self._commit("follow_up.change", row, {name: fresh[name] for name in cells})

    def done(self, key: str, day: date | None = None, result: str = "") -> Change | None:
        """It was done; raises FollowUpRefused when it was already, or on a day that is still to come."""
        row = self._row(key)
        when = day or self.today()
        if row["done_on"]:
            sentence = _("it was done on {day} already.")
            raise FollowUpRefused(
                sentence=sentence.format(day=long_date(date.fromisoformat(str(row["done_on"]))))
            )
        if when > self.today():
            raise FollowUpRefused(sentence=_("{day} is still to come.").format(day=long_date(when)))
        return self._commit("follow_up.done", row, {"done_on": when, "result": result.strip()})

    def reopen(self, key: str) -> Change | None:
        """Open again; raises FollowUpRefused when it is open."""
        row = self._row(key)
        if not row["done_on"]:
            raise FollowUpRefused(sentence=_("it is open."))
        return self._commit("follow_up.reopen", row, {"done_on": None, "result": None})

    def drop(self, key: str) -> Change | None:
        """Take it away whole; the history keeps it. Raises NotFound."""
        self._row(key)
        return self._committer.commit(Change("follow_up.drop", (self._committer.delete("follow_up", key),)))

    def _row(self, key: str) -> Row:
        row = self._store.get("follow_up", key)
        if row is None:
            raise NotFound(what=_("Follow-up"), key=key)
        return row

    def _commit(self, kind: str, row: Row, cells: dict[str, Any]) -> Change | None:
        return self._committer.commit(Change(kind, (self._committer.update("follow_up", row, cells),)))


def _checked(cells: dict[str, Any]) -> dict[str, Any]:
    """The cells as they are kept; raises FollowUpRefused."""
    kept = {**cells, "text": " ".join(str(cells.get("text") or "").split())}
    if not kept["text"]:
        raise FollowUpRefused(sentence=_("it does not say what is to be done."))
    for name, choices in (("kind", FollowUpKind), ("side", Side)):
        if kept.get(name) not in {str(one) for one in choices}:
            sentence = _("{name} is one of {choices}.")
            raise FollowUpRefused(sentence=sentence.format(name=name, choices=", ".join(choices)))
    return kept


def _ordered(rows: Sequence[Row]) -> list[FollowUp]:
    found = [record(FollowUp, row) for row in rows]
    return sorted(found, key=lambda one: (not one.is_open, one.due or date.max, one.key))


def opened_until(store: Store, today: date) -> list[FollowUp]:
    """What is open and due within a week of `today`, the earliest first."""
    last = (today + SOON).isoformat()
    return _ordered(store.select("follow_up", done_on=None, due=("0000", last)))


def open_names(entries: Sequence[FollowUp], people: Sequence[Row]) -> Iterator[str]:
    """Names of the people whom the entries are about, once each, in the order of the entries."""
    names = {str(row["key"]): str(row["name"]) for row in people}
    yield from dict.fromkeys(names[one.person] for one in entries if one.person in names)
