"""`follow-up`, `dialogue`: what follows from an evaluation, and the card for the talk about it."""

import argparse
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.follow_up import FollowUp, FollowUpKind, Side
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.dialogue import Talk


def add(root: Group) -> None:
    group = subgroup(root, "follow-up", _("coaching, promises, training and rewards"))
    new = group.add("add", run_add, _("keep a new one"), writes=True)
    new.add_argument("nip")
    new.add_argument("--period", type=period, required=True)
    new.add_argument(
        "--kind", choices=[str(kind) for kind in FollowUpKind], default=str(FollowUpKind.PROMISE)
    )
    new.add_argument("--text", default="")
    new.add_argument("--side", choices=[str(side) for side in Side], default=str(Side.LEADER))
    new.add_argument("--due", type=day)
    new.add_argument("--note", default="")
    new.add_argument("--plan", action="store_true", help=_("the proposed coaching plan, as a whole"))
    listed = group.add("list", run_list, _("what is open, and what was done"))
    listed.add_argument("--nip", default="")
    listed.add_argument("--open", action="store_true", help=_("only what is open"))
    paging(listed)
    done = group.add("done", run_done, _("it was done"), writes=True)
    done.add_argument("id")
    done.add_argument("--on", type=day)
    done.add_argument("--result", default="")
    drop = group.add("drop", run_drop, _("take it away"), writes=True)
    drop.add_argument("id", nargs="+")
    card = root.add("dialogue", run_dialogue, _("facts, questions and promises of a talk"), writes=True)
    card.add_argument("nip")
    card.add_argument("--period", type=period, required=True)
    card.add_argument(
        "--fact", action="append", help=_("a fact of your own, in the place of the proposed ones")
    )
    card.add_argument("--question", action="append", help=_("a question of your own"))
    card.add_argument("--held", type=day, help=_("the day of the talk"))
    card.add_argument("--note")


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.follow_ups
    if arguments.plan:
        lines = service.proposal(arguments.nip, arguments.period)
        if not lines:
            raise UsageError(detail=_("no coaching is proposed: the predikat asks for none, or one is open"))
        service.add_plan(arguments.nip, arguments.period, lines)
        return _listed(session, service.entries(nip=arguments.nip, only_open=True))
    key, _change = service.add(
        arguments.nip,
        arguments.period,
        arguments.kind,
        arguments.text,
        side=arguments.side,
        due=arguments.due,
        note=arguments.note,
    )
    return _listed(session, [one for one in service.entries(nip=arguments.nip) if one.key == key])


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.follow_ups.entries(nip=arguments.nip, only_open=arguments.open)
    return _listed(session, page(found, arguments))


def run_done(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.follow_ups
    service.done(arguments.id, arguments.on, arguments.result)
    return _listed(session, [one for one in service.entries() if one.key == arguments.id])


def run_drop(session: Session, arguments: argparse.Namespace) -> Result:
    for key in arguments.id:
        session.desk.follow_ups.drop(key)
    return Result({"dropped": arguments.id}, lines=arguments.id)


def _listed(session: Session, found: list[FollowUp]) -> Result:
    people = {str(row["key"]): row for row in session.desk.store.select("person")}
    today = session.clock.today()
    told = []
    for one in found:
        person = people.get(one.person, {})
        told.append(
            {
                "id": one.key,
                "nip": person.get("nip"),
                "name": person.get("name"),
                "period": one.period,
                "kind": one.kind,
                "side": one.side,
                "text": one.text,
                "due": one.due.isoformat() if one.due else None,
                "late": one.is_late(today),
                "done_on": one.done_on.isoformat() if one.done_on else None,
                "result": one.result or None,
                "note": one.note or None,
            }
        )
    late = any(one["late"] for one in told)
    lines = [f"{one['id']}  {one['name']}  {one['due'] or '–'}  {one['text']}" for one in told]
    return Result({"follow_ups": told}, 1 if late else 0, lines or [_("Nothing was kept yet.")])


def run_dialogue(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.dialogue
    given: dict[str, Any] = {
        "facts": arguments.fact,
        "questions": arguments.question,
        "held_on": arguments.held,
        "note": arguments.note,
    }
    if any(value is not None for value in given.values()):
        service.keep(arguments.nip, arguments.period, **given)
    talk = service.card(arguments.nip, arguments.period)
    return Result(_talk(talk), lines=[*talk.facts, *talk.questions, *(one.text for one in talk.promises)])


def _talk(talk: Talk) -> dict[str, Any]:
    return {
        "nip": talk.skp.person["nip"],
        "period": talk.period.code,
        "facts": list(talk.facts),
        "questions": list(talk.questions),
        "promises": [_promise(one) for one in talk.promises],
        "earlier": [_promise(one) for one in talk.earlier],
        "held_on": talk.held_on.isoformat() if talk.held_on else None,
        "note": talk.note or None,
    }


def _promise(one: FollowUp) -> dict[str, Any]:
    due = one.due.isoformat() if one.due else None
    return {"id": one.key, "side": one.side, "text": one.text, "due": due, "done": not one.is_open}
