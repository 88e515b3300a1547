"""The columns of the comparison with e-Kinerja, and its three heaps."""

from enum import StrEnum

from flexdesk.domain.periods import UnknownPeriod, parse_period
from flexdesk.i18n import N_, _
from flexdesk.services.bkn import Difference, Kind
from flexdesk.services.roster import grouped_nip
from ui.widgets.badge import BadgeFacts
from ui.widgets.cells import Cell
from ui.widgets.table import Column
from ui.widgets.tones import Tone


class Heap(StrEnum):
    ALL = "all"
    PLANS = "plans"
    RATINGS = "ratings"
    PEOPLE = "people"


HEAPS = {
    Heap.ALL: N_("All"),
    Heap.PLANS: "SKP",
    Heap.RATINGS: "Predikat",
    Heap.PEOPLE: N_("NIP and doubles"),
}
RATINGS = frozenset({Kind.PREDICATE, Kind.NOT_RATED_THERE, Kind.NOT_RATED_HERE})
_OF = {
    Heap.ALL: frozenset(Kind),
    Heap.PLANS: frozenset({Kind.NO_PLAN, Kind.NOT_APPROVED, Kind.NO_PLAN_HERE}),
    Heap.RATINGS: RATINGS,
    Heap.PEOPLE: frozenset({Kind.UNKNOWN, Kind.DOUBLED}),
}
_BADGES = {
    Kind.NO_PLAN: (N_("no SKP"), Tone.NEGATIVE),
    Kind.NOT_APPROVED: (N_("not approved"), Tone.WARNING),
    Kind.PREDICATE: (N_("another predikat"), Tone.NEGATIVE),
    Kind.NOT_RATED_THERE: (N_("not rated there yet"), Tone.WARNING),
    Kind.NOT_RATED_HERE: (N_("rated there, not here"), Tone.WARNING),
    Kind.NO_PLAN_HERE: (N_("SKP there, not here"), Tone.WARNING),
    Kind.UNKNOWN: (N_("unknown NIP"), Tone.NEUTRAL),
    Kind.DOUBLED: (N_("twice"), Tone.NEUTRAL),
}


def in_heap(one: Difference, heap: Heap) -> bool:
    return one.kind in _OF[heap]


def columns() -> tuple[Column[Difference], ...]:
    order = list(Kind)
    return (
        Column("kind", _("Difference"), _kind, 180, sort=lambda one: order.index(one.kind)),
        Column("name", _("Name"), _name, 250, sort=lambda one: one.name.casefold()),
        Column("nip", "NIP", lambda one: Cell(grouped_nip(one.nip), "muted", condensed=True), 170),
        Column("period", _("Period"), _period, 130, sort=lambda one: one.period),
        Column("said", _("What differs"), lambda one: Cell(one.sentence, tip=one.sentence)),
    )


def _kind(one: Difference) -> Cell:
    text, tone = _BADGES[one.kind]
    return Cell(badge=BadgeFacts(_(text), tone))


def _name(one: Difference) -> Cell:
    return Cell(one.name, strong=bool(one.person), token="text" if one.person else "muted")


def _period(one: Difference) -> Cell:
    try:
        return Cell(parse_period(one.period).label() if one.period else "")
    except UnknownPeriod:  # written by a newer program
        return Cell(one.period)
