"""What a drafted plan looks like to a program, of places and of shifts alike."""

import argparse
import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from flexdesk.cli.parsing import Result
from flexdesk.cli.session import Session
from flexdesk.planner.plan import PlannedCell, PlanStatus, Relaxed
from flexdesk.services.proposals import Proposal


class Drafted(Protocol):
    """A plan by its levels."""

    @property
    def status(self) -> PlanStatus: ...
    @property
    def objective(self) -> Sequence[int]: ...
    @property
    def bound(self) -> Sequence[int | None]: ...
    @property
    def gap(self) -> Sequence[int | None]: ...
    @property
    def cells(self) -> Sequence[PlannedCell]: ...
    @property
    def relaxed(self) -> Sequence[Relaxed]: ...
    @property
    def why(self) -> str: ...


class Drafting(Protocol):
    """Drafts a plan of some days, and turns it into cells that can be taken over."""

    def plan(self, first: date, last: date, *, seconds: float | None = None) -> Any: ...

    def proposal_of(self, plan: Any, first: date, last: date) -> Proposal: ...


def run_draft(session: Session, arguments: argparse.Namespace, service: Drafting) -> Result:
    desk, span = session.desk, arguments.period
    began = time.monotonic()
    plan: Drafted = service.plan(span.first, span.last, seconds=arguments.seconds)
    took = time.monotonic() - began
    if arguments.apply:
        desk.schedule.take(service.proposal_of(plan, span.first, span.last))
    nips = {person.key: person.nip for person in desk.people.roster()}
    data = {
        "status": str(plan.status),
        "objective": list(plan.objective),
        "bound": list(plan.bound),
        "gap": list(plan.gap),
        "seconds": round(took, 3),
        "cells": [
            {"nip": nips[c.person], "date": c.day.isoformat(), "place": c.place, "why": c.why}
            for c in plan.cells
        ],
        "relaxed": [item.as_json() for item in plan.relaxed],
        "why": plan.why,
        "applied": arguments.apply,
    }
    look = plan.relaxed or plan.status is PlanStatus.INFEASIBLE
    return Result(data, 1 if look else 0, [plan.why, *(item.message for item in plan.relaxed)])
