"""`report` and `effect`: the monthly report of flexible work, and what its days differ in."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flexdesk.cli.files import written
from flexdesk.cli.parsing import Group, Result, pairs, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain import effect_words
from flexdesk.domain.effect import Comparison, Span
from flexdesk.domain.monthly_form import ASPECTS, FieldKind, entry, printed
from flexdesk.domain.periods import day_label, span_label
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.effect import EffectView
from flexdesk.services.month_figures import GroupFigures, MonthFigures
from flexdesk.services.monthly_report import Answers, MonthlyReport


def add(root: Group) -> None:
    effect = root.add("effect", run_effect, _("office days beside flexible days, before beside after"))
    effect.add_argument("--period", type=period, help=_("without it: since the introduction"))

    report = subgroup(root, "report", _("the monthly report of flexible work"))
    shown = report.add("show", run_show, _("figures, answers and proposals of a month"))
    shown.add_argument("--period", type=period, required=True)
    put = report.add("set", run_set, _("answer fields of the monthly form"), writes=True)
    put.add_argument("--period", type=period, required=True)
    put.add_argument("values", nargs="*", metavar="FIELD=ANSWER")
    put.add_argument("--carry", action="store_true", help=_("take over what is proposed"))
    out = report.add("export", run_export, _("the report as a workbook"), tries=True)
    out.add_argument("--period", type=period, required=True)
    out.add_argument("--format", choices=("xlsx",), default="xlsx")
    out.add_argument("--out", type=Path, default=Path())


# -- effect


def run_effect(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.effect
    if arguments.period is None:
        span = service.since_introduction()
        if span is None:
            raise UsageError(detail=_("flexible work has not begun here; name a period"))
        view = service.view(*span)
    else:
        view = service.of_period(arguments.period)
    return Result(_effect_json(view), 0, list(_effect_lines(view)))


def _effect_json(view: EffectView) -> dict[str, Any]:
    begun = view.introduction
    return {
        "from": view.first.isoformat(),
        "to": view.last.isoformat(),
        "people": view.people,
        "office_days": view.office,
        "flexible_days": view.flexible,
        "weeks": view.weeks,
        "published_weeks": view.published,
        "many_away_beyond": view.split,
        "comparisons": [_comparison(one, by_time=False) for one in view.places],
        "introduced_on": begun.day.isoformat() if begun else None,
        "introduced_by": ("setting" if begun.settled else "publication") if begun else None,
        "before": _span(view.before),
        "after": _span(view.after),
        "before_after": [_comparison(one, by_time=True) for one in view.times],
        "notes": [note.spoken for note in view.notes],
        "before_after_notes": [note.spoken for note in view.time_notes],
    }


def _span(span: Span | None) -> dict[str, str] | None:
    return {"from": span[0].isoformat(), "to": span[1].isoformat()} if span else None


def _comparison(one: Comparison, *, by_time: bool) -> dict[str, Any]:
    names = ("before", "after") if by_time else ("office", "flexible")
    return {
        "measure": str(one.measure),
        "compares": str(effect_words.question_of(one.measure, by_time=by_time)),
        names[0]: one.first,
        names[1]: one.second,
        "difference": one.difference,
        "low": one.low,
        "high": one.high,
        "groups": one.groups,
        f"{names[0]}_dates": one.first_days,
        f"{names[1]}_dates": one.second_days,
        "verdict": str(one.verdict),
        "message": effect_words.sentence(one, by_time=by_time),
    }


def _effect_lines(view: EffectView) -> list[str]:
    lines = [span_label(view.first, max(view.first, view.last))]
    for found, by_time in ((view.places, False), (view.times, True)):
        if by_time and view.before and view.after:
            before, after = span_label(*view.before), span_label(*view.after)
            lines += ["", _("Before {before}, after {after}").format(before=before, after=after)]
        lines += [_line(one, by_time=by_time) for one in found]
        notes = view.time_notes if by_time else view.notes
        lines += [f"- {note.spoken}" for note in notes]
    return lines


def _line(one: Comparison, *, by_time: bool) -> str:
    first, second = (effect_words.figure(value, one.measure) for value in (one.first, one.second))
    sides = effect_words.SIDES[effect_words.question_of(one.measure, by_time=by_time)]
    said = effect_words.sentence(one, by_time=by_time)
    title = _(effect_words.TITLES[one.measure])
    return f"{title}: {_(sides[0])} {first}, {_(sides[1])} {second}. {said}"


# -- the monthly report


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    report = session.desk.monthly_report.report(arguments.period)
    return Result(_report_json(report), 0, list(_report_lines(report)))


def _report_lines(report: MonthlyReport) -> Iterator[str]:
    whole = report.figures.total
    yield report.month.label()
    if report.due is not None:
        yield _("Due on {day}").format(day=day_label(report.due))
    yield _("{people} people, {office} person-days at the office, {flexible} flexible").format(
        people=whole.people, office=whole.office, flexible=whole.away
    )
    answers = report.answers.printed
    for aspect in ASPECTS:
        yield f"{aspect.number}. {aspect.title}: {entry(aspect, answers) or _('not answered yet')}"
        for field in aspect.fields:
            if proposal := report.answers.proposed.get(field.key):
                yield "   " + _("proposed for {field}: {answer} ({key})").format(
                    field=field.title, answer=printed(field, proposal), key=field.key
                )


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    service = session.desk.monthly_report
    if not arguments.values and not arguments.carry:
        raise UsageError(detail=_("give FIELD=ANSWER, or --carry"))
    values = pairs(arguments.values)
    proposed = service.answers(arguments.period).proposed if arguments.carry else {}
    change = service.set(arguments.period, {**proposed, **values})
    changed = [op.row.partition("|")[2] for op in change.ops] if change else []
    answers = service.answers(arguments.period)
    return Result(
        {"period": arguments.period.code, "changed": changed, "open": answers.open, **_sums(answers)}
    )


def _sums(answers: Answers) -> dict[str, str | None]:
    return {name: answers.counted.get(f"{name}.total") for name in ("saving", "use")}


def run_export(session: Session, arguments: argparse.Namespace) -> Result:
    from flexdesk.services.report_workbook import workbook

    desk = session.desk
    file = workbook(desk.monthly_report.report(arguments.period), str(desk.unit.row().get("name") or ""))
    files = written(arguments.out, [file], dry_run=arguments.dry_run)
    return Result({"files": files}, 0, files)


def _report_json(report: MonthlyReport) -> dict[str, Any]:
    return {
        "period": report.month.code,
        "until": report.figures.until.isoformat(),
        "due": report.due.isoformat() if report.due else None,
        "form": report.form,
        "closed_on": report.closed_on.isoformat() if report.closed_on else None,
        "note": report.note,
        **_figures_json(report.figures),
        "aspects": [field for aspect in ASPECTS for field in _aspect_json(aspect.number, report.answers)],
        "open": report.answers.open,
    }


def _figures_json(figures: MonthFigures) -> dict[str, Any]:
    composition = figures.composition
    return {
        "working_days": figures.working_days,
        "composition": {"wfh": composition[0], "wfo": composition[1]} if composition else None,
        "total": _group_json(figures.total),
        "over_limit": figures.over_limit,
        "counters_open": figures.opened,
        "counters_short": figures.short,
        "complaints": figures.complaints,
        "unexcused": figures.unexcused,
        "targets_on_track": figures.on_track,
        "targets_known": figures.planned,
        "published_weeks": list(figures.published),
        "units": [_group_json(group) for group in figures.groups],
        "days": [{"date": day.isoformat(), "away": away} for day, away in figures.bars],
    }


def _group_json(group: GroupFigures) -> dict[str, Any]:
    return {
        "unit": group.name,
        "people": group.people,
        "eligible": group.eligible,
        "office_days": group.office,
        "away_days": group.away,
        "share": round(group.share, 1),
        "on_time": group.on_time,
        "late": group.late,
        "missing": group.missing,
        "recalled": group.recalled,
    }


def _aspect_json(number: int, answers: Answers) -> list[dict[str, Any]]:
    return [
        {
            "aspect": number,
            "field": field.key,
            "title": field.title,
            "kind": str(field.kind),
            "value": answers.printed.get(field.key),
            "proposed": answers.proposed.get(field.key),
            "computed": field.kind is FieldKind.COUNTED,
        }
        for field in ASPECTS[number - 1].fields
    ]
