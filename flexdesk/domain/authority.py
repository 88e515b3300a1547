"""Who may write what: the one table of authority, asked by server and laptops alike.

A table has a default, a column may have an exception, and some values of such a column are free all the same.
Tables and columns that this version does not know come from a newer program and are for that one to judge.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flexdesk.domain.ops import DELETED, Value
from flexdesk.domain.schema import BY_NAME, COLUMN_BY_ID, TABLES, Merge


class Role(StrEnum):
    HEAD = "head"
    DEPUTY = "deputy"
    CLERK = "clerk"
    READER = "reader"


Roles = frozenset[Role]

LEADERS: Roles = frozenset({Role.HEAD, Role.DEPUTY})  # a deputy stands in the head's place, Plh and Plt alike
OFFICE: Roles = LEADERS | {Role.CLERK}

# Whose value is shown while two people's stand side by side. A deputy counts as much as the head.
_RANKS: Mapping[str, int] = {Role.HEAD: 2, Role.DEPUTY: 2, Role.CLERK: 1}


@dataclass(frozen=True, slots=True)
class Area:
    """Tables with the same writers, for the same reason."""

    name: str
    writers: Roles
    source: str
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reserved:
    """Columns of an office's table that only leaders write; `free` are values that anybody of it may."""

    table: str
    columns: tuple[str, ...]
    source: str
    free: Mapping[str, frozenset[Value]] = field(default_factory=dict)


_FLEXIBLE = "PermenPANRB 4/2025"
_REQUESTS = "Pasal 30 PermenPANRB 4/2025"
_PERFORMANCE = "PermenPANRB 6/2022"
_LEAVE = "Peraturan BKN 24/2017"
_DISCIPLINE = "PP 94/2021"

AREAS: tuple[Area, ...] = (
    Area("unit", LEADERS, "", ("unit", "form_label", "form_template")),
    Area("policy", LEADERS, _FLEXIBLE, ("policy", "policy_pack", "holiday", "criterion", "time_pattern")),
    Area("decisions", LEADERS, _FLEXIBLE, ("publication", "agreement", "eligibility_decision")),
    Area("discipline", LEADERS, _DISCIPLINE, ("discipline", "examination", "clarification")),
    Area(
        "targets",
        LEADERS,
        _PERFORMANCE,
        ("skp", "work_result", "indicator", "action_plan", "expectation", "skp_annex", "target_change"),
    ),
    Area(
        "evaluation",
        LEADERS,
        _PERFORMANCE,
        (
            "feedback",
            "organisation_result",
            "evaluation",
            "objection",
            "review_rule",
            "follow_up",
            "dialogue",
        ),
    ),
    Area("closing", LEADERS, "", ("month_close",)),
    Area(
        "roster",
        OFFICE,
        "",
        (
            *("person", "posting", "section", "site", "place", "service_point", "service_duty"),
            *("custom_field", "custom_value", "complaint_officer", "bkn_record"),
        ),
    ),
    Area("schedule", OFFICE, "", ("assignment", "pattern", "shift_need", "day_note")),
    Area("requests", OFFICE, "", ("request",)),
    Area("leave", OFFICE, "", ("leave_entry", "leave_carry", "travel_entry")),
    Area("attendance", OFFICE, "", ("attendance_mark", "contact_attempt", "recall", "complaint")),
    Area(
        "outputs",
        OFFICE,
        "",
        ("output", "evidence", "chat_line", "realisation", "self_assessment", "ekinerja_tick"),
    ),
    Area("papers", OFFICE, "", ("issued_document", "monitoring_note", "monthly_answer")),
)

RESERVED: tuple[Reserved, ...] = (
    Reserved("place", ("approved_by", "approved_on"), _FLEXIBLE),
    Reserved(
        "request",
        (
            *("decision", "decided_on", "note", "decided_by", "granted_from", "granted_to", "granted_days"),
            *("ended_on", "end_reason"),
        ),
        _REQUESTS,
    ),
    Reserved(
        "leave_entry",
        (
            *("decision", "opinion", "opinion_by", "opinion_on", "opinion_note", "decided_by", "decided_on"),
            *("decision_note", "deferred_days", "exception"),
        ),
        _LEAVE,
        free={"decision": frozenset({"pending"})},
    ),
    Reserved(
        "output",
        ("review", "note", "reviewed_on", "asked_on"),
        _PERFORMANCE,
        free={"review": frozenset({"waiting"})},
    ),
)

_AREA_OF = {name: area for area in AREAS for name in area.tables}
_RESERVED_OF = {
    (one.table, column): one for one in RESERVED for column in (*one.columns, DELETED)
}  # a row that holds a decision is deleted by whoever may decide
_WRITERS_BY_ID = {table.id: _AREA_OF[table.name].writers for table in TABLES}
_RESERVED_BY_ID: dict[int, dict[int, frozenset[Value]]] = {}  # table -> column -> values that are free
for (_name, _column), _one in _RESERVED_OF.items():
    _held = _RESERVED_BY_ID.setdefault(BY_NAME[_name].id, {})
    _held[BY_NAME[_name].column(_column).id] = _one.free.get(_column, frozenset())


def area_of(table: str) -> Area:
    """Raises KeyError for a table that is not in the registry."""
    return _AREA_OF[table]


def writers(table: str, column: str) -> Roles:
    """Who may write any value into that column; `#row` is the deletion of a row."""
    return LEADERS if (table, column) in _RESERVED_OF else _AREA_OF[table].writers


def may(role: str, table: str, column: str, value: Value) -> bool:
    """Whether that role may write this value there."""
    if role in LEADERS:
        return True
    if role not in OFFICE or role not in _AREA_OF[table].writers:
        return False
    held = _RESERVED_OF.get((table, column))
    return held is None or value in held.free.get(column, ())


def may_by_number(role: str, table: int, cells: Mapping[int, Value]) -> bool:
    """The same for the cells of one write as it travels; unknown numbers count only against a reader."""
    if role in LEADERS:
        return True
    if role not in OFFICE:
        return False
    if role not in _WRITERS_BY_ID.get(table, OFFICE):
        return not any((table, number) in COLUMN_BY_ID for number in cells)
    held = _RESERVED_BY_ID.get(table)
    return held is None or all(number not in held or value in held[number] for number, value in cells.items())


def merge_of(table: str, column: str) -> Merge:
    """The class of a field: where only leaders write, what others write cannot be in conflict with it."""
    found = BY_NAME[table].column(column).merge
    return Merge.OWNER if found is Merge.MVR and writers(table, column) == LEADERS else found


def rank(role: str) -> int:
    """The authority of an author for the display; 0 for a stranger."""
    return _RANKS.get(role, 0)


def is_unlimited(role: str) -> bool:
    """Whether nothing that this role writes has to be looked at."""
    return role in LEADERS
