"""How many edits exist on this laptop only, and which file carries them; needs no part of the exchange."""

from dataclasses import dataclass
from datetime import datetime

from flexdesk.i18n import _
from flexdesk.services.knowledge import held_elsewhere
from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store

AT, SEQ, FOLDER = "carry.at", "carry.seq", "carry.folder"
OUTSIDE_AT, OUTSIDE_SEQ, TROUBLE = "carry.outside_at", "carry.outside_seq", "carry.trouble"


@dataclass(frozen=True, slots=True)
class CarryFacts:
    """`only_here` counts own changes that neither the server nor another laptop is known to have.

    `uncarried` of them are in no carry file, `exposed` of them in none outside this laptop. `trouble` says
    why the last one is not in `folder`.
    """

    only_here: int
    uncarried: int
    exposed: int
    carried_at: datetime | None
    outside_at: datetime | None
    folder: str
    trouble: str


def carry_facts(store: Store, carriers: Carriers) -> CarryFacts:
    own = store.log.vector().get(store.device, 0)
    elsewhere = held_elsewhere(store, carriers)
    return CarryFacts(
        only_here=own - elsewhere,
        uncarried=own - max(elsewhere, int(store.setting(SEQ, "0"))),
        exposed=own - max(elsewhere, int(store.setting(OUTSIDE_SEQ, "0"))),
        carried_at=_instant(store.setting(AT)),
        outside_at=_instant(store.setting(OUTSIDE_AT)),
        folder=store.setting(FOLDER),
        trouble=store.setting(TROUBLE),
    )


def told(facts: CarryFacts) -> str:
    """How many edits a dead disk would take along, and what holds them."""
    if not facts.only_here:
        return _("The server or another laptop has every change of this laptop.")
    text = _("{count} changes exist on this laptop only.").format(count=facts.only_here)
    if facts.outside_at is not None and not facts.exposed:
        when = facts.outside_at.date().isoformat()
        return f"{text} " + _("All of them lie in {folder} since {day}.").format(
            folder=facts.folder, day=when
        )
    if facts.carried_at is None:
        return f"{text} " + _("No carry file holds them yet.")
    when = facts.carried_at.date().isoformat()
    return f"{text} " + _("The newest carry file is of {day}, on this disk only.").format(day=when)


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
