"""The way back into locked data: a sheet of paper with a code, made anew whenever somebody prints one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flexdesk.documents import Issued, draw
from flexdesk.documents.paper import Paper
from flexdesk.documents.recovery_sheet import RecoverySheet
from flexdesk.keys import keyfile
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.keys.recovery import new_code
from flexdesk.services.commits import Committer


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """The paper and the code on it; the code is kept nowhere else."""

    code: str
    issued: Issued


class RecoveryService:
    def __init__(self, committer: Committer, keys: DeviceKeys) -> None:
        self._store, self._clock, self._keys = committer.store, committer.clock, keys

    def made_on(self) -> date | None:
        """The day of the sheet that counts; None while the unit has none."""
        return keyfile.recovery_sheet_of(self._store.folder)

    def new_sheet(self, paper: Paper = Paper.F4, keep: Callable[[Issued], object] | None = None) -> MadeSheet:
        """A new code, its paper and its slot; the sheet before is void from now on.

        `keep` puts the paper away before its code counts. Raises what it raises, and KeysNotWritten; the
        sheet from before then still counts.
        """
        unit = self._store.get("unit", "unit") or {}
        today = self._clock.today(str(unit.get("zone") or "Asia/Jakarta"))
        code = new_code()
        form = RecoverySheet(
            unit=str(unit.get("name") or ""),
            agency=str(unit.get("agency") or ""),
            device=self._keys.device,
            groups=tuple(code.split()),
            made=today,
            paper=paper,
        )
        issued = draw(form)
        if keep is not None:
            keep(issued)
        keyfile.add_recovery_slot(self._store.folder, self._keys, code, today)
        return MadeSheet(code, issued)
