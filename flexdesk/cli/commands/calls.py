"""`contact` and `recall`: who was called on a day away, who answered, who was asked to come in."""

import argparse
from datetime import date
from typing import Any

from flexdesk.cli.commands.attendance import head_name, moment, person_key, said, span_of
from flexdesk.cli.parsing import Group, Result, count, day, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.i18n import _
from flexdesk.services.attendance_words import contact_line, recall_line
from flexdesk.services.contacts import Channel, Contact
from flexdesk.services.recalls import Recall


def add(root: Group) -> None:
    _add_contact(subgroup(root, "contact", _("calls and messages on days away")))
    _add_recall(subgroup(root, "recall", _("calling people in to the office")))


# -- contact


def _add_contact(group: Group) -> None:
    made = group.add("add", run_contact_add, _("log a call or a message"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--date", type=day)
    made.add_argument("--at", type=moment)
    made.add_argument("--channel", choices=[str(one) for one in Channel], default=str(Channel.CALL))
    made.add_argument("--minutes", type=count, help=_("until the answer; left out when none came"))
    made.add_argument("--note", default="")
    listed = group.add("list", run_contact_list, _("the log, and what steps of the ladder are reached"))
    listed.add_argument("--period", type=period)
    listed.add_argument("--nip", default="")
    paging(listed)


def run_contact_add(session: Session, arguments: argparse.Namespace) -> Result:
    person, days = person_key(session, arguments.nip), session.desk.attendance_days
    on = arguments.date or days.today()
    session.desk.contacts.add(
        person,
        on,
        arguments.at or days.now().time(),
        arguments.channel,
        minutes=arguments.minutes,
        by=head_name(session),
        note=arguments.note,
    )
    reached = session.desk.contacts.reached(on, on).get((person, on))
    held = session.desk.contacts.list(on, on, person)
    data = {
        "contacts": [_contact_json(one) for one in held],
        "step": reached.step if reached else 0,
        "text": reached.text if reached else None,
    }
    lines = [contact_line(one) for one in held] + ([reached.text] if reached else [])
    return Result(data, 1 if reached else 0, lines)


def run_contact_list(session: Session, arguments: argparse.Namespace) -> Result:
    span = span_of(session, arguments)
    person = person_key(session, arguments.nip) if arguments.nip else ""
    service = session.desk.contacts
    found = service.list(span.first, span.last, person)
    people = {row["key"]: row for row in session.desk.store.select("person")}
    steps = [
        {
            "nip": people[who]["nip"],
            "name": people[who]["name"],
            "date": on.isoformat(),
            "step": one.step,
            "text": one.text,
        }
        for (who, on), one in service.reached(span.first, span.last).items()
        if not person or who == person
    ]
    shown = page(found, arguments)
    data = {
        "contacts": [_contact_json(one) for one in shown],
        "ladder": service.ladder(span.last),
        "reached": steps,
    }
    lines = [f"{one.day:%d-%m-%Y} {one.name}: {contact_line(one)}" for one in shown]
    lines += [f"{one['name']}: {one['text']}" for one in steps]
    return Result(data, 1 if steps else 0, said(lines))


def _contact_json(one: Contact) -> dict[str, Any]:
    return {
        "id": one.key,
        "nip": one.nip or None,
        "name": one.name,
        "date": one.day.isoformat(),
        "at": f"{one.at:%H:%M}" if one.at else None,
        "channel": one.channel,
        "outcome": one.outcome,
        "minutes": one.minutes,
        "by": one.by or None,
        "note": one.note or None,
    }


# -- recall


def _add_recall(group: Group) -> None:
    made = group.add("add", run_recall_add, _("call somebody in from a day away"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--date", type=day)
    made.add_argument("--at", type=moment)
    made.add_argument("--by", default="")
    made.add_argument("--reason", required=True)
    came = group.add("arrive", run_recall_arrive, _("record when somebody came"), writes=True)
    came.add_argument("id", metavar="ID")
    came.add_argument("time", metavar="TIME", type=moment)
    listed = group.add("list", run_recall_list, _("who was called in, when and why"))
    listed.add_argument("--period", type=period)
    paging(listed)


def run_recall_add(session: Session, arguments: argparse.Namespace) -> Result:
    service, person = session.desk.recalls, person_key(session, arguments.nip)
    on: date = arguments.date or session.desk.attendance_days.today()
    by = arguments.by or head_name(session)
    service.add(person, on, arguments.reason, by=by, at=arguments.at)
    return _one_recall(next(one for one in service.list(on, on) if one.person == person))


def run_recall_arrive(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.recalls
    service.arrive(arguments.id, arguments.time)
    row = session.desk.store.get("recall", arguments.id) or {}
    on = date.fromisoformat(str(row["day"]))
    return _one_recall(next(one for one in service.list(on, on) if one.key == arguments.id))


def _one_recall(one: Recall) -> Result:
    return Result(_recall_json(one), lines=[f"{one.name}: {recall_line(one)}"])


def run_recall_list(session: Session, arguments: argparse.Namespace) -> Result:
    span = span_of(session, arguments)
    found = session.desk.recalls.list(span.first, span.last)
    shown = page(found, arguments)
    lines = [f"{one.day:%d-%m-%Y} {one.name}: {recall_line(one)} [{one.key}]" for one in shown]
    return Result({"recalls": [_recall_json(one) for one in shown]}, lines=said(lines))


def _recall_json(one: Recall) -> dict[str, Any]:
    return {
        "id": one.key,
        "nip": one.nip or None,
        "name": one.name,
        "date": one.day.isoformat(),
        "at": one.at,
        "by": one.by,
        "reason": one.reason,
        "place_before": one.place_before,
        "arrived": f"{one.arrived:%H:%M}" if one.arrived else None,
    }
