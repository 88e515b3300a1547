"""`leave`, `travel`, `request`: what keeps people from a normal day."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.registers import DECISIONS, LEAVE_KINDS, REQUEST_KINDS, RegisterImport
from flexdesk.store.store import Row


def add(root: Group) -> None:
    _add_registers(root)
    _add_requests(subgroup(root, "request", _("special conditions, wishes and swaps")))


# -- leave and travel


def _add_registers(root: Group) -> None:
    leave = subgroup(root, "leave", _("register of leave and official travel"))
    load = leave.add("import", run_leave_import, _("read a register file"), writes=True)
    load.add_argument("file", type=Path)
    made = leave.add("add", run_leave_add, _("enter a leave"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--kind", required=True, choices=LEAVE_KINDS)
    _span(made)
    made.add_argument("--document", default="")
    listed = leave.add("list", run_leave_list, _("leave and travel by date"))
    listed.add_argument("--nip", default="")
    paging(listed)
    balance = leave.add("balance", run_leave_balance, _("annual leave left"))
    balance.add_argument("nip", metavar="NIP")
    balance.add_argument("--year", type=count)
    travel = subgroup(root, "travel", _("official travel"))
    made = travel.add("add", run_travel_add, _("enter an official travel"), writes=True)
    made.add_argument("nip", metavar="NIP")
    _span(made)
    made.add_argument("--letter", required=True)
    made.add_argument("--purpose", required=True)


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=day, required=True)
    parser.add_argument("--to", type=day, required=True)


def run_leave_import(session: Session, arguments: argparse.Namespace) -> Result:
    outcome = session.desk.registers.import_file(arguments.file)
    data = register_json(outcome)
    data["entries"] = [entry_json(row) for row in session.desk.registers.entries()]
    line = _("{accepted} entries taken over, {known} known, {rejected} rejected.").format(
        accepted=outcome.accepted, known=outcome.known, rejected=len(outcome.rejected)
    )
    lines = [line, *(f"{r['sheet']} {r['row']}: {r['message']}" for r in outcome.rejected)]
    return Result(data, 1 if outcome.rejected else 0, lines)


def register_json(outcome: RegisterImport) -> dict[str, Any]:
    return {"accepted": outcome.accepted, "known": outcome.known, "rejected": list(outcome.rejected)}


def entry_json(row: Row) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("person", "key", "content")}
    return {"id": row.get("key"), **kept}


def run_leave_add(session: Session, arguments: argparse.Namespace) -> Result:
    row = session.desk.registers.add_leave(
        arguments.nip, arguments.kind, arguments.first, arguments.to, arguments.document
    )
    return Result(entry_json(row))


def run_travel_add(session: Session, arguments: argparse.Namespace) -> Result:
    row = session.desk.registers.add_travel(
        arguments.nip, arguments.first, arguments.to, arguments.letter, arguments.purpose
    )
    return Result(entry_json(row))


def run_leave_list(session: Session, arguments: argparse.Namespace) -> Result:
    rows = page(session.desk.registers.entries(arguments.nip), arguments)
    return Result({"entries": [entry_json(row) for row in rows]})


def run_leave_balance(session: Session, arguments: argparse.Namespace) -> Result:
    year = arguments.year or session.clock.today().year
    return Result({"balance": session.desk.registers.balance(arguments.nip, year)})


# -- requests


def _add_requests(request: Group) -> None:
    made = request.add("add", run_request_add, _("enter a request"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--kind", required=True, choices=REQUEST_KINDS)
    _span(made)
    for name in ("days", "place", "reason", "evidence", "plan", "outputs"):
        made.add_argument(f"--{name}", default="")
    for name, decision in (("decide", ""), ("approve", "approve"), ("refuse", "refuse")):
        decide = request.add(name, run_request_decide, _("decide a request"), writes=True)
        decide.add_argument("id", metavar="ID")
        decide.add_argument("--note", default="")
        if decision:
            decide.set_defaults(decision=decision)
        else:
            decide.add_argument("--decision", required=True, choices=DECISIONS)
    paging(request.add("list", run_request_list, _("all requests")))


def run_request_add(session: Session, arguments: argparse.Namespace) -> Result:
    names = ("days", "place", "reason", "evidence", "plan", "outputs")
    cells = {name: getattr(arguments, name) for name in names}
    if cells["place"]:
        cells["place"] = str(place_of(cells["place"]) or "")
    row = session.desk.registers.add_request(
        arguments.nip, arguments.kind, arguments.first, arguments.to, **cells
    )
    return Result(_request(session, row))


def run_request_decide(session: Session, arguments: argparse.Namespace) -> Result:
    row = session.desk.registers.decide(
        arguments.id, arguments.decision, arguments.note, session.clock.today()
    )
    return Result(_request(session, row))


def run_request_list(session: Session, arguments: argparse.Namespace) -> Result:
    rows = page(list(session.desk.registers.requests()), arguments)
    return Result({"requests": [_request(session, row) for row in rows]})


def _request(session: Session, row: Row) -> dict[str, Any]:
    person = session.desk.store.get("person", str(row["person"])) or {}
    kept = {name: value for name, value in row.items() if name not in ("key", "person")}
    return {"id": row["key"], "nip": person.get("nip"), **kept}
