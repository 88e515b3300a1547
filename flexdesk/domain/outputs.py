"""What a superior should look at in a person's daily reports, found from the reports alone.

Each question is one pure function; none of them judges, each says what it saw. REP-04 forbids turning a
missing report into an absence by itself, REP-07 asks for evidence.
"""

import hashlib
import re
import unicodedata
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from itertools import combinations
from statistics import median
from types import MappingProxyType

from flexdesk.domain.periods import Period, day_label, parse_period
from flexdesk.i18n import N_, _, language

SAME_SENTENCE_DAYS = 5  # fewer days with one sentence are a routine, not a pattern
SAME_SENTENCE_SHARE = 0.8  # of the days with a report
OVERLAP_MINUTES = 15  # people round to quarter hours; a shorter overlap is not worth a question
FAR_TIMES = 3  # times the median, or below a third of it
FAR_AT_LEAST = 5  # a smaller difference is none: one letter or four
USUAL_FROM = 6  # amounts with one unit for one target; fewer do not tell what is usual
NO_EVIDENCE_WORDS = frozenset({"", "-", "–", "—", "tidak ada", "nihil", "belum ada", "0"})


def normal_sentence(text: str) -> str:
    """What two ways of writing the same sentence have in common: letters and digits."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain))


def content_hash(
    activity: str,
    *,
    starts: time | None = None,
    ends: time | None = None,
    amount: float | None = None,
    unit: str = "",
) -> str:
    """Eight characters that tell apart the outputs of one person's day, and stay when a file comes twice.

    Evidence, code and status are left out: a completed or reviewed row is still the same row.
    """
    parts = (
        normal_sentence(activity),
        starts.isoformat("minutes") if starts else "",
        ends.isoformat("minutes") if ends else "",
        "" if amount is None else f"{amount:.15g}",
        normal_sentence(unit),
    )
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return b32encode(digest[:5]).decode().lower()


@dataclass(frozen=True, slots=True)
class Output:
    """One line of a daily report. `key` is whatever the caller knows it by."""

    key: str
    person: str
    day: date
    activity: str
    starts: time | None = None
    ends: time | None = None
    amount: float | None = None
    unit: str = ""
    evidence: str = ""
    result: str = ""  # the target that it is linked to

    @property
    def content(self) -> str:
        return content_hash(
            self.activity, starts=self.starts, ends=self.ends, amount=self.amount, unit=self.unit
        )


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, ends included, on which the register says that the person was away."""

    first: date
    last: date
    travel: bool = False

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


# The ways by which an output comes in.
SOURCE_LABELS: dict[str, str] = {
    "file": N_("report file"),
    "form-file": N_("file of the report form"),
    "form-text": N_("text of the report form"),
    "form-qr": N_("QR code of the report form"),
    "chat": N_("pasted chat"),
    "typed": N_("typed by the leader"),
}


class Question(StrEnum):
    NO_REPORT = "no_report"
    SAME_SENTENCE = "same_sentence"
    REPORT_ON_LEAVE = "report_on_leave"
    OVERLAP = "overlap"
    WRONG_MONTH = "wrong_month"
    NO_EVIDENCE = "no_evidence"
    DUPLICATE = "duplicate"
    FAR_FROM_USUAL = "far_from_usual"
    AWAY_WITHOUT_OUTPUT = "away_without_output"


_SENTENCES: Mapping[Question, str] = MappingProxyType(
    {
        Question.NO_REPORT: N_("No report on {day}, a working day without leave or travel."),
        Question.SAME_SENTENCE: N_("The same sentence on {days} of {of_days} days: “{activity}”."),
        Question.REPORT_ON_LEAVE: N_("A report on {day}, inside the leave {first} to {last}."),
        Question.OVERLAP: N_("Two activities overlap on {day}: {first_times} and {second_times}."),
        Question.WRONG_MONTH: N_("A report dated {day} lies outside {period}."),
        Question.NO_EVIDENCE: N_("No evidence on {day}: “{activity}”."),
        Question.DUPLICATE: N_("The same row more than once on {day}: “{activity}”."),
        Question.FAR_FROM_USUAL: N_("{amount} {unit} on {day}; usual for this work are {usual} {unit}."),
        Question.AWAY_WITHOUT_OUTPUT: N_("{day} was worked away from the office; no output has an amount."),
    }
)


# The questions that are asked, each with its number; 0 where a question has none.
DEFAULT_LIMITS: Mapping[Question, float] = MappingProxyType(
    {
        **dict.fromkeys(Question, 0.0),
        Question.SAME_SENTENCE: SAME_SENTENCE_DAYS,
        Question.OVERLAP: OVERLAP_MINUTES,
        Question.FAR_FROM_USUAL: FAR_TIMES,
    }
)


