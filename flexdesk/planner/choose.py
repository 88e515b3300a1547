"""The plan that a person is shown: always lawful, and proven where solver and time allow."""

from collections.abc import Callable
from importlib.util import find_spec
from time import monotonic

from flexdesk.errors import CancelledError
from flexdesk.planner.fairness import trade
from flexdesk.planner.greedy import finished, grant
from flexdesk.planner.plan import Plan
from flexdesk.planner.problem import Problem
from flexdesk.planner.room import Room
from flexdesk.progress import Progress

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

    `first` is given a lawful plan at once, before it is made fair. Stopping through `progress` gives the best
    plan so far; only before there is any lawful one does it raise CancelledError. Without seconds to spend
    the greedy plan is the answer.
    """
    deadline = monotonic() + seconds
    told = progress or Progress()
    quiet = Progress(lambda _done, _total: told.report(0, 1), every_ms=0)
    room = Room(problem)
    at_once: Plan | None = None
    if first is not None:
        grant(room, quiet, moving=False)
        at_once = finished(problem, room.away, room)
        first(at_once)
        room.replace(())
    try:
        grant(room, quiet)
    except CancelledError:
        if at_once is None:
            raise
        return at_once
    try:
        trade(room, quiet)
        grant(room, quiet)
    except CancelledError:
        return finished(problem, room.away, room)
    if monotonic() >= deadline or not can_prove():
        return finished(problem, room.away, room)
    from flexdesk.planner import highs  # numpy and HiGHS are loaded only when they are used

    return highs.prove(room, deadline, told)
