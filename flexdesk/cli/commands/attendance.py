"""`attendance`, `contact`, `recall`, `absence`, `examination`: how flexible days really went."""

import argparse
from datetime import date, time
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, period, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.attendance import Decision, typed_time
from flexdesk.domain.periods import Period, PeriodKind, period_of
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services.absence import Counter, Examination
from flexdesk.services.attendance_days import DayMarks, DayState, PlanAndFact
from flexdesk.services.attendance_import import ImportLine
from flexdesk.services.attendance_words import (
    contact_line,
    counter_line,
    day_line,
    examination_state,
    recall_line,
)
from flexdesk.services.contacts import Channel, Contact
from flexdesk.services.finding_people import person_row
from flexdesk.services.recalls import Recall

_WITHDRAW = "none"


def add(root: Group) -> None:
    _add_attendance(subgroup(root, "attendance", _("marks of attendance and what is decided about them")))
    _add_contact(subgroup(root, "contact", _("calls and messages on days away")))
    _add_recall(subgroup(root, "recall", _("calling people in to the office")))
    absence = subgroup(root, "absence", _("counters of unexcused absence"))
    listed = absence.add("list", run_absence_list, _("each person's year, with the thresholds of the law"))
    listed.add_argument("--year", type=count)
    listed.add_argument("--all", action="store_true", help=_("people without any absence too"))
    paging(listed)
    _add_examination(subgroup(root, "examination", _("people to summon and examine")))


def _moment(text: str) -> time:
    found = typed_time(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("“{text}” is not a time such as 0745 or 07.45").format(text=text))
    return found


def _person(session: Session, nip: str) -> str:
    return str(person_row(session.desk.store, nip)["key"])


def _span(session: Session, arguments: argparse.Namespace) -> Period:
    wanted: Period | None = arguments.period
    return wanted or period_of(PeriodKind.MONTH, session.desk.attendance_days.today())


def _said(lines: list[str]) -> list[str]:
    return lines or [_("Nothing is recorded here.")]


def _head_name(session: Session) -> str:
    head = session.desk.store.get("person", session.desk.reader.unit().head or "") or {}
    return str(head.get("name") or "")


# -- attendance


def _add_attendance(group: Group) -> None:
    load = group.add("import", run_attendance_import, _("read attendance files"), writes=True)
    load.add_argument("files", metavar="FILE", type=Path, nargs="+")
    typed = group.add("set", run_attendance_set, _("type one mark"), writes=True)
    typed.add_argument("nip", metavar="NIP")
    typed.add_argument("date", metavar="DATE", type=day)
    typed.add_argument("mark", metavar="MARK", help=_("in, out, or mid1, mid2 between them"))
    typed.add_argument("time", metavar="TIME", help=_("such as 0745; none takes the mark away"))
    typed.add_argument("--note", default="")
    typed.add_argument("--photo", default="")
    listed = group.add("list", run_attendance_list, _("days with their marks, what asks for a word first"))
    listed.add_argument("--period", type=period)
    listed.add_argument("--nip", default="")
    listed.add_argument("--state", choices=[str(state) for state in DayState])
    listed.add_argument("--all", action="store_true", help=_("days at the office too"))
    paging(listed)
    decide = group.add("clarify", run_attendance_clarify, _("decide about a day"), writes=True)
    decide.add_argument("nip", metavar="NIP")
    decide.add_argument("date", metavar="DATE", type=day)
    decide.add_argument("decision", choices=[*map(str, Decision), _WITHDRAW])
    decide.add_argument("--reason", default="")
    decide.add_argument("--on", type=day)
    place = group.add("place", run_attendance_place, _("record where somebody really was"), writes=True)
    place.add_argument("nip", metavar="NIP")
    place.add_argument("date", metavar="DATE", type=day)
    place.add_argument("place", metavar="PLACE")
    place.add_argument("--reason", default="")
    plan = group.add("plan", run_attendance_plan, _("plan and fact of each person"))
    plan.add_argument("--period", type=period)
    paging(plan)
    sheet = group.add("export", run_attendance_export, _("a workbook of marks and counters"), tries=True)
    sheet.add_argument("--period", type=period)
    sheet.add_argument("--out", type=Path, required=True)


