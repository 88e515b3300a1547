"""`schedule`: the grid without a screen."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from flexdesk.cli.commands import ledger, schedule_codes, schedule_versions, shifts
from flexdesk.cli.commands.plans import run_draft
from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Result, day, folder, page, paging, period, seconds, subgroup
from flexdesk.cli.places import place_of
from flexdesk.cli.session import Session
from flexdesk.domain.halves import Half
from flexdesk.domain.patterns import PatternKind
from flexdesk.domain.periods import PeriodKind
from flexdesk.domain.rules.findings import Finding, Level
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.finding_people import person_row
from flexdesk.services.proposals import Proposal
from flexdesk.services.sharing import FORMATS, files_of
from flexdesk.services.weekly_export import note_export


def add(root: Group) -> None:
    schedule = subgroup(root, "schedule", _("who works where"))
    load = schedule.add("import", run_import, _("a week or month made elsewhere"), writes=True)
    load.add_argument("file", type=Path)
    load.add_argument("--period", type=period)
    cell = schedule.add("set", run_set, _("one cell"), writes=True)
    _cell(cell)
    cell.add_argument("place", metavar="PLACE")
    cell.add_argument("--half", choices=tuple(Half), help=_("that half only, the other at the office"))
    cell.add_argument("--reason", default="")
    cell.add_argument(
        "--draft", action="store_true", help=_("store it although a rule forbids publishing it")
    )
    note = schedule.add("note", run_note, _("a line about a day"), writes=True)
    note.add_argument("date", type=day, metavar="DATE")
    note.add_argument("text", nargs="?", default="", metavar="TEXT", help=_("none takes the line away"))
    note.add_argument("--nip", default="", help=_("about this person's day only"))
    for name, on in (("pin", True), ("unpin", False)):
        pin = schedule.add(name, run_pin, _("keep a cell through planning"), writes=True)
        _cell(pin)
        pin.set_defaults(on=on)
    for name, run, text in (
        ("show", run_show, _("the grid")),
        ("check", run_check, _("every finding")),
    ):
        made = schedule.add(name, run, text)
        made.add_argument("--period", type=period, required=True)
        paging(made)
    plan = schedule.add("plan", run_plan, _("propose the cells that are free"), writes=True)
    plan.add_argument("--period", type=period, required=True)
    plan.add_argument("--seconds", type=seconds, default=10.0)
    plan.add_argument("--apply", action="store_true")
    shifts.add(schedule)
    copy = schedule.add("copy", run_copy, _("last week as a proposal"), writes=True)
    copy.add_argument("--from", dest="source", type=period, required=True)
    copy.add_argument("--to", type=period, required=True)
    copy.add_argument("--even", action="store_true", help=_("give Fridays to those who had fewest"))
    copy.add_argument("--apply", action="store_true")
    ledger.add(schedule)
    pattern = schedule.add("pattern", run_pattern, _("a pattern as a proposal"), writes=True)
    pattern.add_argument("name", nargs="?", default="", help=_("name or number; none lists all patterns"))
    pattern.add_argument("--period", type=period)
    pattern.add_argument("--nip", nargs="*", default=[], help=_("these people, in this order"))
    pattern.add_argument(
        "--rows", nargs="*", default=[], metavar="LETTERS", help=_("keep these rows as NAME")
    )
    pattern.add_argument("--cycle", action="store_true", help=_("the row is gone through day by day"))
    pattern.add_argument("--step", type=int, default=1)
    pattern.add_argument("--remove", action="store_true")
    pattern.add_argument("--apply", action="store_true")
    publish = schedule.add("publish", run_publish, _("lock, and make letter and annex"), writes=True)
    publish.add_argument("--period", type=period, required=True)
    publish.add_argument("--letter", default="")
    publish.add_argument("--signer", default="", metavar="NIP")
    publish.add_argument(
        "--reason", default="", help=_("why it is published although advice is not followed")
    )
    publish.add_argument("--out", type=folder)
    schedule_versions.add(schedule)
    schedule_codes.add(schedule)
    export = schedule.add("export", run_export, _("files to share"), tries=True)
    export.add_argument("--period", type=period, required=True)
    export.add_argument("--format", required=True, choices=(*FORMATS, "bkd", "weekqr"))
    export.add_argument("--out", type=Path, required=True, metavar="PATH")
    export.add_argument("--nip", nargs="*", default=[], help=_("these people only"))


def _cell(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("nip", metavar="NIP")
    parser.add_argument("date", type=day, metavar="DATE")


def findings_json(findings: list[Finding]) -> list[dict[str, Any]]:
    return [finding.as_json() for finding in findings]


def _look(findings: list[Finding]) -> int:
    return 1 if any(finding.level is not Level.INFO for finding in findings) else 0


def run_import(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    outcome = desk.schedule.import_file(arguments.file, arguments.period)
    findings = desk.schedule.check(*outcome.span) if outcome.span else []
    data = {
        "accepted": outcome.accepted,
        "rejected": list(outcome.rejected),
        "findings": findings_json(findings),
    }
    return Result(data, 1 if outcome.rejected or _look(findings) else 0)


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    person = str(person_row(desk.store, arguments.nip)["key"])
    place = place_of(arguments.place)
    halves = {(person, arguments.date): Half(arguments.half)} if arguments.half else {}
    change = desk.schedule.set_places(
        [(person, arguments.date, place)], reason=arguments.reason, draft=arguments.draft, halves=halves
    )
    found = [
        finding
        for finding in desk.schedule.check(arguments.date, arguments.date)
        if finding.person in ("", person)
    ]
    told = {"device": change.device, "seq": change.seq, "kind": change.kind} if change else None
    return Result({"change": told, "findings": findings_json(found)}, _look(found))


def run_pin(session: Session, arguments: argparse.Namespace) -> Result:
    person = str(person_row(session.desk.store, arguments.nip)["key"])
    session.desk.schedule.pin(person, arguments.date, arguments.on)
    return Result({"nip": arguments.nip, "date": arguments.date.isoformat(), "pinned": arguments.on})


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    view = session.desk.schedule.period(arguments.period.first, arguments.period.last)
    nips = {person.key: person.nip for person in view.people}
    cells = [
        {
            "nip": nips[person],
            "date": each.isoformat(),
            "place": str(cell.place) if cell.place else None,
            "source": cell.source,
            "pinned": cell.pinned,
            "locked": cell.locked,
            "published": view.published is not None and not cell.changed_since_published,
            "half": str(cell.half) if cell.half else None,
            "note": cell.note or None,
        }
        for (person, each), cell in view.cells.items()
    ]
    data = {
        "cells": page(cells, arguments),
        "version": view.published,
        "letter": view.letter or None,
        "notes": {each.isoformat(): text for each, text in view.notes.items()},
    }
    return Result(data)


def run_note(session: Session, arguments: argparse.Namespace) -> Result:
    """A line about a day, or about one person's day; without a text it goes."""
    desk = session.desk
    if arguments.nip:
        person = str(person_row(desk.store, arguments.nip)["key"])
        desk.schedule.notes.of_cell(person, arguments.date, arguments.text)
    else:
        desk.schedule.notes.of_day(arguments.date, arguments.text)
    data = {"date": arguments.date.isoformat(), "nip": arguments.nip or None, "text": arguments.text or None}
    return Result(data)