@dataclass(frozen=True, slots=True)
class OutputFinding:
    """`outputs` are keys; `day` is None when the finding is about a whole period."""

    question: Question
    person: str
    day: date | None
    outputs: tuple[str, ...] = ()
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        day = day_label(self.day) if self.day else ""
        spoken = {name: _spoken(name, fact) for name, fact in self.facts.items()}
        return _(_SENTENCES[self.question]).format(day=day, **spoken)


def _spoken(name: str, fact: str | int) -> str | int:
    """Facts travel as dates and period codes; a sentence names them in its own language."""
    if name in ("first", "last"):
        return day_label(date.fromisoformat(str(fact)))
    if name in ("amount", "usual") and language() == "id":
        return str(fact).replace(".", ",")
    return parse_period(str(fact)).label() if name == "period" else fact


def no_report(
    person: str, outputs: Sequence[Output], absences: Collection[Absence], working_days: Iterable[date]
) -> list[OutputFinding]:
    """One finding for each working day that has neither report nor absence."""
    reported = {output.day for output in outputs}
    return [
        OutputFinding(Question.NO_REPORT, person, day)
        for day in working_days
        if day not in reported and not any(day in absence for absence in absences)
    ]


def same_sentence(
    person: str, outputs: Sequence[Output], days_from: float = SAME_SENTENCE_DAYS
) -> list[OutputFinding]:
    """One sentence that makes up nearly every day and most rows; a weekly assembly does not."""
    days: defaultdict[str, set[date]] = defaultdict(set)
    rows: defaultdict[str, list[Output]] = defaultdict(list)
    for output in outputs:
        sentence = normal_sentence(output.activity)
        days[sentence].add(output.day)
        rows[sentence].append(output)
    of_days = len({output.day for output in outputs})
    return [
        OutputFinding(
            Question.SAME_SENTENCE,
            person,
            None,
            tuple(output.key for output in rows[sentence]),
            {"days": len(found), "of_days": of_days, "activity": rows[sentence][0].activity},
        )
        for sentence, found in days.items()
        if len(found) >= days_from
        and len(found) >= SAME_SENTENCE_SHARE * of_days
        and 2 * len(rows[sentence]) > len(outputs)
    ]


def report_on_leave(
    person: str, outputs: Sequence[Output], absences: Collection[Absence]
) -> list[OutputFinding]:
    """One finding for each day of leave with a report; a day of travel has one rightly."""
    found: dict[date, OutputFinding] = {}
    for output in outputs:
        leave = next((a for a in absences if not a.travel and output.day in a), None)
        if leave is None:
            continue
        earlier = found[output.day].outputs if output.day in found else ()
        facts = {"first": leave.first.isoformat(), "last": leave.last.isoformat()}
        found[output.day] = OutputFinding(
            Question.REPORT_ON_LEAVE, person, output.day, (*earlier, output.key), facts
        )
    return list(found.values())


def overlap(person: str, outputs: Sequence[Output], minutes: float = OVERLAP_MINUTES) -> list[OutputFinding]:
    """Every pair whose times clearly run into each other; the same row twice is a duplicate instead."""
    by_day: defaultdict[date, list[tuple[time, time, Output]]] = defaultdict(list)
    for output in outputs:
        if output.starts and output.ends and output.starts < output.ends:
            by_day[output.day].append((output.starts, output.ends, output))
    return [
        OutputFinding(
            Question.OVERLAP,
            person,
            day,
            (first.key, second.key),
            {"first_times": _times(a_starts, a_ends), "second_times": _times(b_starts, b_ends)},
        )
        for day, timed in by_day.items()
        for (a_starts, a_ends, first), (b_starts, b_ends, second) in combinations(timed, 2)
        if _minutes(min(a_ends, b_ends)) - _minutes(max(a_starts, b_starts)) > minutes
        and first.content != second.content
    ]


def _minutes(moment: time) -> int:
    return 60 * moment.hour + moment.minute


def _times(starts: time, ends: time) -> str:
    return f"{starts:%H.%M}–{ends:%H.%M}"


def wrong_month(person: str, outputs: Sequence[Output], period: Period) -> list[OutputFinding]:
    facts = {"period": period.code}
    return [
        OutputFinding(Question.WRONG_MONTH, person, output.day, (output.key,), facts)
        for output in outputs
        if output.day not in period
    ]


def no_evidence(person: str, outputs: Sequence[Output]) -> list[OutputFinding]:
    return [
        OutputFinding(Question.NO_EVIDENCE, person, output.day, (output.key,), {"activity": output.activity})
        for output in outputs
        if output.evidence.strip().casefold() in NO_EVIDENCE_WORDS
    ]


