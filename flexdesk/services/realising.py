"""What was reached, month by month: proposed from accepted outputs, taken or typed by the leader."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import normal_sentence
from flexdesk.domain.performance import Aspect, ReviewState
from flexdesk.domain.periods import Period, PeriodKind, parse_period
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound, UsageError
from flexdesk.exchange.activity_cells import number_of
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import Evaluation, EvaluationLocked, EvaluationService
from flexdesk.services.targets import TO, TargetIndicator, TargetResult
from flexdesk.store.store import Row, Store


class CountedAlready(FlexDeskError):
    """Amounts of periods add up, so that no day may be in two of them."""

    code = "realisation.counted"
    ticket = "FD-EVA-10"
    text = N_("{period} is part of the amount for {other} already.")
    next = N_("Change that amount instead, or take it away first.")


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator in one month. `proposal` is the sum of `outputs` accepted outputs, None without any.

    `covered` names the longer amount that holds this month already.
    """

    result: TargetResult
    indicator: TargetIndicator
    month: Period
    stored: Row | None
    proposal: float | None
    outputs: int
    covered: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the proposal can simply be taken."""
        return self.stored is None and self.proposal is not None and not self.covered


class RealisingService:
    def __init__(self, committer: Committer, evaluations: EvaluationService) -> None:
        self._committer = committer
        self._store = committer.store
        self._evaluations = evaluations

    def lines(self, one: Evaluation, period: Period) -> list[Line]:
        """Every indicator in every month of the period, in the order of the form."""
        months = period.months()
        sums = {month: _accepted(self._store, one, month) for month in months}
        return [
            self._line(result, indicator, month, sums[month])
            for result in one.skp.results
            for indicator in result.indicators
            for month in months
        ]

    def _line(
        self, result: TargetResult, indicator: TargetIndicator, month: Period, sums: dict[str, list[Row]]
    ) -> Line:
        rows = _of_indicator(result, indicator, sums[str(result.row["key"])])
        amounts = [row["amount"] for row in rows if isinstance(row["amount"], int | float)]
        return Line(
            result,
            indicator,
            month,
            indicator.realisations.get(month.code),
            sum(amounts) if amounts else None,
            len(rows),
            _covering(indicator, month),
        )

    def write(
        self, one: Evaluation, indicator: str, period: Period, *, number: float | None, text: str = ""
    ) -> Change | None:
        """An amount, words, or neither, which takes the entry away.

        Raises NotFound for another's indicator, EvaluationLocked, CountedAlready.
        """
        found = self._indicator(one, indicator)
        self._refuse_locked(one)
        key, cells = join_key(indicator, period.code), {"number": number, "text": text.strip()}
        if number is None and not text.strip():
            if self._store.get("realisation", key) is None:
                return None
            return self._committer.commit(
                Change("realisation.remove", (self._committer.delete("realisation", key),))
            )
        other = _covering(found, period)
        if number is not None and other:
            raise CountedAlready(period=period.label(), other=_spoken(other))
        op = self._committer.upsert("realisation", key, cells)
        return self._committer.commit(Change("realisation.write", (op,)))

    def take(self, one: Evaluation, period: Period, indicator: str = "") -> Change | None:
        """Take every open proposal of the period, or those of one indicator, as one change.

        Raises EvaluationLocked, NotFound.
        """
        if indicator:
            self._indicator(one, indicator)
        self._refuse_locked(one)
        ops = [
            self._committer.upsert(
                "realisation",
                join_key(str(line.indicator.row["key"]), line.month.code),
                {"number": line.proposal},
            )
            for line in self.lines(one, period)
            if line.is_open and (not indicator or line.indicator.row["key"] == indicator)
        ]
        return self._committer.commit(Change("realisation.take", tuple(ops)))

    def _indicator(self, one: Evaluation, key: str) -> TargetIndicator:
        for result in one.skp.results:
            for found in result.indicators:
                if found.row["key"] == key:
                    return found
        raise NotFound(what=_("Indicator"), key=key)

    def _refuse_locked(self, one: Evaluation) -> None:
        if one.locked:
            raise EvaluationLocked(name=one.skp.person["name"])


def _accepted(store: Store, one: Evaluation, month: Period) -> dict[str, list[Row]]:
    """Accepted outputs of the month by the result that they belong to."""
    span = (month.first.isoformat(), month.last.isoformat())
    person = str(one.skp.person["key"])
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in store.select("output", person=person, day=span, review=ReviewState.ACCEPTED):
        found[str(row["result"] or "")].append(row)
    return found


def _of_indicator(result: TargetResult, indicator: TargetIndicator, rows: Sequence[Row]) -> list[Row]:
    """Outputs count for the amount of their result: the only one, else the one of their unit of measure."""
    counted = [
        one for one in result.indicators if one.row["aspect"] == Aspect.QUANTITY and not one.track().is_level
    ]
    if indicator not in counted:
        return []
    if len(counted) == 1:
        return list(rows)
    unit = normal_sentence(str(indicator.row["unit"] or ""))
    return [row for row in rows if unit and normal_sentence(str(row["unit"] or "")) == unit]


def _covering(indicator: TargetIndicator, period: Period) -> str:
    """The code of another stored amount that shares a day with the period; empty when there is none."""
    for code, row in indicator.realisations.items():
        other = parse_period(code.removeprefix(TO))
        first = other.first.replace(month=1, day=1) if code.startswith(TO) else other.first
        apart = other.last < period.first or period.last < first
        if row["number"] is not None and code != period.code and not apart:
            return code
    return ""


def _spoken(code: str) -> str:
    period = parse_period(code.removeprefix(TO))
    if not code.startswith(TO):
        return period.label()
    january = Period(PeriodKind.MONTH, period.year, 1).label()
    return _("{first} to {last}").format(first=january, last=period.label())


def amount(text: str) -> float | None:
    """A number as people write it, `84,5` or `1.200`; None for nothing. Raises UsageError for words."""
    if not text.strip():
        return None
    found = number_of(text.strip())
    if found is None:
        raise UsageError(detail=_("“{text}” is not a number").format(text=text))
    return found


def line_json(line: Line) -> dict[str, Any]:
    """What a line says of itself in a file."""
    stored = line.stored or {}
    return {
        "result": line.result.row["text"],
        "indicator": line.indicator.row["text"],
        "id": line.indicator.row["key"],
        "month": line.month.code,
        "number": stored.get("number"),
        "text": stored.get("text"),
        "proposal": line.proposal,
        "outputs": line.outputs,
        "covered": line.covered or None,
    }
