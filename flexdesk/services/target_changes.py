"""Targets that are changed while the plan runs: the new number from a date on, the old one kept before it."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain.ops import Change
from flexdesk.domain.schema import join_key
from flexdesk.domain.skp import OPEN
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.skp_rows import require_living, skp_row, span_of, status_of
from flexdesk.services.targets import TARGET_CELLS, target_cells
from flexdesk.store.store import Row


class ChangeOutside(FlexDeskError):
    code = "target.outside"
    ticket = "FD-SKP-06"
    text = N_("{day} lies outside the days of this SKP, {first} to {last}.")
    next = N_("Give a day within the SKP from which the new target holds.")


@dataclass(frozen=True, slots=True)
class HeldTarget:
    """A target with the day from which it holds; the first one holds from the plan's first day."""

    since: date
    text: str
    number: float | None
    unit: str
    note: str = ""


class TargetChanges:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def history(self, indicator: str) -> list[HeldTarget]:
        """What was and is promised, earliest first. Raises NotFound."""
        row, skp = self._row(indicator)
        first, _last = span_of(skp)
        changes = self._store.select("target_change", indicator=indicator, order="key")
        later = [_held(one, date.fromisoformat(str(one["from"]))) for one in changes]
        return [_held(row, first), *later]

    def needs_date(self, indicator: str) -> bool:
        """Whether a new target has to say from when it holds: the plan is past its draft. Raises NotFound."""
        _row, skp = self._row(indicator)
        return status_of(skp) not in OPEN

    def change(self, indicator: str, *, target: str, unit: str, since: date, note: str = "") -> Change | None:
        """Let another target hold from a day on; None when that day's target is the same.

        Raises NotFound, SkpLocked for a closed plan, ChangeOutside, UsageError.
        """
        _row, skp = self._row(indicator)
        require_living(self._store, str(skp["key"]))
        first, last = span_of(skp)
        if not first <= since <= last:
            raise ChangeOutside(day=since.isoformat(), first=first.isoformat(), last=last.isoformat())
        if not target.strip():
            raise UsageError(detail=_("the target is empty"))
        cells = target_cells(target, unit)
        before = [one for one in self.history(indicator) if one.since < since] or self.history(indicator)[:1]
        key = join_key(indicator, since.isoformat())
        if (before[-1].text, before[-1].unit) == (cells["target_text"], cells["unit"]):
            return self.withdraw(indicator, since) if self._store.get("target_change", key) else None
        op = self._committer.upsert("target_change", key, {**cells, "note": note.strip()})
        return self._committer.commit(Change("targets.change", (op,)))

    def withdraw(self, indicator: str, since: date) -> Change | None:
        """Take a change back: what held before holds on. Raises NotFound, SkpLocked."""
        _row, skp = self._row(indicator)
        require_living(self._store, str(skp["key"]))
        op = self._committer.delete("target_change", join_key(indicator, since.isoformat()))
        return self._committer.commit(Change("targets.change", (op,)))

    def _row(self, indicator: str) -> tuple[Row, Row]:
        """The indicator and its plan. Raises NotFound."""
        row = self._store.get("indicator", indicator)
        result = self._store.get("work_result", str(row["result"])) if row is not None else None
        if row is None or result is None:
            raise NotFound(what=_("Target"), key=indicator)
        return row, skp_row(self._store, str(result["skp"]))


def _held(row: Row, since: date) -> HeldTarget:
    text, number, unit = (row[name] for name in TARGET_CELLS)
    return HeldTarget(
        since,
        str(text or ""),
        number if isinstance(number, int | float) else None,
        str(unit or ""),
        str(row.get("note") or ""),
    )
