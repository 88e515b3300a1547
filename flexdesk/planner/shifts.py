"""The plan of shifts that a person is shown: always lawful, and proven where solver and time allow."""

from contextlib import suppress
from time import monotonic

from flexdesk.errors import CancelledError
from flexdesk.planner.choose import DEFAULT_SECONDS, can_prove
from flexdesk.planner.shift_greedy import build, improve
from flexdesk.planner.shift_plan import ShiftPlan, finished
from flexdesk.planner.shift_problem import ShiftProblem
from flexdesk.planner.shift_roster import Roster
from flexdesk.progress import Progress

_AFTER_S = 1.0  # for smoothing what the solver left when its time was up


def plan(
    problem: ShiftProblem, progress: Progress | None = None, seconds: float = DEFAULT_SECONDS
) -> ShiftPlan:
    """The best plan within about so many seconds; the same problem gives the same plan if they suffice.

    Stopping through `progress` gives the best plan so far; only before there is any does it raise
    CancelledError. Without seconds to spend the greedy plan is the answer.
    """
    deadline = monotonic() + seconds
    told = progress or Progress()
    quiet = Progress(lambda _done, _total: told.report(0, 1), every_ms=0)
    roster = Roster(problem)
    build(roster, quiet)
    try:
        improve(roster, quiet)
    except CancelledError:
        return finished(roster)
    if monotonic() >= deadline or not can_prove():
        return finished(roster)
    from flexdesk.planner import shift_highs  # numpy and HiGHS are loaded only when they are used

    known = shift_highs.prove(roster, deadline, told)
    with suppress(CancelledError):
        improve(roster, Progress(lambda _done, _total: _in_time(deadline + _AFTER_S, told), every_ms=0))
    return finished(roster, known)


def _in_time(deadline: float, progress: Progress) -> None:
    progress.report(0, 1)
    if monotonic() > deadline:
        raise CancelledError()
