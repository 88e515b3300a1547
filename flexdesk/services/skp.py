"""The SKP as a document with a life: made for a span of days, submitted, approved or refused, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flexdesk.domain.ops import Change
from flexdesk.domain.performance import Approach, Aspect, FormKind, Perspective, ResultClass, SkpStatus, label
from flexdesk.domain.posts import held_on
from flexdesk.domain.skp import (
    STEPS,
    PlannedIndicator,
    PlannedResult,
    Sign,
    SkpFinding,
    SkpReason,
    Step,
    form_for,
    is_span,
    lacking,
    outsider,
    overlaps,
    unset,
)
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.skp_rows import (
    approach_of,
    form_of,
    header_of,
    owner_of,
    require_living,
    require_open,
    skp_row,
    span_of,
    status_of,
)
from flexdesk.services.targets import Skp, TargetService
from flexdesk.store.store import Row


class StepRefused(FlexDeskError):
    """`step` is a token of `domain.skp.Step`."""

    code = "skp.step"
    ticket = "FD-SKP-01"
    text = N_("The SKP of {name} has the status “{status}”; this step does not follow from there.")
    next = N_("Look at the status of the SKP and take the step that it offers.")


class SkpIncomplete(FlexDeskError):
    """`reasons` are the sentences of what is lacking."""

    code = "skp.incomplete"
    ticket = "FD-SKP-02"
    text = N_("The SKP of {name} cannot be submitted yet: {sentence}")
    next = N_("Complete what is named, then submit again.")


class SkpDates(FlexDeskError):
    code = "skp.dates"
    ticket = "FD-SKP-04"
    text = N_("{first} to {last} cannot be the days of an SKP.")
    next = N_("Give a first and a last day in the same calendar year.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What an SKP is to say at its head; None leaves a field as it is, or as usual in a new one.

    `rater` and `superior` are keys of people; `rater_text` and `superior_text` name somebody from outside,
    who goes before them.
    """

    first: date | None = None
    last: date | None = None
    approach: Approach | None = None
    form: FormKind | None = None
    acting: bool | None = None
    reason: SkpReason | None = None
    rater: str | None = None
    rater_text: str | None = None
    superior: str | None = None
    superior_text: str | None = None
    place: str | None = None

    @property
    def is_structural(self) -> bool:
        """Whether it changes what an approved plan says, and not only who signs it."""
        return any(x is not None for x in (self.first, self.last, self.approach, self.form, self.acting))


_COLUMNS = {"first": "from", "last": "to", "superior": "rater_superior"}


