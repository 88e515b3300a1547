"""What was changed below a paper after it was issued, so that it would say something else today."""

from collections.abc import Sequence

from flexdesk.domain.periods import parse_period
from flexdesk.store import history
from flexdesk.store.history import Entry
from flexdesk.store.store import Row, Store

# What a paper of each kind is drawn from; a change there after the issue makes it say something else today.
_SOURCES = {
    "schedule": ("assignment",),
    "assignment-letter": ("assignment", "publication"),
    "withdrawal-letter": ("publication",),
    "slip": ("assignment",),
    "skp": ("skp", "work_result", "indicator", "expectation", "target_change"),
    "skp-annex": ("skp", "skp_annex"),
    "evaluation": ("evaluation", "organisation_result", "realisation", "feedback"),
    "evaluation-document": ("evaluation", "organisation_result", "objection"),
    "eligibility-sheet": ("posting", "discipline", "person"),
}


def changed_since(store: Store, paper: Row, place: int) -> Sequence[Entry]:
    """Changes below the paper, newest first; of the same person where it is a person's paper."""
    tables = sorted({name for kind in str(paper["kind"]).split("+") for name in _SOURCES.get(kind, ())})
    if not tables:
        return ()
    entries = history.recent(store, tables=tables, limit=-1, after=place)
    return [entry for entry in entries if _is_below(store, entry, paper)]


def _is_below(store: Store, entry: Entry, paper: Row) -> bool:
    if entry.table == "assignment":
        period = parse_period(str(paper["period"]))
        return period.first.isoformat() <= entry.row.split("|")[-1] <= period.last.isoformat()
    if not paper["entities"]:
        return True
    people = store.select("person", nip=paper["entities"])
    return bool(people) and str(people[0]["key"]) == _person_of(store, entry.table, entry.row)


_ABOVE = {
    "indicator": ("work_result", "result"),
    "work_result": ("skp", "skp"),
    "realisation": ("indicator", ""),
    "evaluation": ("skp", ""),
    "objection": ("evaluation", "evaluation"),
    "skp_annex": ("skp", "skp"),
    "target_change": ("indicator", ""),
    "expectation": ("skp", ""),
    "feedback": ("skp", "skp"),
}


def _person_of(store: Store, table: str, key: str) -> str:
    """The person whose record or plan a row belongs to; empty where it has none."""
    if table in ("person", "posting"):
        return key.split("|")[0]
    if table == "discipline":
        return str((store.get(table, key) or {}).get("person") or "")
    while table != "skp":
        if table not in _ABOVE:
            return ""
        parent, column = _ABOVE[table]
        row = store.get(table, key) if column else None
        key = str((row or {}).get(column) or "") if column else key.split("|")[0]
        table = parent
    return str((store.get("skp", key) or {}).get("person") or "")
