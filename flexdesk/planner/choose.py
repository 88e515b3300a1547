"""The plan that a person is shown: always lawful, and proven where solver and time allow."""

from collections.abc import Callable
from importlib.util import find_spec
from time import monotonic

from flexdesk.errors import CancelledError
from flexdesk.planner.fairness import trade
from flexdesk.planner.greedy import finished, grant
from flexdesk.planner.objective import signed
from flexdesk.planner.plan import Plan
from flexdesk.planner.problem import Cell, Problem
from flexdesk.planner.room import Room
from flexdesk.progress import Progress
from flexdesk.system.collector import collector_paused

DEFAULT_SECONDS = 10.0


def can_prove() -> bool:
    """Whether the solver is installed; it is an optional part."""
    return find_spec("highspy") is not None


def plan(
    problem: Problem,
    progress: Progress | None = None,
    seconds: float = DEFAULT_SECONDS,
    first: Callable[[Plan], None] | None = None,
) -> Plan:
    """The best plan within about so many seconds; the same problem gives the same plan if they suffice.

    `first` is given a lawful plan at once, before it is made fair and without its reasons. Stopping through
    `progress` gives the best plan so far; only before there is any lawful one does it raise CancelledError.
    Without seconds to spend the greedy plan is the answer.
    """
    deadline = monotonic() + seconds
    told = progress or Progress()
    quiet = Progress(lambda _done, _total: told.report(0, 1), every_ms=0)
    room, lawful = _begun(problem, first, quiet)
    try:
        grant(room, quiet)
    except CancelledError:
        if lawful is None:
            raise
        room.replace(lawful)
        return finished(problem, room.away, room)
    try:
        trade(room, quiet)
        grant(room, quiet)
        stopped = False
    except CancelledError:
        stopped = True
    _keep_better(problem, room, lawful)
    if stopped or monotonic() >= deadline or not can_prove():
        return finished(problem, room.away, room)
    from flexdesk.planner import highs  # numpy and HiGHS are loaded only when they are used

    return highs.prove(room, deadline, told)


def _keep_better(problem: Problem, room: Room, lawful: set[Cell] | None) -> None:
    """Go back to what was shown first where that is better: a stop may have left the trading half done."""
    if lawful is None:
        return
    reached = set(room.away)
    value = signed(finished(problem, room.away, room, explained=False).objective)
    room.replace(lawful)
    if value <= signed(finished(problem, room.away, room, explained=False).objective):
        room.replace(reached)


def _begun(
    problem: Problem, first: Callable[[Plan], None] | None, quiet: Progress
) -> tuple[Room, set[Cell] | None]:
    """An empty room, and the away cells that `first` was shown, None where nobody waits for them."""
    with collector_paused():
        room = Room(problem)
        if first is None:
            return room, None
        grant(room, quiet, moving=False)
        lawful = set(room.away)
        shown = finished(problem, room.away, room, explained=False)
    first(shown)
    room.replace(())
    return room, lawful
