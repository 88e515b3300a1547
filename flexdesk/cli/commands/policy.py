"""`policy`: the unit's sentences, the packs that they come from, and the keys of who publishes packs."""

import argparse
from datetime import date, time
from typing import Any

from flexdesk.cli.commands.publishing import add as add_publishing
from flexdesk.cli.parsing import Group, Result, day, page, paging, pairs, period, subgroup
from flexdesk.cli.session import Session
from flexdesk.domain.periods import Period, PeriodKind
from flexdesk.domain.policy import Edit, Sentence, Setting
from flexdesk.i18n import _
from flexdesk.services.effects import WeekEffect, weeks_to_see
from flexdesk.services.policy_packs import Offer, PackEntry


def add(root: Group) -> None:
    policy = subgroup(root, "policy", _("the unit's technical rules"))
    shown = policy.add("show", run_show, _("every sentence in force"))
    shown.add_argument("--on", type=day)
    paging(shown)
    _add_edits(policy)
    _add_packs(policy)
    add_publishing(policy)


def _add_edits(policy: Group) -> None:
    change = policy.add("set", run_set, _("change one sentence"), writes=True)
    change.add_argument("key")
    change.add_argument("value")
    _span(change)
    change.add_argument("--source", default="")
    back = policy.add("reset", run_reset, _("let the pack's own value hold again"), writes=True)
    back.add_argument("key")
    back.add_argument("--from", dest="first", type=day)
    told = policy.add("history", run_history, _("the values of a sentence, newest first"))
    told.add_argument("key")
    paging(told)
    trial = policy.add("try", run_try, _("what other values would do, without keeping them"))
    trial.add_argument("values", nargs="+", metavar="KEY=VALUE")
    trial.add_argument("--period", type=period)


def _add_packs(policy: Group) -> None:
    paging(policy.add("presets", run_presets, _("packs for agencies and regions that ship with FlexDesk")))
    used = policy.add("use", run_use, _("take a policy pack or preset as the base"), writes=True)
    used.add_argument("file", metavar="FILE|PRESET")
    _span(used)
    used.add_argument("--reason", default="", help=_("what was checked, for a preset with a fixed day"))
    seen = policy.add("diff", run_diff, _("what a pack would change"))
    seen.add_argument("file", metavar="FILE|PRESET")
    _span(seen)
    refused = policy.add("refuse", run_refuse, _("write down why a pack is not taken"), writes=True)
    refused.add_argument("file", metavar="FILE|PRESET")
    refused.add_argument("--reason", default="")
    paging(policy.add("packs", run_packs, _("packs that were taken or refused")))


def _span(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=day)
    parser.add_argument("--until", type=day)


# -- sentences


def run_show(session: Session, arguments: argparse.Namespace) -> Result:
    return _shown(session, arguments, arguments.on or session.clock.today())


def _shown(session: Session, arguments: argparse.Namespace, on: date) -> Result:
    policy = session.desk.policy.policy()
    sentences = page(list(policy.sentences(on)), arguments)
    data = {
        "sentences": [sentence_json(s) for s in sentences],
        "version": policy.version_on(on),
        "facts": list(policy.phase(on).facts),
        "lapsed": [_edit(one) for one in policy.lapsed(on)],
    }
    return Result(data, lines=[f"{s.key}: {s.text} [{s.source}; {s.grade}]" for s in sentences])


def sentence_json(sentence: Sentence) -> dict[str, Any]:
    return {
        "key": sentence.key,
        "value": _value(sentence.value),
        "text": sentence.text,
        "class": str(sentence.sentence_class),
        "source": sentence.source,
        "grade": sentence.grade,
        "rule": sentence.rule,
        "article": sentence.article or None,
        "changeable": sentence.changeable,
        "bounds": sentence.bounds or None,
        "own": sentence.is_own,
        "until": sentence.until.isoformat() if sentence.until else None,
    }


def _value(value: Setting) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date | time) else value


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "key": edit.key,
        "value": edit.value,
        "from": edit.from_.isoformat(),
        "until": edit.until.isoformat() if edit.until else None,
    }


def run_set(session: Session, arguments: argparse.Namespace) -> Result:
    first = arguments.first or session.clock.today()
    session.desk.policy.set(
        arguments.key, arguments.value, from_day=first, until=arguments.until, source=arguments.source
    )
    sentence = session.desk.policy.policy().sentence(arguments.key, first)
    return Result({**sentence_json(sentence), "from": first.isoformat()}, lines=[sentence.text])


def run_reset(session: Session, arguments: argparse.Namespace) -> Result:
    first = arguments.first or session.clock.today()
    session.desk.policy.reset(arguments.key, from_day=first)
    sentence = session.desk.policy.policy().sentence(arguments.key, first)
    return Result({**sentence_json(sentence), "from": first.isoformat()}, lines=[sentence.text])


def run_history(session: Session, arguments: argparse.Namespace) -> Result:
    steps = [
        {
            "value": one.value,
            "from": one.from_.isoformat() if one.from_ else None,
            "until": one.until.isoformat() if one.until else None,
            "source": one.source,
            "state": one.state,
        }
        for one in session.desk.policy.history(arguments.key, session.clock.today())
    ]
    return Result({"key": arguments.key, "values": page(steps, arguments)})


