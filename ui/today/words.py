"""How a day and its duties are said: sentences made of the facts that the service gives."""

from dataclasses import dataclass
from datetime import date

from flexdesk.domain.periods import day_label, parse_period
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import N_, _
from flexdesk.services.duties import Duty, DutyKind

_DAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_PLACES: dict[Place, str] = {
    Place.OFFICE: N_("office"),
    Place.HOME: N_("home"),
    Place.OTHER_OFFICE: N_("other office"),
    Place.OTHER_PLACE: N_("other place"),
    Place.DUTY_TRAVEL: N_("travel"),
    Place.TRAINING: N_("training"),
    Place.LEAVE: N_("leave"),
    Place.SICK: N_("sick"),
    Place.PERMIT: N_("permit"),
    Place.OFF: N_("off"),
    Place.SHIFT_MORNING: N_("morning"),
    Place.SHIFT_AFTERNOON: N_("afternoon"),
    Place.SHIFT_NIGHT: N_("night"),
    Place.HOLIDAY: N_("holiday"),
}
_MOST_NAMES = 3


def day_title(day: date) -> str:
    """`Kamis, 19 November 2026`."""
    return f"{_(_DAYS[day.weekday()])}, {day_label(day)}"


def short_day(day: date) -> str:
    return _(_SHORT_DAYS[day.weekday()])


def week_number(day: date) -> str:
    return _("Week {week}").format(week=day.isocalendar().week)


def place_word(place: Place) -> str:
    """`rumah`, as it stands behind a number."""
    return _(_PLACES[place])


def letter(place: Place | None) -> str:
    return LETTERS[place].letter if place is not None else ""


def some_names(names: tuple[str, ...]) -> str:
    """Three names at most; of the others the number."""
    shown = ", ".join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return _("{names} and {count} more").format(names=shown, count=more) if more > 0 else shown


@dataclass(frozen=True, slots=True)
class DutyWords:
    title: str
    detail: str
    when: str
    icon: str
    tone: str = "muted"  # token of the icon and of `when`


_ICONS: dict[DutyKind, str] = {
    DutyKind.CONFLICTS: "git-compare",
    DutyKind.SPECIAL_CONDITION: "file-text",
    DutyKind.WAITING_REQUESTS: "file-text",
    DutyKind.ENDING_CONDITION: "clock",
    DutyKind.LEAVE: "tree-palm",
    DutyKind.UNPUBLISHED_WEEK: "calendar-days",
    DutyKind.CHANGED_WEEK: "calendar-days",
    DutyKind.WAITING_OUTPUTS: "clipboard-check",
    DutyKind.SILENT_PEOPLE: "message-circle",
    DutyKind.NO_RECEIPT: "package",
    DutyKind.UNSENT: "package",
    DutyKind.UNRATED: "grid-3x3",
    DutyKind.BACKUP: "hard-drive",
    DutyKind.COMPLAINTS: "message-circle",
    DutyKind.COMPLAINT_OFFICER: "user",
    DutyKind.MONITORING_NOTE: "pencil",
    DutyKind.MONTH_OPEN: "lock-open",
    DutyKind.MONTHLY_RECAP: "file-text",
    DutyKind.WEEKLY_EXPORT: "file-spreadsheet",
    DutyKind.TO_CLARIFY: "clock",
    DutyKind.TO_EXAMINE: "scale",
    DutyKind.OBJECTIONS: "scale",
    DutyKind.NOT_HANDED: "signature",
    DutyKind.FOLLOW_UP: "circle-check",
}


def duty_words(duty: Duty, today: date) -> DutyWords:
    title, detail = _SENTENCES[duty.kind](duty)
    when, tone = _when(duty, today)
    return DutyWords(title, detail, when, _ICONS[duty.kind], tone)


def _when(duty: Duty, today: date) -> tuple[str, str]:
    if duty.kind is DutyKind.CONFLICTS:
        return _("now"), "negative"
    if duty.due is not None and duty.due <= today:
        return _("today"), "negative"
    if duty.due is not None:
        left = (duty.due - today).days
        if left == 1:
            return _("tomorrow"), "warning"
        return (
            (_("{count} days").format(count=left), "muted") if left < 14 else (day_label(duty.due), "muted")
        )
    if duty.days:
        return _("{count} days ago").format(count=duty.days), "warning"
    return "", "muted"


def _week(duty: Duty) -> str:
    return duty.period.rpartition("W")[2].lstrip("0")


def _unpublished(duty: Duty) -> tuple[str, str]:
    title = _("Schedule of week {week} is not published").format(week=_week(duty))
    if not (duty.hard or duty.soft):
        return title, _("no rule is broken")
    detail = _("{hard} binding problems, {soft} to look at")
    return title, detail.format(hard=duty.hard, soft=duty.soft)


def _changed(duty: Duty) -> tuple[str, str]:
    title = _("Schedule of week {week}: {count} changes not published")
    return title.format(week=_week(duty), count=duty.count), _("the letter still says the old places")


def _waiting(duty: Duty) -> tuple[str, str]:
    title = _("{count} outputs wait for review").format(count=duty.count)
    return title, _("from {count} people").format(count=len(duty.names))


def _silent(duty: Duty) -> tuple[str, str]:
    return _("{count} people sent no report").format(count=duty.count), some_names(duty.names)


def _unrated(duty: Duty) -> tuple[str, str]:
    title = _("Evaluation {period}: {count} not rated")
    label = parse_period(duty.period).label()
    return title.format(period=label, count=duty.count), some_names(duty.names)


