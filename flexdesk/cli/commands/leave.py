"""`leave` and `travel`: applications and their decisions, balances, what wants a look, and files."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, count, day, page, paging, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.leave import LEAVE_LABELS
from flexdesk.domain.leave_register import STATE_LABELS
from flexdesk.i18n import _
from flexdesk.services.finding_people import person_row
from flexdesk.services.leave import LEAVE_CAUSES, LEAVE_DECISIONS, LEAVE_KINDS, Done, LeaveForm
from flexdesk.services.leave_book import PersonBalance, service_words
from flexdesk.services.leave_files import FORMATS, RegisterImport
from flexdesk.services.leave_review import Remark
from flexdesk.services.leave_workload import workload
from flexdesk.store.store import Row


def add(root: Group) -> None:
    leave = subgroup(root, "leave", _("register of leave and official travel"))
    _add_entering(leave)
    _add_deciding(leave)
    _add_looking(leave)
    _add_files(leave)
    travel = subgroup(root, "travel", _("official travel"))
    _add_travel(travel)


def _add_entering(leave: Group) -> None:
    for name, run, help_line in (
        ("add", run_add, _("enter a leave that is granted")),
        ("apply", run_apply, _("enter an application for leave")),
    ):
        made = leave.add(name, run, help_line, writes=True)
        made.add_argument("nip", metavar="NIP")
        _form(made)
        if name == "apply":
            made.add_argument("--date", type=day, help=_("day of the application"))
    carry = leave.add("carry", run_carry, _("enter the days that were left when a year ended"), writes=True)
    carry.add_argument("nip", metavar="NIP")
    carry.add_argument("--year", type=count, required=True)
    carry.add_argument("--unused", type=count, required=True)
    carry.add_argument("--deferred", type=count, default=0, help=_("days put off for the service"))
    carry.add_argument("--letter", default="")
    carry.add_argument("--note", default="")


def _form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", required=True, choices=LEAVE_KINDS)
    _span(parser)
    parser.add_argument("--document", default="", help=_("papers, such as the doctor's letter"))
    parser.add_argument("--why", default="", help=_("the reason of the leave"))
    parser.add_argument("--cause", default="", choices=("", *LEAVE_CAUSES))
    parser.add_argument("--child", type=count, default=0, help=_("which child is born"))
    parser.add_argument("--remote-days", type=count, default=0, help=_("days added for a remote place"))
    parser.add_argument("--year", type=count, default=0, help=_("year whose right is used"))
    parser.add_argument("--number", default="")
    parser.add_argument("--reason", default="", help=_("why an exception is made"))


def _span(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    parser.add_argument("--from", dest="first", type=day, required=required)
    parser.add_argument("--to", type=day, required=required)


def _add_deciding(leave: Group) -> None:
    consider = leave.add("consider", run_consider, _("the superior's consideration"), writes=True)
    consider.add_argument("id", metavar="ID")
    consider.add_argument("--opinion", required=True, choices=LEAVE_DECISIONS)
    decide = leave.add("decide", run_decide, _("decide about an application for leave"), writes=True)
    decide.add_argument("id", metavar="ID")
    decide.add_argument("--decision", required=True, choices=LEAVE_DECISIONS)
    _span(decide, required=False)
    decide.add_argument("--number", default="")
    decide.add_argument("--reason", default="", help=_("why an exception is made"))
    for parser in (consider, decide):
        parser.add_argument("--by", default="", help=_("who considers or decides"))
        parser.add_argument("--date", type=day)
        parser.add_argument("--note", default="")
    cancel = leave.add("cancel", run_cancel, _("cancel a leave or an application"), writes=True)
    cancel.add_argument("id", metavar="ID")
    cancel.add_argument("--date", type=day)


def _add_looking(leave: Group) -> None:
    listed = leave.add("list", run_list, _("leave and travel by date"))
    listed.add_argument("--nip", default="")
    listed.add_argument("--state", default="", choices=("", *STATE_LABELS))
    paging(listed)
    balance = leave.add("balance", run_balance, _("annual leave left, of one person or of all"))
    balance.add_argument("nip", metavar="NIP", nargs="?", default="")
    balance.add_argument("--year", type=count)
    paging(balance)
    load = leave.add("workload", run_workload, _("who else is away and what remains"))
    load.add_argument("nip", metavar="NIP")
    _span(load)
    check = leave.add("check", run_check, _("what wants a look in the registers"), writes=True)
    check.add_argument("--forget", action="store_true", help=_("strike refused rows of files off the list"))
    paging(check)


def _add_files(leave: Group) -> None:
    load = leave.add("import", run_import, _("read a register file"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--rejects", type=Path, metavar="FILE.xlsx")
    give = leave.add("export", run_export, _("write the registers to a file"))
    give.add_argument("--out", type=Path, required=True)
    give.add_argument("--format", choices=FORMATS, default="xlsx")
    give.add_argument("--year", type=count, default=0)
    give.add_argument(
        "--private", action="store_true", help=_("with reasons and papers, for the unit's own file")
    )


def _add_travel(travel: Group) -> None:
    made = travel.add("add", run_travel_add, _("enter an official travel"), writes=True)
    made.add_argument("nip", metavar="NIP")
    _span(made)
    made.add_argument("--letter", required=True)
    made.add_argument("--letter-date", type=day)
    made.add_argument("--purpose", required=True)
    made.add_argument("--location", default="")
    made.add_argument("--transport", default="")
    listed = travel.add("list", run_travel_list, _("official travel by date"))
    listed.add_argument("--nip", default="")
    paging(listed)
    cancel = travel.add("cancel", run_travel_cancel, _("cancel an official travel"), writes=True)
    cancel.add_argument("id", metavar="ID")
    cancel.add_argument("--date", type=day)
    load = travel.add("import", run_import, _("read a register file"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--rejects", type=Path, metavar="FILE.xlsx")


# -- entering and deciding


def form_of(arguments: argparse.Namespace) -> LeaveForm:
    return LeaveForm(
        arguments.kind,
        arguments.first,
        arguments.to,
        arguments.document,
        arguments.why,
        arguments.cause,
        arguments.child,
        arguments.remote_days,
        arguments.year,
        arguments.number,
        arguments.reason,
    )


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    return _entered(session, session.desk.leave.add(arguments.nip, form_of(arguments)))


def run_apply(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.leave.apply(arguments.nip, form_of(arguments), day=arguments.date)
    return _entered(session, done)


def run_consider(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.leave.consider(
        arguments.id, arguments.opinion, by=arguments.by, day=arguments.date, note=arguments.note
    )
    return _entered(session, done)


def run_decide(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.leave.decide(
        arguments.id,
        arguments.decision,
        by=arguments.by,
        day=arguments.date,
        note=arguments.note,
        number=arguments.number,
        first=arguments.first,
        to=arguments.to,
        exception=arguments.reason,
    )
    return _entered(session, done)


def run_cancel(session: Session, arguments: argparse.Namespace) -> Result:
    return _entered(session, session.desk.leave.cancel(arguments.id, day=arguments.date))


def _entered(session: Session, done: Done) -> Result:
    row = session.desk.leave.entry(done.key)
    told = [finding.as_json() for finding in done.findings]
    lines = [_line(row), *(f"{one.rule}: {one.message}" for one in done.findings)]
    return Result({**entry_json(row), "findings": told}, lines=lines)


def run_carry(session: Session, arguments: argparse.Namespace) -> Result:
    leave = session.desk.leave
    leave.carry(
        arguments.nip,
        arguments.year,
        unused=arguments.unused,
        deferred=arguments.deferred,
        letter=arguments.letter,
        note=arguments.note,
    )
    person = str(person_row(session.desk.store, arguments.nip)["key"])
    found = leave.book().balance(person, arguments.year + 1)
    return Result({"year": arguments.year, "balance": balance_json(found)}, lines=[_balance_line(found)])


# -- looking


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    rows = session.desk.leave.entries(arguments.nip)
    if arguments.state:
        rows = [row for row in rows if row.get("state") == arguments.state]
    return _listed(page(rows, arguments))


def run_travel_list(session: Session, arguments: argparse.Namespace) -> Result:
    rows = [row for row in session.desk.leave.entries(arguments.nip) if row["register"] == "travel"]
    return _listed(page(rows, arguments))


def _listed(rows: list[Row]) -> Result:
    return Result({"entries": [entry_json(row) for row in rows]}, lines=[_line(row) for row in rows])


def run_balance(session: Session, arguments: argparse.Namespace) -> Result:
    year = arguments.year or session.clock.today().year
    book = session.desk.leave.book()
    if arguments.nip:
        person = str(person_row(session.desk.store, arguments.nip)["key"])
        found = book.balance(person, year)
        lines = [_balance_line(found), service_words(found)]
        return Result({"balance": balance_json(found)}, lines=lines)
    all_of_them = page(book.balances(year), arguments)
    return Result(
        {"balances": [balance_json(one) for one in all_of_them]},
        lines=[f"{one.person.full_name}: {_balance_line(one)}" for one in all_of_them],
    )


def run_workload(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    person = str(person_row(desk.store, arguments.nip)["key"])
    found = workload(desk.reader, desk.leave.book(), person, arguments.first, arguments.to)
    data = [
        {
            "date": one.day.isoformat(),
            "people": one.people,
            "on_leave": one.on_leave,
            "travelling": one.travelling,
            "elsewhere": one.elsewhere,
            "waiting": one.waiting,
            "left": one.left,
            "least": one.least,
            "points": [{"name": p.name, "need": p.need, "left": p.left} for p in one.points],
        }
        for one in found.days
    ]
    words = found.sentences()
    short = [each.isoformat() for each in found.short_days]
    return Result({"days": data, "short": short, "sentences": words}, 1 if short else 0, words)


def run_check(session: Session, arguments: argparse.Namespace) -> Result:
    files = session.desk.leave_files
    forgotten = files.forget_rejected() if arguments.forget else 0
    found = page(files.remarks(), arguments)
    lines = [f"{one.name or one.nip}: {one.message} {one.todo}" for one in found]
    data = {"findings": [remark_json(one) for one in found], "forgotten": forgotten}
    return Result(data, 1 if found else 0, lines or [_("Nothing in the registers wants a look.")])


# -- files


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    files = session.desk.leave_files
    reading = files.read(arguments.file)
    rejects = files.rejects(files.trial(reading)) if arguments.rejects else b""
    outcome = files.take(reading, arguments.file.name)
    if arguments.rejects and outcome.rejected and not arguments.dry_run:
        from flexdesk.exchange.register_export import write

        write(arguments.rejects, rejects)
    data = register_json(outcome)
    data["entries"] = [entry_json(row) for row in session.desk.leave.entries()]
    line = _("{accepted} entries taken over, {known} known, {rejected} rejected.").format(
        accepted=outcome.accepted, known=outcome.known, rejected=len(outcome.rejected)
    )
    told = (f"{r['sheet']} {r['row']}: {r['message']}" for r in outcome.rejected)
    doubts = (f"{row.sheet} {row.row}: {row.name}: {row.message}" for row in outcome.doubtful)
    return Result(data, 1 if outcome.rejected else 0, [line, *told, *doubts])


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    written = session.desk.leave_files.export(
        arguments.out, year=arguments.year, form=arguments.format, private=arguments.private
    )
    return Result({"files": [str(path) for path in written]}, lines=[str(path) for path in written])


# -- travel


def run_travel_add(session: Session, arguments: argparse.Namespace) -> Result:
    done = session.desk.leave.add_travel(
        arguments.nip,
        arguments.first,
        arguments.to,
        arguments.letter,
        arguments.purpose,
        letter_date=arguments.letter_date,
        location=arguments.location,
        transport=arguments.transport,
    )
    return _entered(session, done)


def run_travel_cancel(session: Session, arguments: argparse.Namespace) -> Result:
    return _entered(session, session.desk.leave.cancel_travel(arguments.id, day=arguments.date))


# -- in JSON and in words


def register_json(outcome: RegisterImport) -> dict[str, Any]:
    doubtful = [
        {"sheet": row.sheet, "row": row.row, "nip": row.nip, "message": row.message}
        for row in outcome.doubtful
    ]
    return {
        "accepted": outcome.accepted,
        "known": outcome.known,
        "rejected": list(outcome.rejected),
        "doubtful": doubtful,
    }


def entry_json(row: Row) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name not in ("person", "key", "content")}
    return {"id": row.get("key"), **kept}


def balance_json(found: PersonBalance) -> dict[str, Any]:
    held = found.balance
    return {
        "nip": found.person.nip,
        "year": held.year,
        "right": held.right,
        "carried": held.carried,
        "available": held.available,
        "taken": held.taken,
        "waiting": found.waiting,
        "left": held.left,
        "lapsed": held.lapsed,
        "overdrawn": held.overdrawn,
        "since": found.since.isoformat() if found.since else None,
    }


def remark_json(one: Remark) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "class": str(one.level),
        "rule": one.rule or None,
        "article": one.article or None,
        "register": one.register,
        "id": one.entry or None,
        "nip": one.nip or None,
        "name": one.name or None,
        "date": one.day.isoformat() if one.day else None,
        "message": one.message,
        "todo": one.todo,
    }


def _line(row: Row) -> str:
    what = LEAVE_LABELS.get(str(row.get("kind"))) or _("Duty travel")
    state = STATE_LABELS.get(str(row.get("state") or ""))
    words = [str(row["key"]), str(row["nip"]), f"{row['from']} – {row['to']}", what]
    return "  ".join([*words, _(state) if state else str(row.get("letter") or "")]).rstrip()


def _balance_line(found: PersonBalance) -> str:
    held = found.balance
    text = _("{year}: {left} of {available} days left ({carried} carried over, {taken} taken).").format(
        year=held.year, left=held.left, available=held.available, carried=held.carried, taken=held.taken
    )
    if found.waiting:
        text += " " + _("{count} days are applied for.").format(count=found.waiting)
    return text
