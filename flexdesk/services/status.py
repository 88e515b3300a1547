"""The trust line: what is saved, sent, received and backed up, read from log positions at every call."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from flexdesk.domain.mandate import Grant, last_day
from flexdesk.i18n import _
from flexdesk.services.carried import CarryFacts, carry_facts
from flexdesk.store import history
from flexdesk.store.carriers import Carriers, SyncState
from flexdesk.store.mandates import OPEN, Mandates
from flexdesk.store.store import Store
from flexdesk.system.cloud_folders import synced_by

_NOTICED_S = 300
_HOUR_S = 3600
_DAY_S = 24 * _HOUR_S


@dataclass(frozen=True, slots=True)
class Status:
    """Instants are aware; None where it never happened. `cloud` names what copies the folder away."""

    saved_at: datetime | None
    unsent: int
    oldest_unsent: datetime | None
    last_receipt: str
    last_receipt_at: datetime | None
    last_backup: datetime | None
    conflicts: int
    quarantined: int
    role: str  # empty where this device has none
    role_last_day: date | None  # None where it has no end
    clock_skew_seconds: int
    states: dict[SyncState, int]
    enrolled: bool
    carry: CarryFacts
    cloud: str
    server_doubt: str = ""  # who was shown another record of the server's; empty where nobody was

    @property
    def clock_words(self) -> str:
        """How far this laptop's clock is off the server's; empty where nobody would mind."""
        off = abs(self.clock_skew_seconds)
        if off < _NOTICED_S:
            return ""
        if off >= 2 * _DAY_S:
            amount = _("{count} days").format(count=round(off / _DAY_S))
        elif off >= 2 * _HOUR_S:
            amount = _("{count} hours").format(count=round(off / _HOUR_S))
        else:
            amount = _("{count} minutes").format(count=round(off / 60))
        if self.clock_skew_seconds > 0:
            return _("The clock of this laptop is {amount} fast.").format(amount=amount)
        return _("The clock of this laptop is {amount} slow.").format(amount=amount)


class StatusService:
    """Needs no part of the exchange itself: the first screen asks before anything is sent."""

    def __init__(self, store: Store, carriers: Carriers) -> None:
        self._store = store
        self._carriers = carriers
        self._mandates = Mandates(store)

    def read(self) -> Status:
        """Nothing here is stored by hand."""
        counts = dict(self._carriers.counts())
        grant = self._mandates.of(self._store.device).at(self._mandates.position())
        unsent = counts[SyncState.LOCAL] + counts[SyncState.BUNDLED]
        return Status(
            saved_at=self._instant_of(self._store.log.vector().get(self._store.device, 0)),
            unsent=unsent,
            oldest_unsent=self._instant_of(self._carriers.handed() + 1) if unsent else None,
            last_receipt=self._store.setting("last_receipt"),
            last_receipt_at=_instant(self._store.setting("last_receipt_at")),
            last_backup=_instant(self._store.setting("last_backup")),
            conflicts=len(self._store.disputes()),
            quarantined=len(self._carriers.quarantined()) + len(self._mandates.late(OPEN)),
            role=grant.role if grant else "",
            role_last_day=self._last_day(grant),
            clock_skew_seconds=int(self._store.setting("clock_skew", "0")),
            states=counts,
            enrolled=bool(self._store.setting("server")),
            server_doubt=_doubted(self._store.setting("server_doubt")),
            carry=carry_facts(self._store, self._carriers),
            cloud=self._cloud,
        )

    def _last_day(self, grant: Grant | None) -> date | None:
        if grant is None or grant.until_ms is None:
            return None
        unit = self._store.get("unit", "unit") or {}
        return last_day(grant.until_ms, str(unit.get("zone") or "Asia/Jakarta"))

    @cached_property
    def _cloud(self) -> str:
        """Once for each start: the folder does not move while it is open."""
        return synced_by(self._store.folder)

    def _instant_of(self, seq: int) -> datetime | None:
        hlc = self._store.log.hlc_at(self._store.device, seq)
        return None if hlc is None else history.instant(hlc)


def _doubted(text: str) -> str:
    return str(json.loads(text)["name"]) if text else ""


def cloud_words(program: str) -> str:
    """What is wrong with a data folder that a program copies away, and what to do."""
    text = _("{program} copies the data folder away: its copies are torn, and bring back old data.")
    return f"{text.format(program=program)} " + _("Move the data folder out of it, and carry files into it.")


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
