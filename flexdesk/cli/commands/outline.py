"""`targets add`, `assign`, `move`, `remove` and `matrix`: plans built line by line, and handed down."""

import argparse
from typing import Any

from flexdesk.cli.parsing import Group, Result
from flexdesk.cli.session import Session
from flexdesk.domain.ops import Change
from flexdesk.domain.outline import parse_line
from flexdesk.errors import UsageError
from flexdesk.i18n import N_, _
from flexdesk.services.carrying import Part, shares_told
from flexdesk.services.finding_people import person_row
from flexdesk.services.outline import Spot
from flexdesk.services.role_matrix import RoleMatrix


def add(targets: Group) -> None:
    line = targets.add("add", run_add, _("put typed lines into a plan"), writes=True)
    line.add_argument("nip", help=_("whose plan it is"))
    line.add_argument("line", nargs="+", help=_("a sentence with @people #target !aspect; indented: below"))
    line.add_argument("--year", type=int)
    place = line.add_mutually_exclusive_group()
    place.add_argument("--under", default="", metavar="ID", help=_("below this result"))
    place.add_argument("--after", default="", metavar="ID", help=_("after this result or indicator"))
    assign = targets.add("assign", run_assign, _("hand a result down to people"), writes=True)
    assign.add_argument("result", metavar="ID")
    assign.add_argument("nip", nargs="+")
    assign.add_argument("--shares", default="", help=_("per cent of each, with commas: 50,30,20"))
    assign.add_argument("--text", default="", help=_("the sentence of everybody; none takes the leader's"))
    move = targets.add("move", run_move, _("move a line, or let it serve another result"), writes=True)
    move.add_argument("id")
    way = move.add_mutually_exclusive_group(required=True)
    for name, words in _WAYS.items():
        way.add_argument(f"--{name}", action="store_true", help=_(words))
    way.add_argument("--serves", default="", metavar="ID", help=_("the result that it serves"))
    remove = targets.add("remove", run_remove, _("take lines out with what hangs on them"), writes=True)
    remove.add_argument("id", nargs="+")
    remove.add_argument("--reason", default="")
    matrix = targets.add("matrix", run_matrix, _("who contributes what to a leader's results"))
    matrix.add_argument("--year", type=int)
    matrix.add_argument("--leader", default="", metavar="NIP", help=_("the head of the unit without it"))


_WAYS = {
    "up": N_("one place up"),
    "down": N_("one place down"),
    "in": N_("becomes an indicator of the result before it"),
    "out": N_("becomes a result of its own"),
}


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    year = arguments.year or session.clock.today().year
    person = str(person_row(desk.store, arguments.nip)["key"])
    made: list[str] = []
    last = ""  # the last line that was not indented
    for line in arguments.line:
        indented = line[:1].isspace()
        if indented and last:
            spot = Spot(under=last)
        elif last:
            spot = Spot(after=last)
        else:
            spot = Spot(under=arguments.under, after=arguments.after, person=person)
        added = _rows(desk.outline.add(parse_line(line), spot, year))
        made += added
        last = last if indented and last else added[0]
    return Result({"added": made}, lines=made)


def run_assign(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    people = [str(person_row(desk.store, nip)["key"]) for nip in arguments.nip]
    shares = _shares(arguments.shares, len(people))
    parts = [Part(one, arguments.text, share) for one, share in zip(people, shares, strict=True)]
    change = desk.handing_down.hand_down(arguments.result, parts)
    warnings = [told] if (told := shares_told(shares)) else []
    data = {"assigned": _rows(change), "warnings": warnings}
    return Result(data, 1 if warnings else 0, [*data["assigned"], *warnings])


def _shares(text: str, count: int) -> list[float | None]:
    if not text:
        return [None] * count
    try:
        found: list[float | None] = [float(part.strip().rstrip("%")) for part in text.split(",")]
    except ValueError:
        found = []
    if len(found) != count or any(share is None or share < 0 for share in found):
        raise UsageError(detail=_("write one share for each person, such as 50,30,20"))
    return found


def run_move(session: Session, arguments: argparse.Namespace) -> Result:
    desk, key = session.desk, arguments.id
    if arguments.serves:
        change = desk.handing_down.serve(key, arguments.serves)
    elif arguments.up or arguments.down:
        change = desk.outline.move(key, -1 if arguments.up else +1)
    else:
        change = desk.outline.outdent(key) if arguments.out else desk.outline.indent(key)
    return Result({"moved": _rows(change)}, lines=_rows(change) or [_("Nothing was moved.")])


def run_remove(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.outline.remove(arguments.id, arguments.reason)
    return Result({"removed": _rows(change)}, lines=_rows(change))


def run_matrix(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    leader = str(person_row(desk.store, arguments.leader)["key"]) if arguments.leader else ""
    found = desk.handing_down.matrix(arguments.year or session.clock.today().year, leader)
    lines = [
        f"{one.name}: {head.number}. {one.parts[head.key].text}"
        for one in found.carriers
        for head in found.heads
        if head.key in one.parts
    ]
    return Result(_matrix(found), lines=lines or [_("Nobody contributes to the leader's results yet.")])


def _matrix(found: RoleMatrix) -> dict[str, Any]:
    return {
        "columns": [
            {
                "id": head.key,
                "number": head.number,
                "text": head.text,
                "indicators": head.measures.split("\n"),
            }
            for head in found.heads
        ],
        "rows": [
            {
                "nip": one.nip,
                "name": one.name,
                "jabatan": one.jabatan,
                "cells": {key: part.text for key, part in one.parts.items()},
            }
            for one in found.carriers
        ],
    }


def _rows(change: Change | None) -> list[str]:
    """Results that were touched, or the indicators where no result was."""
    return change.rows("work_result") or change.rows("indicator") if change is not None else []
