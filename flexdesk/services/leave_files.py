"""The registers as files: a trial of what one would bring, taking it in as one step, and writing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flexdesk.domain.ops import Change
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.finding_people import nips
from flexdesk.services.leave import LeaveService
from flexdesk.services.leave_review import Remark, of_rejected, remarks
from flexdesk.services.leave_trial import TABLES, Judge, RegisterTrial, TrialRow, identity

if TYPE_CHECKING:
    from flexdesk.exchange.register_files import RegisterReading

FORMATS = ("xlsx", "csv")
_REJECTED = "leave/rejected"


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What came of a register file. `rejected` have sheet, row, kind and message; `doubtful` were taken."""

    accepted: int
    known: int
    rejected: tuple[dict[str, Any], ...]
    change: Change | None
    doubtful: tuple[TrialRow, ...] = ()


class LeaveFiles:
    def __init__(self, committer: Committer, leave: LeaveService) -> None:
        self._committer = committer
        self._leave = leave
        self._store = committer.store

    # -- reading

    def read(self, file: Path) -> "RegisterReading":
        """Raises what the readers raise."""
        from flexdesk.exchange.register_files import read_register
        from flexdesk.exchange.tables import read_tables

        return read_register(read_tables(file))

    def import_file(self, file: Path, *, dry_run: bool = False) -> RegisterImport:
        """Take a register of leave and travel over; entries already here are left alone."""
        return self.take(self.read(file), file.name, dry_run=dry_run)

    def take(self, reading: "RegisterReading", name: str = "", *, dry_run: bool = False) -> RegisterImport:
        """Enter what can be entered as one change, and remember the rows that could not."""
        trial = self.trial(reading)
        ops = tuple(row.op for row in trial.rows if row.op is not None)
        failed = trial.of("failed")
        change = None
        if not dry_run:
            change = self._committer.commit(Change("register.import", ops))
            self._remember(name, failed)
        rejected = tuple(
            {"sheet": row.sheet, "row": row.row, "kind": row.kind, "message": row.message} for row in failed
        )
        return RegisterImport(len(ops), trial.count("known"), rejected, change, tuple(trial.of("doubtful")))

    def trial(self, reading: "RegisterReading") -> RegisterTrial:
        """What taking the reading in would do; nothing is written."""
        trial = Judge(self._committer, self._leave.book(), nips(self._store), self._stored())
        return RegisterTrial(reading, tuple(trial.rows(reading)))

    def _stored(self) -> dict[str, set[tuple[Any, ...]]]:
        return {
            register: {identity(register, row) for row in self._store.select(table)}
            for register, table in TABLES.items()
        }

    # -- what was refused

    def _remember(self, name: str, failed: Iterable[TrialRow]) -> None:
        kept = [row for row in self.rejected() if row.get("file") != name]
        kept += [
            {
                "file": name,
                "sheet": row.sheet,
                "row": str(row.row),
                "kind": row.kind,
                "message": row.message,
                "value": row.value,
                "nip": row.nip,
                "name": row.name,
            }
            for row in failed
        ]
        if kept != self.rejected():
            self._store.set_setting(_REJECTED, json.dumps(kept, ensure_ascii=False))

    def rejected(self) -> list[dict[str, str]]:
        """Rows of files that were refused on this device and did not come back mended."""
        found: list[dict[str, str]] = json.loads(self._store.setting(_REJECTED, "[]"))
        return found

    def forget_rejected(self) -> int:
        """Strike them off the list, because somebody saw to them; returns how many there were."""
        count = len(self.rejected())
        if count:
            self._store.set_setting(_REJECTED, "[]")
        return count

    def remarks(self) -> list[Remark]:
        """Everything in the registers that wants a look, refused rows of files last."""
        return [*remarks(self._leave.book(), self._store), *of_rejected(self.rejected())]

    # -- writing

    def rejects(self, trial: RegisterTrial) -> bytes:
        """The refused rows as a workbook to be mended and read again."""
        from flexdesk.exchange.register_export import rejects

        return rejects(trial.reading, [(row.sheet, row.row, row.message) for row in trial.of("failed")])

    def export(self, target: Path, *, year: int = 0, form: str = "xlsx", private: bool = False) -> list[Path]:
        """Write the registers; `private` adds reasons and papers, which are for the unit's own file only.

        A csv is one file for each register, named after `target`. Raises FileBusy, UsageError.
        """
        from flexdesk.exchange.register_export import as_csv, workbook, write
        from flexdesk.services.leave_sheets import grids

        if form not in FORMATS:
            raise UsageError(detail=_("the format is one of {choices}").format(choices=", ".join(FORMATS)))
        sheets = list(
            grids(self._leave.book(), year or self._leave.today().year, only=bool(year), private=private)
        )
        if form == "xlsx":
            write(target, workbook(sheets))
            return [target]
        written = []
        for grid in sheets:
            path = target.with_name(f"{target.stem}-{grid.name.casefold().replace(' ', '-')}.csv")
            write(path, as_csv(grid))
            written.append(path)
        return written
