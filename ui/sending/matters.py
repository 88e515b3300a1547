"""What waits for a decision or was refused: who, when, from where, why, and the content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flexdesk.domain.ops import Value
from flexdesk.i18n import _
from flexdesk.services.deletions import Proposal
from flexdesk.services.quarantine import Waiting
from flexdesk.services.sending import Rejected
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


def refused(one: Rejected, names: Sequence[tuple[str, str]]) -> Matter:
    """`names` are the person and the day of each of its cells."""
    lines = [
        _line(cell.table, cell.row, who, cell.field, cell.value)
        for cell, who in zip(one.lost, names, strict=True)
    ]
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


def late(one: Waiting, today: date) -> Matter:
    when = words.moment(one.at, today) if one.at is not None else _("at an unknown time")
    facts = _("{holder}, laptop {device}, made {when}, came {came}. {why}").format(
        holder=one.holder,
        device=one.device[:4],
        when=when,
        came=words.moment(one.came_at, today),
        why=one.why,
    )
    lines = [_line(c.table, c.row, (c.person, c.day), c.field, c.value) for c in one.cells]
    title = _("{count} changes of {holder} wait").format(count=one.changes, holder=one.holder)
    return Matter(About.LATE, one.id, title, one.why, facts, tuple(lines), may_accept=one.may_accept)


def deletion(one: Proposal, names: Sequence[tuple[str, str]], today: date) -> Matter:
    """`names` are the person and the day of each of its rows."""
    what, count = words.table(one.table), len(one.rows)
    facts = _(
        "{holder}, laptop {device}, deleted {count} entries at once on {when}. Here they still are."
    ).format(holder=one.holder, device=one.device[:4], count=count, when=words.moment(one.at, today))
    lines = [
        Line(one.table, row, _named(one.table, who), what, _("is to be deleted"))
        for row, who in zip(one.rows, names, strict=True)
    ]
    title = _("{count} deleted: {what}").format(count=count, what=what)
    note = _("by {holder}; here they are").format(holder=one.holder)
    return Matter(About.DELETION, one.id, title, note, facts, tuple(lines), typed=count)


def _line(table: str, row: str, who: tuple[str, str], field: str, value: Value) -> Line:
    return Line(table, row, _named(table, who), words.field(field), words.value(field, value), field, value)


def _named(table: str, who: tuple[str, str]) -> str:
    person, day = who
    when = words.value("day", day) if day else ""
    return ", ".join(part for part in (person, when) if part) or words.table(table)
