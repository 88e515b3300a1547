"""How far an indicator has come: what periods add up to, the share of the target, and what to look at.

Facts never rate by themselves (performance.md 3.1): these numbers stand beside the leader's judgement.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from flexdesk.domain.outputs import NO_EVIDENCE_WORDS
from flexdesk.domain.performance import Aspect
from flexdesk.domain.periods import Period, parse_period
from flexdesk.i18n import N_, _, language

# Shares, marks and indices are levels: their periods are averaged, not added up.
_LEVEL_UNIT = re.compile(r"%|persen|nilai|indeks|poin|skor|skala|rata", re.IGNORECASE)


def is_level_unit(unit: str) -> bool:
    return bool(_LEVEL_UNIT.search(unit))


@dataclass(frozen=True, slots=True)
class Achieved:
    """A number for one period, or for January up to the end of it when `cumulative`."""

    period: Period
    number: float
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """Another target from a day on; None where the new one is words."""

    since: date
    target: float | None


@dataclass(frozen=True, slots=True)
class Track:
    """One indicator of one person over a year. `key` is whatever the caller knows it by.

    `target` is the one that the plan began with. One that was changed counts from its date: the target of
    the whole plan is the newest that holds at the end of the period that is looked at. `first` and `last`
    are the days that it was set for, None for the whole year; `ended` is the last day of a closed plan.
    """

    key: str
    person: str
    text: str
    aspect: Aspect | None
    target: float | None
    unit: str
    achieved: tuple[Achieved, ...] = ()
    evidence: str = ""
    raised: tuple[Raised, ...] = ()  # earliest first
    first: date | None = None
    last: date | None = None
    ended: date | None = None

    def target_at(self, period: Period) -> float | None:
        """The target of the whole plan as it holds at the end of the period."""
        return next((one.target for one in reversed(self.raised) if one.since <= period.last), self.target)

    @property
    def is_level(self) -> bool:
        return is_level_unit(self.unit)

    def until(self, period: Period) -> float | None:
        """The sum, or the mean of a level, of what is known up to the end of the period."""
        numbers = [entry.number for entry in self.achieved if entry.period.last <= period.last]
        if not numbers:
            return None
        return sum(numbers) / len(numbers) if self.is_level else sum(numbers)

    def percent(self, period: Period) -> float | None:
        """Of the target that holds; None without a number on either side."""
        reached, target = self.until(period), self.target_at(period)
        return None if reached is None or not target else 100 * reached / target

    def planned(self, period: Period) -> float | None:
        """What an even pace would have reached by the end of the period; a level has no pace."""
        target = self.target_at(period)
        if target is None or self.is_level:
            return target
        begun = self.first.month - 1 if self.first else 0
        months = (self.last.month if self.last else 12) - begun
        return target * min(max(period.last.month - begun, 0), months) / months


class Sign(StrEnum):
    NO_EVIDENCE = "no_evidence"
    OVER_TARGET = "over_target"
    LATE_START = "late_start"


_SENTENCES: Mapping[Sign, str] = MappingProxyType(
    {
        Sign.NO_EVIDENCE: N_("{reached} {unit} are reported without evidence: “{indicator}”."),
        Sign.OVER_TARGET: N_(
            "{reached} {unit} by {until}, more than the {target} of the whole year: “{indicator}”."
        ),
        Sign.LATE_START: N_("Nothing was reached before {since}: “{indicator}”."),
    }
)


@dataclass(frozen=True, slots=True)
class TrackFinding:
    sign: Sign
    person: str
    track: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        spoken = {name: _spoken(name, fact) for name, fact in self.facts.items()}
        return _(_SENTENCES[self.sign]).format(**spoken)


def _spoken(name: str, fact: str) -> str:
    """Facts travel as codes and plain numbers; a sentence says them in its own language."""
    if name in ("until", "since"):
        return parse_period(fact).label()
    return fact.replace(".", ",") if name in ("reached", "target") and language() == "id" else fact


def review_tracks(tracks: Sequence[Track], period: Period) -> list[TrackFinding]:
    """What is odd about amounts by the end of the period; levels and times are left alone."""
    found = []
    for track in tracks:
        reached = track.until(period)
        if track.aspect is not Aspect.QUANTITY or not reached:
            continue
        facts = {"indicator": track.text, "unit": track.unit, "reached": f"{reached:.10g}"}
        if track.evidence.strip().casefold() in NO_EVIDENCE_WORDS:
            found.append(TrackFinding(Sign.NO_EVIDENCE, track.person, track.key, facts))
        target = track.target_at(period)
        if target and reached > target:
            more = {"until": period.code, "target": f"{target:.10g}"}
            found.append(TrackFinding(Sign.OVER_TARGET, track.person, track.key, facts | more))
        if (start := _late_start(track)) is not None:
            since = {"since": start.code}
            found.append(TrackFinding(Sign.LATE_START, track.person, track.key, facts | since))
    return found


def _late_start(track: Track) -> Period | None:
    """The first period with an amount, when a cumulative one before it says that there was none."""
    ordered = sorted(track.achieved, key=lambda entry: entry.period.last)
    if not ordered or not ordered[0].cumulative or ordered[0].number:
        return None
    return next((entry.period for entry in ordered if entry.number), None)
