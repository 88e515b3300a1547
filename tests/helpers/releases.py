"""Laptops driven by other releases of the program, and files that these wrote once."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from flexdesk.keys import keyfile
from flexdesk.store.store import DATABASE
from tests.helpers.desks import PASSPHRASE

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "data" / "releases"
# Three states of the program that stood for some time; all have the wire's first format.
COMMITS = {"1": "e8a1453", "2": "73d330f", "3": "f65e710"}


class Refused(Exception):
    """The other program said no; the code of its error."""


class Program:
    """A process that drives laptops: with the code of `tree`; `words` change what it knows."""

    def __init__(self, *words: str, tree: Path = ROOT) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/helpers/laptop_script.py"), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree)},
        )

    def __enter__(self) -> "Program":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def run(self, folder: Path, command: str, *arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(folder), command, *arguments]) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"], answer["text"])
        return answer["done"]


@dataclass(frozen=True, slots=True)
class Laptop:
    """One folder and the program that drives it; called with a command it answers, or raises Refused."""

    program: Program
    folder: Path

    def __call__(self, command: str, *arguments: Any) -> Any:
        return self.program.run(self.folder, command, *arguments)


@contextmanager
def tree_of(commit: str, folder: Path) -> Iterator[Path]:
    """The program as it was at that commit; raises CalledProcessError where the history is not at hand."""
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["git", "archive", commit, "flexdesk", "resources"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    subprocess.run(["tar", "x"], cwd=folder, input=packed, check=True)
    yield folder


def has_history() -> bool:
    try:
        known = [
            subprocess.run(["git", "cat-file", "-e", commit], cwd=ROOT, capture_output=True, check=False)
            for commit in COMMITS.values()
        ]
    except OSError:
        return False
    return not any(found.returncode for found in known)


def put_away(folder: Path, target: Path) -> None:
    """A laptop's folder as two small files: keys as they are, the store in clear."""
    keys = keyfile.open_keys(folder, passphrase=PASSPHRASE)
    plain = target.with_suffix(".db")
    plain.unlink(missing_ok=True)
    db = sqlite.connect(str(folder / DATABASE))
    db.execute(f"PRAGMA key = \"x'{keys.database.hex()}'\"")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
    db.execute("SELECT sqlcipher_export('plain')")
    db.execute(f"PRAGMA plain.user_version = {version}")
    db.execute("DETACH DATABASE plain")
    db.close()
    target.with_suffix(".sqlite.gz").write_bytes(gzip.compress(plain.read_bytes(), 9, mtime=0))
    target.with_suffix(".json").write_bytes((folder / keyfile.NAME).read_bytes())
    plain.unlink()


def laid_out(release: str, name: str, folder: Path) -> Path:
    """The laptop of that release as it lay on its disk; today's program has not touched it yet."""
    folder.mkdir(parents=True)
    (folder / keyfile.NAME).write_bytes((FILES / release / f"{name}.json").read_bytes())
    keys = keyfile.open_keys(folder, passphrase=PASSPHRASE)
    plain = folder / "plain.db"
    plain.write_bytes(gzip.decompress((FILES / release / f"{name}.sqlite.gz").read_bytes()))
    db = sqlite.connect(str(plain))
    version = db.execute("PRAGMA user_version").fetchone()[0]
    db.execute(f"ATTACH DATABASE '{folder / DATABASE}' AS laptop KEY \"x'{keys.database.hex()}'\"")
    db.execute("SELECT sqlcipher_export('laptop')")
    db.execute(f"PRAGMA laptop.user_version = {version}")
    db.execute("DETACH DATABASE laptop")
    db.close()
    plain.unlink()
    return folder