def _special(duty: Duty) -> tuple[str, str]:
    if duty.count > 1:
        title = _("{count} requests in a special condition").format(count=duty.count)
        return title, _("they await your decision: {names}").format(names=some_names(duty.names))
    return _("Special condition: {name}").format(name=some_names(duty.names)), _(
        "the request awaits your decision"
    )


def _waiting_requests(duty: Duty) -> tuple[str, str]:
    title = _("{count} wishes or swaps to decide").format(count=duty.count)
    return title, some_names(duty.names)


def _ending(duty: Duty) -> tuple[str, str]:
    title = _("{count} special conditions end soon").format(count=duty.count)
    return title, _("renew or let end: {names}").format(names=some_names(duty.names))


def _leave(duty: Duty) -> tuple[str, str]:
    return _("{count} applications for leave wait").format(count=duty.count), some_names(duty.names)


def _unsent(duty: Duty) -> tuple[str, str]:
    if duty.item:
        title = _("{count} changes not sent for {days} days").format(count=duty.count, days=duty.days)
        return title, _("send them with a courier; they are safe on this laptop")
    return _("{count} changes not sent").format(count=duty.count), _("they are safe on this laptop")


def _no_receipt(duty: Duty) -> tuple[str, str]:
    return _("{count} changes without a receipt").format(count=duty.count), _(
        "handed over, not confirmed yet"
    )


def _backup(duty: Duty) -> tuple[str, str]:
    if duty.days:
        return _("The last backup is {count} days old").format(count=duty.days), _("best on a USB stick")
    return _("There is no backup yet"), _("best on a USB stick")


def _to_clarify(duty: Duty) -> tuple[str, str]:
    return _("{count} days need clarification").format(count=duty.count), some_names(duty.names)


def _to_examine(duty: Duty) -> tuple[str, str]:
    return _("Summon and examine: {count} people").format(count=duty.count), some_names(duty.names)


def _follow_up(duty: Duty) -> tuple[str, str]:
    return _("{count} promises or coaching steps are due").format(count=duty.count), some_names(duty.names)


def _conflicts(duty: Duty) -> tuple[str, str]:
    title = _("{count} values differ between two laptops").format(count=duty.count)
    return title, _("choose which one holds")


def _complaints(duty: Duty) -> tuple[str, str]:
    title = _("{count} complaints press").format(count=duty.count)
    if duty.hard:
        title = _("{count} complaints press, {overdue} overdue").format(count=duty.count, overdue=duty.hard)
    return title, some_names(duty.names)


def _complaint_officer(duty: Duty) -> tuple[str, str]:
    return _("Nobody is named for complaints today"), _("{count} people are away").format(count=duty.count)


def _monitoring_note(duty: Duty) -> tuple[str, str]:
    return _("The monitoring note of {month} is missing").format(month=_month(duty)), _(
        "performance, discipline, equipment, before and after"
    )


def _month_open(duty: Duty) -> tuple[str, str]:
    return _("{month} is not closed").format(month=_month(duty)), _("one list shows what is left")


def _objections(duty: Duty) -> tuple[str, str]:
    title = _("{count} objections to evaluations wait").format(count=duty.count)
    wants = _("{count} of them for the rater's explanation").format(count=duty.hard) if duty.hard else ""
    return title, " · ".join(part for part in (some_names(duty.names), wants) if part)


def _not_handed(duty: Duty) -> tuple[str, str]:
    title = _("{count} signed evaluations were not handed over")
    return title.format(count=duty.count), some_names(duty.names)


def _monthly_recap(duty: Duty) -> tuple[str, str]:
    return _("The summary of {month} is due").format(month=_month(duty)), _("print it under Print")


def _weekly_export(duty: Duty) -> tuple[str, str]:
    title = _("Week {week} was not sent to the personnel agency").format(week=_week(duty))
    return title, _("export it as a table")


def _month(duty: Duty) -> str:
    return parse_period(duty.period).label()


_SENTENCES = {
    DutyKind.CONFLICTS: _conflicts,
    DutyKind.SPECIAL_CONDITION: _special,
    DutyKind.WAITING_REQUESTS: _waiting_requests,
    DutyKind.ENDING_CONDITION: _ending,
    DutyKind.LEAVE: _leave,
    DutyKind.UNPUBLISHED_WEEK: _unpublished,
    DutyKind.CHANGED_WEEK: _changed,
    DutyKind.WAITING_OUTPUTS: _waiting,
    DutyKind.SILENT_PEOPLE: _silent,
    DutyKind.NO_RECEIPT: _no_receipt,
    DutyKind.UNSENT: _unsent,
    DutyKind.UNRATED: _unrated,
    DutyKind.BACKUP: _backup,
    DutyKind.COMPLAINTS: _complaints,
    DutyKind.COMPLAINT_OFFICER: _complaint_officer,
    DutyKind.MONITORING_NOTE: _monitoring_note,
    DutyKind.MONTH_OPEN: _month_open,
    DutyKind.MONTHLY_RECAP: _monthly_recap,
    DutyKind.WEEKLY_EXPORT: _weekly_export,
    DutyKind.TO_CLARIFY: _to_clarify,
    DutyKind.TO_EXAMINE: _to_examine,
    DutyKind.OBJECTIONS: _objections,
    DutyKind.NOT_HANDED: _not_handed,
    DutyKind.FOLLOW_UP: _follow_up,
}

READY_WORDS = {
    "roster": N_("People are in the roster"),
    "published": N_("First schedule published"),
    "backup": N_("First backup made"),
    "bundle": N_("First bundle received by the agency"),
}