def run_attendance_import(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.attendance_imports.import_files(arguments.files)
    data = {
        "accepted": done.count("new", "changed"),
        "new": done.count("new"),
        "changed": done.count("changed"),
        "known": done.count("known"),
        "passed_over": done.passed_over,
        "rejected": [line.as_json() for line in done.rejected],
    }
    said = _("{new} new marks, {changed} changed, {known} known, {rejected} rejected.").format(
        **{**data, "rejected": len(done.rejected)}
    )
    lines = [said, *(_rejected(line) for line in done.rejected)]
    return Result(data, 1 if done.rejected else 0, lines)


def _rejected(line: ImportLine) -> str:
    where = " ".join(part for part in (line.sheet, str(line.row)) if part)
    return f"{where}: {' '.join(part for part in (line.name, line.message) if part)}"


def run_attendance_set(session: Session, arguments: argparse.Namespace) -> Result:
    at = None if arguments.time == _WITHDRAW else typed_time(arguments.time)
    if at is None and arguments.time != _WITHDRAW:
        raise UsageError(detail=_("“{text}” is not a time such as 0745 or 07.45").format(text=arguments.time))
    person = _person(session, arguments.nip)
    session.desk.attendance.set_mark(
        person, arguments.date, arguments.mark, at, note=arguments.note, photo=arguments.photo
    )
    row = session.desk.attendance_days.row(person, arguments.date)
    return Result(day_json(row), lines=[day_line(row)])


def run_attendance_list(session: Session, arguments: argparse.Namespace) -> Result:
    span, service = _span(session, arguments), session.desk.attendance_days
    rows = service.rows(span.first, span.last, everybody=arguments.all)
    if arguments.nip:
        person = _person(session, arguments.nip)
        rows = [row for row in rows if row.person == person]
    if arguments.state:
        rows = [row for row in rows if row.state == arguments.state]
    asked = sum(row.state is DayState.TO_CLARIFY for row in rows)
    shown = page(rows, arguments)
    data = {"days": [day_json(row) for row in shown], "to_clarify": asked, "zone": service.zone()}
    text = _("{asked} need clarification, times in {zone}").format(asked=asked, zone=service.zone())
    return Result(data, 1 if asked else 0, [*map(day_line, shown), text])


def day_json(row: DayMarks) -> dict[str, Any]:
    return {
        "nip": row.nip or None,
        "name": row.name,
        "date": row.day.isoformat(),
        "planned": row.planned,
        "actual": row.place,
        "flexible": row.flexible,
        "marks": {name: f"{at:%H:%M}" for name, at in sorted(row.marks.times.items())},
        "recap": row.marks.recap or None,
        "faults": [{"mark": mark, "fault": str(fault)} for mark, fault in row.judged.faults],
        "late_minutes": row.judged.minutes,
        "worked_minutes": row.worked,
        "state": str(row.state),
        "decision": row.decision or None,
        "reason": row.reason or None,
        "decided_on": row.decided_on.isoformat() if row.decided_on else None,
    }


def run_attendance_clarify(session: Session, arguments: argparse.Namespace) -> Result:
    person = _person(session, arguments.nip)
    decision = "" if arguments.decision == _WITHDRAW else arguments.decision
    change = session.desk.attendance.clarify(
        [(person, arguments.date)], decision, arguments.reason, on=arguments.on
    )
    opened = [op.row for op in change.ops if op.table == "examination"] if change else []
    row = session.desk.attendance_days.row(person, arguments.date)
    data = {**day_json(row), "examinations": opened}
    lines = [day_line(row), *(_("Summon and examine: {id}").format(id=key) for key in opened)]
    return Result(data, 1 if opened else 0, lines)


def run_attendance_place(session: Session, arguments: argparse.Namespace) -> Result:
    person = _person(session, arguments.nip)
    place = place_of(arguments.place)
    session.desk.day.set_actual([person], arguments.date, place, arguments.reason)
    row = session.desk.attendance_days.row(person, arguments.date)
    return Result(day_json(row), lines=[day_line(row)])


def run_attendance_plan(session: Session, arguments: argparse.Namespace) -> Result:
    span = _span(session, arguments)
    found = session.desk.attendance_days.plan_and_fact(span.first, span.last)
    different = sum(one.different for one in found)
    shown = page(found, arguments)
    data = {"people": [_plan_json(one) for one in shown], "different": different}
    text = _("{name}: {planned} days away planned, {really} really, {different} different")
    lines = [
        text.format(name=o.name, planned=o.planned_away, really=o.really_away, different=o.different)
        for o in shown
    ]
    return Result(data, lines=lines)


def _plan_json(one: PlanAndFact) -> dict[str, Any]:
    return {
        "nip": one.nip or None,
        "name": one.name,
        "planned_away": one.planned_away,
        "really_away": one.really_away,
        "to_office": one.to_office,
        "to_away": one.to_away,
        "absent": one.absent,
        "different": one.different,
        "days": [
            {"date": row.day.isoformat(), "planned": row.planned, "actual": row.place} for row in one.days
        ],
    }


def run_attendance_export(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.services.attendance_sheet import write_sheet

    span = _span(session, arguments)
    if not arguments.dry_run:
        write_sheet(session.desk.attendance_days, session.desk.absence, span, arguments.out)
    return Result({"files": [str(arguments.out)]}, lines=[str(arguments.out)])


# -- contact


def _add_contact(group: Group) -> None:
    made = group.add("add", run_contact_add, _("log a call or a message"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--date", type=day)
    made.add_argument("--at", type=_moment)
    made.add_argument("--channel", choices=[str(one) for one in Channel], default=str(Channel.CALL))
    made.add_argument("--minutes", type=count, help=_("until the answer; left out when none came"))
    made.add_argument("--note", default="")
    listed = group.add("list", run_contact_list, _("the log, and what steps of the ladder are reached"))
    listed.add_argument("--period", type=period)
    listed.add_argument("--nip", default="")
    paging(listed)


def run_contact_add(session: Session, arguments: argparse.Namespace) -> Result:
    person, days = _person(session, arguments.nip), session.desk.attendance_days
    on = arguments.date or days.today()
    session.desk.contacts.add(
        person,
        on,
        arguments.at or days.now().time(),
        arguments.channel,
        minutes=arguments.minutes,
        by=_head_name(session),
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
    span = _span(session, arguments)
    person = _person(session, arguments.nip) if arguments.nip else ""
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
    return Result(data, 1 if steps else 0, _said(lines))


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
    made.add_argument("--at", type=_moment)
    made.add_argument("--by", default="")
    made.add_argument("--reason", required=True)
    came = group.add("arrive", run_recall_arrive, _("record when somebody came"), writes=True)
    came.add_argument("id", metavar="ID")
    came.add_argument("time", metavar="TIME", type=_moment)
    listed = group.add("list", run_recall_list, _("who was called in, when and why"))
    listed.add_argument("--period", type=period)
    paging(listed)


def run_recall_add(session: Session, arguments: argparse.Namespace) -> Result:
    service, person = session.desk.recalls, _person(session, arguments.nip)
    on: date = arguments.date or session.desk.attendance_days.today()
    by = arguments.by or _head_name(session)
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
    span = _span(session, arguments)
    found = session.desk.recalls.list(span.first, span.last)
    shown = page(found, arguments)
    lines = [f"{one.day:%d-%m-%Y} {one.name}: {recall_line(one)} [{one.key}]" for one in shown]
    return Result({"recalls": [_recall_json(one) for one in shown]}, lines=_said(lines))


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


# -- absence and examination


def run_absence_list(session: Session, arguments: argparse.Namespace) -> Result:
    year = arguments.year or session.desk.attendance_days.today().year
    found = session.desk.absence.counters(year, everybody=arguments.all)
    reached = [one for one in found if one.alerts]
    shown = page(found, arguments)
    data = {"year": year, "people": [_counter_json(one) for one in shown]}
    return Result(data, 1 if reached else 0, _said([counter_line(one) for one in shown]))


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
    return Result(data, 1 if waiting or data["not_opened"] else 0, _said(lines))


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
