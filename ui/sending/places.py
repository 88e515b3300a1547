"""Where a person looks at a row of the store: the screen, and what that screen calls the row."""

from collections.abc import Callable, Mapping

from flexdesk.domain.ops import Value
from flexdesk.domain.schema import BY_NAME
from flexdesk.store.store import Store

Row = Mapping[str, Value]
Place = tuple[str, str]  # a screen and an item for its `open_item`
_Find = Callable[[Store, str, Row], Place]


def place_of(store: Store, table: str, row: str, cells: Row | None = None) -> Place | None:
    """None where no screen shows such a row; `cells` are values that it lacks here."""
    find = _FINDS.get(table)
    if find is None:
        return None
    parts = dict(zip(BY_NAME[table].key, row.split("|"), strict=False))
    return find(store, row, {**(store.get(table, row) or {}), **(cells or {}), **parts})


def _item(screen: str, before: str = "") -> _Find:
    """The row by its own key."""
    return lambda _store, row, _cells: (screen, before + row)


def _cell(screen: str, name: str, before: str = "") -> _Find:
    """By the person, the plan or whatever else the row belongs to."""
    return lambda _store, _row, cells: (screen, before + str(cells.get(name) or ""))


def _view(screen: str, item: str = "") -> _Find:
    return lambda _store, _row, _cells: (screen, item)


def _day_of(screen: str, name: str, before: str = "") -> _Find:
    """By a person and a day, as screens with a grid of days name a cell."""
    return lambda _store, _row, cells: (screen, f"{before}{cells.get('person')}|{cells.get(name)}")


def _plan(store: Store, skp: Value) -> str:
    return str((store.get("skp", str(skp or "")) or {}).get("person") or "")


def _of_plan(store: Store, _row: str, cells: Row) -> Place:
    return "targets", _plan(store, cells.get("skp"))


def _of_indicator(store: Store, _row: str, cells: Row) -> Place:
    indicator = store.get("indicator", str(cells.get("indicator") or "")) or {}
    return "targets", str(indicator.get("result") or "")


def _rated(_store: Store, _row: str, cells: Row) -> Place:
    return "evaluation", f"{cells.get('period')}|{cells.get('skp')}"


def _objection(_store: Store, _row: str, cells: Row) -> Place:
    skp, _bar, period = str(cells.get("evaluation") or "").partition("|")
    return "evaluation", f"{period}|{skp}"


_FINDS: Mapping[str, _Find] = {
    "unit": _view("policy", "unit"),
    "service_point": _view("policy", "unit"),
    "section": _view("policy", "unit"),
    "site": _view("policy", "unit"),
    "place": _view("policy", "unit"),
    "custom_field": _view("policy", "unit"),
    "policy": _cell("policy", "setting"),
    "holiday": _view("policy", "calendar"),
    "person": _item("people"),
    "posting": _cell("people", "person"),
    "service_duty": _cell("people", "person"),
    "discipline": _cell("people", "person"),
    "custom_value": _cell("people", "person"),
    "time_pattern": _cell("people", "person"),
    "eligibility_decision": _cell("people", "person", "eligibility:"),
    "agreement": _item("people", "requests:"),
    "request": _item("people", "requests:"),
    "leave_entry": _item("people", "leave:"),
    "leave_carry": _view("people", "leave:balances"),
    "travel_entry": _item("people", "leave:"),
    "assignment": _day_of("schedule", "day"),
    "attendance_mark": _day_of("today", "day", "attendance:"),
    "clarification": _day_of("today", "day", "attendance:"),
    "skp": _cell("targets", "person"),
    "work_result": _item("targets"),
    "indicator": _cell("targets", "result"),
    "action_plan": _cell("targets", "result"),
    "expectation": _of_plan,
    "skp_annex": _of_plan,
    "realisation": _of_indicator,
    "target_change": _of_indicator,
    "output": _item("review"),
    "evaluation": _rated,
    "self_assessment": _rated,
    "objection": _objection,
    "feedback": _cell("evaluation", "skp"),
    "organisation_result": _cell("evaluation", "period"),
    "complaint": _item("today", "complaints:"),
    "complaint_officer": _view("today", "complaints:officer"),
    "month_close": _cell("today", "month", "month:"),
    "monitoring_note": _cell("today", "month", "month:note|"),
    "monthly_answer": _cell("today", "month", "month:"),
}
