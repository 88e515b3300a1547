"""Angka kredit of the people in functional posts, from their predikat and the months of their SKP.

A whole year's evaluation counts before shorter ones, a quarter's before its months; no month counts twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flexdesk.domain.credit import Balance, balance, jenjang_of
from flexdesk.domain.people import Category
from flexdesk.domain.performance import (
    CREDIT_COEFFICIENTS,
    Predicate,
    Rating,
    angka_kredit,
    predicate_of,
)
from flexdesk.domain.periods import Period, parse_period
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.targets import Skp, TargetService
from flexdesk.store.store import Row, Store


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One evaluation and what it earns; `signed` says that its rating can no longer change by itself."""

    period: Period
    predicate: Predicate
    months: int
    credit: Decimal
    signed: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """A person's year; without `jenjang` nothing can be worked out. `held` adds up all years in it."""

    person: Row
    jabatan: str
    jenjang: str
    lines: tuple[CreditLine, ...]
    held: Balance | None

    @property
    def total(self) -> Decimal:
        return sum((line.credit for line in self.lines), Decimal("0.00"))


class CreditService:
    def __init__(self, store: Store, targets: TargetService) -> None:
        self._store, self._targets = store, targets

    def year(self, year: int, nip: str = "", jenjang: str = "") -> list[Credit]:
        """Everybody in a functional post, in the order of the roster, or one person with any jenjang given.

        Raises NotFound, UsageError.
        """
        if jenjang and jenjang not in CREDIT_COEFFICIENTS:
            choices = ", ".join(CREDIT_COEFFICIENTS)
            raise UsageError(detail=_("the jenjang is one of {choices}").format(choices=choices))
        plans = self._targets.plans(nip=nip)
        mine: dict[str, list[Skp]] = {}
        for plan in plans:
            mine.setdefault(str(plan.person["key"]), []).append(plan)
        made = [self._credit(held, year, jenjang) for held in mine.values()]
        return [one for one in made if one is not None and (nip or self._is_functional(one))]

    def _is_functional(self, one: Credit) -> bool:
        return bool(one.jenjang) or self._category(str(one.person["key"])) == Category.FUNGSIONAL

    def _category(self, person: str) -> str:
        held = [
            row for row in self._store.select("posting", person=person, order='"from"') if not row["acting"]
        ]
        return str(held[-1]["category"] or "") if held else ""

    def _jenjang(self, plan: Skp, functional: bool) -> str:
        return jenjang_of(self._jabatan(plan), functional=functional)

    def _jabatan(self, plan: Skp) -> str:
        if plan.row["jabatan"]:
            return str(plan.row["jabatan"])
        key = str(plan.person["key"])
        held = [row for row in self._store.select("posting", person=key, order='"from"') if not row["acting"]]
        return str(held[-1]["jabatan"] or "") if held else ""

    def _credit(self, plans: Sequence[Skp], year: int, given: str) -> Credit | None:
        now = [plan for plan in plans if plan.row["year"] == year]
        if not now:
            return None
        person = str(now[-1].person["key"])
        functional = self._category(person) == Category.FUNGSIONAL
        jenjang = given or self._jenjang(now[-1], functional)
        if not jenjang:
            return Credit(now[-1].person, self._jabatan(now[-1]), "", (), None)
        lines: list[CreditLine] = []
        gathered = Decimal("0.00")
        for plan in plans:
            of_plan = given or self._jenjang(plan, functional)
            if of_plan not in CREDIT_COEFFICIENTS or int(str(plan.row["year"])) > year:
                continue
            found = list(self._lines(plan, CREDIT_COEFFICIENTS[of_plan]))
            if of_plan == jenjang:
                gathered += sum((line.credit for line in found), Decimal("0.00"))
            if plan.row["year"] == year:
                lines += found
        lines.sort(key=lambda line: line.period.first)
        return Credit(
            now[-1].person, self._jabatan(now[-1]), jenjang, tuple(lines), balance(jenjang, gathered)
        )

    def _lines(self, plan: Skp, coefficient: Decimal) -> Iterator[CreditLine]:
        rated = [
            (parse_period(str(row["period"])), row)
            for row in self._store.select("evaluation", skp=plan.key)
            if row["results"] and row["behaviour"]
        ]
        rated.sort(key=lambda pair: (-len(pair[0].months()), pair[0].first))
        taken: set[date] = set()
        for period, row in rated:
            ends = {month.last for month in period.months()} - taken
            taken |= ends
            months = sum(_serves(plan, day) for day in ends)
            if months:
                found = predicate_of(Rating(str(row["results"])), Rating(str(row["behaviour"])))
                credit = angka_kredit(found, coefficient, months)
                yield CreditLine(period, found, months, credit, bool(row["locked"]))


def _serves(plan: Skp, last_of_month: date) -> bool:
    """A month belongs to the SKP that is in force on its last day, so that none counts twice."""
    day = last_of_month.isoformat()
    return str(plan.row["from"] or "") <= day <= str(plan.row["to"] or "9999")
