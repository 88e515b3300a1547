"""More of `outputs`, and `feedback`: evidence, rules, samples, what a leader types, and notes on people."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Result, day, folder, page, paging, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.outputs import Question
from flexdesk.domain.performance import FeedbackTone
from flexdesk.domain.review_rules import Setting
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.evidence import Attached
from flexdesk.services.feedback import Note
from flexdesk.services.samples import SampleRecord
from flexdesk.services.typed_outputs import TypedOutput


def add_outputs(outputs: Group) -> None:
    attach = outputs.add("attach", run_attach, _("attach files as evidence"), writes=True)
    attach.add_argument("id", metavar="ID")
    attach.add_argument("file", type=Path, nargs="+")
    evidence = outputs.add("evidence", run_evidence, _("the files of an output"), tries=True)
    evidence.add_argument("id", metavar="ID")
    evidence.add_argument("--out", type=folder, help=_("write the files that are here into a folder"))
    rules = outputs.add("rules", run_rules, _("what the review asks, and how often"))
    rules.add_argument("--period", type=period)
    rule = outputs.add("rule", run_rule, _("switch a question or change its number"), writes=True)
    rule.add_argument("rule", choices=[str(question) for question in Question])
    turned = rule.add_mutually_exclusive_group()
    turned.add_argument("--on", action="store_true")
    turned.add_argument("--off", action="store_true")
    rule.add_argument("--number", type=_number)
    ask = outputs.add("ask", run_ask, _("remember that the people were asked today"), writes=True)
    ask.add_argument("id", nargs="+", metavar="ID")
    samples = outputs.add("samples", run_samples, _("the samples behind bulk acceptances, drawn again"))
    samples.add_argument("--period", type=period, required=True)
    typed = outputs.add("add", run_add, _("type an output for somebody without a device"), writes=True)
    typed.add_argument("nip")
    typed.add_argument("--day", type=day, required=True)
    typed.add_argument("--activity", required=True)
    typed.add_argument("--amount", type=_number)
    typed.add_argument("--unit", default="")
    typed.add_argument("--result", default="", metavar="CODE")
    typed.add_argument("--evidence", default="")


def add_feedback(root: Group) -> None:
    feedback = subgroup(root, "feedback", _("running feedback on people and their work"))
    add = feedback.add("add", run_feedback_add, _("write a note"), writes=True)
    add.add_argument("nip")
    about = add.add_mutually_exclusive_group()
    about.add_argument("--result", default="", metavar="CODE")
    about.add_argument("--value", choices=[str(value) for value in CoreValue])
    add.add_argument("--text", required=True)
    add.add_argument(
        "--tone", default=str(FeedbackTone.NEUTRAL), choices=[str(tone) for tone in FeedbackTone]
    )
    add.add_argument("--day", type=day)
    listed = feedback.add("list", run_feedback_list, _("notes, the latest first"))
    listed.add_argument("--nip", default="")
    listed.add_argument("--period", type=period, required=True)
    paging(listed)


def _number(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e12:
        raise argparse.ArgumentTypeError(_("“{text}” is not a number").format(text=text))
    return found


# -- evidence


def run_attach(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.evidence
    change = service.attach(arguments.id, arguments.file)
    files = [_file(one) for one in service.of(arguments.id)]
    line = _("{count} files are attached to this output.").format(count=len(files))
    return Result({"id": arguments.id, "changed": change is not None, "files": files}, lines=[line])


def run_evidence(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.evidence
    found = service.of(arguments.id)
    paths: list[str] = []
    if arguments.out is not None:
        paths = written(arguments.out, service.files(arguments.id), dry_run=arguments.dry_run)
    elsewhere = [one for one in found if not one.here]
    lines = [f"{one.name}  {one.bytes} B  {_here(one)}" for one in found]
    data = {"id": arguments.id, "files": [_file(one) for one in found], "written": paths}
    return Result(data, 1 if elsewhere else 0, lines or [_("No file is attached to this output.")])


def _here(one: Attached) -> str:
    return _("on this laptop") if one.here else _("not on this laptop yet")


def _file(one: Attached) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "key"}


# -- rules and samples


def rule_json(one: Setting) -> dict[str, Any]:
    return {
        "rule": str(one.rule.question),
        "on": one.on,
        "number": one.limit if one.rule.has_limit else None,
        "marked": one.marked,
        "message": one.sentence,
    }


def run_rules(session: Session, arguments: argparse.Namespace) -> Result:
    outputs = session.desk.outputs
    if arguments.period is None:
        return _rules(outputs.review_rules.settings())
    return _rules(list(outputs.review(arguments.period).settings))


def _rules(settings: list[Setting]) -> Result:
    lines = [f"{_('on') if one.on else _('off')}  {one.marked}  {one.sentence}" for one in settings]
    return Result({"review_rules": [rule_json(one) for one in settings]}, lines=lines)


def run_rule(session: Session, arguments: argparse.Namespace) -> Result:
    on = True if arguments.on else False if arguments.off else None
    if on is None and arguments.number is None:
        raise UsageError(detail=_("give --on, --off or --number"))
    rules = session.desk.outputs.review_rules
    rules.set(arguments.rule, on=on, limit=arguments.number)
    return _rules(rules.settings())


def run_samples(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.samples.all(arguments.period)
    lines = [f"{one.at:%Y-%m-%d %H:%M}  {one.period}  {one.statement}" for one in found]
    unsure = any(not one.confirmed and not one.undone for one in found)
    return Result({"samples": [_sample(one) for one in found]}, 1 if unsure else 0, lines)


def _sample(one: SampleRecord) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(timespec="seconds"),
        "device": one.device,
        "period": one.period,
        "seed": one.seed,
        "size": one.size,
        "of": one.of,
        "accepted": one.accepted,
        "drawn": list(one.redrawn),
        "confirmed": one.confirmed,
        "returned": one.returned,
        "undone": one.undone,
        "message": one.statement,
    }


# -- decisions


def run_ask(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.outputs.ask(arguments.id)
    return Result({"asked": arguments.id})


def run_add(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.typed_outputs.add(
        TypedOutput(
            arguments.nip,
            arguments.day,
            arguments.activity,
            arguments.amount,
            arguments.unit,
            arguments.result,
            arguments.evidence,
        )
    )
    keys = change.rows("output") if change is not None else []
    return Result({"id": keys[0] if keys else None}, lines=keys)


# -- feedback


def run_feedback_add(session: Session, arguments: argparse.Namespace) -> Result:
    change = session.desk.feedback.add(
        arguments.nip,
        arguments.day or session.clock.today(),
        arguments.text,
        tone=FeedbackTone(arguments.tone),
        value=CoreValue(arguments.value) if arguments.value else None,
        code=arguments.result,
    )
    return Result({"id": change.rows("feedback")[0] if change is not None else None})


def run_feedback_list(session: Session, arguments: argparse.Namespace) -> Result:
    found = page(session.desk.feedback.notes(arguments.period, arguments.nip), arguments)
    lines = [f"{note.day}  {note.name}: {note.text}" for note in found]
    return Result({"feedback": [_note(note) for note in found]}, lines=lines or [_("No note yet.")])


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.key,
        "nip": note.nip,
        "name": note.name,
        "date": note.day.isoformat(),
        "text": note.text,
        "tone": str(note.tone),
        "result": note.about or None,
        "value": str(note.value) if note.value else None,
        "giver": note.giver,
    }
