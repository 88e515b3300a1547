"""How targets hang together: whose result serves whose, and how each stands against an even pace."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.achievement import Track
from flexdesk.domain.calendar import Calendar
from flexdesk.domain.forecast import Forecast, forecast
from flexdesk.domain.outputs import NO_EVIDENCE_WORDS, normal_sentence
from flexdesk.domain.performance import Aspect, ResultClass
from flexdesk.domain.periods import Period, month_of, parse_period
from flexdesk.i18n import _
from flexdesk.services.targets import TO, Skp, TargetResult

ADDITIONAL = "additional"  # key of the branch that gathers additional tasks
ON_TRACK_FROM, AT_RISK_FROM = 0.95, 0.75  # of what an even pace would have reached


class Pace(StrEnum):
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    UNKNOWN = "unknown"  # no number on either side


class Orphan(StrEnum):
    """What is missing of a result."""

    UNCARRIED = "uncarried"  # a leader's result that nobody serves
    UNPROVEN = "unproven"  # reached without evidence
    LOOSE = "loose"  # serves no sentence that anybody carries
    UNMEASURED = "unmeasured"  # without indicator


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator at the end of a period; `share` and `plan` are parts of `target`, 0 to 1.

    `target` is the one that holds at the end of the period; `forecast` is where the pace leads to,
    None unless a calendar was given.
    """

    track: Track
    reached: float | None
    share: float | None
    plan: float | None
    pace: Pace
    target: float | None = None
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A result in the cascade; without `result` it is a superior's sentence that nobody here carries."""

    key: str
    text: str
    result: TargetResult | None
    skp: Skp | None
    children: tuple["Branch", ...] = ()

    def people(self) -> set[str]:
        """Keys of everybody at and below this branch."""
        found = {str(self.skp.person["key"])} if self.skp is not None else set()
        return found.union(*(child.people() for child in self.children))

    def walk(self) -> Iterator["Branch"]:
        yield self
        for child in self.children:
            yield from child.walk()


def standing(track: Track, period: Period, calendar: Calendar | None = None) -> Standing:
    reached, planned, target = track.until(period), track.planned(period), track.target_at(period)
    ahead = forecast(track, period, calendar) if calendar is not None else None
    if reached is None or not planned or not target:
        return Standing(track, reached, None, None, Pace.UNKNOWN, target, ahead)
    of_plan = reached / planned
    pace = (
        Pace.ON_TRACK
        if of_plan >= ON_TRACK_FROM
        else Pace.AT_RISK
        if of_plan >= AT_RISK_FROM
        else Pace.BEHIND
    )
    return Standing(track, reached, reached / target, planned / target, pace, target, ahead)


def standings(result: TargetResult, period: Period, calendar: Calendar | None = None) -> tuple[Standing, ...]:
    """Of every indicator, in the order of the form; with a forecast where a calendar is given."""
    return tuple(standing(indicator.track(), period, calendar) for indicator in result.indicators)


def leading(found: Sequence[Standing]) -> Standing | None:
    """The indicator that speaks for a result: its worst amount, else the first with a number."""
    counted = [one for one in found if one.pace is not Pace.UNKNOWN]
    amounts = [one for one in counted if one.track.aspect is Aspect.QUANTITY]
    if amounts:
        return min(amounts, key=lambda one: (one.share or 0) / (one.plan or 1))
    return counted[0] if counted else (found[0] if found else None)


def known_until(plans: Sequence[Skp], year: int, today: date) -> Period:
    """The last month, today's at the latest, for which anybody's realisation is known."""
    codes = {
        code.removeprefix(TO)
        for skp in plans
        for result in skp.results
        for indicator in result.indicators
        for code in indicator.realisations
    }
    latest = month_of(min(today, date(year, 12, 31)))
    months = [month_of(parse_period(code).last) for code in codes]
    return max((month for month in months if month.first <= latest.first), key=str, default=latest)


def superiors(plans: Sequence[Skp]) -> dict[str, str]:
    """Key of each result -> key of the one it serves, empty where nobody here carries that."""
    return _superiors(_held(plans))


def _held(plans: Sequence[Skp]) -> dict[str, tuple[Skp, TargetResult]]:
    return {str(result.row["key"]): (skp, result) for skp in plans for result in skp.results}


def _superiors(held: Mapping[str, tuple[Skp, TargetResult]]) -> dict[str, str]:
    by_sentence: defaultdict[str, list[str]] = defaultdict(list)
    for key, (_skp, result) in held.items():
        by_sentence[normal_sentence(str(result.row["text"] or ""))].append(key)
    return {key: _superior(skp, result, by_sentence, held) for key, (skp, result) in held.items()}


