"""Who may work flexibly, what was handed out about it, and what came back: the register of decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flexdesk.domain.decisions import Decision, DecisionState, ObjectionAnswer, frozen
from flexdesk.domain.eligibility import Eligibility
from flexdesk.domain.ops import Change, Op
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _, speaking
from flexdesk.progress import Progress
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.records import record
from flexdesk.services.roster import RosterRow, RosterService
from flexdesk.store.store import Row

SOON_DAYS = 30
_AT_ONCE = 500  # people read together, between two reports of progress


class DecisionOrder(FlexDeskError):
    """The days of a decision follow each other."""

    code = "decision.order"
    ticket = "FD-KLY-01"
    text = N_("The day {later} lies before {earlier}.")
    next = N_("A decision is handed out, objected to and answered in this order; check the day.")


class ObjectionMissing(FlexDeskError):
    code = "decision.no_objection"
    ticket = "FD-KLY-02"
    text = N_("No objection to this decision is recorded.")
    next = N_("Write down the objection first, then the answer to it.")


class AnswerIncomplete(FlexDeskError):
    code = "decision.incomplete"
    ticket = "FD-KLY-03"
    text = N_("An objection and its answer are kept with their words.")
    next = N_("Write what was said.")


@dataclass(frozen=True, slots=True)
class Standing:
    """One person of the register: where they stand now, and the last decision handed out to them."""

    row: RosterRow
    decision: Decision | None

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def eligibility(self) -> Eligibility:
        return self.row.eligibility

    @property
    def is_outdated(self) -> bool:
        """Whether the last sheet no longer says what holds."""
        return self.decision is not None and not self.decision.says(self.eligibility)

    def changes_within(self, day: date, days: int = SOON_DAYS) -> bool:
        """Whether an answer will be another by itself within so many days."""
        turns = (self.eligibility.location.changes_on, self.eligibility.time.changes_on)
        return any(turn is not None and 0 <= (turn - day).days <= days for turn in turns)


class EligibilityService:
    def __init__(self, committer: Committer, reader: FactReader, roster: RosterService) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._roster = roster

    def today(self) -> date:
        return self._committer.clock.today(self._reader.unit().zone)

    # -- looking

    def register(self, day: date, progress: Progress | None = None) -> tuple[Standing, ...]:
        """Everybody in the order of the roster."""
        keys = [entry.key for entry in self._roster.entries()]
        found: list[Standing] = []
        for start in range(0, len(keys), _AT_ONCE):
            if progress is not None:
                progress.report(start, len(keys))
            found += self.standings(keys[start : start + _AT_ONCE], day)
        return tuple(found)

    def standings(self, keys: Sequence[str], day: date) -> list[Standing]:
        """These people in this order; whoever left the roster is missing."""
        rows, last = self._roster.rows(keys, day), self._last(keys)
        return [Standing(rows[key], last.get(key)) for key in keys if key in rows]

    def standing(self, nip: str, day: date) -> Standing:
        """Raises NotFound."""
        key = str(person_row(self._store, nip)["key"])
        found = self.standings([key], day)
        if not found:
            raise NotFound(what=_("Employee"), key=nip)
        return found[0]

    def decisions(self, nip: str = "") -> list[Decision]:
        """Newest first. Raises NotFound."""
        wanted: dict[str, Any] = {"person": person_row(self._store, nip)["key"]} if nip else {}
        rows = self._store.select("eligibility_decision", **wanted)
        return sorted(_decisions(rows), key=_age, reverse=True)

    def decision(self, text: str) -> Decision:
        """By its key, or the last one of a person (NIP). Raises NotFound."""
        row = self._store.get("eligibility_decision", text)
        if row is not None:
            return record(Decision, row)
        found = self.decisions(text)
        if not found:
            raise NotFound(what=_("Decision"), key=text)
        return found[0]

    def _last(self, keys: Sequence[str]) -> dict[str, Decision]:
        found = _decisions(self._store.select("eligibility_decision", person=list(keys)))
        return {one.person: one for one in sorted(found, key=_age)}

    # -- deciding

    def decide(
        self, nips: Sequence[str], day: date, *, number: str = "", handed_on: date | None = None
    ) -> tuple[list[str], Change | None]:
        """Freeze what holds that day for these people; the keys of the decisions and one change.

        Raises NotFound, DecisionOrder.
        """
        in_order(day, handed_on)
        with speaking("id"):  # what is handed out is Indonesian, whatever the screen speaks
            standings = [self.standing(nip, day) for nip in dict.fromkeys(nips)]
        ops = tuple(self._op(one, day, number, handed_on) for one in standings)
        return [op.row for op in ops], self._committer.commit(Change("eligibility.decide", ops))

    def _op(self, standing: Standing, day: date, number: str, handed_on: date | None) -> Op:
        cells = cells_of(standing.key, standing.eligibility, day)
        return self._committer.insert(
            "eligibility_decision", {**cells, "number": number.strip(), "handed_on": handed_on}
        )

    def hand_over(self, key: str, day: date, number: str = "") -> Change | None:
        """Note on which day the sheet was handed out, and its number. Raises NotFound, DecisionOrder."""
        row, held = self._row(key)
        in_order(held.day, day)
        cells: dict[str, object] = {"handed_on": day}
        if number.strip():
            cells["number"] = number.strip()
        return self._commit("eligibility.hand_over", row, cells)

    def take_objection(self, key: str, words: str, day: date) -> Change | None:
        """The employee's objection. Raises NotFound, AnswerIncomplete, DecisionOrder."""
        row, held = self._row(key)
        if not words.strip():
            raise AnswerIncomplete()
        in_order(held.handed_on or held.day, day)
        return self._commit("eligibility.object", row, {"objection": words.strip(), "objected_on": day})

    def answer(self, key: str, answer: str, note: str, day: date) -> Change | None:
        """The head's answer to the objection.

        Raises NotFound, ObjectionMissing, AnswerIncomplete, DecisionOrder, UsageError.
        """
        row, held = self._row(key)
        if answer not in set(ObjectionAnswer):
            choices = ", ".join(ObjectionAnswer)
            raise UsageError(detail=_("the answer is one of {choices}").format(choices=choices))
        if held.state is DecisionState.ISSUED:
            raise ObjectionMissing()
        if not note.strip():
            raise AnswerIncomplete()
        in_order(held.objected_on or held.day, day)
        cells = {"answer": answer, "answered_on": day, "answer_note": note.strip()}
        return self._commit("eligibility.answer", row, cells)

    def _row(self, text: str) -> tuple[Row, Decision]:
        held = self.decision(text)
        return self._store.get("eligibility_decision", held.key) or {}, held

    def _commit(self, kind: str, row: Row, cells: dict[str, object]) -> Change | None:
        op = self._committer.update("eligibility_decision", row, cells)
        return self._committer.commit(Change(kind, (op,)))


def cells_of(person: str, eligibility: Eligibility, day: date) -> dict[str, object]:
    """A new row of the register, without number and hand-over."""
    return {
        "person": person,
        "day": day,
        "verdict": str(eligibility.location.answer),
        "reasons": frozen(eligibility),
    }


def in_order(earlier: date, later: date | None) -> None:
    if later is not None and later < earlier:
        raise DecisionOrder(earlier=earlier.isoformat(), later=later.isoformat())


def _decisions(rows: Iterable[Row]) -> list[Decision]:
    return [record(Decision, row) for row in rows if row["person"] and row["day"]]


def _age(decision: Decision) -> tuple[date, int, str]:
    """By day, then in the order in which one device made them."""
    _device, _dash, count = decision.key.rpartition("-")
    return decision.day, int(count) if count.isdecimal() else 0, decision.key
