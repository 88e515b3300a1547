"""`leave`, `travel`: what keeps people from a normal day."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.registers import LEAVE_KINDS, RegisterImport
from flexdesk.store.store import Row


def add(root: Group) -> None:
    _add_registers(root)


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
