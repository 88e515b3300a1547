"""The real command line run in this process: the words of a person in, exit code and documents out."""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import keyring
from keyring.backends import fail

from flexdesk import i18n
from flexdesk.bootstrap import create_desk
from flexdesk.cli.app import main
from flexdesk.keys.slots import Cost
from flexdesk.keys.system_keyring import no_keyring

PASSPHRASE = "rahasia unit"
TODAY = "2026-11-21"
CHEAP = Cost(iterations=1, memory_kib=64, lanes=1)  # a test shall not wait for Argon2


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["error"]
        return found

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


class CommandLine:
    """Commands on one data folder; without `json=False` every answer is JSON."""

    def __init__(self, folder: Path, *, lang: str = "id") -> None:
        self.folder = folder
        self.lang = lang
        self.home = folder.parent
        self.passphrase = self.home / "frasa-sandi"
        if not self.passphrase.exists():
            self.passphrase.write_text(PASSPHRASE + "\n", "utf-8")

    def environment(self) -> dict[str, str]:
        return {
            "FLEXDESK_DATA": str(self.folder),
            "FLEXDESK_LANG": self.lang,
            "FLEXDESK_TODAY": TODAY,
            "FLEXDESK_PASSPHRASE_FILE": str(self.passphrase),
        }

    def __call__(
        self,
        *words: str | Path,
        code: int | None = 0,
        json: bool = True,
        env: dict[str, str] | None = None,
    ) -> Answer:
        """Run and require the exit code; None takes 0 and 1, for what a rule may have a word on."""
        line = [str(word) for word in words] + (["--json"] if json else [])
        out, err = io.StringIO(), io.StringIO()
        with (
            _language_kept(),
            _no_keyring(),
            patch.dict(os.environ, {**self.environment(), **(env or {})}),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            got = main(line)
        answer = Answer(got, out.getvalue(), err.getvalue())
        assert got in ((0, 1) if code is None else (code,)), f"{line}: {got}\n{answer.out}\n{answer.err}"
        return answer

    def digest(self) -> str:
        return str(self("digest").json["digest"])

    def found_cheaply(self, unit: str = "Kecamatan Tirtawening", agency: str = "Kabupaten Cendana") -> None:
        """A unit whose passphrase costs nothing to try; everything else is as `init` makes it."""
        create_desk(
            self.folder, unit=unit, agency=agency, passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP
        ).close()


@contextmanager
def _no_keyring() -> Iterator[None]:
    """A keyring of this computer, or one that another test put in, has no part in these commands."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        keyring.set_keyring(before)


@contextmanager
def _language_kept() -> Iterator[None]:
    before = i18n.language()
    try:
        yield
    finally:
        i18n.set_language(before)
