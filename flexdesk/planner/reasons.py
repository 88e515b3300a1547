"""Why a planned cell is what it is, in one sentence."""

from datetime import date

from flexdesk.domain.turns import is_friday
from flexdesk.i18n import _
from flexdesk.planner.objective import counts
from flexdesk.planner.problem import Cell, Problem
from flexdesk.planner.room import Room, kept_away


class Reasons:
    """Looks at a finished plan; `room` is what the plan left over."""

    def __init__(self, problem: Problem, away: set[Cell], room: Room) -> None:
        self._problem, self._away, self._room = problem, away, room
        self._totals, self._fridays = counts(problem, away | set(kept_away(problem)))
        self._names = {need.point: need.name for need in problem.needs}
        self._needed = {(need.point, need.day): need.need for need in problem.needs}
        self._points_of: dict[Cell, list[str]] = {}
        for need in problem.needs:
            for person in need.people:
                self._points_of.setdefault((person, need.day), []).append(need.point)
        self._texts = _texts()  # translated once for the whole plan
        self._most_fridays: dict[str, int] = {}
        self._fewest: dict[str, str] = {}  # for each person who of the group had the fewest Fridays
        for group in problem.groups:
            ordered = sorted(group, key=lambda person: (self._fridays[person], person))
            self._most_fridays |= dict.fromkeys(group, self._fridays[ordered[-1]])
            self._fewest |= dict.fromkeys(group, ordered[0])
        self._in_week: dict[Cell, int] = {}
        for person, day in away:
            week = (person, room.weeks[day])
            self._in_week[week] = self._in_week.get(week, 0) + 1

    def of(self, cell: Cell) -> str:
        if cell in self._problem.office:
            return self._texts["barred"].format(reason=self._problem.office[cell])
        return self._why_away(cell) if cell in self._away else self._why_office(cell)

    def _why_away(self, cell: Cell) -> str:
        person, day = cell
        if cell in self._problem.wishes:
            return self._texts["wish"]
        if is_friday(day):
            return self._texts["friday"].format(count=self._fridays[person])
        return self._texts["turn"].format(count=self._totals[person])

    def _why_office(self, cell: Cell) -> str:
        person, day = cell
        week = (person, self._room.weeks[day])
        wanted, granted = self._problem.wanted[week], self._in_week.get(week, 0)
        if not self._problem.room["wanted", *week] - granted > 0:
            if granted and self._would_spread_fridays(cell):
                return self._friday_turn(person)
            return self._texts["enough"].format(wanted=wanted)
        for point in self._points_of.get(cell, ()):
            if self._is_tight(point, day):
                key = "point" if point else "unit"
                return self._texts[key].format(name=self._names[point], need=self._needed[point, day])
        if self._room.left[self._room.daily[day]] <= 0:
            return self._texts["full"]
        if self._room.is_used_up(cell, "part"):
            return self._texts["part"]
        return self._texts["loose" if self._room.is_used_up(cell, "loose") else "limit"]

    def _friday_turn(self, person: str) -> str:
        """What the ledger says: how many Fridays the person had, and who had fewer."""
        had, other = self._fridays[person], self._fewest[person]
        if self._fridays[other] == had:
            return self._texts["friday_turn"].format(count=had)
        name = self._problem.names[other]
        return self._texts["friday_fewer"].format(count=had, name=name, fewer=self._fridays[other])

    def _would_spread_fridays(self, cell: Cell) -> bool:
        """Whether the Friday in exchange for another day of the week would widen the group's spread."""
        person, day = cell
        had = self._fridays[person]
        return is_friday(day) and had > 0 and had == self._most_fridays.get(person)

    def _is_tight(self, point: str, day: date) -> bool:
        return self._room.needs_all(point, day)


def _texts() -> dict[str, str]:
    return {
        "barred": _("Office: {reason}"),
        "wish": _("Away as wished."),
        "friday": _("Away: with this, {count} Fridays in twelve weeks and this plan."),
        "turn": _("Away: with this, {count} days in twelve weeks and this plan."),
        "enough": _("Office: the {wanted} wanted days of this week are used."),
        "point": _("Office: {name} needs {need}."),
        "unit": _("Office: the unit needs at least {need} at the office."),
        "full": _("Office: the share of people away is reached on this day."),
        "part": _("Office: the share of this part of the unit is reached on this day."),
        "friday_turn": _("Office: already {count} Fridays in twelve weeks and this plan."),
        "friday_fewer": _(
            "Office: already {count} Fridays in twelve weeks and this plan, {name} only {fewer}."
        ),
        "loose": _("Office: this week's day is kept for the unit's fixed day."),
        "limit": _("Office: the weekly limit leaves no other day."),
    }
