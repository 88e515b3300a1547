"""`calendar`, `policy`, `leave`, `travel`: the terms that a schedule is made under."""

import argparse
from datetime import date, time
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.calendar import days
from flexdesk.domain.policy import Sentence, Setting
from flexdesk.i18n import _
from flexdesk.services.registers import LEAVE_KINDS, RegisterImport
from flexdesk.store.store import Row


def add(root: Group) -> None:
    calendar = root.add("calendar", run_calendar, _("working days, hours and holidays of a period"))
    calendar.add_argument("--period", type=period, required=True)
    paging(calendar)
    _add_policy(subgroup(root, "policy", _("the unit's technical rules")))
    _add_registers(root)


def run_calendar(session: Session, arguments: argparse.Namespace) -> Result:
    span = arguments.period
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


# -- policy


def _add_policy(policy: Group) -> None:
    paging(policy.add("show", run_policy_show, _("every sentence in force")))
    policy.add("use", run_policy_use, _("take over a policy pack"), writes=True).add_argument(
        "file", type=Path
    )
    policy.add("diff", run_policy_diff, _("what a pack would change")).add_argument("file", type=Path)
    change = policy.add("set", run_policy_set, _("change one sentence"), writes=True)
    change.add_argument("key")
    change.add_argument("value")
    change.add_argument("--from", dest="first", type=day)


def run_policy_show(session: Session, arguments: argparse.Namespace) -> Result:
    sentences = page(list(session.desk.policy.sentences(session.clock.today())), arguments)
    data = {"sentences": [_sentence(s) for s in sentences], "version": session.desk.policy.policy().version}
    return Result(data, lines=[f"{s.key}: {s.text} [{s.source}; {s.grade}]" for s in sentences])


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "key": sentence.key,
        "value": _value(sentence.value),
        "text": sentence.text,
        "class": str(sentence.sentence_class),
        "source": sentence.source,
        "grade": sentence.grade,
        "rule": sentence.rule,
        "article": sentence.article or None,
        "changeable": sentence.changeable,
    }


def _value(value: Setting) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date | time) else value


def run_policy_set(session: Session, arguments: argparse.Namespace) -> Result:
    first = arguments.first or session.clock.today()
    session.desk.policy.set(arguments.key, arguments.value, from_day=first)
    sentence = session.desk.policy.policy().sentence(arguments.key, first)
    return Result({**_sentence(sentence), "from": first.isoformat()}, lines=[sentence.text])


def run_policy_use(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.policy.use(arguments.file, session.clock.today())
    arguments.limit, arguments.offset = None, 0
    return run_policy_show(session, arguments)


def run_policy_diff(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.policy.differences(arguments.file, session.clock.today())
    data = [
        {
            "key": shown.key,
            "before": before.text if before else None,
            "after": after.text if after else None,
        }
        for before, after in found
        if (shown := after or before) is not None
    ]
    return Result({"differences": data}, 1 if data else 0)


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
