"""How leave and travel are said on screen: kinds, states, days, and what a person may still take."""

from datetime import date

from flexdesk.domain.calendar import MONTH_NAMES
from flexdesk.domain.leave import LEAVE_LABELS, LeaveDecision
from flexdesk.domain.leave_register import STATE_LABELS, LeaveState
from flexdesk.i18n import N_, _
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone

TRAVEL = "travel"
_TONES: dict[str, tuple[Tone, str]] = {
    LeaveState.REGISTERED: (Tone.NEUTRAL, ""),
    LeaveState.APPLIED: (Tone.WARNING, "clock"),
    LeaveState.CONSIDERED: (Tone.ACCENT, "scale"),
    LeaveState.GRANTED: (Tone.POSITIVE, "check"),
    LeaveState.DEFERRED: (Tone.WARNING, ""),
    LeaveState.REFUSED: (Tone.NEGATIVE, "x"),
    LeaveState.CANCELLED: (Tone.QUIET, "minus"),
}
DECISION_LABELS: dict[str, str] = {
    LeaveDecision.APPROVE: N_("grant"),
    LeaveDecision.CHANGE: N_("change"),
    LeaveDecision.DEFER: N_("defer"),
    LeaveDecision.REFUSE: N_("refuse"),
}


def kind_label(kind: str) -> str:
    """Official Indonesian words with a capital; of a journey `Dinas luar`."""
    if kind == TRAVEL:
        return "Dinas luar"
    label = LEAVE_LABELS.get(kind, kind)
    return label[:1].upper() + label[1:]


def letter(kind: str) -> str:
    """The code of the place in a schedule."""
    return {TRAVEL: "D", "sick": "S"}.get(kind, "C")


def state_badge(state: str) -> BadgeFacts:
    tone, icon = _TONES[state]
    return BadgeFacts(_(STATE_LABELS[state]), tone, icon)


def plain_date(day: date | None) -> str:
    """`05-10-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day is not None else ""


def span(first: date, to: date) -> str:
    """`05-10-2026` or `05-10 – 07-10-2026`, with both years where they differ."""
    if first == to:
        return plain_date(first)
    begin = plain_date(first) if first.year != to.year else plain_date(first)[:5]
    return f"{begin} – {plain_date(to)}"


def month_name(first: date) -> str:
    return f"{MONTH_NAMES[first.month - 1]} {first.year}"


def count_days(count: int) -> str:
    return _("{count} working days").format(count=count)
