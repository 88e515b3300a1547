"""`schedule need` and `schedule shifts`: how many people the shifts need, and a roster that meets it."""

import argparse

from flexdesk.cli.commands.plans import run_draft
from flexdesk.cli.parsing import Group, Result, period, seconds
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.shifts import NeedDays
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.shift_needs import DAYS, shift_name


def add(schedule: Group) -> None:
    need = schedule.add("need", run_need, _("how many people a shift needs"), writes=True)
    need.add_argument("function", nargs="?", default="", help=_("a service point, or `unit`; none lists all"))
    need.add_argument("shift", nargs="?", default="", help=_("1 morning, 2 afternoon, 3 night"))
    need.add_argument("count", nargs="?", default="", help=_("`none` takes the need away"))
    need.add_argument("--days", choices=list(NeedDays), default=NeedDays.EVERY)
    plan = schedule.add("shifts", run_shifts, _("propose shifts and days off"), writes=True)
    plan.add_argument("--period", type=period, required=True)
    plan.add_argument("--seconds", type=seconds, default=10.0)
    plan.add_argument("--apply", action="store_true")


def run_need(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.shift_needs
    if arguments.function:
        count = arguments.count
        if not arguments.shift or not (count == "none" or count.isdecimal()):
            raise UsageError(detail=_("write FUNCTION SHIFT COUNT, such as `unit 3 2`"))
        wanted = None if count == "none" else int(count)
        service.set(arguments.function, place_of(arguments.shift), wanted, arguments.days)
    names = {one.key: one.name for one in service.functions()}
    held = service.all()
    told = [
        {
            "function": one.function,
            "name": names[one.function],
            "shift": one.shift,
            "days": one.days,
            "need": one.need,
        }
        for one in held
    ]
    lines = [
        f"{names[one.function]} · {shift_name(one.shift)} · {_(DAYS[NeedDays(one.days)])}: {one.need}"
        for one in held
    ]
    return Result({"needs": told}, lines=lines or [_("No shift needs anybody yet.")])


def run_shifts(session: Session, arguments: argparse.Namespace) -> Result:
    return run_draft(session, arguments, session.desk.shifts)
