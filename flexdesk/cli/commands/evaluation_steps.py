"""What is done with single evaluations: `evaluate lock`, `evaluate object`, `evaluate history` and so on."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from flexdesk.cli.parsing import Group, Result, day, period
from flexdesk.cli.session import Session
from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.objections import Objection
from flexdesk.domain.performance import FeedbackTone, Rating, objection_deadline
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation
from flexdesk.services.evaluation_checks import missing_of
from flexdesk.services.evaluation_history import versions
from flexdesk.services.objections import state_sentence
from flexdesk.services.realising import amount, line_json
from flexdesk.services.self_assessments import OwnResult, SelfAssessment, result_key

_RATINGS = [str(rating) for rating in Rating]


def add(steps: Group) -> None:
    lock = steps.add("lock", run_lock, _("sign and lock these, or everything that is rated"), writes=True)
    lock.add_argument("nip", nargs="*")
    lock.add_argument("--reason", default="", help=_("why the unit is signed off outside the guide"))
    _span(lock)
    reopen = _one(steps, "reopen", run_reopen, _("open a signed evaluation again"))
    reopen.add_argument("--reason", required=True)
    receive = steps.add("receive", run_receive, _("the day of receipt, or who has not received"), writes=True)
    receive.add_argument("nip", nargs="?", default="")
    receive.add_argument("--on", type=day)
    receive.add_argument("--undo", action="store_true", help=_("take the day away"))
    _span(receive)
    _add_objections(steps)
    _one(steps, "history", run_history, _("every version that was signed"), writes=False)
    _add_contents(steps)
    missing = steps.add("missing", run_missing, _("what is lacking before signature and print"))
    missing.add_argument("nip", nargs="*")
    _span(missing)


def _add_objections(steps: Group) -> None:
    filed = _one(steps, "object", run_object, _("record an objection"))
    filed.add_argument("--reasons", required=True)
    filed.add_argument("--on", type=day)
    explain = _one(steps, "explain", run_explain, _("the rater's answer to an objection"))
    explain.add_argument("--text", required=True)
    explain.add_argument("--on", type=day)
    decide = _one(steps, "decide", run_decide, _("decide an objection, for good"))
    decide.add_argument("--uphold", action="store_true", help=_("the evaluation stands"))
    decide.add_argument("--results", choices=_RATINGS)
    decide.add_argument("--behaviour", choices=_RATINGS)
    decide.add_argument("--note", required=True)
    decide.add_argument("--on", type=day)


def _add_contents(steps: Group) -> None:
    own = steps.add("self", run_self, _("what the person says about the own work"), writes=True)
    own.add_argument("nip", nargs="?", default="")
    own.add_argument("--file", type=Path, help=_("read a table of many people"))
    own.add_argument("--result", default="", help=_("its code, its number in the form or its sentence"))
    own.add_argument("--text", default="")
    own.add_argument("--number", type=_amount)
    own.add_argument("--rating", choices=_RATINGS)
    own.add_argument("--behaviour", choices=_RATINGS)
    own.add_argument("--note", default="")
    _span(own)
    reached = _one(steps, "realise", run_realise, _("amounts reached, month by month"))
    reached.add_argument("--take", action="store_true", help=_("take the sums of accepted outputs over"))
    reached.add_argument("--indicator", default="", metavar="ID")
    reached.add_argument("--number", type=_amount)
    reached.add_argument("--text", default="")
    reached.add_argument("--remove", action="store_true", help=_("take the entry away"))
    words = _one(steps, "feedback", run_feedback, _("words on a planned result or a core value"))
    words.add_argument("--about", required=True, help=_("a planned result, or a value such as akuntabel"))
    words.add_argument("--text", required=True)
    words.add_argument("--tone", choices=[str(tone) for tone in FeedbackTone], default="neutral")


def _one(steps: Group, name: str, run: Any, help: str, *, writes: bool = True) -> argparse.ArgumentParser:
    """A step on one person's evaluation."""
    parser = steps.add(name, run, help, writes=writes)
    parser.add_argument("nip")
    _span(parser)
    return parser


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", type=period, required=True)
    parser.add_argument("--skp", default="", help=_("which plan, for somebody with several in the period"))


def _amount(text: str) -> float | None:
    try:
        return amount(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error.facts["detail"])) from None