def cascade(plans: Sequence[Skp]) -> list[Branch]:
    """Results below the results they serve, matched by the superior's sentence; loops are cut open."""
    held = _held(plans)
    above = _superiors(held)
    below: defaultdict[str, list[str]] = defaultdict(list)
    roots: list[str] = []
    extra: list[str] = []
    sentences: defaultdict[str, list[str]] = defaultdict(list)
    for key, (skp, result) in held.items():
        superior = above[key]
        if superior and not _comes_back(key, above):
            below[superior].append(key)
        elif skp.row["rater"] and str(result.row["leader_text"] or ""):
            sentences[str(result.row["leader_text"])].append(key)
        elif result.row["class"] == ResultClass.ADDITIONAL:
            extra.append(key)
        else:
            roots.append(key)
    made = [_branch(key, held, below) for key in roots]
    for sentence, keys in sentences.items():
        children = tuple(_branch(key, held, below) for key in keys)
        made.append(Branch(f"sentence|{sentence}", sentence, None, None, children))
    if extra:
        children = tuple(_branch(key, held, below) for key in extra)
        made.append(Branch(ADDITIONAL, _("Additional tasks"), None, None, children))
    return made


def by_person(plans: Sequence[Skp]) -> list[Branch]:
    """One branch for each plan, headed by its person."""
    return [
        Branch(
            f"person|{skp.key}",
            str(skp.person["name"]),
            None,
            skp,
            tuple(
                Branch(str(result.row["key"]), str(result.row["text"] or ""), result, skp)
                for result in skp.results
            ),
        )
        for skp in plans
    ]


def orphans(plans: Sequence[Skp]) -> dict[Orphan, tuple[str, ...]]:
    """Keys of the results that something is missing of, in the order of the plans; kinds may overlap."""
    above = superiors(plans)
    served = set(above.values())
    sentences = _known_sentences(plans)
    found: dict[Orphan, list[str]] = {kind: [] for kind in Orphan}
    for skp in plans:
        leads = not skp.row["rater"] or any(str(result.row["key"]) in served for result in skp.results)
        for result in skp.results:
            key, main = str(result.row["key"]), result.row["class"] != ResultClass.ADDITIONAL
            if leads and main and key not in served:
                found[Orphan.UNCARRIED].append(key)
            if _lacks_evidence(result):
                found[Orphan.UNPROVEN].append(key)
            if skp.row["rater"] and main and not _serves(result, sentences):
                found[Orphan.LOOSE].append(key)
            if not result.indicators:
                found[Orphan.UNMEASURED].append(key)
    return {kind: tuple(keys) for kind, keys in found.items()}


def _known_sentences(plans: Sequence[Skp]) -> set[str]:
    """Sentences that somebody carries as a result, and those of the head's own superior."""
    sentences = {_sentence(result, "text") for skp in plans for result in skp.results}
    for skp in plans:
        if not skp.row["rater"]:
            sentences.update(_sentence(result, "leader_text") for result in skp.results)
    sentences.discard("")
    return sentences


def _serves(result: TargetResult, sentences: set[str]) -> bool:
    return bool(result.row["leader_result"]) or _sentence(result, "leader_text") in sentences


def _lacks_evidence(result: TargetResult) -> bool:
    """Something was reached, and nothing shows it."""
    rows = [row for indicator in result.indicators for row in indicator.realisations.values()]
    proven = any(str(row["evidence"] or "").strip().casefold() not in NO_EVIDENCE_WORDS for row in rows)
    return any(row["number"] for row in rows) and not proven


def _sentence(result: TargetResult, field: str) -> str:
    return normal_sentence(str(result.row[field] or ""))


def _superior(
    skp: Skp,
    result: TargetResult,
    by_sentence: Mapping[str, Sequence[str]],
    held: Mapping[str, tuple[Skp, TargetResult]],
) -> str:
    """The result that is served, the rater's before anybody else's; empty when there is none."""
    given = str(result.row["leader_result"] or "")
    if given in held:
        return given
    sentence = normal_sentence(str(result.row["leader_text"] or ""))
    found = by_sentence.get(sentence, ()) if sentence else ()
    others = [key for key in found if held[key][0].key != skp.key]
    mine = [key for key in others if held[key][0].row["person"] == skp.row["rater"]]
    return next(iter(mine or others), "")


def _comes_back(key: str, above: Mapping[str, str]) -> bool:
    seen, at = {key}, above[key]
    while at:
        if at in seen:
            return at == key
        seen.add(at)
        at = above[at]
    return False


def _branch(
    key: str, held: Mapping[str, tuple[Skp, TargetResult]], below: Mapping[str, Sequence[str]]
) -> Branch:
    skp, result = held[key]
    children = tuple(_branch(child, held, below) for child in below.get(key, ()))
    return Branch(key, str(result.row["text"] or ""), result, skp, children)
