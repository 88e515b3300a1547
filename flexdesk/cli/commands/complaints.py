"""`complaint` and `month`: the register of complaints by its clocks, and the close of a month."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.complaints import KINDS, Channel
from flexdesk.domain.ops import Change
from flexdesk.domain.rules.complaints import Clock
from flexdesk.i18n import _
from flexdesk.services.complaints import ComplaintView, Filter
from flexdesk.services.month import MonthView
from flexdesk.services.month_blockers import NOTE_PARTS

_CHANNELS = tuple(str(channel) for channel in Channel)
_KINDS = tuple(str(kind) for kind in KINDS)


def add(root: Group) -> None:
    complaint = subgroup(root, "complaint", _("register of complaints about the service"))
    _add_entry(complaint)
    _add_steps(complaint)
    _add_files(complaint)
    _add_month(subgroup(root, "month", _("the close of a month")))


def _add_entry(complaint: Group) -> None:
    made = complaint.add("add", run_add, _("enter a complaint"), writes=True)
    made.add_argument("--received", type=day, help=_("the day it came in; today by default"))
    made.add_argument("--subject", required=True)
    made.add_argument("--channel", choices=_CHANNELS, default=str(Channel.COUNTER))
    made.add_argument("--number", default="", help=_("the number of LAPOR!"))
    made.add_argument("--kind", choices=_KINDS, default=_KINDS[0])
    for name in ("reporter", "officer", "service-point"):
        made.add_argument(f"--{name}", default="")
    changed = complaint.add("set", run_set, _("correct an entry"), writes=True)
    changed.add_argument("id", metavar="ID")
    changed.add_argument("--received", type=day)
    changed.add_argument("--channel", choices=_CHANNELS)
    for name in ("subject", "number", "reporter", "officer", "service-point"):
        changed.add_argument(f"--{name}")
    listed = complaint.add("list", run_list, _("complaints with their clocks, the most pressing first"))
    listed.add_argument("--state", choices=[str(one) for one in Filter], default=str(Filter.ALL))
    paging(listed)
    complaint.add("show", run_show, _("one complaint with its history")).add_argument("id", metavar="ID")


def _add_steps(complaint: Group) -> None:
    answer = complaint.add("respond", run_respond, _("the first answer was given"), writes=True)
    forward = complaint.add("forward", run_forward, _("pass a complaint on"), writes=True)
    close = complaint.add("close", run_close, _("settle a complaint"), writes=True)
    reopen = complaint.add("reopen", run_reopen, _("take a complaint up again"), writes=True)
    kind = complaint.add("kind", run_kind, _("another kind, and with it another limit"), writes=True)
    for parser in (answer, forward, close, reopen, kind):
        parser.add_argument("id", metavar="ID")
    for parser in (answer, forward, close):
        parser.add_argument("--date", type=day, help=_("today by default"))
    for parser in (answer, forward):
        parser.add_argument("--note", default="")
    forward.add_argument("--to", required=True)
    close.add_argument("--result", required=True)
    reopen.add_argument("--reason", default="")
    kind.add_argument("kind", choices=_KINDS)
    kind.add_argument("--reason", default="")
    officer = complaint.add("officer", run_officer, _("who looks after complaints on days"), writes=True)
    officer.add_argument("nip", metavar="NIP", nargs="?", default="", help=_("nobody, when left out"))
    officer.add_argument("--period", type=period, required=True)
    officer.add_argument("--note", default="")


def _add_files(complaint: Group) -> None:
    load = complaint.add("import", run_import, _("read a list, such as an export of LAPOR!"), writes=True)
    load.add_argument("file", type=Path)
    export = complaint.add("export", run_export, _("the register without reporters"), tries=True)
    export.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    export.add_argument("--state", choices=[str(one) for one in Filter], default=str(Filter.ALL))
    export.add_argument("--out", type=Path, required=True, metavar="PATH")


# -- complaints


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.complaints
    received = arguments.received or service.today()
    names = ("channel", "number", "kind", "reporter", "officer", "service_point")
    cells = {name: getattr(arguments, name) for name in names}
    key, _change = service.add(received, arguments.subject, **cells)
    return _one(service.view(key))


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    names = ("received", "channel", "subject", "number", "reporter", "officer", "service_point")
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    session.desk.complaints.change(arguments.id, given)
    return _one(session.desk.complaints.view(arguments.id))


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    views = session.desk.complaints.entries(Filter(arguments.state))
    shown = page(views, arguments)
    overdue = sum(view.is_overdue for view in views)
    data = {"complaints": [complaint_json(view) for view in shown], "count": len(views), "overdue": overdue}
    lines = [_line(view) for view in shown] or [_("No complaints.")]
    return Result(data, 1 if overdue else 0, lines)


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    view = session.desk.complaints.view(arguments.id)
    events = [
        {"at": event.at, "kind": event.kind, "fields": dict(event.fields)}
        for event in session.desk.complaints.history(view.key)
    ]
    return Result({**complaint_json(view), "history": events})


def run_respond(session: Session, arguments: argparse.Namespace) -> Result:
    service, when = session.desk.complaints, arguments.date
    return _step(
        session, arguments, lambda: service.respond(arguments.id, when or service.today(), arguments.note)
    )


def run_forward(session: Session, arguments: argparse.Namespace) -> Result:
    service, when = session.desk.complaints, arguments.date or session.desk.complaints.today()
    return _step(
        session, arguments, lambda: service.forward(arguments.id, arguments.to, when, arguments.note)
    )


def run_close(session: Session, arguments: argparse.Namespace) -> Result:
    service, when = session.desk.complaints, arguments.date or session.desk.complaints.today()
    return _step(session, arguments, lambda: service.close(arguments.id, when, arguments.result))


def run_reopen(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.complaints
    return _step(session, arguments, lambda: service.reopen(arguments.id, arguments.reason))


def run_kind(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.complaints
    return _step(
        session, arguments, lambda: service.reclassify(arguments.id, arguments.kind, arguments.reason)
    )


def _step(session: Session, arguments: argparse.Namespace, take: Callable[[], Change | None]) -> Result:
    take()
    return _one(session.desk.complaints.view(arguments.id))


def run_officer(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.complaints, arguments.period
    service.name_officer(span.first, span.last, arguments.nip, arguments.note)
    people = {str(row["key"]): row["nip"] for row in session.desk.store.select("person")}
    named = service.officers(span.first, span.last)
    days = [{"date": one.isoformat(), "nip": people.get(key)} for one, key in sorted(named.items())]
    return Result({"officers": days})


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    outcome = session.desk.complaints.import_file(arguments.file)
    line = _("{accepted} entries taken over, {known} known, {rejected} rejected.").format(
        accepted=outcome.accepted, known=outcome.known, rejected=len(outcome.rejected)
    )
    data = {"accepted": outcome.accepted, "known": outcome.known, "rejected": list(outcome.rejected)}
    lines = [line, *(f"{r['sheet']} {r['row']}: {r['message']}" for r in outcome.rejected)]
    return Result(data, 1 if outcome.rejected else 0, lines)


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.services.complaint_lists import export_file

    views = session.desk.complaints.entries(Filter(arguments.state))
    unit = str(session.desk.unit.row().get("name") or "")
    file = export_file(views, arguments.format, f"Register pengaduan {unit}")
    paths = written(arguments.out, [file], dry_run=arguments.dry_run)
    return Result({"files": paths, "complaints": len(views)}, lines=paths)


def complaint_json(view: ComplaintView) -> dict[str, Any]:
    found = view.complaint
    return {
        "id": found.key,
        "number": found.number or None,
        "channel": str(found.channel),
        "received": found.received.isoformat(),
        "kind": str(found.kind),
        "subject": found.subject,
        "reporter": found.reporter or None,
        "officer": view.officer or None,
        "service_point": view.point or None,
        "step": str(found.step),
        "responded_on": found.responded_on.isoformat() if found.responded_on else None,
        "forwarded_to": found.forwarded_to or None,
        "closed_on": found.closed_on.isoformat() if found.closed_on else None,
        "result": found.result or None,
        "note": found.note or None,
        "first_response": {**_clock(view.clocks.first), "state": str(view.clocks.first_state)},
        "settlement": {**_clock(view.clocks.whole), "state": str(view.clocks.whole_state)},
        "state": str(view.clocks.state),
        "reminder": view.reminder or None,
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "due": clock.due.isoformat(),
        "passed": clock.passed,
        "limit": clock.limit,
        "percent": clock.percent,
    }


def _one(view: ComplaintView) -> Result:
    return Result(complaint_json(view), lines=[_line(view)])


def _line(view: ComplaintView) -> str:
    clock = view.clocks.pressing
    told = _("{passed} of {limit} working days").format(passed=clock.passed, limit=clock.limit)
    state = view.complaint.step if not view.complaint.is_open else view.clocks.state
    number = view.complaint.number or view.key
    return f"{number}  {view.complaint.received}  {state}  {told}  {view.complaint.subject}"


# -- the month


def _add_month(month: Group) -> None:
    check = month.add("check", run_check, _("what stands against closing the month"))
    close = month.add("close", run_month_close, _("freeze the month with its figures"), writes=True)
    reopen = month.add("reopen", run_month_reopen, _("let a closed month be changed again"), writes=True)
    note = month.add("note", run_note, _("the monitoring note of the month"), writes=True)
    for parser in (check, close, reopen, note):
        parser.add_argument("--period", type=period, required=True, metavar="MONTH")
    for parser in (close, reopen):
        parser.add_argument("--reason", default="")
    for name in NOTE_PARTS:
        note.add_argument(f"--{name}", default="")
    paging(check)


def run_check(session: Session, arguments: argparse.Namespace) -> Result:
    view = session.desk.month.view(arguments.period)
    data = month_json(view)
    data["blockers"] = page(data["blockers"], arguments)
    lines = [f"{one['class']}  {one['message']}" for one in data["blockers"]]
    return Result(data, 1 if view.hard or view.soft or view.late else 0, lines or [_("Nothing is left.")])


def run_month_close(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.month.close(arguments.period, arguments.reason)
    return _month(session, arguments)


def run_month_reopen(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.month.reopen(arguments.period, arguments.reason)
    return _month(session, arguments)


def run_note(session: Session, arguments: argparse.Namespace) -> Result:
    given = {name: text for name in NOTE_PARTS if (text := getattr(arguments, name))}
    session.desk.month.write_note(arguments.period, given)
    return _month(session, arguments)


def _month(session: Session, arguments: argparse.Namespace) -> Result:
    view = session.desk.month.view(arguments.period)
    state = _("{month} is closed.") if view.is_closed else _("{month} is open.")
    return Result(month_json(view), lines=[state.format(month=view.month.label())])


def month_json(view: MonthView) -> dict[str, Any]:
    return {
        "month": view.month.code,
        "state": "closed" if view.is_closed else "open",
        "version": view.closes[0].version if view.closes else None,
        "closes": [
            {
                "version": close.version,
                "closed_on": close.closed_on.isoformat(),
                "by": close.by or None,
                "reason": close.reason or None,
                "figures": dict(close.figures),
                "reopened_on": close.reopened_on.isoformat() if close.reopened_on else None,
                "reopen_reason": close.reopen_reason or None,
            }
            for close in view.closes
        ],
        "blockers": [one.as_json() for one in view.blockers],
        "figures": dict(view.figures),
        "note": dict(view.note),
        "late_changes": [
            {
                "at": late.at.isoformat(timespec="seconds"),
                "device": late.device,
                "name": late.person,
                "date": late.day.isoformat(),
                "table": late.table,
            }
            for late in view.late
        ],
    }
