"""`evaluate`, `organisation`: ratings of a period, and what is done with each of them."""

import argparse
from pathlib import Path
from typing import Any

from flexdesk.cli.commands import evaluation_steps
from flexdesk.cli.parsing import Group, Parser, Result, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.performance import OrganisationLevel
from flexdesk.domain.periods import Period
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.evaluation import Evaluation


def add(root: Group) -> None:
    evaluate = root.add("evaluate", run_evaluate, _("ratings to predicates"), writes=True)
    evaluate.add_argument("--period", type=period)
    evaluate.add_argument("--ratings", type=Path)
    evaluate.add_argument("--lock", action="store_true", help=_("sign off every evaluation that is rated"))
    evaluate.add_argument("--reason", default="", help=_("why the unit is signed off outside the guide"))
    evaluate.add_argument("--organisation", choices=[str(level) for level in OrganisationLevel])
    steps = evaluate.add_subparsers(dest="evaluate_command", metavar=_("command"), parser_class=Parser)
    evaluation_steps.add(Group(steps))
    organisation = subgroup(root, "organisation", _("the unit's result"))
    change = organisation.add("set", run_organisation_set, _("set the unit's result"), writes=True)
    change.add_argument("--period", type=period, required=True)
    change.add_argument("level", choices=[str(level) for level in OrganisationLevel])


def run_organisation_set(session: Session, arguments: argparse.Namespace) -> Result:
    session.desk.evaluation.set_organisation(arguments.period, arguments.level)
    return Result({"period": arguments.period.code, "level": arguments.level})


def run_evaluate(session: Session, arguments: argparse.Namespace) -> Result:
    desk = session.desk
    if arguments.period is None:
        raise UsageError(detail=_("evaluate needs --period"))
    if arguments.organisation:
        desk.evaluation.set_organisation(arguments.period, arguments.organisation)
    rejected: list[dict[str, Any]] = []
    if arguments.ratings:
        rejected, _change = desk.evaluation.rate_from_file(arguments.ratings, arguments.period)
    if arguments.lock:
        keys = [one.skp.key for one in desk.evaluation.evaluations(arguments.period)]
        desk.evaluation.lock_all(keys, arguments.period, reason=arguments.reason)
    return evaluation_result(session, arguments.period, rejected)


def evaluation_result(session: Session, period: Period, rejected: list[dict[str, Any]]) -> Result:
    desk = session.desk
    evaluations = desk.evaluation.evaluations(period)
    counts, warnings = desk.evaluation.distribution(evaluations, desk.evaluation.organisation(period))
    data = {
        "evaluations": [_evaluation(evaluation) for evaluation in evaluations],
        "distribution": {
            "counts": {str(predicate): count for predicate, count in counts.items()},
            "warnings": [{"rule": w.rule, "message": w.sentence} for w in warnings],
            "reason": desk.evaluation.override_reason(period) or None,
        },
        "organisation": desk.evaluation.organisation(period),
        "rejected": rejected,
    }
    lines = [_line(one) for one in evaluations] + [warning.sentence for warning in warnings]
    lines += [_("Row {row}: {message}").format(row=one["row"], message=one["message"]) for one in rejected]
    return Result(data, 1 if rejected or warnings else 0, lines)


def _line(one: Evaluation) -> str:
    draft = " · " + _("the SKP is not approved") if one.is_draft_only else ""
    return f"{one.skp.person['nip']}  {one.skp.person['name']}  {one.predicate or '-'}{draft}"


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "nip": evaluation.skp.person["nip"],
        "name": evaluation.skp.person["name"],
        "results": evaluation.results,
        "behaviour": evaluation.behaviour,
        "predikat": evaluation.predicate,
        "locked": evaluation.locked,
        "note": evaluation.note or None,
        "skp": evaluation.skp.key,
        "draft_only": evaluation.is_draft_only,
        "revision": evaluation.revision,
        "received_on": evaluation.received_on,
        "final": evaluation.is_final,
    }
