"""`deletions`, `moves`: what came from elsewhere and waits for somebody here to say yes."""

import argparse

from flexdesk.cli.parsing import Group, Result, count, subgroup
from flexdesk.cli.session import Session
from flexdesk.i18n import _


def add(root: Group) -> None:
    deletions = subgroup(root, "deletions", _("mass deletions that arrived and wait for a yes"))
    deletions.add("list", run_deletions, _("what would be deleted, and by whom"))
    agree = deletions.add("agree", run_agree, _("delete the entries here too"), writes=True)
    agree.add_argument("id", metavar="ID")
    keep = deletions.add("keep", run_keep, _("keep the entries, on every laptop"), writes=True)
    keep.add_argument("id", metavar="ID")

    moves = subgroup(root, "moves", _("people who moved to another unit or come from one"))
    moves.add("list", run_moves, _("who left, who comes, and what was written meanwhile"))
    take = moves.add(
        "take", run_take, _("enter somebody who comes, with the data of the old unit"), writes=True
    )
    take.add_argument("number", type=count, metavar="NUMBER")


# -- mass deletions


def run_deletions(session: Session, _arguments: argparse.Namespace) -> Result:
    found = session.desk.deletions.proposals()
    data = [
        {
            "id": one.id,
            "by": one.holder,
            "device": one.device,
            "at": one.at.isoformat(),
            "table": one.table,
            "rows": len(one.rows),
        }
        for one in found
    ]
    return Result({"deletions": data}, 1 if found else 0)


def run_agree(session: Session, arguments: argparse.Namespace) -> Result:
    return Result({"deleted": session.desk.deletions.agree(arguments.id)})


def run_keep(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.deletions.keep(arguments.id)
    return Result({"kept": len(change.ops) if change else 0})


# -- people who moved


def run_moves(session: Session, _arguments: argparse.Namespace) -> Result:
    left = [
        {
            "person": one.person,
            "name": one.name,
            "to": one.unit,
            "on": one.day.isoformat(),
            "late": [
                {
                    "at": entry.at.isoformat(),
                    "by": session.desk.membership.holder(entry.device),
                    "table": entry.table,
                    "row": entry.row,
                    "field": entry.field,
                    "value": entry.after,
                }
                for entry in one.late
            ],
        }
        for one in session.desk.moves.departures()
    ]
    come = [
        {
            "number": one.number,
            "nip": one.nip,
            "name": one.name,
            "from": one.unit,
            "on": one.day.isoformat(),
        }
        for one in session.desk.moves.arrivals()
    ]
    return Result({"left": left, "come": come}, 1 if come or any(one["late"] for one in left) else 0)


def run_take(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.moves.take_over(arguments.number)
    return Result({"taken": change is not None})
