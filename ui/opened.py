"""An open unit as the frame wants it: names, counts and the two objects, read from the services."""

from collections.abc import Sequence

from flexdesk.desk.desk import Desk as Unit
from flexdesk.errors import StoreLocked
from flexdesk.events import ChangeBus
from flexdesk.keys import keyfile
from flexdesk.services.commits import Committer
from flexdesk.services.roster import grouped_nip
from flexdesk.system.clock import Clock
from ui.shell.ports import LineState, PersonHit, TrustFacts


class OpenedUnit:
    """`core` is the unit itself, for the factories of the screens."""

    def __init__(self, core: Unit) -> None:
        self.core = core

    @property
    def unit_name(self) -> str:
        return _short(str(self._row().get("name") or ""))

    @property
    def unit_region(self) -> str:
        return _short(str(self._row().get("agency") or ""))

    @property
    def person_name(self) -> str:
        return str(self._head().get("name") or self.unit_name)

    @property
    def person_role(self) -> str:
        key = str(self._head().get("key") or "")
        held = self.core.store.select("posting", person=key, order='"from" DESC') if key else []
        return str(held[0]["jabatan"] or "") if held else ""

    def _row(self) -> dict[str, str | int | float | None]:
        return self.core.store.get("unit", "unit") or {}

    def _head(self) -> dict[str, str | int | float | None]:
        key = str(self._row().get("head") or "")
        return (self.core.store.get("person", key) if key else None) or {}

    @property
    def clock(self) -> Clock:
        return self.core.clock

    @property
    def bus(self) -> ChangeBus:
        return self.core.bus

    @property
    def committer(self) -> Committer:
        return self.core.committer

    def trust(self) -> TrustFacts:
        status = self.core.status.read()
        waiting = (self.clock.now() - status.oldest_unsent).days if status.oldest_unsent else 0
        return TrustFacts(
            saved_at=status.saved_at,
            unsent=status.unsent,
            unsent_days=max(waiting, 0),
            backup_at=status.last_backup,
            line=LineState.OFFLINE,
            rules=self.core.reader.policy().version_on(self.core.clock.today()),
            role_until=status.role_last_day,
        )

    def people(self) -> Sequence[PersonHit]:
        return [PersonHit(one.key, one.name, grouped_nip(one.nip)) for one in self.core.roster.entries()]

    def unlock(self, passphrase: str) -> bool:
        if "passphrase" not in keyfile.ways(self.core.folder):
            return True
        try:
            keyfile.open_keys(self.core.folder, passphrase=passphrase, keyring=_no_keyring)
        except StoreLocked:
            return False
        return True

    def close(self) -> None:
        self.core.close()


_SHORT = (
    ("Pemerintah Kabupaten ", "Kab. "),
    ("Pemerintah Provinsi ", "Prov. "),
    ("Pemerintah Kota ", "Kota "),
    ("Kecamatan ", "Kec. "),
    ("Kelurahan ", "Kel. "),
)


def _short(name: str) -> str:
    """The usual abbreviation, which fits the side bar."""
    return next((short + name[len(long) :] for long, short in _SHORT if name.startswith(long)), name)


def _no_keyring() -> None:
    """Only the passphrase counts: the keyring would open for anyone at the laptop."""