def run_check(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.schedule.check(arguments.period.first, arguments.period.last)
    lines = [f"{f.rule} {f.level} {f.day or ''} {f.message} ({f.article})" for f in found]
    data = {"findings": page(findings_json(found), arguments)}
    return Result(data, _look(found), lines or [_("No rule is broken.")])


def run_plan(session: Session, arguments: argparse.Namespace) -> Result:
    return run_draft(session, arguments, session.desk.schedule)


def run_copy(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    source, target = arguments.source.first, arguments.to.first
    proposal = desk.schedule.copy_week_proposal(source, target, evened=arguments.even)
    if arguments.apply:
        desk.schedule.take(proposal)
    return Result(proposal_json(session, proposal), 0)


def run_pattern(session: Session, arguments: argparse.Namespace) -> Result:
    """Lists, keeps, removes, or lays a pattern over a period."""
    patterns = session.desk.patterns
    if arguments.rows:
        kind = PatternKind.CYCLE if arguments.cycle else PatternKind.WEEK
        patterns.save(arguments.name, kind, arguments.rows, arguments.step)
    elif arguments.remove:
        patterns.remove(patterns.pattern(arguments.name))
    elif arguments.name:
        if arguments.period is None:
            raise UsageError(detail=_("--period says which days the pattern is laid over"))
        people = [str(person_row(session.desk.store, nip)["key"]) for nip in arguments.nip]
        span = arguments.period
        found = patterns.proposal(patterns.pattern(arguments.name), span.first, span.last, people)
        if arguments.apply:
            session.desk.schedule.take(found)
        return Result(proposal_json(session, found))
    held = patterns.patterns()
    told = [
        {"name": one.name, "kind": one.kind, "rows": list(one.rows), "step": one.step, "own": bool(one.row)}
        for one in held
    ]
    lines = [f"{number}. {one.name}: {' '.join(one.rows)}" for number, one in enumerate(held, 1)]
    return Result({"patterns": told}, lines=lines)


def proposal_json(session: Session, proposal: Proposal) -> dict[str, Any]:
    nips = {person.key: person.nip for person in session.desk.people.roster()}
    return {
        "same": proposal.same,
        "changed": [
            {
                "nip": nips[item.person],
                "date": item.day.isoformat(),
                "from": str(item.before) if item.before else None,
                "to": str(item.place) if item.place else None,
                "because": item.because or None,
            }
            for item in proposal.changed
        ],
    }


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    desk, span = session.desk, arguments.period
    view = desk.schedule.period(span.first, span.last)
    if arguments.nip:
        wanted = {str(person_row(desk.store, nip)["key"]) for nip in arguments.nip}
        view = replace(view, people=tuple(person for person in view.people if person.key in wanted))
    pages: list[bytes] = []
    if arguments.format == "png":
        drawn = desk.printing.draw(["schedule"], span)
        pages = [page for one in drawn for page in pictures(one.issued.data)]
    unit = str(desk.unit.row().get("name") or "")
    title = f"Jadwal kerja {unit}, {span.label('id')}"
    if arguments.format == "weekqr":
        if span.kind is not PeriodKind.WEEK:
            raise UsageError(detail=_("a week code holds one week; --period names it"))
        files = desk.week_codes.pictures(view, span, unit, span.code)
    elif arguments.format == "bkd":
        files = [desk.publish_outputs.table(span)]
    else:
        files = files_of(view, title, f"jadwal_{span.code}", arguments.format, session.clock.now(), pages)
    paths = written(arguments.out, files, dry_run=arguments.dry_run)
    whole = arguments.format in ("xlsx", "csv", "bkd") and not (arguments.nip or arguments.dry_run)
    if whole and paths:
        note_export(desk.store, desk.schedule, span)
    return Result({"files": paths}, 0 if paths else 1, paths)


def pictures(pdf: bytes) -> list[bytes]:
    from flexdesk.documents.preview import page_count, page_png

    return [page_png(pdf, number, scale=2.0) for number in range(page_count(pdf))]


def run_publish(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.cli.commands.printing import issue

    desk, span = session.desk, arguments.period
    signer = str(person_row(desk.store, arguments.signer)["key"]) if arguments.signer else ""
    desk.schedule.publish_period(span, arguments.letter, signer, arguments.reason)
    view = desk.schedule.period(span.first, span.last)
    out = arguments.out or desk.folder / "documents"
    drawn = desk.printing.draw(["assignment-letter", "schedule"], span)
    data = {
        "version": view.published,
        "letter": arguments.letter or None,
        "documents": issue(session, drawn, span, out, dry_run=arguments.dry_run),
    }
    return Result(data)
