"""What the screen of sending calls tables, fields, values, sizes and moments."""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import takewhile

from flexdesk.domain.calendar import MONTH_NAMES
from flexdesk.domain.ops import Value
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import _
from flexdesk.services.field_words import field_name as field
from flexdesk.services.table_words import table_name as table
from flexdesk.services.value_words import day, size
from flexdesk.services.value_words import value_name as value

__all__ = ["day", "field", "size", "table", "value"]

# table -> (icon, the screen that shows its rows)
_TABLES: Mapping[str, tuple[str, str]] = {
    "unit": ("building-2", "policy"),
    "service_point": ("building-2", "policy"),
    "service_duty": ("building-2", "people"),
    "place": ("map-pin", "policy"),
    "person": ("users", "people"),
    "posting": ("users", "people"),
    "discipline": ("users", "people"),
    "criterion": ("users", "people"),
    "time_pattern": ("clock", "people"),
    "eligibility_decision": ("badge-check", "people"),
    "request": ("hand", "people"),
    "assignment": ("calendar-range", "schedule"),
    "leave_entry": ("tree-palm", "schedule"),
    "travel_entry": ("car", "schedule"),
    "leave_carry": ("tree-palm", "people"),
    "day_note": ("calendar-range", "schedule"),
    "publication": ("calendar-days", "schedule"),
    "skp": ("target", "targets"),
    "work_result": ("target", "targets"),
    "indicator": ("target", "targets"),
    "expectation": ("target", "targets"),
    "skp_annex": ("target", "targets"),
    "action_plan": ("target", "targets"),
    "target_change": ("target", "targets"),
    "form_label": ("printer", "printing"),
    "output": ("clipboard-check", "review"),
    "feedback": ("message-circle", "evaluation"),
    "realisation": ("target", "targets"),
    "organisation_result": ("grid-3x3", "evaluation"),
    "evaluation": ("grid-3x3", "evaluation"),
    "objection": ("scale", "evaluation"),
    "self_assessment": ("grid-3x3", "evaluation"),
    "policy": ("scale", "policy"),
    "holiday": ("calendar-days", "policy"),
    "issued_document": ("printer", "printing"),
    "complaint": ("message-circle", "today"),
    "complaint_officer": ("message-circle", "today"),
    "month_close": ("lock", "today"),
    "monitoring_note": ("pencil", "today"),
    "section": ("building-2", "policy"),
    "site": ("map-pin", "policy"),
    "custom_field": ("rows-3", "policy"),
    "custom_value": ("users", "people"),
    "agreement": ("signature", "people"),
    "pattern": ("calendar-range", "schedule"),
    "shift_need": ("clock", "schedule"),
    "evidence": ("paperclip", "review"),
    "chat_line": ("message-circle", "review"),
    "review_rule": ("clipboard-check", "review"),
    "follow_up": ("circle-check", "evaluation"),
    "dialogue": ("coffee", "evaluation"),
    "attendance_mark": ("clock", "today"),
    "clarification": ("circle-question-mark", "today"),
    "contact_attempt": ("message-circle", "today"),
    "recall": ("hand", "today"),
    "examination": ("scale", "today"),
    "monthly_answer": ("file-text", "today"),
    "policy_pack": ("scale", "policy"),
    "form_template": ("printer", "printing"),
    "ekinerja_tick": ("check", "printing"),
    "bkn_record": ("file-spreadsheet", "targets"),
}

_LONG = 36  # characters that a side of a conflict shows in the narrowest window
_MONTHS = tuple(name[:3] for name in MONTH_NAMES)


def icon(name: str) -> str:
    return _TABLES[name][0] if name in _TABLES else "package"


def screen(name: str) -> str:
    """Where the rows of a table are shown; empty for an unknown one."""
    return _TABLES[name][1] if name in _TABLES else ""


def letter(table: str, field: str, value: Value) -> str:
    """The chip's letter of a place in the schedule, else nothing."""
    placed = table == "assignment" and field in ("place", "actual") and value in set(Place)
    return LETTERS[Place(str(value))].letter if placed else ""


def whole_day(text: str) -> str:
    """`27 Nov 2026` of an ISO day; empty for an empty text."""
    return day(date.fromisoformat(text)) if text else ""


def apart(text: str, other: str) -> str:
    """Of a long text what tells it from the other one: words that both begin with become an ellipsis."""
    if len(text) <= _LONG:
        return text
    mine, theirs = text.split(" "), other.split(" ")
    alike = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(mine, theirs, strict=False)))
    return " ".join(("…", *mine[alike:])) if 0 < alike < len(mine) else text


def duration(seconds: float) -> str:
    """`about 40 s`, `about 3 min`; tens of seconds, for nobody knows it better."""
    if seconds < 60:
        return _("about {count} s").format(count=max(5, round(seconds / 5) * 5))
    return _("about {count} min").format(count=round(seconds / 60))


def moment(when: datetime, today: date) -> str:
    """`09.14` today, `19 Nov 09.14` this year, else with the year; local time."""
    local = when.astimezone()
    clock = f"{local:%H.%M}"
    if local.date() == today:
        return clock
    shown = f"{local.day} {_MONTHS[local.month - 1]}"
    return f"{shown} {clock}" if local.year == today.year else f"{shown} {local.year} {clock}"


def moment_of(text: str, today: date) -> str:
    return moment(datetime.fromisoformat(text), today) if text else ""
