"""One run of the program on the command line: the unit is opened when a command first asks for it."""

import argparse
from pathlib import Path
from types import TracebackType
from typing import cast

from flexdesk.bootstrap import Desk, open_desk
from flexdesk.cli.app import clock_of, folder_of, passphrase_of
from flexdesk.cli.parsing import Result
from flexdesk.system.clock import Clock


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

    @property
    def desk(self) -> Desk:
        """The open unit; raises NoStore, StoreLocked, AlreadyOpen."""
        if self._desk is None:
            self._desk = open_desk(self.folder, passphrase=self.passphrase, clock=self.clock)
        return self._desk

    def adopt(self, desk: Desk) -> None:
        """Use a desk that a command has just made."""
        self._desk = desk

    def call(self, arguments: argparse.Namespace) -> Result | None:
        """Run the command that was parsed; a dry run takes the same road and is undone at its end."""
        if getattr(arguments, "dry_run", False):
            with self.desk.store.trial():
                result: Result | None = arguments.run(self, arguments)
            return result
        return cast("Result | None", arguments.run(self, arguments))

    def __enter__(self) -> "Session":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._desk is not None:
            self._desk.close()
