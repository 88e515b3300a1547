"""Sentences for single results and values to begin from, made of counted facts alone.

A person takes, changes or leaves them. None says a rating, and none is stored unless somebody keeps it.
"""

from collections import Counter

from flexdesk.documents.wording import number
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.performance import Aspect, FeedbackTone
from flexdesk.i18n import _
from flexdesk.services.cascade import Pace, Standing
from flexdesk.services.fact_sheet import FactSheet, TargetFact


def for_result(fact: TargetFact) -> str:
    """For the feedback on one planned result; empty where nothing is counted."""
    parts = []
    if fact.standing is not None and (told := _reached(fact.standing)):
        parts.append(told)
    if fact.accepted or fact.returned:
        words = _("{accepted} outputs accepted, {returned} returned.")
        parts.append(words.format(accepted=fact.accepted, returned=fact.returned))
    return " ".join(parts)


def _reached(standing: Standing) -> str:
    track = standing.track
    if standing.reached is None or track.target is None or track.aspect not in (Aspect.QUANTITY, None):
        return ""
    words = _("{reached} of {target} {unit} reached.")
    told = words.format(reached=number(standing.reached), target=number(track.target), unit=track.unit)
    if standing.pace is not Pace.ON_TRACK and standing.plan is not None:
        planned = number(round(standing.plan * track.target, 1))
        told += " " + _("An even pace would be at {planned} {unit}.").format(planned=planned, unit=track.unit)
    return told


def for_value(value: CoreValue, facts: FactSheet) -> str:
    """For one core value, from the notes that were written about it; empty without notes."""
    tones = Counter(str(row["tone"] or FeedbackTone.NEUTRAL) for row in facts.notes if row["value"] == value)
    total = sum(tones.values())
    if not total:
        return ""
    words = _("{count} notes on {value}: {good} positive, {wanting} corrective.")
    return words.format(
        count=total,
        value=CONDUCTS[value].name,
        good=tones[FeedbackTone.POSITIVE],
        wanting=tones[FeedbackTone.CORRECTIVE],
    )
