"""`conflicts`: what several people wrote into one cell, what the server refused, and how it ends."""

import argparse
from typing import Any

from flexdesk.cli.parsing import Group, Result, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.desk.desk import Desk
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.settling import By, Take
from flexdesk.store import history
from flexdesk.store.store import Dispute


def add(root: Group) -> None:
    conflicts = subgroup(root, "conflicts", _("cells that several people changed at once"))
    paging(conflicts.add("list", run_conflicts, _("all open conflicts")))
    conflicts.add("rejected", run_rejected, _("own changes that the server refused, with their words"))
    groups = conflicts.add("groups", run_groups, _("open conflicts by person, kind or author"))
    groups.add_argument("--by", choices=("person", "table", "author"), default="person")
    settle = conflicts.add("settle", run_settle, _("end many conflicts at once"), writes=True)
    settle.add_argument("--by", choices=("person", "table", "author"), default="person")
    settle.add_argument("--name", help=_("one group only; without it all conflicts"))
    settle.add_argument("--take", required=True, choices=("mine", "theirs", "shown"))
    resolve = conflicts.add("resolve", run_resolve, _("end a conflict"), writes=True)
    resolve.add_argument("id", metavar="ID")
    resolve.add_argument("--take", required=True, metavar="mine|theirs|shown|VALUE")


def run_conflicts(session: Session, arguments: argparse.Namespace) -> Result:
    found = page(session.desk.sync.conflicts(), arguments)
    data = [conflict_json(session, dispute) for dispute in found]
    lines = [line for dispute in found for line in _conflict_lines(session.desk, dispute)]
    return Result({"conflicts": data}, 1 if found else 0, lines or [_("There is no conflict.")])


def _conflict_lines(desk: Desk, dispute: Dispute) -> list[str]:
    """Whose row, which field, and what everybody wrote, as people read it; the id to end it with."""
    from flexdesk.services.field_words import field_name
    from flexdesk.services.row_names import called, names_of
    from flexdesk.services.table_words import table_name
    from flexdesk.services.value_words import value_name
    from flexdesk.services.whose import whose

    table, row, field = dispute.table, dispute.row, dispute.field
    names = names_of(desk.store, [(table, field, head.value) for head in dispute.heads])
    person, when = whose(desk.store, table, row)
    about = ", ".join(dict.fromkeys(part for part in (person, called(desk.store, table, row), when) if part))
    title = f"{table_name(table)}: {about}" if about else table_name(table)
    said = [
        f"  {value_name(table, field, head.value, row, names)} ({desk.membership.holder(head.device)})"
        for head in dispute.heads
    ]
    return [f"{title}: {field_name(table, field)}", *said, f"  {dispute.id}"]


def conflict_json(session: Session, dispute: Dispute) -> dict[str, Any]:
    membership = session.desk.membership
    return {
        "id": dispute.id,
        "table": dispute.table,
        "row": dispute.row,
        "field": dispute.field,
        "heads": [
            {
                "value": head.value,
                "by": membership.holder(head.device),
                "device": head.device,
                "at": history.instant(head.hlc).isoformat(),
            }
            for head in dispute.heads
        ],
    }


def run_rejected(session: Session, _arguments: argparse.Namespace) -> Result:
    found = [
        {
            "seq": one.seq,
            "reason": one.reason,
            "lost": [
                {"table": cell.table, "row": cell.row, "field": cell.field, "value": cell.value}
                for cell in one.lost
            ],
        }
        for one in session.desk.sending.rejected()
    ]
    return Result({"rejected": found}, 1 if found else 0)


def run_groups(session: Session, arguments: argparse.Namespace) -> Result:
    found = [
        {"name": group.name, "conflicts": len(group.ids), "rows": len(group.rows), "mine": group.mine}
        for group in session.desk.settling.groups(By(arguments.by))
    ]
    return Result({"groups": found}, 1 if found else 0)


def run_settle(session: Session, arguments: argparse.Namespace) -> Result:
    settling = session.desk.settling
    chosen = [group for group in settling.groups(By(arguments.by)) if arguments.name in (None, group.name)]
    if arguments.name is not None and not chosen:
        raise NotFound(what=_("Conflict"), key=arguments.name)
    before = len(session.desk.sync.conflicts())
    settling.settle([id for group in chosen for id in group.ids], Take(arguments.take))
    left = len(session.desk.sync.conflicts())
    return Result({"settled": before - left, "left": left}, 1 if left else 0)


def run_resolve(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.sync.resolve(arguments.id, arguments.take)
    left = [conflict_json(session, dispute) for dispute in session.desk.sync.conflicts()]
    return Result({"resolved": arguments.id, "conflicts": left}, 1 if left else 0)