class SkpService:
    def __init__(self, committer: Committer, reader: FactReader, targets: TargetService) -> None:
        self._committer = committer
        self._store = committer.store
        self._reader = reader
        self._targets = targets

    # -- looking

    def plan(self, key: str) -> Skp:
        """One plan with everything below it. Raises NotFound."""
        row = self._row(key)
        plans = self._targets.plans(nip=str(row["person"]), year=span_of(row)[0].year)
        found = next((plan for plan in plans if plan.key == key), None)
        if found is None:
            raise NotFound(what="SKP", key=key)
        return found

    def plan_of(self, nip: str, year: int) -> Skp:
        """The plan that is usually meant: the latest of the year for the post itself. Raises NotFound."""
        plans = self._targets.plans(nip=nip, year=year)
        if not plans:
            raise NotFound(what="SKP", key=nip)
        return max(plans, key=lambda plan: (not plan.row["acting"], str(plan.row["from"]), plan.key))

    def findings(self, plan: Skp) -> list[SkpFinding]:
        """What keeps the plan from being submitted, then what to know about it."""
        mine = header_of(plan.row)
        others = map(header_of, self._store.select("skp", person=plan.row["person"], year=plan.row["year"]))
        found = lacking(_planned(plan), form_of(plan.row), approach_of(plan.row))
        found += overlaps(mine, others)
        set_on = plan.row["set_on"]
        found += unset(
            mine.first,
            status_of(plan.row),
            date.fromisoformat(str(set_on)) if set_on else None,
            self._committer.clock.today(),
        )
        return sorted(found, key=lambda one: not one.blocks)

    def without_plan(self, year: int) -> dict[str, SkpFinding]:
        """Person -> that there is no plan though the year's is due; nobody before February."""
        if not unset(date(year, 1, 1), SkpStatus.DRAFT, None, self._committer.clock.today()):
            return {}
        have = {row["person"] for row in self._store.select("skp", year=year)}
        missing = SkpFinding(Sign.NO_PLAN, {"year": year})
        return {p.key: missing for p in self._reader.people() if p.is_asn and p.key not in have}

    # -- making and changing

    def make(self, nip: str, wish: Wish = Wish()) -> Change | None:
        """A draft; its key is that of the change's one op. Raises NotFound, SkpDates, UsageError."""
        person = person_row(self._store, nip)
        today = self._committer.clock.today()
        year = (wish.first or wish.last or today).year
        first, last = wish.first or date(year, 1, 1), wish.last or date(year, 12, 31)
        post = self._post(str(person["key"]), first)
        filled = replace(
            self._usual(str(person["key"]), post[1]),
            **{one.name: value for one in fields(wish) if (value := getattr(wish, one.name)) is not None},
        )
        cells = self._cells(replace(filled, first=first, last=last))
        cells |= {"person": person["key"], "year": first.year, "status": SkpStatus.DRAFT, "jabatan": post[0]}
        return self._committer.commit(Change("skp.make", (self._committer.insert("skp", cells),)))

    def change(self, key: str, wish: Wish) -> Change | None:
        """Change the head of a plan; days, approach and form only while it is open.

        Raises NotFound, SkpLocked, SkpDates.
        """
        row = self._row(key)
        require_living(self._store, key)
        if wish.is_structural:
            require_open(self._store, key)
        first, last = span_of(row)
        dated = replace(wish, first=wish.first or first, last=wish.last or last)
        cells = {**self._cells(dated), "year": (wish.first or first).year}
        return self._committer.commit(Change("skp.change", (self._committer.update("skp", row, cells),)))

    def _cells(self, wish: Wish) -> dict[str, Any]:
        assert wish.first is not None
        assert wish.last is not None
        if not is_span(wish.first, wish.last):
            raise SkpDates(first=wish.first.isoformat(), last=wish.last.isoformat())
        given = {one.name: getattr(wish, one.name) for one in fields(wish)}
        for name in ("rater", "superior"):
            if given[name]:
                given[name] = str(person_row(self._store, given[name])["key"])
        for name in ("rater_text", "superior_text"):
            if given[name] is not None:
                found = outsider(given[name])
                given[name] = found.text if found is not None else ""
        return {_COLUMNS.get(name, name): value for name, value in given.items() if value is not None}

    def _usual(self, person: str, level: str) -> Wish:
        """Who rates: the head of the unit; the head is rated by whoever did so in the plan before."""
        head = self._reader.unit().head
        form = form_for(level, is_head=person == head)
        usual = Wish(approach=Approach.QUANTITATIVE, form=form, reason=SkpReason.YEAR)
        before = (self._latest(head) if head else None) or {}

        def said(name: str) -> str | None:
            return str(before.get(name) or "") or None

        if person == head:
            return replace(usual, rater_text=said("rater_text"), superior_text=said("superior_text"))
        return replace(usual, rater=head or None, superior_text=said("rater_text"))

    def _latest(self, person: str) -> Row | None:
        rows = self._store.select("skp", person=person)
        return max(rows, key=lambda row: (str(row["from"]), str(row["key"])), default=None)

    def _post(self, person: str, day: date) -> tuple[str, str]:
        """Jabatan and level of the post held on a day, else of the next one."""
        mine = (one for one in self._reader.postings() if one.person == person)
        post = held_on(mine, day).get(person)
        return (post.jabatan, post.level) if post is not None else ("", "")

    # -- steps

    def submit(self, key: str) -> Change | None:
        """Raises NotFound, StepRefused, SkpIncomplete."""
        plan = self.plan(key)
        _require(plan.row, Step.SUBMIT, self._name(plan.row))
        reasons = [found.sentence for found in self.findings(plan) if found.blocks]
        if reasons:
            raise SkpIncomplete(name=self._name(plan.row), sentence=" ".join(reasons), reasons=reasons)
        return self._step(plan.row, Step.SUBMIT, submitted_on=self._today())

    def approve(self, key: str, *, on: date | None = None, note: str = "") -> Change | None:
        """`on` is the day on the paper, today by default. Raises NotFound, StepRefused."""
        day = on or self._today()
        return self._step(
            self._row(key), Step.APPROVE, decided_on=day, set_on=day, decision_note=note.strip()
        )

    def refuse(self, key: str, note: str) -> Change | None:
        """Raises NotFound, StepRefused, UsageError without a note."""
        row = self._row(key)
        return self._step(row, Step.REFUSE, decided_on=self._today(), decision_note=_needed(note))

    def reopen(self, key: str, reason: str) -> Change | None:
        """Back to draft. Raises NotFound, StepRefused, UsageError without a reason."""
        row = self._row(key)
        cleared = {"submitted_on": None, "decided_on": None, "set_on": None}
        return self._step(row, Step.REOPEN, **cleared, decision_note=_needed(reason))

    def close(self, key: str, last_day: date, note: str = "") -> Change | None:
        """At mutation: the plan ends with that day, its targets stay those of the days it was made for.

        Raises NotFound, StepRefused, SkpDates.
        """
        row = self._row(key)
        first, last = span_of(row)
        if not first <= last_day <= last:
            raise SkpDates(first=first.isoformat(), last=last_day.isoformat())
        cells = {"to": last_day, "closed_on": last_day, "planned_until": last}
        return self._step(row, Step.CLOSE, **cells, close_note=note.strip())

    def _step(self, row: Row, step: Step, **cells: Any) -> Change | None:
        _require(row, step, self._name(row))
        op = self._committer.update("skp", row, {"status": STEPS[step][1], **cells})
        return self._committer.commit(Change(f"skp.{step}", (op,)))

    def _today(self) -> date:
        return self._committer.clock.today()

    def _row(self, key: str) -> Row:
        return skp_row(self._store, key)

    def _name(self, row: Row) -> str:
        return owner_of(self._store, row)


def _planned(plan: Skp) -> Sequence[PlannedResult]:
    return [
        PlannedResult(
            str(result.row["text"] or ""),
            ResultClass(str(result.row["class"] or ResultClass.MAIN)),
            tuple(_planned_indicators(item.row for item in result.indicators)),
        )
        for result in plan.results
    ]


def _planned_indicators(rows: Iterable[Row]) -> Iterable[PlannedIndicator]:
    for row in rows:
        aspect, perspective = row["aspect"], row["perspective"]
        yield PlannedIndicator(
            str(row["text"] or ""),
            Aspect(str(aspect)) if aspect else None,
            Perspective(str(perspective)) if perspective else None,
        )


def _require(row: Row, step: Step, name: str) -> None:
    if status_of(row) not in STEPS[step][0]:
        raise StepRefused(name=name, status=label(status_of(row)), step=str(step))


def _needed(text: str) -> str:
    if not text.strip():
        raise UsageError(detail=_("a reason is needed"))
    return text.strip()