def _found(session: Session, arguments: argparse.Namespace) -> Evaluation:
    service = session.desk.evaluation
    if arguments.skp:
        return service.evaluation(arguments.skp, arguments.period)
    return service.of_person(arguments.nip, arguments.period)


def _day(session: Session, arguments: argparse.Namespace) -> date:
    return arguments.on or session.clock.today()


# -- signing


def run_lock(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.cli.commands.evaluations import evaluation_result

    service, span = session.desk.evaluation, arguments.period
    if not arguments.nip and not arguments.skp:
        keys = [one.skp.key for one in service.evaluations(span)]
        service.lock_all(keys, span, reason=arguments.reason)
    for nip in arguments.nip:
        service.lock(service.of_person(nip, span).skp.key, span, on=True)
    if arguments.skp:
        service.lock(arguments.skp, span, on=True)
    return evaluation_result(session, span, [])


def run_reopen(session: Session, arguments: argparse.Namespace) -> Result:
    key = _found(session, arguments).skp.key
    session.desk.evaluation.lock(key, arguments.period, on=False, reason=arguments.reason)
    return _state(session, arguments)


def run_receive(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.evaluation, arguments.period
    if arguments.nip or arguments.skp:
        key = _found(session, arguments).skp.key
        service.receive(key, span, None if arguments.undo else _day(session, arguments))
        return _state(session, arguments)
    waiting = [
        {"nip": one.skp.person["nip"], "name": one.skp.person["name"]} for one in service.not_received(span)
    ]
    lines = [f"{one['nip']}  {one['name']}" for one in waiting]
    return Result({"not_received": waiting}, 1 if waiting else 0, lines or [_("Everybody has received it.")])


def _state(session: Session, arguments: argparse.Namespace) -> Result:
    one = _found(session, arguments)
    objection = session.desk.objections.of(one.skp.key, arguments.period)
    deadline = objection_deadline(one.received_on) if one.received_on else None
    data = {
        "nip": one.skp.person["nip"],
        "period": arguments.period.code,
        "locked": one.locked,
        "revision": one.revision,
        "results": one.results,
        "behaviour": one.behaviour,
        "predikat": one.predicate,
        "received_on": one.received_on,
        "objection_until": deadline,
        "objection": _objection(objection) if objection else None,
        "final": one.is_final,
    }
    lines = [f"{one.skp.person['nip']}  {one.skp.person['name']}  {one.predicate or '-'}"]
    if one.revision:
        lines.append(_("revision {number}").format(number=one.revision))
    if objection is not None:
        lines.append(state_sentence(objection))
    return Result(data, lines=lines)


def _objection(found: Objection) -> dict[str, Any]:
    return {
        "status": found.status,
        "filed_on": found.filed_on,
        "reasons": found.reasons,
        "explanation": found.explanation or None,
        "explained_on": found.explained_on,
        "decision": found.decision or None,
        "decision_note": found.decision_note or None,
        "decided_on": found.decided_on,
        "message": state_sentence(found),
    }


# -- objections


def run_object(session: Session, arguments: argparse.Namespace) -> Result:
    key = _found(session, arguments).skp.key
    session.desk.objections.file(key, arguments.period, arguments.reasons, _day(session, arguments))
    return _state(session, arguments)


def run_explain(session: Session, arguments: argparse.Namespace) -> Result:
    key = _found(session, arguments).skp.key
    session.desk.objections.explain(key, arguments.period, arguments.text, _day(session, arguments))
    return _state(session, arguments)


def run_decide(session: Session, arguments: argparse.Namespace) -> Result:
    objections, span, on = session.desk.objections, arguments.period, _day(session, arguments)
    one = _found(session, arguments)
    if arguments.uphold == bool(arguments.results or arguments.behaviour):
        raise UsageError(detail=_("decide with --uphold, or with new ratings"))
    if arguments.uphold:
        objections.uphold(one.skp.key, span, arguments.note, on)
    else:
        results = Rating(arguments.results) if arguments.results else one.results
        behaviour = Rating(arguments.behaviour) if arguments.behaviour else one.behaviour
        if results and behaviour:
            objections.change(one.skp.key, span, results, behaviour, arguments.note, on)
    return _state(session, arguments)


def run_history(session: Session, arguments: argparse.Namespace) -> Result:
    found = versions(session.desk.store, _found(session, arguments).skp.key, arguments.period)
    told = [
        {
            "revision": one.revision,
            "results": one.results,
            "behaviour": one.behaviour,
            "predikat": one.predicate,
            "organisation": one.organisation,
            "note": one.note or None,
            "signed_at": one.signed_at.isoformat(timespec="minutes"),
            "device": one.device,
            "by_objection": one.by_objection,
            "reopened_because": one.ended or None,
            "stands": one.stands,
        }
        for one in found
    ]
    lines = [
        f"{one['revision']}  {one['signed_at']}  {one['results']}/{one['behaviour']}  {one['predikat']}"
        f"  {one['reopened_because'] or ''}".rstrip()
        for one in told
    ]
    return Result({"versions": told}, lines=lines or [_("Nothing was signed yet.")])


# -- contents


def run_self(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.self_assessments, arguments.period
    if arguments.file:
        taken, rejected, _change = service.import_file(arguments.file, span)
        line = _("{people} people taken, {rejected} rows rejected.")
        data = {"accepted": taken, "rejected": rejected}
        return Result(data, 1 if rejected else 0, [line.format(people=taken, rejected=len(rejected))])
    one = _found(session, arguments)
    own: dict[str, OwnResult] = {}
    if arguments.result:
        rating = Rating(arguments.rating) if arguments.rating else None
        key = result_key(one, arguments.result) or arguments.result
        own[key] = OwnResult(arguments.text, arguments.number, rating)
    behaviour = Rating(arguments.behaviour) if arguments.behaviour else None
    if own or behaviour or arguments.note:
        service.write(one, span, own, behaviour=behaviour, note=arguments.note)
    return Result(_own_json(one, service.of(one.skp.key, span)))


def _own_json(one: Evaluation, held: SelfAssessment | None) -> dict[str, Any]:
    said = held.results if held else {}
    results = []
    for result in one.skp.results:
        key = str(result.row["key"])
        told = said[key].as_json() if key in said else {}
        results.append({"id": key, "result": result.row["text"], **told})
    return {
        "nip": one.skp.person["nip"],
        "results": results,
        "behaviour": held.behaviour if held else None,
        "note": held.note if held else None,
        "given_on": held.given_on if held else None,
        "source": held.source if held else None,
    }


def run_realise(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.realising, arguments.period
    one = _found(session, arguments)
    if arguments.take:
        service.take(one, span, arguments.indicator)
    elif arguments.indicator:
        if arguments.number is None and not arguments.text and not arguments.remove:
            raise UsageError(detail=_("give --number, --text or --remove"))
        number = None if arguments.remove else arguments.number
        service.write(one, arguments.indicator, span, number=number, text=arguments.text)
    lines = service.lines(_found(session, arguments), span)
    shown = [
        f"{line.month.code}  {line.indicator.row['text']}: {(line.stored or {}).get('number') or '-'}"
        f" ({_('proposed')} {line.proposal if line.proposal is not None else '-'})"
        for line in lines
    ]
    return Result({"realisations": [line_json(line) for line in lines]}, lines=shown)


def run_feedback(session: Session, arguments: argparse.Namespace) -> Result:
    one, about = _found(session, arguments), arguments.about
    key = about if about in set(CoreValue) else result_key(one, about) or about
    service = session.desk.evaluation_feedback
    service.write(one, arguments.period, key, arguments.text, tone=FeedbackTone(arguments.tone))
    held = service.written(one, arguments.period)
    told = [{"about": about, "text": row["text"], "tone": row["tone"]} for about, row in held.items()]
    return Result({"feedback": told})


def run_missing(session: Session, arguments: argparse.Namespace) -> Result:
    service, span = session.desk.evaluation, arguments.period
    found = [service.of_person(nip, span) for nip in arguments.nip] or service.evaluations(span)
    lacks = missing_of(session.desk.store, found, service.organisation(span), session.clock.today())
    told = [{"kind": one.lack, "message": one.sentence, "skp": one.skp or None} for one in lacks]
    lines = [one.sentence for one in lacks] or [_("Nothing is missing.")]
    return Result({"missing": told}, 1 if told else 0, lines)
