"""Makes the log on this laptop shorter, when a person asks for it and every other laptop can do without."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flexdesk.domain.log import covers
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.services.catching_up import CatchingUp
from flexdesk.services.commits import Committer
from flexdesk.services.membership import Membership
from flexdesk.store import shortening
from flexdesk.store.carriers import Carriers

if TYPE_CHECKING:
    from flexdesk.sync.http import HttpLine


class NoSnapshot(FlexDeskError):
    """The server has none that this laptop's log agrees with."""

    code = "snapshot.none"
    ticket = "FD-CUP-02"
    text = N_("The server has no snapshot of this unit yet.")
    safe = N_("Nothing was changed.")
    next = N_("Ask the operator for one: flexdesk server snapshot UNIT.")


class NotYetEverywhere(FlexDeskError):
    """Another laptop may still need from here what would be given up."""

    code = "snapshot.not_everywhere"
    ticket = "FD-CUP-03"
    text = N_("Not every laptop of the unit is known to have the older changes: {names}.")
    safe = N_("Nothing was changed.")
    next = N_("Let them send and fetch once and change something, then fetch here and try again.")


@dataclass(frozen=True, slots=True)
class Shortened:
    """`gone` transactions are with the server and with others only; sizes are of the data file, in bytes."""

    gone: int
    bytes_before: int
    bytes_after: int


class Shortening:
    def __init__(self, committer: Committer, membership: Membership, carriers: Carriers) -> None:
        self._committer = committer
        self._store = committer.store
        self._membership = membership
        self._carriers = carriers
        self._catching_up = CatchingUp(committer, membership, carriers)

    def shorten(self, line: "HttpLine") -> Shortened:
        """Give up what the server's snapshot stands for and every living laptop has acknowledged.

        Raises NoSnapshot, NotYetEverywhere, ForkFound, SnapshotFault, and what the line raises.
        """
        snapshot = self._catching_up.fetched(line)
        if snapshot is None:
            raise NoSnapshot()
        lacking = [
            self._membership.holder(device)
            for device in self._others()
            if not covers(self._acknowledged(device), snapshot.vector)
        ]
        if lacking:
            raise NotYetEverywhere(names=", ".join(sorted(lacking)))
        before = shortening.size_of(self._store)
        with self._store.writing():
            gone = shortening.shorten(self._store, snapshot)
        shortening.give_back_space(self._store)
        return Shortened(gone, before, shortening.size_of(self._store))

    def _others(self) -> list[str]:
        revoked = self._carriers.revoked()
        certified = self._carriers.certificates()
        return [device for device in certified if device != self._store.device and device not in revoked]

    def _acknowledged(self, device: str) -> dict[str, int]:
        """What another laptop had when it made the last change that is here of it."""
        last = self._store.log.vector().get(device, 0)
        found = list(self._store.log.txs(device, last, last))
        return {**found[0].ctx, device: last} if found else {}
