"""The registry of synced tables and columns: the numbers that travel, never reused, only added to.

A row's key is text. Natural keys join their parts with `|`, so that two devices that never met name the
same row (a person's day, a period's result); other rows are `device-counter`. Column 0 of every table is
the row itself (see `ops.DELETED`). Values are English tokens, ISO dates (`2026-11-23`), times (`07:30`),
numbers or free text; labels are never stored.
"""

from dataclasses import dataclass
from enum import StrEnum

from flexdesk.domain.ops import DELETED


class Kind(StrEnum):
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"  # integer or float
    DATE = "date"
    TIME = "time"


class Merge(StrEnum):
    """What happens to a column that two people wrote without having seen each other."""

    MVR = "mvr"  # both stay, a person decides
    OWNER = "owner"  # only one role writes, so it cannot happen
    APPEND = "append"  # written once with its row: nobody changes it, and the first of two is shown
    LWW = "lww"  # the later one is shown, the earlier one stays in the log; nobody is asked


@dataclass(frozen=True, slots=True)
class Column:
    id: int
    name: str
    kind: Kind = Kind.TEXT
    merge: Merge = Merge.MVR


@dataclass(frozen=True, slots=True)
class Table:
    id: int
    name: str
    key: tuple[str, ...]  # names of the natural key's parts; empty for `device-counter`
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        return _COLUMNS[self.name, name]


ROW = Column(0, DELETED, Kind.INTEGER)

# Places in a list and marks of what is done: nobody needs to see whose was the other one.
_LWW: dict[str, tuple[str, ...]] = {
    "person": ("order",),
    "work_result": ("order",),
    "indicator": ("order",),
    "skp_annex": ("order",),
    "custom_field": ("order",),
    "criterion": ("order",),
    "chat_line": ("done",),
    "ekinerja_tick": ("copied_on",),
    "bkn_record": ("read_on",),
}
# The key holds the hash of the content, so two who write one row mean the same.
_APPEND: dict[str, tuple[str, ...]] = {
    "evidence": ("name", "media", "bytes", "added_on", "original_bytes"),
    "chat_line": ("day", "text", "name"),
}


def _merge(table: str, column: str) -> Merge:
    if column in _LWW.get(table, ()):
        return Merge.LWW
    return Merge.APPEND if column in _APPEND.get(table, ()) else Merge.MVR


def _table(number: int, name: str, key: str, *columns: tuple[int, str] | tuple[int, str, Kind]) -> Table:
    made = tuple(Column(c[0], c[1], c[2] if len(c) > 2 else Kind.TEXT, _merge(name, c[1])) for c in columns)
    return Table(number, name, tuple(key.split("|")) if key else (), made)


I, N, D, T = Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.TIME  # noqa: E741

