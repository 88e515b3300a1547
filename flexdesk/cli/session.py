"""One run of the program on the command line: the unit is opened when a command first asks for it."""

import argparse
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import cast

from flexdesk.bootstrap import has_unit, open_again, open_desk
from flexdesk.cli.app import clock_of, folder_of, passphrase_of
from flexdesk.cli.parsing import Result
from flexdesk.desk.desk import Desk
from flexdesk.errors import UsageError
from flexdesk.i18n import _
from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeyringSilent, NoKeyWay
from flexdesk.keys.keyfile import DeviceKeys
from flexdesk.store import lock
from flexdesk.store.errors import StoreExists
from flexdesk.store.store import DATABASE
from flexdesk.system.clock import Clock

_MADE = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", keyfile.NAME, keyfile.COPY, lock.NAME)


class Session:
    """What commands are given. `desk` opens the unit; `exit_code` counts when a command printed by itself."""

    def __init__(self, folder: Path, clock: Clock, passphrase: str | None, *, as_json: bool) -> None:
        self.folder = folder
        self.clock = clock
        self.passphrase = passphrase
        self.as_json = as_json
        self.exit_code = 0
        self._desk: Desk | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> "Session":
        return cls(
            folder_of(arguments), clock_of(arguments), passphrase_of(arguments), as_json=arguments.json
        )

    # -- the unit

    @property
    def desk(self) -> Desk:
        """The open unit; raises NoStore, StoreLocked, AlreadyOpen."""
        if self._desk is None:
            try:
                self._desk = self._opened()
            except KeyringSilent:
                if not self._can_ask():
                    raise
                self.passphrase = getpass.getpass(_("Passphrase of the unit's data: ")) or None
                self._desk = self._opened()
        return self._desk

    def locked(self) -> DeviceKeys:
        """The keys of the unit, with its data closed; raises StoreLocked."""
        self.close()
        return keyfile.open_keys(self.folder, passphrase=self.passphrase)

    @property
    def is_open(self) -> bool:
        return self._desk is not None

    def _opened(self) -> Desk:
        return open_desk(self.folder, passphrase=self.passphrase, clock=self.clock)

    def reopen(self) -> Desk:
        """Open the folder anew, for work that waits for the next opening; raises what `desk` raises."""
        desk, self._desk = self.desk, None
        self._desk = open_again(desk)
        return self._desk

    def make(self, create: Callable[[Path, str | None], Desk]) -> Desk:
        """The desk of a new folder, with a passphrase from the terminal where nothing else can lock it.

        Raises StoreExists, NoKeyWay.
        """
        if has_unit(self.folder):
            raise StoreExists(folder=str(self.folder))
        try:
            self._desk = create(self.folder, self.passphrase)
        except NoKeyWay:
            if not self._can_ask():
                raise
            self.passphrase = _new_passphrase()
            self._desk = create(self.folder, self.passphrase)
        return self._desk

    @contextmanager
    def undoing_failure(self) -> Iterator[None]:
        """A command that fails takes away again what it put into a folder without unit."""
        there = self.folder.exists()
        known = [name for name in _MADE if (self.folder / name).exists()]
        fresh = not has_unit(self.folder)
        try:
            yield
        except BaseException:
            if fresh:
                self.close()
                for name in set(_MADE) - set(known):
                    (self.folder / name).unlink(missing_ok=True)
                if not there and self.folder.exists() and not any(self.folder.iterdir()):
                    self.folder.rmdir()
            raise

    def _can_ask(self) -> bool:
        return sys.stdin.isatty() and not self.as_json and self.passphrase is None

    # -- commands

    def call(self, arguments: argparse.Namespace) -> Result | None:
        """Run the command that was parsed; one that writes runs as one transaction.

        A dry run takes the same road and is undone at its end.
        """
        dry_run = getattr(arguments, "dry_run", False)
        with self._consent(arguments):
            if not arguments.writes:
                result = cast("Result | None", arguments.run(self, arguments))
            else:
                store = self.desk.store
                with store.trial() if dry_run else store.writing():
                    result = cast("Result | None", arguments.run(self, arguments))
        if dry_run and result is not None:
            result.data["dry_run"] = True
        return result

    def _consent(self, arguments: argparse.Namespace) -> AbstractContextManager[None]:
        """With `--yes` a mass deletion is not asked about, also by the lines of a batch."""
        if arguments.yes and has_unit(self.folder):
            return self.desk.committer.consent.agreeing()
        return nullcontext()

    def close(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _new_passphrase() -> str | None:
    """Typed twice; None when nothing was typed. Raises UsageError."""
    first = getpass.getpass(_("No keyring answers. Choose a passphrase: "))
    if first and getpass.getpass(_("The passphrase once more: ")) != first:
        raise UsageError(detail=_("the two passphrases differ"))
    return first or None
