"""What the card for the talk about a period says: three facts, two questions, and the promises of both sides.

Facts and questions are proposed from the numbers and may be changed before printing. They are Indonesian in
every language, because they stand on a paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flexdesk.domain.calendar import long_date
from flexdesk.domain.follow_up import FollowUp, FollowUpKind
from flexdesk.domain.ops import Change
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.periods import Period
from flexdesk.domain.places import ABSENT, AWAY
from flexdesk.domain.schema import join_key
from flexdesk.errors import NotFound
from flexdesk.i18n import N_, _, indonesian
from flexdesk.services.cascade import Pace
from flexdesk.services.commits import Committer
from flexdesk.services.evaluation import EvaluationService
from flexdesk.services.fact_sheet import FactSheet, TargetFact, fact_sheet
from flexdesk.services.finding_people import person_row
from flexdesk.services.follow_ups import FollowUpService
from flexdesk.services.targets import Skp

FACTS, QUESTIONS = 3, 2
_MANY_RETURNED = 0.1  # of the outputs of a period
_FEW_REPORTS = 0.8  # of the days at work


@dataclass(frozen=True, slots=True)
class Talk:
    """The content of a card; `held_on` is the day of the talk, once there was one.

    `promises` are those made in this period, `earlier` those that are still open from before.
    """

    skp: Skp
    period: Period
    facts: tuple[str, ...]
    questions: tuple[str, ...]
    promises: tuple[FollowUp, ...]
    earlier: tuple[FollowUp, ...]
    held_on: date | None = None
    note: str = ""


class DialogueService:
    def __init__(
        self, committer: Committer, evaluation: EvaluationService, follow_ups: FollowUpService
    ) -> None:
        self._committer, self._evaluation, self._follow_ups = committer, evaluation, follow_ups
        self._store = committer.store

    def card(self, nip: str, period: Period) -> Talk:
        """By NIP or key; what was kept goes before what is proposed. Raises NotFound without SKP."""
        person = str(person_row(self._store, nip)["key"])
        found = [one for one in self._evaluation.evaluations(period) if str(one.skp.person["key"]) == person]
        if not found:
            raise NotFound(what=_("Target"), key=nip)
        made = [one for one in self._follow_ups.of(person) if one.kind == FollowUpKind.PROMISE]
        earlier = tuple(one for one in made if one.is_open and one.period != period.code)
        kept = self._store.get("dialogue", join_key(person, period.code)) or {}
        facts, questions = _lines(kept.get("facts")), _lines(kept.get("questions"))
        if not facts or not questions:
            sheet = fact_sheet(self._store, found[-1], period)
            facts = facts or proposed_facts(sheet)
            questions = questions or proposed_questions(sheet, earlier, self._committer.clock.today())
        held = kept.get("held_on")
        return Talk(
            found[-1].skp,
            period,
            facts,
            questions,
            tuple(one for one in made if one.period == period.code),
            earlier,
            date.fromisoformat(str(held)) if held else None,
            str(kept.get("note") or ""),
        )

    def keep(
        self,
        nip: str,
        period: Period,
        *,
        facts: Sequence[str] | None = None,
        questions: Sequence[str] | None = None,
        held_on: date | Literal[""] | None = None,
        note: str | None = None,
    ) -> Change | None:
        """What is given replaces what was kept; an empty list goes back to the proposal, "" has no day.

        Raises NotFound.
        """
        person = str(person_row(self._store, nip)["key"])
        cells = {
            "facts": None if facts is None else "\n".join(_plain(facts)),
            "questions": None if questions is None else "\n".join(_plain(questions)),
            "held_on": held_on,
            "note": note,
        }
        given = {name: value for name, value in cells.items() if value is not None}
        op = self._committer.upsert("dialogue", join_key(person, period.code), given)
        return self._committer.commit(Change("dialogue.keep", (op,)))


def _plain(lines: Sequence[str]) -> list[str]:
    return [folded for line in lines if (folded := " ".join(line.split()))]


def _lines(kept: object) -> tuple[str, ...]:
    return tuple(str(kept).split("\n")) if kept else ()


def proposed_facts(sheet: FactSheet) -> tuple[str, ...]:
    """Numbers of the period; what cannot be counted is left out, so that there may be fewer than three."""
    return tuple(_facts(sheet))[:FACTS]


def _facts(sheet: FactSheet) -> Iterator[str]:
    paced = [fact for fact in sheet.targets if fact.standing and fact.standing.pace is not Pace.UNKNOWN]
    if paced:
        good = sum(_pace(fact) is Pace.ON_TRACK for fact in paced)
        said = indonesian(N_("{good} of {all} targets are on track.")).format(good=good, all=len(paced))
        if worst := _worst(sheet):
            said += " " + indonesian(N_("Furthest behind: {text}.")).format(text=worst.text.rstrip("."))
        yield said
    if total := sum(sheet.outputs.values()):
        words = N_("{outputs} outputs on {days} days: {accepted} accepted, {returned} returned.")
        yield indonesian(words).format(
            outputs=total,
            days=sheet.report_days,
            accepted=sheet.outputs.get(ReviewState.ACCEPTED, 0),
            returned=sheet.outputs.get(ReviewState.RETURNED, 0),
        )
    if sheet.days:
        away = sum(sheet.places.get(place, 0) for place in AWAY)
        words = N_("{days} days planned, {away} of them away from the office.")
        yield indonesian(words).format(days=sheet.days, away=away)
    if sheet.notes:
        yield indonesian(N_("{count} notes of feedback in this period.")).format(count=len(sheet.notes))


def proposed_questions(sheet: FactSheet, promises: Sequence[FollowUp], today: date) -> tuple[str, ...]:
    """The two that press most; with nothing pressing, what went well and what comes next."""
    return tuple(dict.fromkeys(_questions(sheet, promises, today)))[:QUESTIONS]


def _questions(sheet: FactSheet, promises: Sequence[FollowUp], today: date) -> Iterator[str]:
    worst = _worst(sheet)
    if worst is not None and _pace(worst) is Pace.BEHIND:
        words = N_("What hinders “{text}”, and what help is needed?")
        yield indonesian(words).format(text=worst.text.rstrip("."))
    late = next((one for one in promises if one.is_late(today)), None)
    if late is not None and late.due is not None:
        words = N_("What became of the promise “{text}” of {day}?")
        yield indonesian(words).format(text=late.text.rstrip("."), day=long_date(late.due))
    if worst is not None and _pace(worst) is Pace.AT_RISK:
        words = N_("What has to happen so that “{text}” is reached in time?")
        yield indonesian(words).format(text=worst.text.rstrip("."))
    total = sum(sheet.outputs.values())
    if total and sheet.outputs.get(ReviewState.RETURNED, 0) / total >= _MANY_RETURNED:
        yield indonesian(N_("Why were outputs returned, and what will be different?"))
    at_work = sheet.days - sum(sheet.places.get(place, 0) for place in ABSENT)
    if at_work and sheet.report_days < _FEW_REPORTS * at_work:
        yield indonesian(N_("What makes the daily report hard to send?"))
    yield indonesian(N_("What helped most in this period, and what can colleagues learn from it?"))
    yield indonesian(N_("Which skill shall grow in the next period?"))


def _pace(fact: TargetFact) -> Pace:
    return fact.standing.pace if fact.standing is not None else Pace.UNKNOWN


def _worst(sheet: FactSheet) -> TargetFact | None:
    """The target furthest from an even pace; None when all are on track."""
    late = [fact for fact in sheet.targets if _pace(fact) in (Pace.BEHIND, Pace.AT_RISK)]
    return min(late, key=_of_plan, default=None)


def _of_plan(fact: TargetFact) -> float:
    standing = fact.standing
    assert standing is not None
    return (standing.share or 0) / (standing.plan or 1)
