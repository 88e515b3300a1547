"""`calendar`, `policy`, `request`: the terms that a schedule is made under."""

import argparse
from datetime import date, time
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.calendar import days
from flexdesk.domain.policy import Sentence, Setting
from flexdesk.i18n import _
from flexdesk.services.registers import DECISIONS, REQUEST_KINDS
from flexdesk.store.store import Row


def add(root: Group) -> None:
    calendar = root.add("calendar", run_calendar, _("working days, hours and holidays of a period"))
    calendar.add_argument("--period", type=period, required=True)
    paging(calendar)
    _add_policy(subgroup(root, "policy", _("the unit's technical rules")))
    _add_requests(subgroup(root, "request", _("special conditions, wishes and swaps")))


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


# -- requests


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=day, required=True)
    parser.add_argument("--to", type=day, required=True)


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
