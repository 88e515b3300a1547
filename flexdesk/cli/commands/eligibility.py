"""`eligibility`, `criteria`, `discipline`, `pattern`: who may work flexibly, and what that rests on."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.cli.commands.printing import checks_json, issue
from flexdesk.cli.parsing import Group, Result, count, day, folder, page, paging, pairs, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.decisions import Decision, ObjectionAnswer
from flexdesk.domain.eligibility import what_changes_it
from flexdesk.domain.periods import PeriodKind, period_of
from flexdesk.domain.time_patterns import PatternKind, ShiftTask, TimePattern
from flexdesk.errors import UsageError
from flexdesk.i18n import _, speaking
from flexdesk.services.eligibility import SOON_DAYS, Standing
from flexdesk.services.finding_people import person_row
from flexdesk.services.printing import Drawn
from flexdesk.services.proceedings import KINDS
from flexdesk.services.time_patterns import Attested
from flexdesk.store.store import Row

_STATES = ("yes", "open", "no", "changes", "objected")


def add(root: Group) -> None:
    _add_eligibility(subgroup(root, "eligibility", _("who may work flexibly, and the decisions about it")))
    _add_criteria(subgroup(root, "criteria", _("what a task is judged by")))
    _add_discipline(subgroup(root, "discipline", _("disciplinary proceedings and sanctions")))
    _add_pattern(subgroup(root, "pattern", _("patterns of working time: sif and dinamis")))


# -- eligibility


def _add_eligibility(group: Group) -> None:
    listed = group.add("list", run_list, _("everybody, with since when, until when and why"))
    listed.add_argument("--state", choices=_STATES, default="")
    listed.add_argument("--within", type=count, default=SOON_DAYS, help=_("days, for the state “changes”"))
    listed.add_argument("--date", dest="day", type=day)
    listed.add_argument("--out", type=Path, metavar="FILE.xlsx")
    paging(listed)
    shown = group.add("show", run_show, _("one person, with every reason"))
    shown.add_argument("nip", metavar="NIP")
    shown.add_argument("--date", dest="day", type=day)
    made = group.add("decide", run_decide, _("issue decisions, with their sheets"), writes=True)
    made.add_argument("nip", nargs="*", metavar="NIP")
    made.add_argument("--all", action="store_true", help=_("everybody in the roster"))
    made.add_argument("--date", dest="day", type=day)
    made.add_argument("--number", default="")
    made.add_argument("--handed-on", type=day)
    made.add_argument("--out", type=folder, help=_("folder for the sheets"))
    made.add_argument("--paper", choices=("A4", "F4"), default="")
    handed = group.add("hand-over", run_hand_over, _("note when a decision was handed out"), writes=True)
    handed.add_argument("id", metavar="ID|NIP")
    handed.add_argument("--on", type=day, required=True)
    handed.add_argument("--number", default="")
    objected = group.add("object", run_object, _("record an objection"), writes=True)
    objected.add_argument("id", metavar="ID|NIP")
    objected.add_argument("--text", required=True)
    objected.add_argument("--on", type=day)
    answered = group.add("answer", run_answer, _("answer an objection"), writes=True)
    answered.add_argument("id", metavar="ID|NIP")
    answered.add_argument("--answer", required=True, choices=tuple(ObjectionAnswer))
    answered.add_argument("--note", required=True)
    answered.add_argument("--on", type=day)
    decisions = group.add("decisions", run_decisions, _("all decisions, newest first"))
    decisions.add_argument("--nip", default="")
    paging(decisions)


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.eligibility
    asked = arguments.day or service.today()
    everybody = service.register(asked)
    chosen = [one for one in everybody if _fits(one, arguments.state, asked, arguments.within)]
    if arguments.out is not None:
        _write(arguments.out, session, asked, {one.key for one in chosen})
    shown = page(chosen, arguments)
    counts = {
        state: sum(_fits(one, state, asked, arguments.within) for one in everybody) for state in _STATES
    }
    lines = [
        f"{one.row.person.nip}  {one.row.person.name}  {one.eligibility.location.sentence}" for one in shown
    ]
    data = {
        "date": asked.isoformat(),
        "eligibility": [_standing(one) for one in shown],
        "counts": counts,
        "file": str(arguments.out) if arguments.out else None,
    }
    return Result(data, lines=lines or [_("Nobody fits this search.")])


def _fits(standing: Standing, state: str, asked: date, within: int) -> bool:
    if state == "changes":
        return standing.changes_within(asked, within)
    if state == "objected":
        return standing.decision is not None and standing.decision.state == "objected"
    return not state or standing.row.answer == state


def _write(file: Path, session: Session, asked: date, keys: set[str]) -> None:
    from flexdesk.services.eligibility_export import write

    with speaking("id"):
        standings = [one for one in session.desk.eligibility.register(asked) if one.key in keys]
        write(file, standings, str(session.desk.unit.row().get("name") or ""), asked)


def _standing(standing: Standing) -> dict[str, Any]:
    row, decision = standing.row, standing.decision
    return {
        "nip": row.person.nip,
        "name": row.person.name,
        "jabatan": row.posting.jabatan if row.posting else None,
        "unit": row.posting.unit if row.posting else None,
        **standing.eligibility.as_json(),
        "decision": _decision(decision) if decision else None,
        "outdated": standing.is_outdated,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.key,
        "date": decision.day.isoformat(),
        "verdict": decision.verdict,
        "state": str(decision.state),
        "number": decision.number or None,
        "handed_on": _iso(decision.handed_on),
        "objection": decision.objection or None,
        "objected_on": _iso(decision.objected_on),
        "answer": decision.answer or None,
        "answered_on": _iso(decision.answered_on),
        "answer_note": decision.answer_note or None,
    }


def _iso(held: date | None) -> str | None:
    return held.isoformat() if held else None


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.eligibility
    asked = arguments.day or service.today()
    standing = service.standing(arguments.nip, asked)
    location = standing.eligibility.location
    changes = {
        "location": list(what_changes_it(location)),
        "time": list(what_changes_it(standing.eligibility.time)),
    }
    decisions = [_decision(one) for one in service.decisions(standing.key)]
    data = {"date": asked.isoformat(), **_standing(standing), "changes": changes, "decisions": decisions}
    marks = {True: "+", False: "-"}
    lines = [
        f"{standing.row.person.name}: {location.sentence}",
        *(f"  {marks[one.holds]} {one.text} ({one.article})" for one in location.reasons),
        standing.eligibility.time.sentence,
        *(f"  {marks[one.holds]} {one.text} ({one.article})" for one in standing.eligibility.time.reasons),
    ]
    return Result(data, lines=lines)


def run_decide(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    nips = [person.nip or person.key for person in desk.people.roster()] if arguments.all else arguments.nip
    if not nips:
        raise UsageError(detail=_("name somebody, or all with --all"))
    asked = arguments.day or desk.eligibility.today()
    files: list[dict[str, Any]] = []
    drawn: list[Drawn] = []
    keys, _change = desk.eligibility.decide(
        nips, asked, number=arguments.number, handed_on=arguments.handed_on
    )
    made = [_decision(desk.eligibility.decision(key)) for key in keys]
    if arguments.out is not None:
        period = period_of(PeriodKind.DAY, asked)
        drawn = desk.printing.draw(["eligibility-sheet"], period, nips=nips, paper=arguments.paper)
        files = issue(session, drawn, period, arguments.out, dry_run=arguments.dry_run)
    lines = [_("{count} decisions issued.").format(count=len(made)), *(file["path"] for file in files)]
    checks = checks_json(drawn)
    return Result(
        {"decisions": made, "files": files, "checks": checks}, 1 if any(checks.values()) else 0, lines
    )


def run_hand_over(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.eligibility
    service.hand_over(arguments.id, arguments.on, arguments.number)
    return Result(_decision(service.decision(arguments.id)))


def run_object(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.eligibility
    service.take_objection(arguments.id, arguments.text, arguments.on or service.today())
    return Result(_decision(service.decision(arguments.id)))


def run_answer(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.eligibility
    service.answer(arguments.id, arguments.answer, arguments.note, arguments.on or service.today())
    return Result(_decision(service.decision(arguments.id)))


def run_decisions(session: Session, arguments: argparse.Namespace) -> Result:
    people = {person.key: person for person in session.desk.reader.people(archived=True)}
    found = [
        {**_decision(one), "nip": people[one.person].nip, "name": people[one.person].name}
        for one in session.desk.eligibility.decisions(arguments.nip)
        if one.person in people
    ]
    return Result({"decisions": page(found, arguments)})


# -- criteria


def _add_criteria(group: Group) -> None:
    listed = group.add("list", run_criteria, _("the list in force, with the answers of one person"))
    listed.add_argument("--nip", default="")
    paging(listed)
    made = group.add("add", run_criteria_add, _("a criterion of the agency's own list"), writes=True)
    made.add_argument("text")
    made.add_argument("--source", required=True, help=_("the decision that sets it"))
    change = group.add("set", run_criteria_set, _("change or archive a criterion of the agency"), writes=True)
    change.add_argument("id", metavar="ID")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    answer = group.add("answer", run_criteria_answer, _("answer criteria about a person's post"), writes=True)
    answer.add_argument("nip", metavar="NIP")
    answer.add_argument("values", nargs="+", metavar="NUMBER=yes|no")


def run_criteria(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.criteria
    if arguments.nip:
        found = [
            {**_criterion(number, one), "answer": yes}
            for number, (one, yes) in enumerate(
                service.answers_of(arguments.nip, session.desk.eligibility.today()), 1
            )
        ]
    else:
        found = [_criterion(number, one) for number, one in enumerate(service.in_force(), 1)]
    return Result({"criteria": page(found, arguments), "own": service.is_own})


def _criterion(number: int, criterion: Any) -> dict[str, Any]:
    return {
        "number": number,
        "id": criterion.key,
        "text": criterion.words,
        "source": criterion.source or "PermenPANRB 4/2025",
    }


def run_criteria_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.criteria.add(arguments.text, arguments.source)
    return Result({"id": key, "text": arguments.text, "source": arguments.source})


def run_criteria_set(session: Session, arguments: argparse.Namespace) -> Result:
    values = pairs(arguments.values)
    session.desk.criteria.change(arguments.id, values)
    return Result({"id": arguments.id, **values})


_YES = {"yes": True, "ya": True, "1": True, "no": False, "tidak": False, "0": False, "": None}


def run_criteria_answer(session: Session, arguments: argparse.Namespace) -> Result:
    given: dict[str, bool | None] = {}
    for name, word in pairs(arguments.values).items():
        if word.lower() not in _YES:
            raise UsageError(detail=_("an answer is yes or no"))
        given[name] = _YES[word.lower()]
    session.desk.criteria.answer(arguments.nip, given, session.desk.eligibility.today())
    arguments.limit, arguments.offset = None, 0
    return run_criteria(session, arguments)


# -- discipline


def _add_discipline(group: Group) -> None:
    made = group.add("add", run_discipline_add, _("record a proceeding or a sanction"), writes=True)
    made.add_argument("nip", metavar="NIP")
    made.add_argument("--kind", required=True, choices=KINDS)
    made.add_argument("--from", dest="first", type=day, required=True)
    _dated(made)
    ended = group.add("end", run_discipline_end, _("its last day"), writes=True)
    ended.add_argument("id", metavar="ID")
    ended.add_argument("--on", type=day, required=True)
    follows = group.add("sanction", run_discipline_sanction, _("a process ends in a sanction"), writes=True)
    follows.add_argument("id", metavar="ID")
    follows.add_argument("--from", dest="first", type=day, required=True)
    _dated(follows)
    change = group.add("set", run_discipline_set, _("correct an entry"), writes=True)
    change.add_argument("id", metavar="ID")
    change.add_argument("values", nargs="+", metavar="KEY=VALUE")
    gone = group.add("remove", run_discipline_remove, _("take out an entry made by mistake"), writes=True)
    gone.add_argument("id", metavar="ID")
    listed = group.add("list", run_discipline_list, _("all entries, earliest first"))
    listed.add_argument("--nip", default="")
    paging(listed)


def _dated(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=day)
    parser.add_argument("--letter", default="")
    parser.add_argument("--note", default="")


def run_discipline_add(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.proceedings.add(
        arguments.nip,
        arguments.kind,
        arguments.first,
        arguments.to,
        letter=arguments.letter,
        note=arguments.note,
    )
    return Result({"id": key, "kind": arguments.kind, "nip": arguments.nip})


def run_discipline_end(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.proceedings.end(arguments.id, arguments.on)
    return Result({"id": arguments.id, "to": arguments.on.isoformat()})


def run_discipline_sanction(session: Session, arguments: argparse.Namespace) -> Result:
    key, _change = session.desk.proceedings.sanction(
        arguments.id, arguments.first, arguments.to, letter=arguments.letter, note=arguments.note
    )
    return Result({"id": key, "kind": "sanction", "process": arguments.id})


def run_discipline_set(session: Session, arguments: argparse.Namespace) -> Result:
    values = pairs(arguments.values)
    session.desk.proceedings.correct(arguments.id, values)
    return Result({"id": arguments.id, **values})


def run_discipline_remove(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.proceedings.remove(arguments.id)
    return Result({"id": arguments.id})


def run_discipline_list(session: Session, arguments: argparse.Namespace) -> Result:
    entries = page([_entry(row) for row in session.desk.proceedings.entries(arguments.nip)], arguments)
    return Result({"entries": entries})


def _entry(row: Row) -> dict[str, Any]:
    names = ("nip", "name", "kind", "from", "to", "letter", "note")
    return {"id": row["key"], **{name: row[name] for name in names}}


# -- patterns of time


def _add_pattern(group: Group) -> None:
    made = group.add("add", run_pattern_add, _("attest a pattern; it waits for its approval"), writes=True)
    made.add_argument("--kind", required=True, choices=tuple(PatternKind))
    made.add_argument("--from", dest="first", type=day, required=True)
    made.add_argument("--to", type=day)
    made.add_argument("--nip", default="")
    made.add_argument("--section", default="")
    made.add_argument("--note", default="")
    for name in ("minutes-a-day", "days-a-week", "minutes-a-week"):
        made.add_argument(f"--{name}", type=count, help=_("for sif: what the task needs"))
    for name in ("bound-to-opening-hours", "needs-supervision"):
        made.add_argument(f"--{name}", choices=("yes", "no"), help=_("for dinamis"))
    approved = group.add("approve", run_pattern_approve, _("who approved it and when"), writes=True)
    approved.add_argument("id", metavar="ID")
    approved.add_argument("--by", required=True)
    approved.add_argument("--on", type=day, required=True)
    approved.add_argument("--letter", default="")
    ended = group.add("end", run_pattern_end, _("its last day"), writes=True)
    ended.add_argument("id", metavar="ID")
    ended.add_argument("--on", type=day, required=True)
    paging(group.add("list", run_pattern_list, _("all patterns")))


def run_pattern_add(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.time_patterns
    key, _change = service.add(
        arguments.kind,
        arguments.first,
        arguments.to,
        attested=_attested(arguments),
        nip=arguments.nip,
        section=arguments.section,
        note=arguments.note,
    )
    return Result(_pattern(session, next(one for one in service.all() if one.key == key)))


def _attested(arguments: argparse.Namespace) -> Attested:
    """Raises UsageError where something is not said: nothing is attested by silence."""
    if arguments.kind == PatternKind.DINAMIS:
        bound, watched = arguments.bound_to_opening_hours, arguments.needs_supervision
        if bound is None or watched is None:
            raise UsageError(
                detail=_("dinamis needs --bound-to-opening-hours and --needs-supervision, yes or no")
            )
        return Attested(None, bound == "yes", watched == "yes")
    figures = (arguments.minutes_a_day, arguments.days_a_week, arguments.minutes_a_week)
    if None in figures:
        raise UsageError(detail=_("sif needs --minutes-a-day, --days-a-week and --minutes-a-week"))
    return Attested(ShiftTask(*figures))


def run_pattern_approve(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.time_patterns
    service.approve(arguments.id, arguments.by, arguments.on, arguments.letter)
    return Result(_pattern(session, next(one for one in service.all() if one.key == arguments.id)))


def run_pattern_end(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.time_patterns.end(arguments.id, arguments.on)
    return Result({"id": arguments.id, "to": arguments.on.isoformat()})


def run_pattern_list(session: Session, arguments: argparse.Namespace) -> Result:
    patterns = [_pattern(session, one) for one in page(list(session.desk.time_patterns.all()), arguments)]
    return Result({"patterns": patterns})


def _pattern(session: Session, pattern: TimePattern) -> dict[str, Any]:
    nip = person_row(session.desk.store, pattern.person)["nip"] if pattern.person else None
    return {
        "id": pattern.key,
        "kind": pattern.kind,
        "nip": nip,
        "for": session.desk.time_patterns.holder(pattern),
        "basis": pattern.basis,
        "from": pattern.from_.isoformat(),
        "to": _iso(pattern.to),
        "approved": pattern.is_approved,
        "approved_by": pattern.approved_by or None,
        "approved_on": _iso(pattern.approved_on),
        "letter": pattern.letter or None,
        "note": pattern.note or None,
    }
