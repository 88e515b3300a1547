"""What a row is called among those of its table, and which columns point to other rows by their keys."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flexdesk.domain.calendar import long_date
from flexdesk.domain.core_values import CONDUCTS, CoreValue
from flexdesk.domain.merged import PERSON_COLUMNS
from flexdesk.domain.monthly_form import FIELDS
from flexdesk.domain.ops import Value
from flexdesk.domain.outputs import Question
from flexdesk.domain.performance import LABELS
from flexdesk.domain.periods import UnknownPeriod, parse_period
from flexdesk.domain.review_rules import BY_QUESTION
from flexdesk.domain.schema import BY_NAME
from flexdesk.i18n import _
from flexdesk.services.attendance_words import mark_name
from flexdesk.services.policy_words import rule_name
from flexdesk.services.token_words import token
from flexdesk.services.whose import Cells, cells_of, whose
from flexdesk.store.store import Store

Cell = tuple[str, str, Value]  # table, column, what it holds

# Columns that hold the key of another row -> the table of that row; persons are in `PERSON_COLUMNS`.
POINTS: Mapping[tuple[str, str], str] = {
    ("unit", "site"): "site",
    ("service_point", "section"): "section",
    ("service_point", "site"): "site",
    ("place", "site"): "site",
    ("person", "merged_into"): "person",
    ("posting", "section"): "section",
    ("agreement", "request"): "request",
    ("agreement", "renews"): "agreement",
    ("assignment", "place_row"): "place",
    ("work_result", "skp"): "skp",
    ("work_result", "leader_result"): "work_result",
    ("indicator", "result"): "work_result",
    ("action_plan", "result"): "work_result",
    ("skp_annex", "skp"): "skp",
    ("output", "result"): "work_result",
    ("output", "answers"): "output",
    ("feedback", "skp"): "skp",
    ("feedback", "result"): "work_result",
    ("feedback", "indicator"): "indicator",
    ("evaluation", "locked_by"): "person",
    ("objection", "evaluation"): "evaluation",
    ("complaint", "service_point"): "service_point",
    ("section", "parent"): "section",
    ("section", "site"): "site",
    ("time_pattern", "section"): "section",
    ("issued_document", "part_of"): "issued_document",
}
_FINGERPRINTS = frozenset({("policy_pack", "signer")})
_TITLES = ("name", "text", "activity", "purpose", "subject", "number")  # the first that a row has names it


def points_to(table: str, column: str) -> str:
    """The table whose rows' keys a column holds; empty for any other column."""
    if column in PERSON_COLUMNS and (table, column) not in _FINGERPRINTS:
        return "person"
    return POINTS.get((table, column), "")


def called(store: Store, table: str, row: str, cells: Cells | None = None) -> str:
    """What a row is called; empty where nothing but its person and its day tell it from others."""
    if table not in BY_NAME:
        return ""
    held = cells_of(store, table, row, cells)
    own = _OWN.get(table)
    if own is not None:
        return own(store, held)
    named = next((str(held[name]) for name in _TITLES if held.get(name)), "")
    return " ".join(named.split())


def names_of(store: Store, cells: Iterable[Cell]) -> dict[str, str]:
    """What the rows are called to which these cells point, by key; nothing for keys that are not here."""
    found: dict[str, str] = {}
    for table, column, held in cells:
        key, target = str(held or ""), points_to(table, column)
        if key and target and key not in found and store.get(target, key) is not None:
            person, day = whose(store, target, key)
            when = long_date(date.fromisoformat(day)) if day and target != "skp" else ""
            parts = dict.fromkeys((called(store, target, key), person, when))
            found[key] = ", ".join(part for part in parts if part)
    return found


def _kind(table: str) -> Callable[[Store, Cells], str]:
    return lambda _store, held: token(table, "kind", str(held["kind"])) or "" if held.get("kind") else ""


def _period(part: str) -> Callable[[Store, Cells], str]:
    return lambda _store, held: period_name(str(held.get(part) or ""))


def period_name(code: str) -> str:
    """`Triwulan III 2026`; what is no period stays as it is."""
    try:
        return parse_period(code).label()
    except UnknownPeriod:
        return code


def _plan(_store: Store, held: Cells) -> str:
    return f"SKP {held.get('year') or ''}".strip()


def _result(_store: Store, held: Cells) -> str:
    return " ".join(str(held[name]) for name in ("code", "text") if held.get(name))


def _value(_store: Store, held: Cells) -> str:
    found = str(held.get("value") or "")
    return CONDUCTS[CoreValue(found)].name if found in set(CoreValue) else ""


def _field(store: Store, held: Cells) -> str:
    return str((store.get("custom_field", str(held.get("field") or "")) or {}).get("name") or "")


def _answer(_store: Store, held: Cells) -> str:
    field = FIELDS.get(str(held.get("field") or ""))
    return ", ".join(p for p in (field.title if field else "", period_name(str(held.get("month")))) if p)


def _question(_store: Store, held: Cells) -> str:
    rule = str(held.get("rule") or "")
    return _(BY_QUESTION[Question(rule)].name) if rule in set(Question) else ""


def _holiday(_store: Store, held: Cells) -> str:
    when = long_date(date.fromisoformat(str(held["date"]))) if held.get("date") else ""
    return ", ".join(part for part in (when, str(held.get("name") or "")) if part)


def _shift(store: Store, held: Cells) -> str:
    point = (store.get("service_point", str(held.get("function") or "")) or {}).get("name")
    shift = token("assignment", "shift", str(held.get("shift") or ""))
    return ", ".join(str(part) for part in (point or _("The unit"), shift) if part)


def _paper(_store: Store, held: Cells) -> str:
    kind = str(held.get("kind") or "")
    shown = token("issued_document", "kind", kind) if kind else ""
    return " ".join(part for part in (shown, str(held.get("number") or "")) if part)


_OWN: Mapping[str, Callable[[Store, Cells], str]] = {
    "person": lambda _store, held: str(held.get("name") or ""),
    "posting": lambda _store, held: str(held.get("jabatan") or ""),
    "assignment": lambda _store, _held: "",
    "request": _kind("request"),
    "leave_entry": _kind("leave_entry"),
    "leave_carry": lambda _store, held: str(held.get("year") or ""),
    "discipline": _kind("discipline"),
    "publication": _period("week"),
    "skp": _plan,
    "work_result": _result,
    "expectation": _value,
    "realisation": _period("period"),
    "organisation_result": _period("period"),
    "evaluation": _period("period"),
    "self_assessment": _period("period"),
    "dialogue": _period("period"),
    "attendance_mark": lambda _store, held: _mark(str(held.get("mark") or "")),
    "month_close": _period("month"),
    "monitoring_note": _period("month"),
    "monthly_answer": _answer,
    "policy": lambda _store, held: rule_name(str(held.get("setting") or "")),
    "holiday": _holiday,
    "issued_document": _paper,
    "custom_value": _field,
    "review_rule": _question,
    "shift_need": _shift,
    "form_label": lambda _store, held: LABELS.get(str(held.get("label") or ""), ""),
    "form_template": _paper,
    "ekinerja_tick": _period("period"),
    "day_note": lambda _store, _held: "",
}


def _mark(slot: str) -> str:
    return mark_name(slot) if slot in ("in", "out") or slot.removeprefix("mid").isdigit() else ""
