"""How the month, its figures and what stands against its close are said."""

from flexdesk.domain.calendar import long_date
from flexdesk.domain.periods import day_label
from flexdesk.domain.rules.findings import Level
from flexdesk.i18n import N_, _
from flexdesk.services.month import Close, LateChange, MonthView
from flexdesk.services.month_blockers import Blocker, BlockerKind
from ui.widgets.badge import BadgeFacts
from ui.widgets.entries import Entry
from ui.widgets.tones import Tone

_HEADINGS = {
    Level.HARD: N_("Binding: settle these first ({count})"),
    Level.SOFT: N_("Advised: close with a reason ({count})"),
    Level.INFO: N_("To know ({count})"),
}
_ICONS = {
    BlockerKind.NOT_OVER: "calendar-days",
    BlockerKind.CONFLICT: "git-compare",
    BlockerKind.CLARIFICATION: "hand",
    BlockerKind.UNREVIEWED: "clipboard-check",
    BlockerKind.SILENT: "message-circle",
    BlockerKind.COMPLAINT: "circle-alert",
    BlockerKind.NOTE: "pencil",
    BlockerKind.UNPUBLISHED: "calendar-range",
    BlockerKind.NO_PLAN: "file-text",
    BlockerKind.NO_TARGET: "target",
    BlockerKind.AGREEMENT: "signature",
    BlockerKind.LATE_REPORT: "clock",
    BlockerKind.LATE_REVIEW: "clock",
    BlockerKind.WEEKLY: "file-spreadsheet",
}
_TABLES = {
    "output": N_("report or review"),
    "assignment": N_("place of work"),
    "attendance_mark": N_("mark of attendance"),
    "clarification": N_("clarification of a day"),
}
NOTE_LABELS = {
    "performance": N_("Performance of the work"),
    "discipline": N_("Discipline"),
    "infrastructure": N_("Equipment and network"),
    "compared": N_("Before and after flexible work"),
}


def entries(view: MonthView) -> list[Entry]:
    """What came after the close, then the blockers under their headings."""
    found: list[Entry] = []
    if view.late:
        title = _("Came from another laptop after the close ({count})").format(count=len(view.late))
        found.append(Entry("heading|late", title, heading=True))
        found += [_late(number, late) for number, late in enumerate(view.late)]
    for level in (Level.HARD, Level.SOFT, Level.INFO):
        held = [one for one in view.blockers if one.level is level]
        if held:
            title = _(_HEADINGS[level]).format(count=len(held))
            found.append(Entry(f"heading|{level}", title, heading=True))
            found += [entry(view, one) for one in held]
    return found


def entry(view: MonthView, found: Blocker) -> Entry:
    key = f"blocker|{view.blockers.index(found)}"
    return Entry(key, found.text, found.detail, _ICONS[found.kind], found.article)


def _late(number: int, late: LateChange) -> Entry:
    text = _("{name}, {day}: {what}")
    what = _(_TABLES.get(late.table, late.table))
    title = text.format(name=late.person, day=day_label(late.day), what=what)
    note = _("written {day} on another laptop").format(day=day_label(late.at.date()))
    return Entry(f"late|{number}", title, note, "git-compare", token="warning")


def badge(view: MonthView) -> BadgeFacts:
    if view.is_closed:
        text = _("closed, version {version}").format(version=view.closes[0].version)
        return BadgeFacts(text, Tone.POSITIVE, "lock")
    if view.closes:
        return BadgeFacts(_("opened again"), Tone.WARNING, "lock-open")
    return BadgeFacts(_("still open"), Tone.NEUTRAL, "lock-open")


def close_lines(close: Close) -> list[str]:
    """One close in words, with the reasons that were given."""
    who = f", {close.by}" if close.by else ""
    lines = [
        _("Version {version}: closed {day}").format(version=close.version, day=long_date(close.closed_on))
        + who
    ]
    if close.reason:
        lines.append(_("Reason: {reason}").format(reason=close.reason))
    if close.reopened_on is not None:
        told = _("Opened again {day}: {reason}")
        lines.append(told.format(day=long_date(close.reopened_on), reason=close.reopen_reason))
    return lines
