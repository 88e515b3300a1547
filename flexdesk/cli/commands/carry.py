"""`bundle carry`: the file that carries what exists on this laptop only."""

import argparse
from typing import Any

from flexdesk.cli.parsing import Group, Result, folder
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.carried import CarryFacts, told


def add(bundle: Group) -> None:
    carry = bundle.add("carry", run_carry, _("write what exists on this laptop only"), tries=True)
    where = carry.add_mutually_exclusive_group()
    where.add_argument(
        "--folder", type=folder, metavar="DIR", help=_("lay every carry file there too, such as on a stick")
    )
    where.add_argument("--no-folder", action="store_true", help=_("keep carry files on this laptop only"))


def run_carry(session: Session, arguments: argparse.Namespace) -> Result:
    carry = session.desk.carry
    if arguments.dry_run:
        facts = carry.facts()
        return Result(carry_json(facts), lines=[told(facts)])
    if arguments.folder is not None or arguments.no_folder:
        carry.set_folder(arguments.folder)
    file = carry.write()
    facts = carry.facts()
    data = {
        **carry_json(facts),
        "path": str(file.path),
        "outside": str(file.outside) if file.outside is not None else None,
        "bytes": file.bytes,
        "changes": file.header.changes,
        "covers": file.covers,
        "kept": [path.name for path in carry.files()],
    }
    lines = [
        _("The carry file {path} holds {changes} changes ({bytes} bytes); it was read back.").format(
            path=file.path, changes=file.header.changes, bytes=file.bytes
        ),
        told(facts),
    ]
    return Result(data, 1 if file.trouble else 0, [*lines, *([file.trouble] if file.trouble else [])])


def carry_json(facts: CarryFacts) -> dict[str, Any]:
    return {
        "only_here": facts.only_here,
        "uncarried": facts.uncarried,
        "exposed": facts.exposed,
        "carried_at": facts.carried_at.isoformat() if facts.carried_at else None,
        "outside_at": facts.outside_at.isoformat() if facts.outside_at else None,
        "folder": facts.folder or None,
        "trouble": facts.trouble or None,
    }
