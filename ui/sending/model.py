"""One look at everything between this laptop and the others, read in a job and shown at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flexdesk.desk.desk import Desk
from flexdesk.i18n import _
from flexdesk.services.moves import Arrival, Departure
from flexdesk.services.row_names import Cell, names_of
from flexdesk.services.sending import DisputedRow, EditedTogether, Outgoing, Wanted
from flexdesk.services.status import Status, cloud_words
from flexdesk.store.carriers import Carrier, SyncState
from ui.sending import matters, words
from ui.sending.matters import About, Matter
from ui.widgets.badge import BadgeFacts, sync_badge
from ui.widgets.entries import Entry
from ui.widgets.tones import Tone

RED_AFTER_DAYS = 7
THIRD_GENERATION = 4700.0  # bytes a second that a village gets of it
GROUPS = "groups"  # the entry under which all conflicts stand in groups
MARKED_DAYS = 14  # how long a row that two people changed apart is pointed out


_MATTER_ICONS = {About.REFUSED: "circle-x", About.LATE: "clock", About.DELETION: "trash-2"}


@dataclass(frozen=True, slots=True)
class Centre:
    """`estimate` is bytes of the next exchange; `url` is empty where no server was joined by line.

    `names` are those of the rows to which values in conflict point. `copy_of` names the backup this folder
    was laid out from, which never sends.
    """

    today: date
    status: Status
    unsent_days: int
    out: tuple[Outgoing, ...]
    wanted: tuple[Wanted, ...]
    waiting: int
    disputed: tuple[DisputedRow, ...]
    carriers: tuple[Carrier, ...]
    handed: int
    received: int
    estimate: int
    seconds: float | None
    url: str
    laptops: tuple[tuple[str, str], ...]
    copy_of: str = ""
    matters: tuple[Matter, ...] = ()
    together: tuple[EditedTogether, ...] = ()
    departures: tuple[Departure, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def to_decide(self) -> int:
        """How many things wait for a person."""
        return len(self.disputed) + len(self.matters) + len(self.departures) + len(self.arrivals)

    @property
    def late(self) -> bool:
        return self.unsent_days >= RED_AFTER_DAYS


def read(desk: Desk) -> Centre:
    status = desk.status.read()
    oldest = status.oldest_unsent
    server = desk.membership.server()
    estimate = desk.sending.estimate("server" if server else "unit")
    disputed = tuple(desk.sending.disputed())
    return Centre(
        today=desk.clock.today(),
        status=status,
        unsent_days=max((desk.clock.now() - oldest).days, 0) if oldest else 0,
        out=tuple(desk.sending.outgoing()),
        wanted=tuple(desk.sending.wanted()),
        waiting=desk.sending.waiting(),
        disputed=disputed,
        carriers=tuple(desk.carriers.all(60)),
        handed=desk.carriers.handed(),
        received=desk.carriers.received(),
        estimate=estimate,
        seconds=desk.sync.seconds_for(estimate) if server and estimate else None,
        url=server.url if server else "",
        laptops=tuple(desk.sending.laptops()),
        matters=_matters(desk),
        departures=tuple(desk.moves.to_look_at()),
        arrivals=tuple(desk.moves.arrivals()),
        together=tuple(desk.sending.edited_together(desk.clock.now() - timedelta(days=MARKED_DAYS))),
        copy_of=desk.membership.copy_of,
        names=names_of(desk.store, _pointing(disputed)),
    )


def _pointing(rows: Sequence[DisputedRow]) -> Iterator[Cell]:
    for row in rows:
        for one in row.fields:
            for written in (one.mine, one.theirs):
                if written is not None:
                    yield row.table, one.field, written.value


def _matters(desk: Desk) -> tuple[Matter, ...]:
    """What was refused, what waits to be let in, and what somebody deleted in a mass."""
    today, store = desk.clock.today(), desk.store
    refused = [matters.refused(store, one) for one in desk.sending.rejected()]
    late = [matters.late(store, one, today) for one in desk.quarantine.waiting()]
    gone = [matters.deletion(store, one, today) for one in desk.deletions.proposals()]
    return (*refused, *late, *gone)


def headline(centre: Centre) -> str:
    """What is not received yet, and when the server last answered."""
    if centre.copy_of:
        text = _("This folder is a copy of the backup {name}: it can be looked at and never sends.")
        return text.format(name=centre.copy_of)
    status = centre.status
    parts = []
    if status.server_doubt:
        text = _("The server shows {name} another record than this laptop; nothing is taken from it.")
        parts.append(text.format(name=status.server_doubt))
    if status.unsent and not centre.unsent_days:
        text = _("{count} records of today are not sent yet. All are safe on this laptop.")
        parts.append(text.format(count=status.unsent))
    elif status.unsent:
        text = _("{count} records are not sent yet, the oldest for {days} days. All are safe on this laptop.")
        parts.append(text.format(count=status.unsent, days=centre.unsent_days))
    elif centre.out:
        parts.append(_("Everything is handed over; a receipt is still missing."))
    else:
        parts.append(_("Everything of this laptop is received."))
    if not status.enrolled:
        parts.append(_("This laptop has not joined a server; bundles work without one."))
    elif status.last_receipt_at is not None:
        when = words.moment(status.last_receipt_at, centre.today)
        parts.append(_("Server last answered {when}.").format(when=when))
    else:
        parts.append(_("The server has not answered yet."))
    if status.cloud:
        parts.insert(0, cloud_words(status.cloud))
    if status.clock_words:
        parts.append(status.clock_words)
    return " ".join(parts)


def headline_tone(centre: Centre) -> Tone:
    if centre.copy_of:
        return Tone.ACCENT
    if centre.late or centre.status.server_doubt or centre.status.cloud:
        return Tone.NEGATIVE
    if centre.status.unsent:
        return Tone.WARNING
    return Tone.ACCENT if centre.out else Tone.POSITIVE


def sending_words(centre: Centre) -> str:
    """How much would go, and how long that takes on the line as it was; on 3G before it was ever used."""
    if not centre.out:
        return ""
    size = words.size(centre.estimate)
    if centre.seconds is not None:
        return _("{size} without photos, {time}").format(size=size, time=words.duration(centre.seconds))
    time = words.duration(centre.estimate / THIRD_GENERATION)
    return _("{size} without photos, {time} on 3G").format(size=size, time=time)


def out_entries(centre: Centre) -> list[Entry]:
    return [
        Entry(
            f"{one.table}|{one.state}",
            words.table(one.table),
            _("{changes} changes, {rows} entries").format(changes=one.changes, rows=one.rows),
            words.icon(one.table),
            words.size(one.size),
            sync_badge(one.state),
        )
        for one in centre.out
    ]


def _fields(row: DisputedRow) -> str:
    return ", ".join(words.field(row.table, one.field) for one in row.fields)


def in_entries(centre: Centre) -> list[Entry]:
    """Conflicts first, then what the server refused, then what waits for a part that is missing."""
    attention = sync_badge(SyncState.ACTION)
    made = [
        Entry(
            f"conflict|{row.key}",
            row_title(row),
            f"{_('Conflict')}, {words.table(row.table)}: {_fields(row)}",
            "git-compare",
            "",
            attention,
        )
        for row in centre.disputed
    ]
    if len(centre.disputed) > 1:
        title = _("{count} conflicts").format(count=len(centre.disputed))
        note = _("by person, author or kind; many at once")
        made.insert(0, Entry(f"{GROUPS}|", title, note, "rows-3", "", attention))
    made += [
        Entry(f"{one.about}|{one.key}", one.title, one.note, _MATTER_ICONS[one.about], "", attention)
        for one in centre.matters
    ]
    made += _moves(centre)
    for part in centre.wanted:
        title = _("Waiting for {holder}").format(holder=part.holder)
        note = _("changes {first} to {last} are missing; {count} wait here")
        text = note.format(first=part.first, last=part.last, count=centre.waiting)
        made.append(
            Entry(f"wanted|{part.device}", title, text, "clock", "", BadgeFacts(_("Waits"), Tone.ACCENT))
        )
    for mark in centre.together:
        title = _("Changed by {who}").format(who=", ".join(mark.holders))
        fields = ", ".join(sorted(words.field(mark.table, name) for name in mark.fields))
        note = f"{words.table(mark.table)}: {fields}"
        facts = BadgeFacts(_("Both stand"), Tone.NEUTRAL)
        made.append(
            Entry(f"together|{mark.table}|{mark.row}", title, note, words.icon(mark.table), "", facts)
        )
    return made


def history_entries(centre: Centre) -> list[Entry]:
    return [
        Entry(
            str(one.number),
            f"{one.number:04d}",
            _carrier_note(one),
            "package-check" if one.receipt else "package",
            words.moment_of(one.handed_at or one.made_at, centre.today),
            sync_badge(carrier_state(one)),
        )
        for one in centre.carriers
    ]


def carrier_state(carrier: Carrier) -> SyncState:
    """Green only with a receipt; handed over is not received."""
    if carrier.receipt:
        return SyncState.RECEIVED
    return SyncState.HANDED if carrier.handed_at else SyncState.BUNDLED


def _carrier_note(carrier: Carrier) -> str:
    kind = _("over the line") if carrier.kind == "sync" else _("bundle")
    parts = [kind, words.size(carrier.bytes)]
    if carrier.receipt:
        parts.insert(0, carrier.receipt)
    elif carrier.handed_at:
        parts.append(_("waits for the receipt"))
    else:
        parts.append(_("not handed over yet"))
    return ", ".join(parts)


def row_title(row: DisputedRow) -> str:
    """`Fitri Handayani, 20 Nov 2026`, what the row is called, or the name of the table."""
    return matters.title_of(row.table, row.person, row.day, row.called)


def _moves(centre: Centre) -> list[Entry]:
    """Who comes and who left, as long as something is to be done about it."""
    attention = sync_badge(SyncState.ACTION)
    come = [
        Entry(
            f"arrival|{one.number}",
            _("{name} comes from {unit}").format(name=one.name, unit=one.unit),
            _("from {day}; the data of the old unit is here").format(day=words.day(one.day)),
            "users",
            "",
            attention,
        )
        for one in centre.arrivals
    ]
    left = [
        Entry(
            f"departure|{one.person}",
            _("{name} moved to {unit}").format(name=one.name, unit=one.unit),
            _("{count} entries written meanwhile").format(count=len(one.late)),
            "users",
            "",
            attention,
        )
        for one in centre.departures
    ]
    return [*come, *left]
