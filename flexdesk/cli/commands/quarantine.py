"""`quarantine`, `handover`: what came and does not count yet, and the role of a laptop for another one."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.quarantine import Cell, Waiting


def add(root: Group) -> None:
    quarantine = subgroup(root, "quarantine", _("changes that came late and wait for a decision"))
    paging(quarantine.add("list", run_list, _("who made what, when, and why it waits")))
    for name, run, help in (
        ("accept", run_accept, _("let a change in, as a change of your own")),
        ("leave", run_leave, _("leave a change as it is: void, and kept")),
    ):
        decide = quarantine.add(name, run, help, writes=True)
        decide.add_argument("id", metavar="ID")
    handover = root.add("handover", run_handover, _("hand this laptop's role to another laptop"))
    handover.add_argument("request", type=Path, metavar="REQUEST", help=_("the other laptop's request file"))
    handover.add_argument("--out", type=Path, required=True)
    handover.add_argument("--bundle", type=Path, help=_("write the unit's data for the other laptop, too"))


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    return _listed(session, arguments)


def _listed(session: Session, arguments: argparse.Namespace | None = None, **more: Any) -> Result:
    found = session.desk.quarantine.waiting()
    shown = page(found, arguments) if arguments is not None else found
    data = {**more, "waiting": [waiting_json(one) for one in shown]}
    lines = [line for one in shown for line in _lines(one)] or [_("Nothing waits for a decision.")]
    return Result(data, 1 if found else 0, lines)


def waiting_json(one: Waiting) -> dict[str, Any]:
    return {
        "id": one.id,
        "device": one.device,
        "by": one.holder,
        "at": one.at.isoformat() if one.at else None,
        "came_at": one.came_at.isoformat(),
        "reason": one.reason,
        "message": one.why,
        "changes": one.changes,
        "may_accept": one.may_accept,
        "cells": [
            {
                "table": cell.table,
                "row": cell.row,
                "field": cell.field,
                "value": cell.value,
                "person": cell.person,
                "day": cell.day,
            }
            for cell in one.cells
        ],
    }


def _lines(one: Waiting) -> list[str]:
    at = one.at.strftime("%Y-%m-%d %H:%M") if one.at else "–"
    return [f"{one.id}  {one.holder}  {at}  {one.why}", *(f"    {_cell(cell)}" for cell in one.cells)]


def _cell(cell: Cell) -> str:
    about = ", ".join(part for part in (cell.person, cell.day) if part) or cell.row
    return f"{about}: {cell.table}.{cell.field} = {cell.value}"


def run_accept(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.quarantine.accept(arguments.id)
    return _listed(session, accepted=arguments.id, change=done.seq if done else None)


def run_leave(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.quarantine.leave(arguments.id)
    return _listed(session, left=arguments.id)


def run_handover(session: Session, arguments: argparse.Namespace) -> Result:
    handed = session.desk.handover.write(arguments.request, arguments.out, arguments.bundle)
    unsent = session.desk.status.read().unsent
    lines = [
        _("The role goes to the laptop of {holder}; the file is {path}.").format(
            holder=handed.holder or handed.successor, path=handed.path
        ),
        _("What is entered here from now on waits for a decision of the successor."),
    ]
    if unsent:
        text = _("{count} changes are not with the server yet; send them, they count.")
        lines.append(text.format(count=unsent))
    data = {
        "successor": handed.successor,
        "holder": handed.holder,
        "last": handed.last,
        "unsent": unsent,
        "path": str(handed.path),
        "bundle": str(arguments.bundle) if arguments.bundle else None,
    }
    return Result(data, lines=lines)
