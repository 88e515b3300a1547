"""`schedule ledger`: whose turn it was how often, among equals."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Json, Result, count, period
from flexdesk.cli.session import Session
from flexdesk.domain.ledger import Count, Ledger
from flexdesk.domain.periods import week_of
from flexdesk.domain.turns import TRAILING_WEEKS
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.ledger import LABELS, LedgerRow, LedgerView
from flexdesk.services.ledger_export import FORMATS, KEYS, file_of, numbers


def add(schedule: Group) -> None:
    parser = schedule.add("ledger", run, _("the fairness ledger of the weeks up to a period"), tries=True)
    parser.add_argument("--period", type=period, help=_("this week, if none is named"))
    parser.add_argument("--weeks", type=count, default=TRAILING_WEEKS, help=_("how many weeks before it"))
    parser.add_argument("--format", choices=FORMATS)
    parser.add_argument("--out", type=Path, metavar="PATH")


def run(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    if (arguments.format is None) is not (arguments.out is None):
        raise UsageError(detail=_("--format and --out go together"))
    span = arguments.period or week_of(desk.clock.today(desk.reader.unit().zone))
    view = desk.ledger.view(span.first, span.last, arguments.weeks)
    data = ledger_json(view)
    if arguments.out is not None:
        made = file_of(view, str(desk.unit.row().get("name") or ""), arguments.format)
        data["files"] = written(arguments.out, [made], dry_run=arguments.dry_run)
    return Result(data, lines=[*_lines(view), *data.get("files", [])])


def ledger_json(view: LedgerView) -> Json:
    nips = {row.key: row.nip for row in view.rows}
    return {
        "from": view.ledger.first.isoformat(),
        "to": view.last.isoformat(),
        "people": [_person_json(row) for row in view.rows],
        "spread": {group.name: _spread_json(view.ledger, group.name, nips) for group in view.ledger.groups},
        "friday_spread": view.ledger.friday_spread,
    }


def _person_json(row: LedgerRow) -> dict[str, Any]:
    counts = dict(zip(KEYS, numbers(row), strict=True))
    return {"nip": row.nip, "name": row.name, "group": row.group or None, **counts}


def _spread_json(book: Ledger, group: str, nips: dict[str, str]) -> dict[str, Any]:
    return {
        str(one.count): {
            "least": one.least,
            "most": one.most,
            "spread": one.spread,
            "least_nips": [nips[key] for key in one.least_people],
            "most_nips": [nips[key] for key in one.most_people],
        }
        for one in book.spreads
        if one.group == group
    }


def _lines(view: LedgerView) -> list[str]:
    if view.is_empty:
        return [_("No schedule was kept in these weeks.")]
    head = [_("Name"), *(_(LABELS[count]) for count in Count), _("Wishes met")]
    rows = [[row.name, *map(str, numbers(row)[:-2]), _met(row)] for row in view.rows]
    name = max(len(row[0]) for row in (head, *rows))
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(1, len(head))]
    table = [
        "  ".join((row[0].ljust(name), *(cell.rjust(w) for cell, w in zip(row[1:], widths, strict=True))))
        for row in (head, *rows)
    ]
    return [*view.sentences(), *table]


def _met(row: LedgerRow) -> str:
    return f"{row.turns.wishes_met}/{row.turns.wishes_asked}" if row.turns.wishes_asked else "–"
