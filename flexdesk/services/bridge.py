"""The copy bridge to e-Kinerja: what one person's forms ask for, what was copied, and where one stopped.

A record that was copied is ticked for the whole unit, so that a deputy goes on where the head stopped; the
field inside a record is this laptop's own matter, written at every step, so that a power cut loses nothing.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

from flexdesk.domain.ekinerja import DayStyle, Form
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import Period, UnknownPeriod, parse_period
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services import ekinerja
from flexdesk.services.commits import Committer
from flexdesk.services.ekinerja import FormEntry
from flexdesk.services.targets import Skp, TargetService
from flexdesk.store.store import Row

USUAL = (Form.DAILY, Form.REVIEW, Form.FEEDBACK)  # of every period; the SKP is entered once a year
_PLACE, _DAYS = "bridge.place", "bridge.days"  # settings of this laptop


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person stopped: the next value to copy is number `at` of the record `item`."""

    person: str
    period: str
    form: str
    item: str = ""
    at: int = 0
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that one person's forms of a period ask for, and the keys of what was copied."""

    person: Row
    period: Period
    entries: tuple[FormEntry, ...]
    copied: frozenset[str]

    @property
    def waiting(self) -> tuple[FormEntry, ...]:
        return tuple(entry for entry in self.entries if entry.key not in self.copied)

    @property
    def done(self) -> int:
        return len(self.entries) - len(self.waiting)

    def of(self, form: Form) -> "Sheet":
        entries = tuple(entry for entry in self.entries if entry.form is form)
        return Sheet(self.person, self.period, entries, self.copied)


class BridgeService:
    def __init__(self, committer: Committer, targets: TargetService) -> None:
        self._committer, self._targets = committer, targets
        self._store = committer.store

    # -- looking

    def sheet(self, nip: str, period: Period, forms: Collection[Form] = USUAL) -> Sheet:
        """By NIP or key, in the order in which the forms come; raises NotFound where there is no SKP."""
        plan = self._plan(nip, period)
        person = str(plan.person["key"])
        entries: list[FormEntry] = []
        for form in Form:
            if form in forms:
                entries += self._entries(plan, person, period, form)
        ticks = self._store.select("ekinerja_tick", person=person)
        copied = frozenset(str(row["item"]) for row in ticks if row["copied_on"])
        return Sheet(plan.person, period, tuple(entries), copied)

    def _plan(self, nip: str, period: Period) -> Skp:
        """The plan that is in force at the end of the period, where somebody has two in a year."""
        plans = self._targets.plans(nip=nip, year=period.first.year)
        if not plans:
            raise NotFound(what=_("Target"), key=nip)
        last = period.last.isoformat()
        return max(plans, key=lambda plan: (str(plan.row["from"] or "") <= last, str(plan.row["from"] or "")))

    def _entries(self, plan: Skp, person: str, period: Period, form: Form) -> list[FormEntry]:
        match form:
            case Form.DAILY:
                span = (period.first.isoformat(), period.last.isoformat())
                return ekinerja.daily(
                    plan, self._store.select("output", person=person, day=span), self.day_style
                )
            case Form.REVIEW:
                return ekinerja.reached(plan, period)
            case Form.FEEDBACK:
                return ekinerja.feedback(plan, self._store.select("feedback", skp=plan.key), period)
            case Form.PLAN:
                return ekinerja.planned(plan, self.day_style)

    # -- copied or not

    def tick(self, sheet: Sheet, entries: Iterable[FormEntry]) -> Change | None:
        """Say of records that they are in e-Kinerja now; None when all of them were."""
        person, today = str(sheet.person["key"]), self._committer.clock.today()
        ops = [
            self._committer.upsert(
                "ekinerja_tick",
                join_key(person, entry.key),
                {"copied_on": today, "period": sheet.period.code},
            )
            for entry in entries
            if entry.key not in sheet.copied
        ]
        return self._committer.commit(Change("ekinerja.tick", tuple(ops)))

    def untick(self, sheet: Sheet, entries: Sequence[FormEntry]) -> Change | None:
        """Take the ticks of records back; records without one are passed over."""
        person = str(sheet.person["key"])
        held = {str(row["item"]): row for row in self._store.select("ekinerja_tick", person=person)}
        ops = [
            self._committer.update("ekinerja_tick", held[entry.key], {"copied_on": None})
            for entry in entries
            if entry.key in held
        ]
        return self._committer.commit(Change("ekinerja.untick", tuple(ops)))

    # -- this laptop

    def place(self) -> Place | None:
        """Where this laptop stopped; None when the bridge was never used here."""
        kept = self._store.setting(_PLACE)
        try:
            place = Place(**json.loads(kept)) if kept else None
            if place is not None:
                parse_period(place.period)
                Form(place.form)
        except (TypeError, ValueError, UnknownPeriod):  # written by another version of the program
            return None
        return place

    def keep_place(self, place: Place) -> None:
        """On the disk when this returns."""
        self._store.set_setting(_PLACE, json.dumps(asdict(place)))

    @property
    def day_style(self) -> DayStyle:
        kept = self._store.setting(_DAYS)
        return DayStyle(kept) if kept in set(DayStyle) else DayStyle.SLASHES

    def set_day_style(self, style: str) -> None:
        """How days are typed from now on, on this laptop; raises UsageError."""
        if style not in set(DayStyle):
            choices = ", ".join(DayStyle)
            raise UsageError(detail=_("days are written as one of {choices}").format(choices=choices))
        self._store.set_setting(_DAYS, style)
