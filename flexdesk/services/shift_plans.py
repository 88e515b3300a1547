"""Plans of shifts for a period of the store, who could fill a gap, and how full each shift is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flexdesk.domain.places import Place
from flexdesk.domain.rules import Board
from flexdesk.domain.rules.cells import hard_rules_at
from flexdesk.domain.rules.hours import shift_span
from flexdesk.domain.schedule import Assignment, Source
from flexdesk.domain.schema import split_key
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_, _
from flexdesk.progress import Progress
from flexdesk.services import week
from flexdesk.services.facts import FactReader
from flexdesk.services.proposals import Proposal, proposal
from flexdesk.services.shift_needs import ShiftNeedService, shift_name
from flexdesk.services.week import CellKey
from flexdesk.system.clock import Clock

if TYPE_CHECKING:
    from flexdesk.planner.plan import Relaxed
    from flexdesk.planner.shift_plan import ShiftPlan
    from flexdesk.planner.shift_problem import ShiftProblem

_WHILE_WAITING_S = 10.0


class NoShiftNeeds(FlexDeskError):
    """Nothing says how many people the shifts need."""

    code = "shift.no_needs"
    ticket = "FD-JDW-22"
    text = N_("No shift needs anybody yet.")
    next = N_("Write how many people each shift needs: Alt+S in the schedule, or `schedule need`.")


class ShiftHoursMissing(FlexDeskError):
    """Rest and weekly hours cannot be counted."""

    code = "shift.no_hours"
    ticket = "FD-JDW-23"
    text = N_("The hours of these shifts are not set: {shifts}.")
    next = N_("Set when they begin and end in the unit's policy.")


class NobodyTakesShifts(FlexDeskError):
    """Rules TIM-01 and TIM-03: a shift needs an attested and approved pattern of sif."""

    code = "shift.nobody"
    ticket = "FD-JDW-24"
    text = N_("Nobody may take a shift on these days.")
    next = N_("Record a pattern of sif and its approval, and who serves the service points.")


class DaysAreOver(FlexDeskError):
    """What has been worked is not planned any more."""

    code = "shift.days_over"
    ticket = "FD-JDW-25"
    text = N_("These days are over.")
    next = N_("Choose a period with days to come.")


@dataclass(frozen=True, slots=True)
class ShiftProposal:
    """What a plan would change; `gaps` are the days on which a need or the hours of a week are not met."""

    proposal: Proposal
    gaps: Sequence["Relaxed"]
    summary: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a shift that is short; `why` is what to know before asking."""

    person: str
    name: str
    why: str


class ShiftPlanService:
    """`needs` are what the plans are to meet."""

    def __init__(self, reader: FactReader, needs: ShiftNeedService, clock: Clock) -> None:
        self._reader, self.needs, self._clock = reader, needs, clock

    def problem(self, first: date, last: date) -> "ShiftProblem":
        """Raises NoShiftNeeds, ShiftHoursMissing, DaysAreOver, NobodyTakesShifts."""
        from flexdesk.planner.shift_problem import AROUND, BEFORE, shift_problem

        needs, facts = self.needs.needs(), self._reader.facts(first, last)
        if not needs.functions:
            raise NoShiftNeeds()
        board = Board(facts)
        unset = [shift_name(one) for one in needs.shifts if shift_span(board, one, first) is None]
        if unset:
            raise ShiftHoursMissing(shifts=", ".join(unset))
        around = self._reader.assignments((first - BEFORE).isoformat(), (last + AROUND).isoformat())
        today = self._clock.today(facts.unit.zone)
        past = [day for day in board.days if day < today]
        if len(past) == len(board.days):
            raise DaysAreOver()
        made = shift_problem(
            board,
            needs,
            names={one.key: one.name for one in self.needs.functions()},
            around=around,
            locked=[(person, day) for person in board.people for day in past],
        )
        if not made.free:
            raise NobodyTakesShifts()
        return made

    def plan(
        self, first: date, last: date, progress: Progress | None = None, *, seconds: float | None = None
    ) -> "ShiftPlan":
        """A lawful roster of the free cells, the best within so many seconds; raises what `problem` does."""
        from flexdesk.planner import choose, shifts

        wanted = choose.DEFAULT_SECONDS if seconds is None else seconds
        return shifts.plan(self.problem(first, last), progress, wanted)

    def proposal_of(self, plan: "ShiftPlan", first: date, last: date) -> Proposal:
        """The plan as cells that differ from what is shown now."""
        shown = week.shown_cells(self._reader.facts(first, last))
        wanted: dict[CellKey, tuple[Place | None, str]] = {
            (c.person, c.day): (Place(c.place), c.why) for c in plan.cells
        }
        return proposal(shown, wanted, Source.PLANNED)

    def propose(self, first: date, last: date, progress: Progress | None = None) -> ShiftProposal:
        """What the screen lays over the period while somebody looks on."""
        plan = self.plan(first, last, progress, seconds=_WHILE_WAITING_S)
        return ShiftProposal(self.proposal_of(plan, first, last), plan.relaxed, plan.why)

    def candidates(self, row: str, day: date) -> list[Candidate]:
        """Who could take the shift of a coverage row that day and break no limit, fewest hours first."""
        from flexdesk.planner.shift_roster import CODES, OFF, Roster

        _shift, function, shift = split_key(row)
        first, last = week.week_days(day)
        roster = Roster(self.problem(first, last))
        board = Board(self._reader.facts(first, last))
        problem = roster.problem
        counts = next(
            (n.people for n in problem.needs if (n.point, n.shift, n.day) == (function, shift, day)),
            frozenset(),
        )
        for (key, when), place in problem.draft.items():
            roster.put(roster.person[key], roster.at[when], CODES.get(Place(place), OFF))
        at, code, found = roster.at[day], CODES[Place(shift)], []
        for person, key in enumerate(problem.people):
            if key not in counts or (person, at) not in roster.choices or roster.code[person][at] != OFF:
                continue
            lawful = not hard_rules_at(board, Assignment(key, day, shift))
            if lawful and roster.fits(person, at, code):
                hours = roster.minutes.get((person, roster.week[at]), 0) / 60
                why = _("{hours} hours in this week so far, {nights} nights in twelve weeks").format(
                    hours=f"{hours:g}", nights=roster.nights[person]
                )
                found.append((hours, Candidate(key, problem.names[key], why)))
        return [one for _hours, one in sorted(found, key=lambda pair: (pair[0], pair[1].name))]
