"""Action plans (rencana aksi): what of a result is to be done in which period, up to when, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import Aspect
from flexdesk.domain.periods import Period, PeriodKind, parse_period
from flexdesk.domain.skp import parts_of, split_evenly
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.skp_rows import require_living, skp_row, span_of
from flexdesk.services.targets import TargetIndicator, TargetResult, TargetService
from flexdesk.store.store import Row


class OutsidePlan(FlexDeskError):
    code = "skp.outside"
    ticket = "FD-SKP-05"
    text = N_("{period} lies outside the days of this SKP, {first} to {last}.")
    next = N_("Choose a period within the SKP.")


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One line of an action plan; `number` None where nothing is counted."""

    period: Period
    text: str
    number: float | None = None
    unit: str = ""
    due: date | None = None
    key: str = ""


class ActionPlans:
    def __init__(self, committer: Committer, targets: TargetService) -> None:
        self._committer = committer
        self._store = committer.store
        self._targets = targets

    def of(self, result: str) -> list[PlannedPart]:
        """In order of time."""
        rows = [row for row in self._store.select("action_plan", result=result) if row["period"]]
        return sorted(map(_part, rows), key=lambda one: (one.period.first, one.period.last, one.key))

    def set(self, result: str, parts: Sequence[PlannedPart], *, alone: bool = False) -> Change | None:
        """Write these lines, each in place of the one of the same period; others stay unless `alone`.

        Raises NotFound, SkpLocked, OutsidePlan.
        """
        first, last = self._writable(result)
        known = {one.period: one.key for one in self.of(result)}
        ops: list[Op] = []
        for part in parts:
            if part.period.last < first or part.period.first > last:
                raise OutsidePlan(period=part.period.label(), first=first.isoformat(), last=last.isoformat())
            ops.append(self._op(result, part, known.pop(part.period, "")))
        if alone:
            ops += [self._committer.delete("action_plan", key) for key in known.values()]
        return self._committer.commit(Change("skp.action_plan", tuple(ops)))

    def _op(self, result: str, part: PlannedPart, key: str) -> Op:
        cells = {
            "result": result,
            "period": part.period.code,
            "text": part.text.strip(),
            "target_number": part.number,
            "unit": part.unit.strip(),
            "due": part.due or part.period.last,
        }
        row = self._store.get("action_plan", key) if key else None
        if row is None:
            return self._committer.insert("action_plan", cells)
        return self._committer.update("action_plan", row, cells)

    def drop(self, keys: Sequence[str]) -> Change | None:
        """Raises NotFound, SkpLocked."""
        for key in keys:
            row = self._store.get("action_plan", key)
            if row is None:
                raise NotFound(what=_("Action plan"), key=key)
            self._writable(str(row["result"]))
        ops = tuple(self._committer.delete("action_plan", key) for key in keys)
        return self._committer.commit(Change("skp.action_plan", ops))

    def proposed(self, result: TargetResult, kind: PeriodKind) -> list[PlannedPart]:
        """The year's number of the first counted indicator in even whole units; others keep their level.

        Months that the plan covers weigh alike. Nothing is written: the lines are offered to be edited.
        """
        first, last = span_of(skp_row(self._store, str(result.row["skp"])))
        parts = parts_of(first, last, kind)
        counted = _counted(result)
        text = str(result.row["text"] or "")
        if counted is None:
            return [PlannedPart(period, text, due=min(period.last, last)) for period, _months in parts]
        row, track = counted.newest, counted.track()
        total = float(row["target_number"] or 0)
        numbers = (
            [total] * len(parts) if track.is_level else split_evenly(total, [months for _p, months in parts])
        )
        unit = str(row["unit"] or "")
        return [
            PlannedPart(period, text, number, unit, min(period.last, last))
            for (period, _months), number in zip(parts, numbers, strict=True)
        ]

    def _writable(self, result: str) -> tuple[date, date]:
        """The days of the plan that the result belongs to. Raises NotFound, SkpLocked."""
        row = self._store.get("work_result", result)
        if row is None:
            raise NotFound(what=_("Target"), key=result)
        require_living(self._store, str(row["skp"]))
        return span_of(skp_row(self._store, str(row["skp"])))


def _counted(result: TargetResult) -> TargetIndicator | None:
    """The indicator whose number can be broken down: an amount before anything else with a number."""
    numbered = [one for one in result.indicators if isinstance(one.newest["target_number"], int | float)]
    amounts = [one for one in numbered if one.row["aspect"] in (None, Aspect.QUANTITY)]
    return next(iter(amounts or numbered), None)


def _part(row: Row) -> PlannedPart:
    number = row["target_number"]
    return PlannedPart(
        parse_period(str(row["period"])),
        str(row["text"] or ""),
        number if isinstance(number, int | float) else None,
        str(row["unit"] or ""),
        date.fromisoformat(str(row["due"])) if row["due"] else None,
        str(row["key"]),
    )
