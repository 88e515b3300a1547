"""`absence` and `examination`: counters of unexcused days, and whom the superior has to examine."""

import argparse
from typing import Any

from flexdesk.cli.commands.attendance import said
from flexdesk.cli.parsing import Group, Result, count, day, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.absence import Counter, Examination
from flexdesk.services.attendance_words import counter_line, examination_state


def add(root: Group) -> None:
    absence = subgroup(root, "absence", _("counters of unexcused absence"))
    listed = absence.add("list", run_absence_list, _("each person's year, with the thresholds of the law"))
    listed.add_argument("--year", type=count)
    listed.add_argument("--all", action="store_true", help=_("people without any absence too"))
    paging(listed)
    _add_examination(subgroup(root, "examination", _("people to summon and examine")))


def run_absence_list(session: Session, arguments: argparse.Namespace) -> Result:
    year = arguments.year or session.desk.attendance_days.today().year
    found = session.desk.absence.counters(year, everybody=arguments.all)
    reached = [one for one in found if one.alerts]
    shown = page(found, arguments)
    data = {"year": year, "people": [_counter_json(one) for one in shown]}
    return Result(data, 1 if reached else 0, said([counter_line(one) for one in shown]))


def _counter_json(one: Counter) -> dict[str, Any]:
    return {
        "nip": one.nip or None,
        "name": one.name,
        "pppk": one.pppk,
        "yearly": one.total,
        "in_a_row": one.run,
        "in_a_row_now": one.now,
        "late_minutes": one.late_minutes,
        "late_days": one.late_days,
        "days": [each.isoformat() for each in one.days],
        "threshold": one.threshold.days if one.threshold else None,
        "law": one.law or None,
        "next_threshold": one.next.days if one.next else None,
        "alerts": [alert.as_json() for alert in one.alerts],
        "to_examine": one.to_examine,
    }


def _add_examination(group: Group) -> None:
    opened = group.add("open", run_examination_open, _("open an examination by hand"), writes=True)
    opened.add_argument("nip", metavar="NIP")
    opened.add_argument("--basis", default="")
    called = group.add("summon", run_examination_summon, _("record that somebody was summoned"), writes=True)
    called.add_argument("id", metavar="ID")
    called.add_argument("--on", type=day)
    called.add_argument("--letter", default="")
    done = group.add("done", run_examination_done, _("record the examination and its result"), writes=True)
    done.add_argument("id", metavar="ID")
    done.add_argument("--on", type=day)
    done.add_argument("--result", required=True)
    done.add_argument("--letter", default="")
    done.add_argument("--note", default="")
    paging(group.add("list", run_examination_list, _("all examinations, those that wait first")))


def run_examination_open(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.absence.open(arguments.nip, arguments.basis)
    return _one_examination(session, key)


def run_examination_summon(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.absence
    service.summon(arguments.id, arguments.on or service.today(), arguments.letter)
    return _one_examination(session, arguments.id)


def run_examination_done(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.absence
    service.finish(
        arguments.id,
        arguments.on or service.today(),
        arguments.result,
        letter=arguments.letter,
        note=arguments.note,
    )
    return _one_examination(session, arguments.id)


def run_examination_list(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.absence.examinations()
    waiting = sum(not one.done for one in found)
    data = {
        "examinations": [_examination_json(one) for one in page(found, arguments)],
        "waiting": waiting,
        "not_opened": [_counter_json(one) for one in session.desk.absence.not_opened()],
    }
    lines = [f"{one.name}: {examination_state(one)} [{one.key}] {one.basis}" for one in found]
    return Result(data, 1 if waiting or data["not_opened"] else 0, said(lines))


def _one_examination(session: Session, key: str) -> Result:
    for one in session.desk.absence.examinations():
        if one.key == key:
            return Result(_examination_json(one), lines=[f"{one.name}: {examination_state(one)}"])
    raise NotFound(what=_("Examination"), key=key)


def _examination_json(one: Examination) -> dict[str, Any]:
    dates = {"opened_on": one.opened_on, "summoned_on": one.summoned_on, "examined_on": one.examined_on}
    return {
        "id": one.key,
        "nip": one.nip or None,
        "name": one.name,
        "count": one.count,
        "basis": one.basis,
        **{name: each.isoformat() if each else None for name, each in dates.items()},
        "result": one.result or None,
        "letter": one.letter or None,
        "note": one.note or None,
        "done": one.done,
    }
