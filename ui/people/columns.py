"""The columns of the roster as records: what each shows of a line and how wide it is."""

from collections.abc import Callable
from dataclasses import dataclass

from flexdesk.i18n import N_, _
from flexdesk.services.roster import Answer, Entry, RosterRow, grouped_nip
from ui.people import words
from ui.widgets.badge import BadgeFacts
from ui.widgets.cells import EMPTY, Cell
from ui.widgets.table import Column
from ui.widgets.tones import Tone


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a person, or the heading of a group with its number of people."""

    entry: Entry | None
    group: str = ""
    count: int = 0
    key: str = ""  # kept, not worked out: a province asks for it with every letter that is typed


def person_line(entry: Entry) -> Line:
    return Line(entry, entry.group, key=entry.key)


def group_line(group: str, count: int) -> Line:
    return Line(None, group, count, f"group {group}")


Look = Callable[[Entry], RosterRow | None]

NAME, NIP, JABATAN, DUTY, ANSWER, SINCE, ISSUES = range(7)
ONLY_WHEN_WIDE = (DUTY, SINCE)  # the panel beside the table tells them too
EDITABLE = {NAME: "name", NIP: "nip", JABATAN: "jabatan"}


def columns(look: Look) -> list[Column[Line]]:
    """`look` reads the details of an entry; None when the person has gone meanwhile."""

    def shown(make: Callable[[RosterRow], Cell]) -> Callable[[Line], Cell]:
        def cell(line: Line) -> Cell:
            row = look(line.entry) if line.entry is not None else None
            return make(row) if row is not None else EMPTY

        return cell

    def name(line: Line) -> Cell:
        if line.entry is None:
            group = line.group or _(N_("Without a part of the unit"))
            return Cell(f"{group}   {line.count}", "muted", strong=True)
        row = look(line.entry)
        return Cell(row.person.full_name if row is not None else line.entry.name)

    return [
        Column("name", _("Name"), name, 200, sort=_by_key),
        Column("nip", "NIP", shown(_nip), 164, sort=_by_key),
        Column("jabatan", "Jabatan", shown(_jabatan)),
        Column("duty", _("Function"), shown(_duty), 120),
        Column("answer", _("May work away"), shown(_answer), 132),
        Column("since", _("In post since"), shown(_since), 104),
        Column("issues", _("Attention"), shown(_issues), 106),
    ]


def _by_key(line: Line) -> str:
    """Only says that the column can be sorted by; the model orders its entries itself."""
    return line.key


def _nip(row: RosterRow) -> Cell:
    return Cell(grouped_nip(row.person.nip), "muted", condensed=True)


def _jabatan(row: RosterRow) -> Cell:
    return Cell(row.posting.jabatan if row.posting else "", condensed=True)


def _duty(row: RosterRow) -> Cell:
    return Cell(", ".join(row.duties), "muted", condensed=True)


def _answer(row: RosterRow) -> Cell:
    icon, token = words.answer_icon(row)
    text = words.answer_word(row)
    if row.answer is Answer.YES:
        return Cell(text, icon=icon, icon_token=token)
    reasons = " ".join(reason.text for reason in words.against(row))
    return Cell(f"{text} ?", "muted", icon=icon, icon_token=token, spoken=f"{text}: {reasons}", tip=reasons)


def _since(row: RosterRow) -> Cell:
    return Cell(words.plain_date(row.posting.from_ if row.posting else None), "muted")


def _issues(row: RosterRow) -> Cell:
    if not row.issues:
        return EMPTY
    first = row.issues[0]
    more = f" +{len(row.issues) - 1}" if len(row.issues) > 1 else ""
    tone = Tone.NEGATIVE if any(issue.hard for issue in row.issues) else Tone.WARNING
    told = " ".join(issue.text for issue in row.issues)
    return Cell(badge=BadgeFacts(first.short + more, tone), spoken=told, tip=told)
