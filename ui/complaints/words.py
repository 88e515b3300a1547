"""How complaints, their clocks and what was done with them are said."""

from datetime import date, datetime

from flexdesk.domain.calendar import long_date
from flexdesk.domain.complaints import CHANNEL_LABELS, KIND_LABELS, Channel, ClockState
from flexdesk.domain.periods import MONTHS_EN, MONTHS_ID
from flexdesk.domain.rules.complaints import Clock, ComplaintKind
from flexdesk.i18n import N_, _, language
from flexdesk.services.complaints import ComplaintView, Event
from ui.widgets.badge import BadgeFacts
from ui.widgets.tones import Tone

_STATES: dict[ClockState, tuple[str, Tone, str]] = {
    ClockState.RUNNING: (N_("in time"), Tone.NEUTRAL, "clock"),
    ClockState.FIRST: (N_("half of the time"), Tone.ACCENT, "clock"),
    ClockState.SECOND: (N_("nearly due"), Tone.WARNING, "triangle-alert"),
    ClockState.OVERDUE: (N_("past the limit"), Tone.NEGATIVE, "circle-alert"),
    ClockState.DONE: (N_("settled"), Tone.POSITIVE, "check"),
    ClockState.DONE_LATE: (N_("settled late"), Tone.QUIET, "check"),
}
_EVENTS = {
    "complaint.add": N_("Complaint entered"),
    "complaint.import": N_("Taken over from a file"),
    "complaint.change": N_("Complaint corrected"),
    "complaint.respond": N_("Complaint answered"),
    "complaint.forward": N_("Complaint passed on"),
    "complaint.close": N_("Complaint settled"),
    "complaint.reopen": N_("Complaint taken up again"),
    "complaint.reclassify": N_("Complaint of another kind"),
}
_TOLD = ("forwarded_to", "result", "note")  # what an event says beside its name


def short_date(day: date) -> str:
    """`18 Nov`; with the year where it is another one than this."""
    months = MONTHS_ID if language() == "id" else MONTHS_EN
    return f"{day.day} {months[day.month - 1][:3]}"


def written(day: date) -> str:
    """As a person types it: `18-11-2026`."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def badge(view: ComplaintView) -> BadgeFacts:
    text, tone, icon = _STATES[view.clocks.whole_state if not view.complaint.is_open else view.clocks.state]
    return BadgeFacts(_(text), tone, icon)


def tone(state: ClockState) -> Tone:
    return _STATES[state][1]


def state(clock_state: ClockState) -> str:
    return _(_STATES[clock_state][0])


def passed(clock: Clock) -> str:
    """`4 / 5 · 23 Nov`."""
    return f"{clock.passed} / {clock.limit} · {short_date(clock.due)}"


def spoken_clock(clock: Clock) -> str:
    sentence = _("{passed} of {limit} working days ({percent} %), due on {day}")
    due = long_date(clock.due)
    return sentence.format(passed=clock.passed, limit=clock.limit, percent=clock.percent, day=due)


def channel(token: str) -> str:
    return _(CHANNEL_LABELS[Channel(token)]) if token in set(Channel) else token


def kind(token: str) -> str:
    return _(KIND_LABELS[ComplaintKind(token)])


def name(view: ComplaintView) -> str:
    """The number of LAPOR!, or where it came in."""
    found = view.complaint
    return f"#{found.number}" if found.number else channel(found.channel)


def event(found: Event) -> tuple[str, str]:
    """What was done, with its day; and what was said about it."""
    at = datetime.fromisoformat(found.at)
    title = f"{_(_EVENTS.get(found.kind.removesuffix('.undo'), found.kind))}"
    if found.kind.endswith(".undo"):
        title = _("{step}, taken back").format(step=title)
    said = [str(found.fields[field]) for field in _TOLD if found.fields.get(field)]
    if found.kind == "complaint.reclassify" and found.fields.get("kind"):
        said.insert(0, kind(str(found.fields["kind"])))
    return f"{short_date(at.date())} · {title}", ". ".join(said)
