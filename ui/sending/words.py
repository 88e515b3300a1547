"""What the screen of sending calls tables, fields, values, sizes and moments."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from flexdesk.domain.calendar import MONTH_NAMES
from flexdesk.domain.halves import Half
from flexdesk.domain.ops import DELETED, Value
from flexdesk.domain.performance import Predicate, label
from flexdesk.domain.places import LETTERS, Place
from flexdesk.i18n import N_, _

# table -> (name, icon, the screen that shows its rows)
_TABLES: Mapping[str, tuple[str, str, str]] = {
    "unit": (N_("The unit"), "building-2", "policy"),
    "service_point": (N_("Service points"), "building-2", "policy"),
    "service_duty": (N_("Service duties"), "building-2", "people"),
    "place": (N_("Other places"), "map-pin", "policy"),
    "person": (N_("People"), "users", "people"),
    "posting": (N_("Posts"), "users", "people"),
    "discipline": (N_("Discipline"), "users", "people"),
    "criterion": (N_("Criteria of the agency"), "users", "people"),
    "time_pattern": (N_("Pattern of working time"), "clock", "people"),
    "eligibility_decision": (N_("Decisions about eligibility"), "badge-check", "people"),
    "request": (N_("Requests"), "hand", "people"),
    "assignment": (N_("Schedule"), "calendar-range", "schedule"),
    "leave_entry": (N_("Leave"), "tree-palm", "schedule"),
    "travel_entry": (N_("Duty travel"), "car", "schedule"),
    "leave_carry": (N_("Days left of earlier years"), "tree-palm", "people"),
    "day_note": (N_("Notes of days"), "calendar-range", "schedule"),
    "publication": (N_("Published schedules"), "calendar-days", "schedule"),
    "skp": (N_("SKP"), "target", "targets"),
    "work_result": (N_("Planned results"), "target", "targets"),
    "indicator": (N_("Indicators"), "target", "targets"),
    "expectation": (N_("Expectations"), "target", "targets"),
    "skp_annex": (N_("Annexes of SKP"), "target", "targets"),
    "action_plan": (N_("Action plans"), "target", "targets"),
    "target_change": (N_("Targets changed during the year"), "target", "targets"),
    "form_label": (N_("Words of the forms"), "printer", "printing"),
    "output": (N_("Daily outputs"), "clipboard-check", "review"),
    "feedback": (N_("Feedback"), "message-circle", "evaluation"),
    "realisation": (N_("Realisations"), "target", "targets"),
    "organisation_result": (N_("Organisation's result"), "grid-3x3", "evaluation"),
    "evaluation": (N_("Evaluations"), "grid-3x3", "evaluation"),
    "objection": (N_("Objections"), "scale", "evaluation"),
    "self_assessment": (N_("Own assessments"), "grid-3x3", "evaluation"),
    "policy": (N_("Rules of the unit"), "scale", "policy"),
    "holiday": (N_("Holidays"), "calendar-days", "policy"),
    "issued_document": (N_("Issued papers"), "printer", "printing"),
    "complaint": (N_("Complaints"), "message-circle", "today"),
    "complaint_officer": (N_("Officers for complaints"), "message-circle", "today"),
    "month_close": (N_("Closed months"), "lock", "today"),
    "monitoring_note": (N_("Monitoring notes"), "pencil", "today"),
    "section": (N_("Parts of the unit"), "building-2", "policy"),
    "site": (N_("Sites"), "map-pin", "policy"),
    "custom_field": (N_("Own fields"), "rows-3", "policy"),
    "custom_value": (N_("Own fields"), "users", "people"),
}

_FIELDS: Mapping[str, str] = {
    "place": N_("Place of work"),
    "reason": N_("Reason"),
    "actual": N_("Actual place"),
    "pinned": N_("Pinned"),
    "half": N_("Half of the day"),
    "shift": N_("Shift"),
    "name": N_("Name"),
    "nip": "NIP",
    "golongan": "Golongan",
    "jabatan": "Jabatan",
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "domicile": N_("Domicile"),
    "status": N_("Status"),
    "from": N_("From"),
    "to": N_("To"),
    "results": N_("Rating of results"),
    "behaviour": N_("Rating of behaviour"),
    "note": N_("Note"),
    "locked": N_("Locked"),
    "review": N_("Review"),
    "snapshot": N_("Signed copy"),
    "received_on": N_("Received on"),
    "reopen_reason": N_("Reason"),
    "value": N_("Value"),
    "source": N_("Source"),
    "text": N_("Text"),
    "number": N_("Number"),
    "amount": N_("Quantity"),
    "unit": N_("Unit"),
    "head": N_("Head"),
    "letter": N_("Letter"),
    "until": N_("Last day"),
    "merged_into": N_("Merged into"),
    "former_nip": N_("Earlier NIP"),
    "archived": N_("Archived"),
    "section": N_("Part of the unit"),
    "parent": N_("Under"),
    "max_share": N_("Away at once, at most"),
    "needs": N_("People by hours"),
    "need": N_("People needed"),
    "zone": N_("Time zone"),
    "site": N_("Site"),
    DELETED: N_("Whole entry"),
}

_MONTHS = tuple(name[:3] for name in MONTH_NAMES)


def table(name: str) -> str:
    return _(_TABLES[name][0]) if name in _TABLES else _("Data of a newer FlexDesk")


def icon(name: str) -> str:
    return _TABLES[name][1] if name in _TABLES else "package"


def screen(name: str) -> str:
    """Where the rows of a table are shown; empty for an unknown one."""
    return _TABLES[name][2] if name in _TABLES else ""


def field(name: str) -> str:
    return _(_FIELDS[name]) if name in _FIELDS else name.replace("_", " ")


def letter(name: str, value: Value) -> str:
    """The chip's letter of a place, else nothing."""
    return LETTERS[Place(str(value))].letter if name in ("place", "actual") and _is_place(value) else ""


def value(name: str, held: Value) -> str:
    """A value as people read it."""
    if name == DELETED:
        return _("deleted") if held else _("kept")
    if held is None:
        return "–"
    if name in ("place", "actual") and _is_place(held):
        return LETTERS[Place(str(held))].label
    if name == "half" and held in set(Half):
        return _("Morning") if held == Half.MORNING else _("Afternoon")
    if name in ("pinned", "locked", "archived"):
        return _("yes") if held else _("no")
    if name == "snapshot":
        return _signed(str(held))
    text = str(held)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _signed(text: str) -> str:
    """Of two copies under one evaluation: the predikat, the version and the day of each."""
    copy = json.loads(text)
    predicate, signed = (
        label(Predicate(copy["form"]["predicate"])),
        date.fromisoformat(copy["form"]["signed_on"]),
    )
    return _("{predicate}, version {number} of {day}").format(
        predicate=predicate, number=copy["revision"] + 1, day=day(signed)
    )


def _is_place(held: Value) -> bool:
    return held in set(Place)


def size(count: int) -> str:
    """`840 B`, `4 KB`, `1,2 MB`."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1 << 20):.1f} MB".replace(".", ",")


def duration(seconds: float) -> str:
    """`about 40 s`, `about 3 min`; tens of seconds, for nobody knows it better."""
    if seconds < 60:
        return _("about {count} s").format(count=max(5, round(seconds / 5) * 5))
    return _("about {count} min").format(count=round(seconds / 60))


def day(when: date) -> str:
    """`27 Nov 2026`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


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
