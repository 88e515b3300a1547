"""Kinds, sides and states of a follow-up as the screen says them."""

from datetime import date

from flexdesk.domain.follow_up import FOLLOW_UP_LABELS, SIDE_LABELS, FollowUp, FollowUpKind
from flexdesk.domain.periods import UnknownPeriod, parse_period
from flexdesk.i18n import _
from ui.evaluation import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.entries import Entry
from ui.widgets.tones import Tone

KINDS, SIDES = FOLLOW_UP_LABELS, SIDE_LABELS
_ICONS = {
    FollowUpKind.PROMISE: "hand",
    FollowUpKind.COACHING: "users",
    FollowUpKind.TRAINING: "graduation-cap",
    FollowUpKind.REWARD: "badge-check",
}


def written(day: date | None) -> str:
    """As a person types it: `05-12-2026`."""
    return day.strftime("%d-%m-%Y") if day is not None else ""


def entry(one: FollowUp, today: date) -> Entry:
    side = _(SIDES[one.side])
    due = _("until {day}").format(day=words.short_day(one.due.isoformat())) if one.due is not None else ""
    note = " · ".join(part for part in (side, due, _period(one.period)) if part)
    return Entry(
        one.key, one.text, note, _ICONS[FollowUpKind(one.kind)], badge=_badge(one, today), token=_token(one)
    )


def line(one: FollowUp) -> str:
    """Short, for the panel of facts: what was promised, and until when."""
    due = f" ({words.short_day(one.due.isoformat())})" if one.due is not None else ""
    return f"{one.text}{due}"


def _period(code: str) -> str:
    try:
        return parse_period(code).label()
    except UnknownPeriod:  # written by a newer program
        return code


def _badge(one: FollowUp, today: date) -> BadgeFacts:
    if not one.is_open:
        return BadgeFacts(_("done"), Tone.POSITIVE, "check")
    if one.is_late(today):
        return BadgeFacts(_("late"), Tone.NEGATIVE, "clock")
    return BadgeFacts(_("open"), Tone.NEUTRAL)


def _token(one: FollowUp) -> str:
    return "text" if one.is_open else "muted"