# fmt: off
TABLES: tuple[Table, ...] = (
    _table(1, "unit", "unit",
           (1, "name"), (2, "agency"), (3, "kind"), (4, "region"), (5, "zone"), (6, "service_decree"),
           (7, "head"), (8, "letterhead"), (9, "place"), (10, "paper"), (11, "address"),
           (12, "organisation"), (13, "site"), (14, "letterhead_image")),
    _table(2, "service_point", "",
           (1, "name"), (2, "need", I), (3, "days"), (4, "opens", T), (5, "closes", T), (6, "section"),
           (7, "site"), (8, "needs"), (9, "archived", I)),
    _table(3, "place", "",
           (1, "name"), (2, "kind"), (3, "approved_by"), (4, "address"), (5, "site"), (6, "approved_on", D),
           (7, "letter"), (8, "until", D), (9, "archived", I)),
    _table(4, "site", "",
           (1, "name"), (2, "zone"), (3, "address"), (4, "archived", I)),
    _table(5, "person", "",
           (1, "nip"), (2, "name"), (3, "front_titles"), (4, "back_titles"), (5, "status"), (6, "golongan"),
           (7, "phone"), (8, "email"), (9, "domicile"), (10, "field_duty", I), (11, "task_criteria"),
           (12, "former_nip"), (13, "archived", I), (14, "wanted_days", I), (15, "order", I),
           (16, "merged_into"), (17, "aliases"), (18, "remote_place", I), (19, "service_from", D),
           (20, "archive_reason")),
    _table(6, "posting", "person|from",
           (1, "jabatan"), (2, "category"), (3, "unit"), (4, "reason"), (5, "superior"), (6, "acting"),
           (7, "until", D), (8, "letter"), (9, "excluded"), (10, "task_criteria"), (11, "section")),
    _table(7, "service_duty", "service_point|person",
           (1, "serves", I)),
    _table(8, "discipline", "",
           (1, "person"), (2, "kind"), (3, "from", D), (4, "to", D), (5, "letter"), (6, "note")),
    _table(9, "agreement", "",
           (1, "person"), (2, "from", D), (3, "to", D), (4, "places"), (5, "days"), (6, "duties"),
           (7, "letter"), (8, "signed_on", D), (9, "ended_on", D), (10, "end_reason"), (11, "request"),
           (12, "renews")),
    _table(10, "request", "",
           (1, "person"), (2, "kind"), (3, "from", D), (4, "to", D), (5, "days"), (6, "place"), (7, "reason"),
           (8, "evidence"), (9, "plan"), (10, "outputs"), (11, "decision"), (12, "decided_on", D),
           (13, "note"), (14, "submitted_on", D), (15, "decided_by"), (16, "granted_from", D),
           (17, "granted_to", D), (18, "granted_days"), (19, "ended_on", D), (20, "end_reason"),
           (21, "partner"), (22, "partner_day", D), (23, "partner_agrees", I), (24, "flexibility")),
    _table(11, "assignment", "person|day",
           (1, "place"), (2, "place_row"), (3, "shift"), (4, "pinned", I), (5, "source"), (6, "reason"),
           (7, "actual"), (8, "half"), (9, "note")),
    _table(12, "leave_entry", "",
           (1, "person"), (2, "kind"), (3, "from", D), (4, "to", D), (5, "document"), (6, "reason"),
           (7, "working_days", I), (8, "year", I), (9, "decision"), (10, "content"),
           (11, "submitted_on", D), (12, "opinion"), (13, "opinion_by"), (14, "opinion_on", D),
           (15, "opinion_note"), (16, "decided_by"), (17, "decided_on", D), (18, "decision_note"),
           (19, "child", I), (20, "cause"), (21, "remote_days", I), (22, "deferred_days", I),
           (23, "cancelled_on", D), (24, "number"), (25, "exception")),
    _table(13, "travel_entry", "",
           (1, "person"), (2, "from", D), (3, "to", D), (4, "letter"), (5, "letter_date", D),
           (6, "purpose"), (7, "location"), (8, "transport"), (9, "content"),
           (10, "cancelled_on", D)),
    _table(14, "publication", "week|version",
           (1, "published_on", D), (2, "letter"), (3, "signer"), (4, "cells"), (5, "reason"),
           (6, "answered"), (7, "withdrawn_on", D), (8, "withdraw_reason"), (9, "withdraw_letter")),
    _table(16, "skp", "",
           (1, "person"), (2, "year", I), (3, "from", D), (4, "to", D), (5, "approach"), (6, "form"),
           (7, "rater"), (8, "rater_superior"), (9, "acting", I), (10, "status"), (11, "set_on", D),
           (12, "place"), (13, "jabatan"), (14, "submitted_on", D), (15, "decided_on", D),
           (16, "decision_note"), (17, "closed_on", D), (18, "reason"), (19, "rater_text"),
           (20, "superior_text"), (21, "close_note"), (22, "planned_until", D)),
    _table(17, "work_result", "",
           (1, "skp"), (2, "order", I), (3, "code"), (4, "class"), (5, "text"), (6, "leader_text"),
           (7, "leader_result"), (8, "assigned_by"), (9, "share", N)),
    _table(18, "indicator", "",
           (1, "result"), (2, "order", I), (3, "aspect"), (4, "perspective"), (5, "text"),
           (6, "target_text"), (7, "target_number", N), (8, "unit")),
    _table(19, "action_plan", "",
           (1, "result"), (2, "period"), (3, "text"), (4, "target_number", N), (5, "unit"), (6, "due", D)),
    _table(20, "expectation", "skp|value",
           (1, "text")),
    _table(21, "skp_annex", "",
           (1, "skp"), (2, "kind"), (3, "order", I), (4, "text")),
    _table(22, "output", "person|day|hash",
           (1, "activity"), (2, "amount", N), (3, "unit"), (4, "starts", T), (5, "ends", T), (6, "result"),
           (7, "code"), (8, "evidence"), (9, "source"), (10, "review"), (11, "note"), (12, "reviewed_on", D),
           (13, "amount_text"), (14, "asked_on", D), (15, "answers")),
    _table(23, "feedback", "",
           (1, "skp"), (2, "result"), (3, "value"), (4, "date", D), (5, "giver"), (6, "giver_name"),
           (7, "text"), (8, "tone"), (9, "period"), (10, "indicator")),
    _table(24, "realisation", "indicator|period",
           (1, "text"), (2, "number", N), (3, "evidence")),
    _table(25, "organisation_result", "period",
           (1, "level"), (2, "note"), (3, "override_reason"), (4, "decided_by"), (5, "decided_on", D)),
    _table(26, "evaluation", "skp|period",
           (1, "results"), (2, "behaviour"), (3, "note"), (4, "locked", I), (5, "date", D), (6, "place"),
           (7, "received_on", D), (8, "revision", I), (9, "locked_by"), (10, "reopened_on", D),
           (11, "reopen_reason"), (12, "organisation"), (13, "predicate"), (14, "snapshot"),
           (15, "note_source"), (16, "final", I)),
    _table(27, "objection", "",
           (1, "evaluation"), (2, "filed_on", D), (3, "reasons"), (4, "explanation"),
           (5, "explained_on", D), (6, "decision"), (7, "decision_note"), (8, "decided_on", D),
           (9, "decided_by"), (10, "results"), (11, "behaviour")),
    _table(28, "attendance_mark", "person|day|mark",
           (1, "at", T), (2, "place"), (3, "source"), (4, "note"), (5, "photo")),
    _table(29, "contact_attempt", "",
           (1, "person"), (2, "day", D), (3, "at", T), (4, "channel"), (5, "minutes", N), (6, "outcome"),
           (7, "by"), (8, "note")),
    _table(30, "recall", "",
           (1, "person"), (2, "day", D), (3, "by"), (4, "at"), (5, "reason"), (6, "arrived", T),
           (7, "place_before")),
    _table(31, "complaint", "",
           (1, "number"), (2, "channel"), (3, "received", D), (4, "kind"), (5, "subject"), (6, "reporter"),
           (7, "officer"), (8, "responded_on", D), (9, "forwarded_to"), (10, "closed_on", D), (11, "result"),
           (12, "note"), (13, "service_point")),
    _table(32, "policy", "setting|from",
           (1, "value"), (2, "source"), (3, "grade"), (4, "until", D)),
    _table(33, "holiday", "date|region",
           (1, "kind"), (2, "name"), (3, "decree"), (4, "struck", I), (5, "note")),
    _table(34, "issued_document", "",
           (1, "kind"), (2, "entities"), (3, "template"), (4, "sha256"), (5, "chain_head"), (6, "period"),
           (7, "issued_at"), (8, "number"), (9, "content"), (10, "part_of"), (11, "signed_by")),
    _table(35, "section", "",
           (1, "name"), (2, "parent"), (3, "site"), (4, "head"), (5, "direct_service", I),
           (6, "max_share", N), (7, "archived", I)),
    _table(36, "time_pattern", "",
           (1, "kind"), (2, "person"), (3, "section"), (4, "basis"), (5, "from", D), (6, "to", D),
           (7, "approved_by"), (8, "approved_on", D), (9, "letter"), (10, "note")),
    _table(37, "custom_field", "",
           (1, "name"), (2, "kind"), (3, "order", I), (4, "archived", I)),
    _table(38, "custom_value", "field|person",
           (1, "value")),
    _table(39, "criterion", "",
           (1, "text"), (2, "order", I), (3, "source"), (4, "archived", I)),
    _table(40, "clarification", "person|day",
           (1, "state"), (2, "reason"), (3, "decided_by"), (4, "decided_on", D), (5, "late_minutes", I)),
    _table(41, "examination", "",
           (1, "person"), (2, "opened_on", D), (3, "count", I), (4, "basis"), (5, "summoned_on", D),
           (6, "examined_on", D), (7, "result"), (8, "letter"), (9, "note")),
    _table(42, "complaint_officer", "day",
           (1, "person"), (2, "note")),
    _table(43, "month_close", "month|version",
           (1, "closed_on", D), (2, "by"), (3, "reopened_on", D), (4, "reopen_reason"), (5, "figures")),
    _table(44, "monitoring_note", "month",
           (1, "performance"), (2, "discipline"), (3, "infrastructure"), (4, "compared"), (5, "by"),
           (6, "date", D)),
    _table(45, "monthly_answer", "month|field",
           (1, "value")),
    _table(46, "eligibility_decision", "",
           (1, "person"), (2, "day", D), (3, "verdict"), (4, "reasons"), (5, "number"), (6, "handed_on", D),
           (7, "objection"), (8, "objected_on", D), (9, "answer"), (10, "answered_on", D),
           (11, "answer_note")),
    _table(47, "policy_pack", "",
           (1, "name"), (2, "version"), (3, "from", D), (4, "until", D), (5, "text"), (6, "signer"),
           (7, "taken_on", D), (8, "state"), (9, "reason")),
    _table(48, "leave_carry", "person|year",
           (1, "unused", I), (2, "deferred", I), (3, "letter"), (4, "note")),
    _table(49, "pattern", "",
           (1, "name"), (2, "definition")),
    _table(50, "chat_line", "sender|hash",
           (1, "day", D), (2, "text"), (3, "name"), (4, "activity"), (5, "amount", N), (6, "unit"),
           (7, "starts", T), (8, "ends", T), (9, "evidence"), (10, "why"), (11, "done", I)),
    _table(51, "day_note", "day",
           (1, "text")),
    _table(52, "shift_need", "function|shift|days",
           (1, "need", I)),
    _table(53, "target_change", "indicator|from",
           (1, "target_text"), (2, "target_number", N), (3, "unit"), (4, "note")),
    _table(54, "form_label", "label",
           (1, "text")),
    # The key of the output, then the content's hash: the file itself stays on the laptops that have it.
    _table(56, "evidence", "person|day|hash|sha256",
           (1, "name"), (2, "media"), (3, "bytes", I), (4, "added_on", D), (5, "original_bytes", I)),
    _table(57, "review_rule", "rule",
           (1, "off", I), (2, "limit", N)),
    _table(58, "self_assessment", "skp|period",
           (1, "results"), (2, "behaviour"), (3, "note"), (4, "given_on", D), (5, "source")),
    _table(59, "form_template", "kind",
           (1, "text"), (2, "version"), (3, "source")),
    _table(60, "ekinerja_tick", "person|item",
           (1, "copied_on", D), (2, "period")),
    _table(61, "bkn_record", "year|nip|kind|id",
           (1, "name"), (2, "status"), (3, "until", D), (4, "acting", I), (5, "jabatan"), (6, "unit"),
           (7, "result"), (8, "month"), (9, "read_on", D)),
    _table(62, "follow_up", "",
           (1, "person"), (2, "period"), (3, "kind"), (4, "text"), (5, "side"), (6, "due", D),
           (7, "done_on", D), (8, "note"), (9, "opened_on", D), (10, "result")),
    _table(63, "dialogue", "person|period",
           (1, "facts"), (2, "questions"), (3, "held_on", D), (4, "note")),
)
# fmt: on

# Numbers promised to tables of DESIGN section 3 that do not exist yet.
RESERVED = {
    15: "letter",
}

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
BY_ID: dict[int, Table] = {table.id: table for table in TABLES}
_COLUMNS: dict[tuple[str, str], Column] = {
    (table.name, column.name): column for table in TABLES for column in (ROW, *table.columns)
}
COLUMN_BY_ID: dict[tuple[int, int], Column] = {
    (table.id, column.id): column for table in TABLES for column in (ROW, *table.columns)
}


def join_key(*parts: str) -> str:
    """A natural key; raises ValueError for a part that would be taken for two."""
    key = "|".join(parts)
    if key.count("|") >= len(parts):
        raise ValueError(parts)
    return key


def split_key(row: str) -> list[str]:
    return row.split("|")