def run_try(session: Session, arguments: argparse.Namespace) -> Result:
    trials = list(pairs(arguments.values).items())
    weeks = _weeks(session, arguments.period)
    effects = session.desk.policy.try_out(trials, from_day=weeks[0].first, weeks=weeks)
    return _effect_result({"weeks": [effect_json(session, one) for one in effects]}, effects)


def _weeks(session: Session, span: Period | None) -> tuple[Period, ...]:
    """The weeks of the period; without one this week and the next."""
    if span is None:
        return weeks_to_see(session.clock.today(), session.clock.today())
    return (span,) if span.kind is PeriodKind.WEEK else span.weeks()


def _effect_result(data: dict[str, Any], effects: list[WeekEffect]) -> Result:
    return Result(data, 1 if any(one.new for one in effects) else 0, _lines(effects))


def _lines(effects: list[WeekEffect]) -> list[str]:
    lines = []
    for one in effects:
        head = _("Week {week}: {new} new problems, {gone} solved").format(
            week=one.period.number, new=len(one.new), gone=len(one.gone)
        )
        lines.append(head)
        lines += [f"  {turn.day.isoformat()}  {turn.name}  {turn.rule}" for turn in one.lost]
    return lines


def effect_json(session: Session, effect: WeekEffect) -> dict[str, Any]:
    numbers = {
        str(row["key"]): row["nip"] for row in session.desk.store.select("person", only=("key", "nip"))
    }
    return {
        "week": effect.period.code,
        "before": effect.before,
        "after": effect.after,
        "new": [one.as_json() for one in effect.new],
        "gone": [one.as_json() for one in effect.gone],
        "failing_days": [one.isoformat() for one in effect.failing],
        "lost_turns": [
            {"nip": numbers.get(one.person), "name": one.name, "date": one.day.isoformat(), "rule": one.rule}
            for one in effect.lost
        ],
        "away": [
            {"date": one.day.isoformat(), "count": one.count, "limit": one.cap} for one in effect.shares
        ],
    }


# -- packs


def run_presets(session: Session, arguments: argparse.Namespace) -> Result:
    found = page(list(session.desk.packs.presets()), arguments)
    data = [
        {
            "name": pack.name,
            "title": pack.title,
            "publisher": pack.publisher,
            "version": pack.version,
            "grade": pack.grade,
            "from": pack.from_.isoformat(),
            "until": pack.until.isoformat() if pack.until else None,
            "sentences": len(pack.overlays),
            "facts": list(pack.facts),
        }
        for pack in found
    ]
    return Result({"presets": data}, lines=[f"{pack.name}: {pack.title} [{pack.grade}]" for pack in found])


def run_use(session: Session, arguments: argparse.Namespace) -> Result:
    packs, today = session.desk.packs, session.clock.today()
    pack = packs.open(arguments.file, today)
    offer = packs.offer(pack, arguments.first or today, arguments.until)
    packs.take(pack, arguments.first or today, arguments.until, reason=arguments.reason)
    arguments.limit, arguments.offset = None, 0
    result = _shown(session, arguments, offer.first)
    result.data["from"] = offer.first.isoformat()
    return result


def run_diff(session: Session, arguments: argparse.Namespace) -> Result:
    packs, today = session.desk.packs, session.clock.today()
    offer = packs.offer(packs.open(arguments.file, today), arguments.first or today, arguments.until)
    effects = packs.effect(offer, weeks_to_see(today, offer.first))
    data = {**_offer(offer), "weeks": [effect_json(session, one) for one in effects]}
    lines = []
    for before, after in offer.differences:
        lines.append(f"- {before.text}" if before else "-")
        lines.append(f"+ {after.text} [{after.source}; {after.grade}] {after.bounds}" if after else "+")
    return Result(data, 1 if offer.differences else 0, [*lines, *offer.pack.facts, *_lines(effects)])


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "name": offer.pack.name,
        "title": offer.pack.title,
        "version": offer.pack.version,
        "from": offer.first.isoformat(),
        "until": offer.until.isoformat() if offer.until else None,
        "differences": [
            {
                "key": shown.key,
                "before": before.text if before else None,
                "after": after.text if after else None,
                "bounds": (after.bounds or None) if after else None,
                "source": after.source if after else None,
            }
            for before, after in offer.differences
            if (shown := after or before) is not None
        ],
        "facts": list(offer.pack.facts),
        "lapsing": [_edit(one) for one in offer.lapsing],
        "own_edits_kept": [_edit(one) for one in offer.kept],
    }


def run_refuse(session: Session, arguments: argparse.Namespace) -> Result:
    pack = session.desk.packs.open(arguments.file, session.clock.today())
    session.desk.packs.refuse(pack, arguments.reason)
    return Result({"name": pack.name, "version": pack.version, "reason": arguments.reason})


def run_packs(session: Session, arguments: argparse.Namespace) -> Result:
    found = session.desk.packs.entries(session.clock.today())
    return Result({"packs": page([_entry(one) for one in found], arguments)})


def _entry(entry: PackEntry) -> dict[str, Any]:
    return {
        "id": entry.key,
        "name": entry.name,
        "version": entry.version,
        "state": entry.state,
        "from": entry.from_.isoformat() if entry.from_ else None,
        "until": entry.until.isoformat() if entry.until else None,
        "decided_on": entry.taken_on.isoformat() if entry.taken_on else None,
        "signer": entry.signer or None,
        "reason": entry.reason or None,
        "in_force": entry.in_force,
    }
