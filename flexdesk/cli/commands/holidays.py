"""`calendar`: working days of a period, and the unit's own word on holidays and Ramadan."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Parser, Result, count, day, page, paging, period
from flexdesk.cli.session import Session
from flexdesk.domain.calendar import Holiday, HolidayKind, days
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.holidays import HolidayRow

_KINDS = {
    "national": HolidayKind.NATIONAL,
    "joint_leave": HolidayKind.JOINT_LEAVE,
    "regional": HolidayKind.REGIONAL,
}
_NAMES = {str(kind): name for name, kind in _KINDS.items()}


def add(root: Group) -> None:
    calendar = root.add("calendar", run_calendar, _("working days, hours and holidays of a period"))
    calendar.add_argument("--period", type=period)
    paging(calendar)
    actions = calendar.add_subparsers(
        dest="calendar_command", metavar=_("command"), parser_class=Parser, required=False
    )
    _add_holidays(Group(actions))


def _add_holidays(group: Group) -> None:
    listed = group.add("holidays", run_list, _("holidays of a year with what the unit changed"))
    listed.add_argument("--year", type=count)
    paging(listed)
    made = group.add("set-holiday", run_set, _("add a holiday or change one"), writes=True)
    _one_day(made)
    made.add_argument("name", metavar="NAME")
    made.add_argument("--kind", choices=tuple(_KINDS), default="regional")
    made.add_argument("--decree", default="")
    moved = group.add("move-holiday", run_move, _("put a holiday on another day"), writes=True)
    _one_day(moved)
    moved.add_argument("--to", type=day, required=True)
    _one_day(group.add("strike-holiday", run_strike, _("work on a holiday after all"), writes=True))
    restored = group.add(
        "restore-holiday", run_restore, _("forget the unit's own word on a day"), writes=True
    )
    _one_day(restored, reason=False)
    told = group.add("holiday-history", run_history, _("who changed what of a holiday"))
    _one_day(told, reason=False)
    paging(told)
    load = group.add("import", run_import, _("read a list of holidays"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--decree", default="")
    load.add_argument("--region", default="")
    fasting = group.add("ramadan", run_ramadan, _("enter the fasting days of a year"), writes=True)
    fasting.add_argument("--from", dest="first", type=day, required=True)
    fasting.add_argument("--to", type=day, required=True)
    fasting.add_argument("--source", default="")


def _one_day(parser: argparse.ArgumentParser, *, reason: bool = True) -> None:
    parser.add_argument("day", metavar="DATE", type=day)
    parser.add_argument("--region", default="")
    if reason:
        parser.add_argument("--reason", default="")


def run_calendar(session: Session, arguments: argparse.Namespace) -> Result:
    span = arguments.period
    if span is None:
        raise UsageError(detail=_("the option --period is missing"))
    calendar = session.desk.reader.calendar(span.first)
    found = [calendar.day(each) for each in days(span.first, span.last)]
    data = [
        {
            "date": each.day.isoformat(),
            "kind": str(each.kind),
            "name": each.name or None,
            "minutes": each.minutes,
            "decree": each.decree or None,
            "estimated": each.estimated,
            "start": each.start.isoformat("minutes") if each.start else None,
            "end": each.end.isoformat("minutes") if each.end else None,
        }
        for each in found
    ]
    working = sum(each.minutes > 0 for each in found)
    minutes = sum(each.minutes for each in found)
    return Result({"days": page(data, arguments), "working_days": working, "minutes": minutes})


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    year = arguments.year or session.clock.today().year
    rows = page([_row(row) for row in session.desk.holidays.rows(year)], arguments)
    fasting = session.desk.holidays.ramadan(year)
    data = {
        "year": year,
        "holidays": rows,
        "estimated": session.desk.holidays.is_estimated(year),
        "ramadan": [each.isoformat() for each in fasting] if fasting else None,
    }
    lines = [f"{row['date']}  {row['name']} [{row['kind']}, {row['state']}]" for row in rows]
    return Result(data, lines=lines)


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.holidays.set(
        arguments.day,
        arguments.name,
        _KINDS[arguments.kind],
        reason=arguments.reason,
        region=arguments.region,
        decree=arguments.decree,
    )
    return _told(session, arguments.day, arguments.region)


def run_move(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.holidays.move(arguments.day, arguments.to, reason=arguments.reason, region=arguments.region)
    return _told(session, arguments.to, arguments.region)


def run_strike(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.holidays.strike(arguments.day, reason=arguments.reason, region=arguments.region)
    return _told(session, arguments.day, arguments.region)


def run_restore(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.holidays.restore(arguments.day, region=arguments.region)
    return _told(session, arguments.day, arguments.region)


def _told(session: Session, on: date, region: str) -> Result:
    row = session.desk.holidays.row(on, region)
    return Result({"date": on.isoformat(), "state": None} if row is None else _row(row))


def run_history(session: Session, arguments: argparse.Namespace) -> Result:
    steps = [
        {
            "at": one.at.isoformat(),
            "device": one.device,
            "field": one.what,
            "before": one.before or None,
            "after": one.after or None,
        }
        for one in session.desk.holidays.steps(arguments.day, arguments.region)
    ]
    return Result({"entries": page(steps, arguments)})


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    outcome = session.desk.holidays.import_file(
        arguments.file, decree=arguments.decree, region=arguments.region
    )
    data = {
        "new": [_holiday(one) for one in outcome.new],
        "changed": [_holiday(one) for one in outcome.changed],
        "unchanged": outcome.same,
        "rejected": [{"row": row, "message": message} for row, message in outcome.rejected],
    }
    line = _("{new} new days, {changed} changed, {same} known, {rejected} rejected.").format(
        new=len(outcome.new),
        changed=len(outcome.changed),
        same=outcome.same,
        rejected=len(outcome.rejected),
    )
    return Result(data, 1 if outcome.rejected else 0, [line])


def run_ramadan(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.holidays.set_ramadan(arguments.first, arguments.to, source=arguments.source)
    return Result({"from": arguments.first.isoformat(), "to": arguments.to.isoformat()})


def _row(row: HolidayRow) -> dict[str, Any]:
    return {
        "date": row.day.isoformat(),
        "kind": _NAMES.get(row.kind, row.kind),
        "name": row.name,
        "decree": row.decree or None,
        "region": row.region or None,
        "state": row.state,
        "note": row.note or None,
    }


def _holiday(one: Holiday) -> dict[str, Any]:
    return {"date": one.day.isoformat(), "kind": _NAMES.get(str(one.kind), str(one.kind)), "name": one.name}
