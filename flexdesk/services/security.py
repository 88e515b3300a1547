"""What the screen of security tells: who this laptop is, what opens its data, who else is in the unit."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.keys import keyfile
from flexdesk.keys.keyfile import Ways
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.services.membership import Membership
from flexdesk.services.renewal import formers
from flexdesk.store import history
from flexdesk.store.carriers import Carriers
from flexdesk.store.store import Store


class PassphrasesDiffer(FlexDeskError):
    code = "keys.passphrases_differ"
    ticket = "FD-KUN-20"
    text = N_("The two new passphrases differ.")
    next = N_("Type the new passphrase twice in the same way.")


class Standing(StrEnum):
    """How a laptop stands to the unit, seen from this one."""

    OWN = "own"
    FORMER = "former"  # a name that this laptop had before
    MEMBER = "member"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Laptop:
    """`last_change` is when the newest change that has come from it was made."""

    device: str
    holder: str
    role: str
    until: datetime | None
    standing: Standing
    changes: int
    last_change: datetime | None


@dataclass(frozen=True, slots=True)
class Security:
    """`only_here` counts own changes without receipt, those under former names too; `backed_up` of them are
    in the newest backup."""

    own: Laptop
    ways: Ways
    others: tuple[Laptop, ...]
    only_here: int
    backed_up: int
    backup_at: datetime | None
    joined: bool


class SecurityService:
    """`known_of_server` tells the highest number of each device that a receipt covers."""

    def __init__(
        self,
        store: Store,
        membership: Membership,
        carriers: Carriers,
        known_of_server: Callable[[], Mapping[str, int]],
    ) -> None:
        self._store, self._membership, self._carriers = store, membership, carriers
        self._known_of_server = known_of_server

    def read(self) -> Security:
        """Raises KeysMissing, KeysDamaged."""
        own = self._store.device
        at = self._store.setting("last_backup")
        backup = json.loads(self._store.setting("last_backup_vector", "{}"))
        return Security(
            own=self._laptop(own),
            ways=keyfile.ways_in(self._store.folder),
            others=self._others(),
            only_here=self._beyond_server(self._store.log.vector()),
            backed_up=self._beyond_server(backup),
            backup_at=datetime.fromisoformat(at) if at else None,
            joined=self._membership.server() is not None,
        )

    def _beyond_server(self, vector: Mapping[str, int]) -> int:
        """How many changes of this laptop, under all its names, are in the vector and not on the server."""
        own, known = self._store.device, self._known_of_server()
        names = {own: max(self._carriers.received(), known.get(own, 0))}
        names |= {name: known.get(name, 0) for name in formers(self._store)}
        return sum(max(vector.get(name, 0) - received, 0) for name, received in names.items())

    def _others(self) -> tuple[Laptop, ...]:
        """Members first, then former names of this laptop, then those whose membership ended."""
        order = [Standing.MEMBER, Standing.FORMER, Standing.REVOKED]
        known = [self._laptop(device) for device in set(self._carriers.certificates()) - {self._store.device}]
        return tuple(sorted(known, key=lambda one: (order.index(one.standing), one.holder, one.device)))

    def _laptop(self, device: str) -> Laptop:
        certificate = self._membership.certificate_of(device)
        last = self._store.log.vector().get(device, 0)
        hlc = self._store.log.hlc_at(device, last)
        return Laptop(
            device,
            self._membership.holder(device),
            str(certificate.role) if certificate else "",
            certificate.valid_until if certificate else None,
            self._standing(device),
            last,
            history.instant(hlc) if hlc is not None else None,
        )

    def _standing(self, device: str) -> Standing:
        if device == self._store.device:
            return Standing.OWN
        if device in self._carriers.revoked():
            return Standing.REVOKED
        return Standing.FORMER if device in formers(self._store) else Standing.MEMBER

    def change_passphrase(
        self,
        now: str,
        new: str,
        again: str,
        *,
        cost: Cost = Cost(),  # noqa: B008 - frozen
    ) -> None:
        """Where there is a passphrase it must be known: whoever passes an open laptop must not lock it.

        Raises WrongPassphrase, PassphrasesDiffer, PassphraseEmpty, KeysNotWritten.
        """
        folder = self._store.folder
        if keyfile.ways_in(folder).passphrase:
            keyfile.open_keys(folder, passphrase=now, keyring=no_keyring)
        if new != again:
            raise PassphrasesDiffer()
        keyfile.add_passphrase_slot(folder, self._membership.keys, new, cost=cost)


def grouped(device: str) -> str:
    """A laptop's name in fours, as it is read out: `1b7c ab3f 9dad 7dab`."""
    return " ".join(device[at : at + 4] for at in range(0, len(device), 4))