def duplicate(person: str, outputs: Sequence[Output]) -> list[OutputFinding]:
    """One finding for each content that a day has more than once."""
    counts = Counter((output.day, output.content) for output in outputs)
    found: defaultdict[tuple[date, str], list[Output]] = defaultdict(list)
    for output in outputs:
        if counts[output.day, output.content] > 1:
            found[output.day, output.content].append(output)
    return [
        OutputFinding(
            Question.DUPLICATE,
            person,
            day,
            tuple(output.key for output in same),
            {"activity": same[0].activity},
        )
        for (day, _content), same in found.items()
    ]


def usual_amounts(amounts: Iterable[tuple[str, str, float]]) -> dict[tuple[str, str], float]:
    """(target, unit) -> median of one person's (target, unit, amount), where enough are known to say so."""
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for result, unit, amount in amounts:
        found[result, unit].append(amount)
    merged: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for (result, unit), some in found.items():  # a unit is written in many ways, but in few at a time
        merged[result, normal_sentence(unit)] += some
    return {work: median(some) for work, some in merged.items() if len(some) >= USUAL_FROM}


def amounts_of(outputs: Iterable[Output]) -> list[tuple[str, str, float]]:
    return [(one.result, one.unit, one.amount) for one in outputs if one.amount is not None]


def far_from_usual(
    person: str,
    outputs: Sequence[Output],
    usual: Mapping[tuple[str, str], float],
    times: float = FAR_TIMES,
) -> list[OutputFinding]:
    """Amounts many times larger or smaller than the person's own median for that target and unit."""
    found = []
    for output in outputs:
        middle = usual.get((output.result, normal_sentence(output.unit)), 0.0)
        if output.amount is None or not middle or abs(output.amount - middle) < FAR_AT_LEAST:
            continue
        if output.amount > times * middle or output.amount * times < middle:
            facts = {"amount": f"{output.amount:.10g}", "usual": f"{middle:.10g}", "unit": output.unit}
            key = (output.key,)
            found.append(OutputFinding(Question.FAR_FROM_USUAL, person, output.day, key, facts))
    return found


def away_without_output(person: str, outputs: Sequence[Output], away: Iterable[date]) -> list[OutputFinding]:
    """One finding for each day away on which nothing that was reported has an amount."""
    by_day: defaultdict[date, list[Output]] = defaultdict(list)
    for output in outputs:
        by_day[output.day].append(output)
    return [
        OutputFinding(Question.AWAY_WITHOUT_OUTPUT, person, day, tuple(output.key for output in by_day[day]))
        for day in away
        if all(output.amount is None for output in by_day[day])
    ]


def review(
    person: str,
    outputs: Sequence[Output],
    *,
    period: Period,
    working_days: Collection[date],
    absences: Collection[Absence] = (),
    evidence_wanted: bool = True,
    away: Collection[date] = (),
    usual: Mapping[tuple[str, str], float] | None = None,
    limits: Mapping[Question, float] = DEFAULT_LIMITS,
) -> list[OutputFinding]:
    """All questions about one person's reports of one period, the whole-period ones first, then by day.

    `working_days` and `away` are days of the period until today: a day that has not ended cannot lack a
    report. `usual` is what `usual_amounts` finds; without it the outputs speak for themselves. A question
    that is not in `limits` is not asked.
    """
    inside = [output for output in outputs if output.day in period]
    known = usual_amounts(amounts_of(outputs)) if usual is None else usual
    asked: dict[Question, Callable[[float], list[OutputFinding]]] = {
        Question.NO_REPORT: lambda _limit: no_report(person, inside, absences, working_days),
        Question.SAME_SENTENCE: lambda days_from: same_sentence(person, inside, days_from),
        Question.REPORT_ON_LEAVE: lambda _limit: report_on_leave(person, outputs, absences),
        Question.OVERLAP: lambda minutes: overlap(person, outputs, minutes),
        Question.WRONG_MONTH: lambda _limit: wrong_month(person, outputs, period),
        Question.DUPLICATE: lambda _limit: duplicate(person, outputs),
        Question.NO_EVIDENCE: lambda _limit: no_evidence(person, outputs) if evidence_wanted else [],
        Question.FAR_FROM_USUAL: lambda times: far_from_usual(person, inside, known, times),
        Question.AWAY_WITHOUT_OUTPUT: lambda _limit: away_without_output(person, inside, away),
    }
    found = [one for question, find in asked.items() if question in limits for one in find(limits[question])]
    return sorted(found, key=lambda finding: (finding.day or date.min, finding.question))
