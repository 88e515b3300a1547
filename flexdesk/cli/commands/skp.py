"""The commands of an SKP's life: made, submitted, decided, closed, and what stands beside its results."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import Annex, Approach, FormKind, label
from flexdesk.domain.periods import PeriodKind
from flexdesk.domain.skp import SkpFinding, SkpReason, Step, steps_from
from flexdesk.errors import NotFound, UsageError
from flexdesk.i18n import _
from flexdesk.services import skp_export
from flexdesk.services.action_plans import PlannedPart
from flexdesk.services.form_labels import UnknownLabel
from flexdesk.services.skp import Wish
from flexdesk.services.skp_rows import status_of
from flexdesk.services.skp_texts import annex_presets, expectation_presets
from flexdesk.services.targets import Skp, TargetResult

_HEAD = (
    "from", "to", "approach", "form", "status", "reason", "jabatan", "place", "submitted_on", "decided_on",
    "set_on", "decision_note", "closed_on", "close_note",
)  # fmt: skip


def add(targets: Group) -> None:
    skp = subgroup(targets, "skp", _("the SKP as a document: status, annex, expectations, action plans"))
    listed = skp.add("list", run_list, _("SKP with status and what they lack"))
    listed.add_argument("--year", type=int)
    paging(listed)
    _named(skp.add("show", run_show, _("one SKP with everything beside its results")))
    new = skp.add("new", run_new, _("a draft for a person"), writes=True)
    new.add_argument("nip", metavar="NIP")
    _head(new)
    change = skp.add("set", run_set, _("change the head of an SKP"), writes=True)
    _named(change)
    _head(change)
    _named(skp.add("submit", run_submit, _("ask for approval"), writes=True))
    approve = _named(skp.add("approve", run_approve, _("approve"), writes=True))
    approve.add_argument("--on", type=day, metavar="DATE", help=_("day on the paper"))
    approve.add_argument("--note", default="")
    refuse = _named(skp.add("refuse", run_refuse, _("refuse with a note"), writes=True))
    refuse.add_argument("--note", required=True)
    reopen = _named(skp.add("reopen", run_reopen, _("back to draft with a reason"), writes=True))
    reopen.add_argument("--reason", required=True)
    close = _named(skp.add("close", run_close, _("end it at a change of post"), writes=True))
    close.add_argument("--last-day", type=day, required=True, metavar="DATE")
    close.add_argument("--note", default="")
    _texts(skp)


def _texts(skp: Group) -> None:
    annex = _named(skp.add("annex", run_annex, _("the three lists of the annex"), writes=True))
    annex.add_argument("kind", choices=[str(kind) for kind in Annex])
    annex.add_argument("line", nargs="*", help=_("all lines of the list, in order"))
    annex.add_argument("--preset", action="store_true", help=_("take the usual lines"))
    expect = _named(skp.add("expectation", run_expectation, _("what the leader expects"), writes=True))
    expect.add_argument("value", choices=[str(value) for value in CoreValue])
    expect.add_argument("line", nargs="*")
    expect.add_argument("--preset", action="store_true", help=_("take the usual lines"))
    plan = skp.add("plan", run_plan, _("action plan of a result"), writes=True)
    plan.add_argument("result", metavar="RESULT")
    plan.add_argument("--every", choices=[PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.SEMESTER])
    plan.add_argument("--period", type=period)
    plan.add_argument("--text", default="")
    plan.add_argument("--number", type=float)
    plan.add_argument("--unit", default="")
    plan.add_argument("--due", type=day, metavar="DATE")
    plan.add_argument("--drop", action="store_true", help=_("take the line of this period away"))


def add_change(targets: Group) -> None:
    change = targets.add("change", run_change, _("another target from a day on"), writes=True)
    change.add_argument("indicator", metavar="INDICATOR")
    change.add_argument("--target", default="")
    change.add_argument("--unit")
    change.add_argument("--from", type=day, required=True, dest="since", metavar="DATE")
    change.add_argument("--note", default="")
    change.add_argument("--withdraw", action="store_true", help=_("take the change of that day back"))


def add_labels(targets: Group) -> None:
    labels = targets.add("labels", run_labels, _("words that the forms print"), writes=True)
    labels.add_argument("label", nargs="?", default="", metavar="KEY")
    labels.add_argument("text", nargs="?", metavar="TEXT", help=_("empty brings the usual word back"))


def add_export(targets: Group) -> None:
    out = targets.add("export", run_export, _("plans as a workbook that `targets import` reads"))
    out.add_argument("--out", type=Path, required=True)
    out.add_argument("--year", type=int)


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("nip", metavar="NIP")
    parser.add_argument("--year", type=int)
    parser.add_argument("--id", default="", help=_("which SKP, where a person has several"))
    return parser


def _head(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", type=day, dest="first", metavar="DATE")
    parser.add_argument("--to", type=day, dest="last", metavar="DATE")
    parser.add_argument("--approach", choices=[str(one) for one in Approach])
    parser.add_argument("--form", choices=["staff", "leader"])
    parser.add_argument("--acting", choices=["yes", "no"], help=_("Plt. or Plh."))
    parser.add_argument("--reason", choices=[str(one) for one in SkpReason])
    rater = _("NIP, or NAME|NUMBER|RANK|JABATAN|UNIT of somebody from outside")
    parser.add_argument("--rater", help=rater)
    parser.add_argument("--superior", help=rater)
    parser.add_argument("--place")


_FORMS = {"staff": FormKind.STAFF, "leader": FormKind.LEADER}


def _wish(arguments: argparse.Namespace) -> Wish:
    people: dict[str, str] = {}
    for name in ("rater", "superior"):
        text = getattr(arguments, name)
        if text is not None:
            outside = "|" in text
            people |= {name: "" if outside else text, f"{name}_text": text if outside else ""}
    return Wish(
        first=arguments.first,
        last=arguments.last,
        approach=Approach(arguments.approach) if arguments.approach else None,
        form=_FORMS.get(arguments.form),
        acting=arguments.acting == "yes" if arguments.acting else None,
        reason=SkpReason(arguments.reason) if arguments.reason else None,
        place=arguments.place,
        **people,
    )


def _plan(session: Session, arguments: argparse.Namespace) -> Skp:
    """The SKP that is meant. Raises NotFound."""
    skp = session.desk.skp
    if arguments.id:
        return skp.plan(arguments.id)
    return skp.plan_of(arguments.nip, arguments.year or session.clock.today().year)


# -- looking


def run_list(session: Session, arguments: argparse.Namespace) -> Result:
    desk, year = session.desk, arguments.year or session.clock.today().year
    plans = page(desk.targets.plans(year=year), arguments)
    told = [(plan, desk.skp.findings(plan)) for plan in plans]
    people = {person.key: person for person in desk.reader.people()}
    missing = [
        {"nip": people[key].nip, "name": people[key].name, "message": found.sentence}
        for key, found in desk.skp.without_plan(year).items()
    ]
    lines = [
        f"{plan.person['nip']}  {plan.person['name']}  {plan.row['from']} – {plan.row['to']}"
        f"  {label(status_of(plan.row))}"
        for plan, _found in told
    ]
    lines += [f"{one['nip']}  {one['name']}  {one['message']}" for one in missing]
    data = {"skp": [{**head_json(plan), **_found(found)} for plan, found in told], "missing": missing}
    asked = bool(missing) or any(found for _plan, found in told)
    return Result(data, 1 if asked else 0, lines or [_("No targets yet.")])


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    return _answer(session, _plan(session, arguments).key)


def _answer(session: Session, key: str) -> Result:
    desk = session.desk
    plan, texts = desk.skp.plan(key), desk.skp_texts
    found = desk.skp.findings(plan)
    data: dict[str, Any] = {
        **head_json(plan),
        **_found(found),
        "annex": {str(kind): lines for kind, lines in texts.annex(key).items()},
        "expectations": {str(value): text for value, text in texts.expectations(key).items()},
        "plans": [
            {"result": str(result.row["key"]), **_part(part)}
            for result in plan.results
            for part in desk.action_plans.of(str(result.row["key"]))
        ],
    }
    lines = [
        f"{plan.person['name']}: {label(status_of(plan.row))}, {plan.row['from']} – {plan.row['to']}",
        *(one.sentence for one in found),
    ]
    return Result({"skp": data}, lines=lines)


def head_json(plan: Skp) -> dict[str, Any]:
    row = plan.row
    told = {name: row[name] for name in _HEAD}
    return {
        "id": plan.key,
        "nip": plan.person["nip"],
        "name": plan.person["name"],
        "year": row["year"],
        **told,
        "acting": bool(row["acting"]),
        "rater": row["rater_text"] or row["rater"],
        "superior": row["superior_text"] or row["rater_superior"],
        "steps": [str(step) for step in steps_from(status_of(row))],
    }


def _found(found: list[SkpFinding]) -> dict[str, Any]:
    told = [{"kind": str(one.sign), "blocks": one.blocks, "message": one.sentence} for one in found]
    return {"findings": told}


# -- the head and its steps


def run_new(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.skp.make(arguments.nip, _wish(arguments))
    assert change is not None
    return _answer(session, change.ops[0].row)


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    key = _plan(session, arguments).key
    session.desk.skp.change(key, _wish(arguments))
    return _answer(session, key)


def run_submit(session: Session, arguments: argparse.Namespace) -> Result:
    return _stepped(session, arguments, Step.SUBMIT)


def run_approve(session: Session, arguments: argparse.Namespace) -> Result:
    return _stepped(session, arguments, Step.APPROVE, on=arguments.on, note=arguments.note)


def run_refuse(session: Session, arguments: argparse.Namespace) -> Result:
    return _stepped(session, arguments, Step.REFUSE, note=arguments.note)


def run_reopen(session: Session, arguments: argparse.Namespace) -> Result:
    return _stepped(session, arguments, Step.REOPEN, reason=arguments.reason)


def run_close(session: Session, arguments: argparse.Namespace) -> Result:
    return _stepped(session, arguments, Step.CLOSE, last_day=arguments.last_day, note=arguments.note)


def _stepped(session: Session, arguments: argparse.Namespace, step: Step, **facts: Any) -> Result:
    key = _plan(session, arguments).key
    getattr(session.desk.skp, step)(key, **facts)
    return _answer(session, key)


# -- annex, expectations, action plans, changes


def run_annex(session: Session, arguments: argparse.Namespace) -> Result:
    key, kind = _plan(session, arguments).key, Annex(arguments.kind)
    lines = [*arguments.line, *(annex_presets(kind) if arguments.preset else ())]
    session.desk.skp_texts.set_annex(key, kind, lines)
    found = session.desk.skp_texts.annex(key)
    return Result({"annex": {str(one): texts for one, texts in found.items()}}, lines=found[kind])


def run_expectation(session: Session, arguments: argparse.Namespace) -> Result:
    key, value = _plan(session, arguments).key, CoreValue(arguments.value)
    lines = [*arguments.line, *(expectation_presets(value) if arguments.preset else ())]
    session.desk.skp_texts.set_expectation(key, value, "\n".join(lines))
    found = session.desk.skp_texts.expectations(key)
    told = [f"{CONDUCTS[one].name}: {text or '-'}" for one, text in found.items()]
    return Result({"expectations": {str(one): text for one, text in found.items()}}, lines=told)


def run_plan(session: Session, arguments: argparse.Namespace) -> Result:
    """With `--every` the year is broken down, with `--period` one line is written; else they are shown."""
    plans, key = session.desk.action_plans, arguments.result
    result = _result(session, key)
    if arguments.every:
        plans.set(key, plans.proposed(result, PeriodKind(arguments.every)), alone=True)
    elif arguments.period and arguments.drop:
        plans.drop([part.key for part in plans.of(key) if part.period == arguments.period])
    elif arguments.period:
        part = PlannedPart(arguments.period, arguments.text, arguments.number, arguments.unit, arguments.due)
        plans.set(key, [part])
    elif arguments.drop:
        raise UsageError(detail=_("--drop needs --period"))
    told = [_part(part) for part in plans.of(key)]
    return Result(
        {"result": key, "plans": told},
        lines=[f"{one['period']}  {one['number'] or ''} {one['unit']}  {one['text']}" for one in told],
    )


def _result(session: Session, key: str) -> TargetResult:
    row = session.desk.store.get("work_result", key)
    if row is None:
        raise NotFound(what=_("Target"), key=key)
    plan = session.desk.skp.plan(str(row["skp"]))
    return next(result for result in plan.results if result.row["key"] == key)


def _part(part: PlannedPart) -> dict[str, Any]:
    number = int(part.number) if part.number is not None and part.number == int(part.number) else part.number
    return {
        "id": part.key,
        "period": part.period.code,
        "text": part.text,
        "number": number,
        "unit": part.unit,
        "due": _iso(part.due),
    }


def _iso(found: date | None) -> str | None:
    return found.isoformat() if found else None


def run_change(session: Session, arguments: argparse.Namespace) -> Result:
    changes, key = session.desk.target_changes, arguments.indicator
    if arguments.withdraw:
        changes.withdraw(key, arguments.since)
    else:
        unit = arguments.unit if arguments.unit is not None else changes.history(key)[-1].unit
        changes.change(key, target=arguments.target, unit=unit, since=arguments.since, note=arguments.note)
    told = [
        {
            "from": one.since.isoformat(),
            "target": one.text,
            "number": one.number,
            "unit": one.unit,
            "note": one.note,
        }
        for one in changes.history(key)
    ]
    lines = [f"{one['from']}  {one['target']} {one['unit']}  {one['note']}".rstrip() for one in told]
    return Result({"indicator": key, "targets": told}, lines=lines)


def run_labels(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.form_labels
    if arguments.text is not None:
        service.set(arguments.label, arguments.text)
    found = [one for one in service.labels() if arguments.label in ("", one.key)]
    if not found:
        raise UnknownLabel(key=arguments.label)
    told = [{"key": one.key, "text": one.text, "usual": one.usual, "own": one.is_own} for one in found]
    return Result({"labels": told}, lines=[f"{one.key}  {one.text}" for one in found])


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    desk, year = session.desk, arguments.year or session.clock.today().year
    plans = desk.targets.plans(year=year)
    lines = skp_export.write(arguments.out, plans, unit=desk.reader.unit().name, year=year)
    kept = len(skp_export.meant(plans))
    said = _("{people} people, {lines} lines: {file}").format(people=kept, lines=lines, file=arguments.out)
    data = {"file": str(arguments.out), "people": kept, "lines": lines}
    return Result(data, 0 if plans else 1, [said])
