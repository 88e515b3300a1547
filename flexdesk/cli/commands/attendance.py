"""`attendance`: how flexible days really went, and what was decided about them."""

import argparse
from datetime import time
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.attendance import Decision, typed_time
from flexdesk.domain.periods import Period, PeriodKind, period_of
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.attendance_days import DayMarks, DayState, PlanAndFact
from flexdesk.services.attendance_import import ImportLine
from flexdesk.services.attendance_words import day_line
from flexdesk.services.finding_people import person_row

_WITHDRAW = "none"


def add(root: Group) -> None:
    _add_attendance(subgroup(root, "attendance", _("marks of attendance and what is decided about them")))


def moment(text: str) -> time:
    found = typed_time(text)
    if found is None:
        raise argparse.ArgumentTypeError(_("“{text}” is not a time such as 0745 or 07.45").format(text=text))
    return found


def person_key(session: Session, nip: str) -> str:
    return str(person_row(session.desk.store, nip)["key"])


def span_of(session: Session, arguments: argparse.Namespace) -> Period:
    wanted: Period | None = arguments.period
    return wanted or period_of(PeriodKind.MONTH, session.desk.attendance_days.today())


def said(lines: list[str]) -> list[str]:
    return lines or [_("Nothing is recorded here.")]


def head_name(session: Session) -> str:
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
    person = person_key(session, arguments.nip)
    session.desk.attendance.set_mark(
        person, arguments.date, arguments.mark, at, note=arguments.note, photo=arguments.photo
    )
    row = session.desk.attendance_days.row(person, arguments.date)
    return Result(day_json(row), lines=[day_line(row)])


def run_attendance_list(session: Session, arguments: argparse.Namespace) -> Result:
    span, service = span_of(session, arguments), session.desk.attendance_days
    rows = service.rows(span.first, span.last, everybody=arguments.all)
    if arguments.nip:
        person = person_key(session, arguments.nip)
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
    person = person_key(session, arguments.nip)
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
    person = person_key(session, arguments.nip)
    place = place_of(arguments.place)
    session.desk.day.set_actual([person], arguments.date, place, arguments.reason)
    row = session.desk.attendance_days.row(person, arguments.date)
    return Result(day_json(row), lines=[day_line(row)])


def run_attendance_plan(session: Session, arguments: argparse.Namespace) -> Result:
    span = span_of(session, arguments)
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
            {"date": row.day.isoformat(), "planned": row.promised, "actual": row.place} for row in one.days
        ],
    }


def run_attendance_export(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.services.attendance_sheet import write_sheet

    span = span_of(session, arguments)
    if not arguments.dry_run:
        write_sheet(session.desk.attendance_days, session.desk.absence, span, arguments.out)
    return Result({"files": [str(arguments.out)]}, lines=[str(arguments.out)])
