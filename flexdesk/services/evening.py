"""Evens a copied week out: away Fridays go to those of the group who had fewest, by lawful swaps alone."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from flexdesk.domain import rules
from flexdesk.domain.halves import Half
from flexdesk.domain.places import AWAY, Place
from flexdesk.domain.rules.findings import Level
from flexdesk.domain.schedule import Facts, Source
from flexdesk.domain.turns import add_turns, is_friday
from flexdesk.i18n import _
from flexdesk.planner.problem import Problem
from flexdesk.progress import Progress
from flexdesk.services import week
from flexdesk.services.proposals import Edit, Proposal, Wanted, edited, kept_halves, proposal
from flexdesk.services.week import CellKey

_MOST_TRIALS = 300  # swaps that the rules are asked about; a week of forty people needs a few dozen
Trouble = dict[tuple[object, ...], int]  # what the rules name, and how large it is


def evened(
    facts: Facts,
    wanted: Wanted,
    posed: Problem,
    today: date,
    progress: Progress | None = None,
    asked: Mapping[CellKey, Place] = MappingProxyType({}),
    halves: Mapping[CellKey, Half] = MappingProxyType({}),
) -> Proposal:
    """A copied week with the away days of its Fridays swapped until nobody can gain.

    `posed` is the planner's problem of the week: its groups are evened out, and what it keeps stays.
    `asked` and `halves` say which days of the copied week were split; a swapped day is a whole one.

    Nobody gets more days than in the week copied. A swap exchanges two copied away days of one week between
    two people of a group, so that everybody keeps as many days as before; it is made only where one had
    at least two Fridays more than the other and no rule has anything new to say.
    """
    work = _Work(facts, wanted, posed, today)
    told = progress or Progress()
    sets = [frozenset(group) for group in posed.groups]
    while work.trials < _MOST_TRIALS:
        told.report(work.trials, _MOST_TRIALS)
        if not any(work.swap_in(group) for group in sets):
            break
    kept = kept_halves(work.wanted, asked, halves)
    return proposal(work.shown, work.wanted, Source.TYPED, kept)


class _Work:
    def __init__(self, facts: Facts, wanted: Wanted, posed: Problem, today: date) -> None:
        self.facts, self.posed, self.today = facts, posed, today
        self.shown = week.shown_cells(facts)
        self.wanted = {**wanted, **self._surplus(wanted)}
        self.trials = 0
        self.board = rules.Board(facts)
        self._put((*key, place) for key, (place, _because) in self.wanted.items())
        self.trouble = self._findings()
        self.fridays = dict(facts.fridays_before)
        self.names = {person.key: person.name for person in facts.people}
        add_turns({}, self.fridays, (key for key in self.shown if self.place(key) in AWAY))

    def _surplus(self, wanted: Wanted) -> Wanted:
        """Copied away days of people who are away as often already: after an evened copy, on other days."""
        copied = sorted(key for key, (place, _because) in wanted.items() if place in AWAY)
        most = Counter(person for person, _day in copied)
        have = Counter(
            key[0]
            for key, cell in self.shown.items()
            if cell.place in AWAY and (key not in wanted or wanted[key][0] in AWAY)
        )
        stays: dict[CellKey, tuple[Place | None, str]] = {}
        for key in copied:
            if self.shown[key].place in AWAY:
                continue
            have[key[0]] += 1
            if have[key[0]] > most[key[0]]:
                stays[key] = (self.shown[key].place, _("as many days away this week as in the one copied"))
        return stays

    def place(self, key: CellKey) -> Place | None:
        return self.wanted[key][0] if key in self.wanted else self.shown[key].place

    def _put(self, edits: Iterable[Edit]) -> None:
        for cell in edited(self.facts, edits):
            self.board.put(cell.person, cell.day, cell)

    def _findings(self) -> Trouble:
        return {
            (one.rule, one.person, one.day, one.point): one.size
            for one in rules.check(self.board, with_fixes=False)
            if one.level is not Level.INFO and one.rule not in rules.AT_PUBLISHING
        }

    def swap_in(self, group: Collection[str]) -> bool:
        """Make the first lawful swap between who had most Fridays and who had fewest."""
        had, held = self.fridays, self._held(group)
        order = sorted(held, key=lambda person: (had.get(person, 0), person))
        for rich in (person for person in reversed(order) if any(map(is_friday, held[person]))):
            for poor in order:
                if had.get(rich, 0) - had.get(poor, 0) < 2:
                    break
                pairs = self._pairs(rich, held[rich], poor, held[poor])
                if any(self._try(rich, friday, poor, day) for friday, day in pairs):
                    return True
        return False

    def _pairs(
        self, rich: str, of_rich: Sequence[date], poor: str, of_poor: Sequence[date]
    ) -> Iterator[tuple[date, date]]:
        """A Friday that the one has and a day of the other, both of which could change hands."""
        for friday in (day for day in of_rich if is_friday(day) and self._is_free((poor, day))):
            for day in of_poor:
                if not is_friday(day) and self._is_free((rich, day)):
                    yield friday, day

    def _held(self, group: Collection[str]) -> dict[str, list[date]]:
        """For each member the days away that were copied; what stood there before stays with its owner."""
        found: dict[str, list[date]] = {}
        for (person, day), (place, _because) in sorted(self.wanted.items()):
            if place in AWAY and person in group and self._may_change((person, day)):
                found.setdefault(person, []).append(day)
        return found

    def _is_free(self, key: CellKey) -> bool:
        return key in self.shown and self.place(key) is Place.OFFICE and self._may_change(key)

    def _may_change(self, key: CellKey) -> bool:
        return key not in self.posed.kept and key[1] >= self.today

    def _try(self, rich: str, friday: date, poor: str, day: date) -> bool:
        """Swap unless the rules object; then all is as it was."""
        self.trials += 1
        if self.trials > _MOST_TRIALS:
            return False
        mine, theirs = self.place((rich, friday)), self.place((poor, day))
        before = [
            (*key, self.place(key)) for key in ((rich, friday), (rich, day), (poor, friday), (poor, day))
        ]
        after = [
            (rich, friday, Place.OFFICE),
            (rich, day, mine),
            (poor, friday, theirs),
            (poor, day, Place.OFFICE),
        ]
        self._put(after)
        found = self._findings()
        if any(size > self.trouble.get(name, 0) for name, size in found.items()):
            self._put(before)
            return False
        self.trouble = found
        self._note(after, rich, poor)
        return True

    def _note(self, after: Sequence[Edit], rich: str, poor: str) -> None:
        most, fewest = self.fridays[rich], self.fridays.get(poor, 0)
        gone = _("evened out: {rich} has {most} Fridays with this one, {poor} only {fewest}")
        told = gone.format(rich=self.names[rich], most=most, poor=self.names[poor], fewest=fewest)
        for person, day, place in after:
            self.wanted[person, day] = (
                place,
                told if is_friday(day) else self._in_return(person, rich, poor),
            )
        self.fridays[rich], self.fridays[poor] = most - 1, fewest + 1

    def _in_return(self, person: str, rich: str, poor: str) -> str:
        other = self.names[poor if person == rich else rich]
        text = _("evened out: in return for the Friday, swapped with {name}")
        return text.format(name=other)
