"""`targets`, `outputs`, `ekinerja`: what was promised, and what was done."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flexdesk.cli.commands import outline, reviewing, skp
from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Result, folder, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.cli.told_targets import Told
from flexdesk.domain.ops import Value
from flexdesk.i18n import _
from flexdesk.services.cascade import known_until
from flexdesk.services.outputs import OutputImport
from flexdesk.services.report_forms import FORMATS, workbook
from flexdesk.services.report_forms import page as blank_page
from flexdesk.services.report_reminders import missing, reminder, spoken
from flexdesk.services.report_rules import Timing
from flexdesk.services.sharing import SharedFile
from flexdesk.services.targets import Skp
from flexdesk.store.store import Row


def add(root: Group) -> None:
    targets = subgroup(root, "targets", _("work plans (SKP)"))
    load = targets.add("import", run_targets_import, _("read SKP from a workbook"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--year", type=int)
    listed = targets.add("list", run_targets_list, _("plans with results and indicators"))
    listed.add_argument("--nip", default="")
    paging(listed)
    skp.add(targets)
    skp.add_change(targets)
    skp.add_labels(targets)
    skp.add_export(targets)
    outline.add(targets)

    outputs = subgroup(root, "outputs", _("daily work reports"))
    load = outputs.add("import", run_outputs_import, _("read report files of any layout"), writes=True)
    load.add_argument("file", type=Path, nargs="+")
    load.add_argument("--format", default="auto", choices=("auto",))
    outputs.add("paste", run_outputs_paste, _("read a table or a chat from standard input"), writes=True)
    tray = outputs.add("tray", run_outputs_tray, _("lines of chats that wait for a name"), writes=True)
    tray.add_argument("id", nargs="*")
    tray.add_argument("--give", default="", metavar="NIP", help=_("they are this person's outputs"))
    tray.add_argument("--drop", action="store_true", help=_("they report nothing"))
    blank = outputs.add("template", run_outputs_template, _("blank reports, one for each person"), tries=True)
    blank.add_argument("--period", type=period, required=True)
    blank.add_argument("--out", type=folder, required=True)
    blank.add_argument("--format", default="xlsx", choices=FORMATS)
    blank.add_argument("--nip", nargs="*", default=[], help=_("these people only"))
    listed = outputs.add("list", run_outputs_list, _("outputs with what they raise"))
    listed.add_argument("--period", type=period, required=True)
    paging(listed)
    lacking = outputs.add("missing", run_outputs_missing, _("who has not reported, and a message to them"))
    lacking.add_argument("--period", type=period, required=True)
    accept = outputs.add("accept", run_outputs_accept, _("accept outputs"), writes=True)
    accept.add_argument("id", nargs="+", metavar="ID")
    accept.add_argument("--note", default="")
    send_back = outputs.add("return", run_outputs_return, _("return outputs with a note"), writes=True)
    send_back.add_argument("id", nargs="+", metavar="ID")
    send_back.add_argument("--note", required=True)
    reviewing.add_outputs(outputs)

    reviewing.add_feedback(root)


# -- targets


def run_targets_import(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    year = arguments.year or session.clock.today().year
    outcome = desk.targets.import_file(arguments.file, year=year)
    line = _("{people} people, {results} results, {indicators} indicators; {rejected} rows rejected.").format(
        people=outcome.people,
        results=outcome.results,
        indicators=outcome.indicators,
        rejected=len(outcome.rejected),
    )
    told = Told(session)
    data = {
        "people": outcome.people,
        "results": outcome.results,
        "indicators": outcome.indicators,
        "realisations": outcome.realisations,
        "rejected": list(outcome.rejected),
        "skp": [told.plan(one) for one in desk.targets.plans()],
    }
    return Result(data, 1 if outcome.rejected else 0, [line])


def run_targets_list(session: Session, arguments: argparse.Namespace) -> Result:
    plans = page(session.desk.targets.plans(nip=arguments.nip), arguments)
    lines = [f"{one.person['nip']}  {one.person['name']}  {len(one.results)} RHK" for one in plans]
    findings = _target_findings(session, plans)
    lines += [f"{one['name']}, {one['result']}: {one['message']}" for one in findings]
    told = Told(session)
    data = {"skp": [told.plan(one) for one in plans], "findings": findings}
    return Result(data, lines=lines or [_("No targets yet.")])


def _target_findings(session: Session, plans: Sequence[Skp]) -> list[dict[str, Any]]:
    """What is odd about amounts reached, by the last month that anything is known of."""
    today = session.clock.today()
    untils = {year: known_until(plans, year, today) for year in {int(str(skp.row["year"])) for skp in plans}}
    return [
        {
            "nip": skp.person["nip"],
            "name": skp.person["name"],
            "result": result.row["code"],
            "kind": str(finding.sign),
            "message": finding.sentence,
        }
        for skp in plans
        for finding, result in session.desk.targets.findings(skp, untils[int(str(skp.row["year"]))])
    ]


# -- outputs


def run_outputs_import(session: Session, arguments: argparse.Namespace) -> Result:
    return _taken(session, session.desk.outputs.import_files(arguments.file))


def run_outputs_paste(session: Session, _arguments: argparse.Namespace) -> Result:
    found = session.desk.chats.take(sys.stdin.read(), session.clock.today())
    result = _taken(session, found.taken)
    if not found.messages:
        return result
    more = _("{count} lines of {messages} messages wait in the tray.")
    lines = [*result.lines, more.format(count=found.waiting, messages=found.messages)]
    data = {**result.data, "messages": found.messages, "tray": found.waiting}
    return Result(data, 1 if found.waiting else result.exit_code, lines)


def run_outputs_tray(session: Session, arguments: argparse.Namespace) -> Result:
    chats = session.desk.chats
    if arguments.give:
        return _taken(session, chats.give(arguments.id, arguments.give))
    if arguments.drop:
        chats.drop(arguments.id)
    held = chats.tray()
    told = [
        {name: row[name] for name in ("key", "day", "name", "text", "amount", "unit", "why")} for row in held
    ]
    return Result(
        {"tray": told}, lines=[f"{row['key']}  {row['day']}  {row['name']}: {row['text']}" for row in held]
    )


def run_outputs_template(session: Session, arguments: argparse.Namespace) -> Result:
    forms = session.desk.outputs.blank_forms(arguments.period, arguments.nip)
    draw = workbook if arguments.format == "xlsx" else blank_page
    files = [
        SharedFile(f"laporan_{form.period.code}_{form.nip}.{arguments.format}", draw(form)) for form in forms
    ]
    paths = written(arguments.out, files, dry_run=arguments.dry_run)
    return Result({"files": paths}, 0 if paths else 1, paths)


def _taken(session: Session, outcome: OutputImport) -> Result:
    data = {
        "accepted": outcome.accepted,
        "duplicates": outcome.duplicates,
        "unmatched": list(outcome.unmatched),
        "rejected": list(outcome.rejected),
        "outputs": _rows(session, [op.row for op in outcome.change.ops] if outcome.change else []),
    }
    line = _(
        "{accepted} outputs taken, {duplicates} known, {unmatched} of unknown people, {rejected} rejected."
    )
    text = line.format(
        accepted=outcome.accepted,
        duplicates=outcome.duplicates,
        unmatched=len(outcome.unmatched),
        rejected=len(outcome.rejected),
    )
    return Result(data, 1 if outcome.unmatched or outcome.rejected else 0, [text])


def run_outputs_list(session: Session, arguments: argparse.Namespace) -> Result:
    review = session.desk.outputs.review(arguments.period)
    items = [
        {
            **_output(item.row, item.person["nip"]),
            "answers": item.answers["key"] if item.answers is not None else None,
            "questions": [
                {"kind": str(finding.question), "message": finding.sentence} for finding in item.questions
            ],
            **_timing(item.timing),
        }
        for item in review.items
    ]
    people = {str(row["key"]): row["nip"] for row in session.desk.store.select("person")}
    findings = [
        {
            "nip": people.get(finding.person),
            "kind": str(finding.question),
            "date": finding.day.isoformat() if finding.day else None,
            "message": finding.sentence,
        }
        for finding in review.findings
    ]
    asked = bool(findings) or any(item["questions"] for item in items)
    rules = [finding.as_json() for finding in review.rules]
    data = {"outputs": page(items, arguments), "findings": findings, "rules": rules}
    data["review_rules"] = [reviewing.rule_json(one) for one in review.settings]
    return Result(data, 1 if asked else 0)


def run_outputs_missing(session: Session, arguments: argparse.Namespace) -> Result:
    found = missing(session.desk.outputs, arguments.period)
    people = [
        {"nip": one.nip, "name": one.name, "days": [day.isoformat() for day in one.days]} for one in found
    ]
    text = reminder([one.name for one in found], spoken(arguments.period)) if found else ""
    return Result(
        {"missing": people, "text": text}, 1 if found else 0, [text or _("Nobody's report is missing.")]
    )


def _timing(timing: Timing | None) -> dict[str, Any]:
    if timing is None:
        return {}
    return {
        "arrived": timing.arrived.isoformat(timespec="minutes"),
        "late": timing.late,
        "review_due": timing.review_due.isoformat(),
        "review_overdue": timing.review_overdue,
    }


def _output(row: Row, nip: Value) -> dict[str, Any]:
    return {
        "id": row["key"],
        "nip": nip,
        "date": row["day"],
        "activity": row["activity"],
        "amount": row["amount"],
        "unit": row["unit"],
        "code": row["code"],
        "evidence": row["evidence"],
        "source": row["source"],
        "review": row["review"],
        "note": row["note"],
        "asked_on": row["asked_on"],
    }


def _rows(session: Session, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Outputs as they stand now, in the order of their keys."""
    store = session.desk.store
    people = {str(row["key"]): row["nip"] for row in store.select("person")}
    return [_output(row, people.get(str(row["person"]))) for row in store.select("output", key=list(keys))]


def run_outputs_accept(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.outputs.accept(arguments.id, arguments.note)
    return Result({"accepted": arguments.id, "outputs": _rows(session, arguments.id)})


def run_outputs_return(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.outputs.send_back(arguments.id, arguments.note)
    return Result({"returned": arguments.id, "outputs": _rows(session, arguments.id)})
