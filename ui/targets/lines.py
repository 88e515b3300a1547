"""The cascade as lines of a table: what is open, how deep it stands, who carries it, how it goes."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flexdesk.domain.performance import Aspect, label
from flexdesk.domain.periods import Period
from flexdesk.i18n import _
from flexdesk.services.cascade import (
    Branch,
    Pace,
    Standing,
    by_person,
    cascade,
    leading,
    orphans,
    standing,
    standings,
)
from flexdesk.services.targets import Skp, TargetIndicator
from ui.targets import words


class View(StrEnum):
    RESULTS = "results"
    PEOPLE = "people"
    MATRIX = "matrix"


NO_TARGET = "no_target"  # beside the kinds of orphans: people without any result


class Filter(StrEnum):
    ALL = "all"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    ORPHANS = "orphans"


@dataclass(frozen=True, slots=True)
class Line:
    """`standing` is that of the leading indicator, None on headings; `indicator` on its own line."""

    key: str
    level: int
    text: str
    code: str
    carriers: str
    target: str
    standing: Standing | None
    branch: Branch
    children: int
    open: bool
    unfolded: bool = False  # shows its indicators
    indicator: TargetIndicator | None = None

    @property
    def is_result(self) -> bool:
        return self.branch.result is not None and self.indicator is None

    @property
    def subject(self) -> str:
        """Key of the result or the indicator that the line is about."""
        return str(self.indicator.row["key"]) if self.indicator is not None else self.branch.key

    @property
    def measures(self) -> int:
        """How many indicators could be shown below."""
        return len(self.branch.result.indicators) if self.branch.result and not self.indicator else 0


class Plan:
    """The plans of one year with their standing; rebuilt when the store changes."""

    def __init__(self, plans: Sequence[Skp], until: Period, without_plan: Sequence[str]) -> None:
        self.plans, self.until = tuple(plans), until
        self.without_plan = tuple(without_plan)  # names of people without any target
        self._roots = {View.RESULTS: cascade(plans), View.PEOPLE: by_person(plans)}
        self._standing: dict[str, Standing | None] = {
            str(result.row["key"]): leading(standings(result, until))
            for skp in plans
            for result in skp.results
        }
        self._indicators = frozenset(
            str(indicator.row["key"])
            for skp in plans
            for result in skp.results
            for indicator in result.indicators
        )
        self.orphans = orphans(plans)
        self.orphan_keys = frozenset(key for keys in self.orphans.values() for key in keys)

    def holds(self, key: str) -> bool:
        """Whether a result or an indicator of that key is here."""
        return key in self._standing or key in self._indicators

    def standing(self, key: str) -> Standing | None:
        return self._standing.get(key)

    def pace(self, key: str) -> Pace:
        found = self._standing.get(key)
        return Pace.UNKNOWN if found is None else found.pace

    def counts(self) -> Mapping[Pace, int]:
        return Counter(self.pace(key) for key in self._standing)

    def roots(self, view: View) -> list[Branch]:
        return self._roots[view]

    def lines(
        self,
        view: View,
        kept: Filter,
        closed: Collection[str],
        needle: str = "",
        unfolded: Collection[str] = (),
    ) -> list[Line]:
        """Every visible line. A filter or a search shows the found results flat, without their tree."""
        roots = self.roots(view)
        if kept is Filter.ALL and not needle:
            return [line for root in roots for line in self._walk(root, 0, closed, unfolded)]
        results = {one.key: one for root in roots for one in root.walk() if one.result is not None}
        words_asked = needle.casefold().split()
        found = {
            key: branch
            for key, branch in results.items()
            if all(word in _searched(branch) for word in words_asked)
        }
        if kept is Filter.ORPHANS:
            return list(self._sections(found, words_asked, closed))
        return [
            self._line(branch, 0, shown_open=False, flat=True)
            for branch in found.values()
            if self._passes(branch, kept)
        ]

    def _sections(
        self, found: Mapping[str, Branch], words_asked: Sequence[str], closed: Collection[str]
    ) -> Iterator[Line]:
        """People without a target, then each kind of orphan with its results, kinds without any left out."""
        names = [name for name in self.without_plan if all(word in name.casefold() for word in words_asked)]
        people = tuple(Branch(f"nobody|{name}", name, None, None) for name in names)
        groups: list[tuple[str, tuple[Branch, ...]]] = [(NO_TARGET, people)]
        for orphan, keys in self.orphans.items():
            groups.append((orphan, tuple(found[key] for key in keys if key in found)))
        for kind, branches in groups:
            if not branches:
                continue
            head = Branch(f"orphan|{kind}", _(words.ORPHANS[kind]), None, None, branches)
            shown_open = head.key not in closed
            line = self._line(head, 0, shown_open=shown_open)
            yield replace(line, carriers=str(len(branches)))
            for branch in branches if shown_open else ():
                line = self._line(branch, 1, shown_open=False, flat=True)
                carriers = line.carriers if branch.skp is not None else ""
                yield replace(line, key=f"{kind}|{line.key}", carriers=carriers)  # it may lack several things

    def _passes(self, branch: Branch, kept: Filter) -> bool:
        return kept is Filter.ALL or self.pace(branch.key).value == kept.value

    def _walk(
        self, branch: Branch, level: int, closed: Collection[str], unfolded: Collection[str]
    ) -> Iterator[Line]:
        shown_open = bool(branch.children) and branch.key not in closed
        line = self._line(branch, level, shown_open=shown_open)
        if branch.key in unfolded and line.measures:
            yield replace(line, unfolded=True)
            yield from self._measures(branch, level + 1)
        else:
            yield line
        if shown_open:
            for child in branch.children:
                yield from self._walk(child, level + 1, closed, unfolded)

    def _measures(self, branch: Branch, level: int) -> Iterator[Line]:
        for indicator in branch.result.indicators if branch.result is not None else ():
            aspect = indicator.row["aspect"]
            yield Line(
                key=str(indicator.row["key"]),
                level=level,
                text=str(indicator.row["text"] or ""),
                code="",
                carriers=label(Aspect(str(aspect))) if aspect else "",
                target=words.target(indicator),
                standing=standing(indicator.track(), self.until),
                branch=branch,
                children=0,
                open=False,
                indicator=indicator,
            )

    def _line(self, branch: Branch, level: int, *, shown_open: bool, flat: bool = False) -> Line:
        found = self.standing(branch.key)
        result = branch.result
        indicator = None
        if result is not None and found is not None:
            indicator = next((i for i in result.indicators if str(i.row["key"]) == found.track.key), None)
        return Line(
            key=branch.key,
            level=level,
            text=branch.text,
            code=str(result.row["code"] or "") if result is not None else "",
            carriers=_carriers(branch, flat=flat),
            target=words.target(indicator) if indicator is not None else "",
            standing=found,
            branch=branch,
            children=0 if flat else len(branch.children),
            open=shown_open,
        )


def _carriers(branch: Branch, *, flat: bool) -> str:
    """One name, or how many people carry what stands below."""
    if branch.result is None and branch.skp is not None:
        return str(branch.skp.row["jabatan"] or "")
    count = len(branch.people())
    if branch.skp is not None and (flat or count <= 1 or not branch.children):
        return str(branch.skp.person["name"])
    return _("{count} people").format(count=count)


def _searched(branch: Branch) -> str:
    name = str(branch.skp.person["name"]) if branch.skp is not None else ""
    return f"{branch.text} {name}".casefold()
