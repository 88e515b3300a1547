"""What waits for a decision or was refused: who, when, from where, why, and the content in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.ops import Value
from flexdesk.i18n import _
from flexdesk.services.deletions import Proposal
from flexdesk.services.quarantine import Waiting
from flexdesk.services.row_names import called, names_of
from flexdesk.services.sending import Rejected
from flexdesk.services.whose import whose
from flexdesk.store.store import Store
from ui.sending import words


class About(StrEnum):
    """Kinds of matters; also the first part of their keys in the list “In”."""

    REFUSED = "rejected"
    LATE = "late"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True)
class Line:
    """One value in words; `table` and `row` say where it belongs, `held` is the value itself."""

    table: str
    row: str
    whose: str
    field: str
    text: str
    column: str = ""
    held: Value = None


@dataclass(frozen=True, slots=True)
class Matter:
    """`typed` is the number to be typed before rows are deleted, `may_accept` whether it can be let in."""

    about: About
    key: str
    title: str
    note: str
    facts: str
    lines: tuple[Line, ...]
    typed: int = 0
    may_accept: bool = False

    @property
    def text(self) -> str:
        """All of it, to be pasted elsewhere."""
        said = [": ".join(p for p in (one.whose, one.field, one.text) if p) for one in self.lines]
        return "\n".join([self.title, self.facts, *said])


def refused(store: Store, one: Rejected) -> Matter:
    lines = _lines(store, [(cell.table, cell.row, cell.field, cell.value) for cell in one.lost])
    what = ", ".join(dict.fromkeys(words.table(name) for name in one.tables)) or str(one.seq)
    facts = _("Change {seq} was refused: {reason} Write it anew if it is right.")
    return Matter(
        About.REFUSED,
        str(one.seq),
        _("Refused: {what}").format(what=what),
        one.reason,
        facts.format(seq=one.seq, reason=one.reason),
        tuple(one for one in lines if one.held not in (None, "")),
    )


def late(store: Store, one: Waiting, today: date) -> Matter:
    when = words.moment(one.at, today) if one.at is not None else _("at an unknown time")
    facts = _("{holder}, laptop {device}, made {when}, came {came}. {why}").format(
        holder=one.holder,
        device=one.device[:4],
        when=when,
        came=words.moment(one.came_at, today),
        why=one.why,
    )
    lines = _lines(store, [(cell.table, cell.row, cell.field, cell.value) for cell in one.cells])
    title = _("{count} changes of {holder} wait").format(count=one.changes, holder=one.holder)
    return Matter(About.LATE, one.id, title, one.why, facts, tuple(lines), may_accept=one.may_accept)


def deletion(store: Store, one: Proposal, today: date) -> Matter:
    what, count = words.table(one.table), len(one.rows)
    facts = _(
        "{holder}, laptop {device}, deleted {count} entries at once on {when}. Here they still are."
    ).format(holder=one.holder, device=one.device[:4], count=count, when=words.moment(one.at, today))
    lines = [
        Line(one.table, row, _title(store, one.table, row, {}), what, _("is to be deleted"))
        for row in one.rows
    ]
    title = _("{count} deleted: {what}").format(count=count, what=what)
    note = _("by {holder}; here they are").format(holder=one.holder)
    return Matter(About.DELETION, one.id, title, note, facts, tuple(lines), typed=count)


def title_of(table: str, person: str, day: str, called: str) -> str:
    """`Fitri Handayani, 23 Nov 2026, Wish`; of a row about nobody what it is called, or its table."""
    when = words.whole_day(day)
    parts = dict.fromkeys((person, when, called) if person else (called or when,))
    return ", ".join(part for part in parts if part) or words.table(table)


def _lines(store: Store, cells: Sequence[tuple[str, str, str, Value]]) -> list[Line]:
    """Each value in words; `cells` are (table, row, column, value)."""
    names = names_of(store, [(table, column, held) for table, _row, column, held in cells])
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    for table, row, column, held in cells:
        rows.setdefault((table, row), {})[column] = held
    titles = {(table, row): _title(store, table, row, held) for (table, row), held in rows.items()}
    return [
        Line(
            table,
            row,
            titles[table, row],
            words.field(table, column),
            words.value(table, column, held, row, names),
            column,
            held,
        )
        for table, row, column, held in cells
    ]


def _title(store: Store, table: str, row: str, cells: Mapping[str, Value]) -> str:
    """`cells` are values that the row lacks here."""
    return title_of(table, *whose(store, table, row, cells), called(store, table, row, cells))
