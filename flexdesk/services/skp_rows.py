"""Rows of `skp` as the domain's types, and the guards of whatever is written below them."""

from datetime import date

from flexdesk.domain.performance import Approach, FormKind, SkpStatus, label
from flexdesk.domain.skp import OPEN, Header
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.i18n import N_
from flexdesk.store.store import Row, Store


class SkpLocked(FlexDeskError):
    code = "skp.locked"
    ticket = "FD-SKP-03"
    text = N_("The SKP of {name} has the status “{status}”; its results and indicators are fixed.")
    next = N_("Change a target from a date on, or take the SKP back to draft with a reason.")


def skp_row(store: Store, key: str) -> Row:
    """Raises NotFound."""
    row = store.get("skp", key)
    if row is None:
        raise NotFound(what="SKP", key=key)
    return row


def require_open(store: Store, key: str) -> None:
    """The guard of every write to results and indicators. Raises NotFound, SkpLocked."""
    row = skp_row(store, key)
    if status_of(row) not in OPEN:
        raise SkpLocked(name=owner_of(store, row), status=label(status_of(row)))


def require_living(store: Store, key: str) -> None:
    """The guard of what may still be written to an approved plan. Raises NotFound, SkpLocked."""
    row = skp_row(store, key)
    if status_of(row) is SkpStatus.CLOSED:
        raise SkpLocked(name=owner_of(store, row), status=label(SkpStatus.CLOSED))


def status_of(row: Row) -> SkpStatus:
    return SkpStatus(str(row["status"] or SkpStatus.DRAFT))


def form_of(row: Row) -> FormKind:
    return FormKind(str(row["form"] or FormKind.STAFF))


def approach_of(row: Row) -> Approach:
    return Approach(str(row["approach"] or Approach.QUANTITATIVE))


def header_of(row: Row) -> Header:
    first, last = span_of(row)
    return Header(str(row["key"]), first, last, bool(row["acting"]))


def span_of(row: Row) -> tuple[date, date]:
    """Its days; those of the year where an older program wrote none."""
    year = int(row["year"] or 1)
    first = date.fromisoformat(str(row["from"])) if row["from"] else date(year, 1, 1)
    return first, date.fromisoformat(str(row["to"])) if row["to"] else date(year, 12, 31)


def owner_of(store: Store, row: Row) -> str:
    """The name of the person whose plan it is."""
    return str((store.get("person", str(row["person"])) or {}).get("name") or "")


def planned_span(row: Row) -> tuple[date, date]:
    """The days that the targets were set for: those of a closed plan reach beyond its last day."""
    first, last = span_of(row)
    return first, date.fromisoformat(str(row["planned_until"])) if row["planned_until"] else last
