"""Runs the real command line in a child and ends it with SIGKILL at one of its writes, or after a time.

Run as a program it has everything imported and forks a child for each line of JSON on standard input; so a
round costs what the command costs. Loaded with `killer.c` where the write is chosen by its number.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.helpers.nursery import Nursery, fork_for_each

KILLED = -signal.SIGKILL
BEFORE, WITHIN, AFTER = range(3)


@dataclass(frozen=True, slots=True)
class Ended:
    """`code` negative when a signal ended it; `writes` it had made when it ended by itself."""

    code: int
    answer: str
    writes: int

    @property
    def confirmed(self) -> bool:
        """Whether the person was told that it is done."""
        return self.answer.endswith("\n") and "error" not in json.loads(self.answer)


def build(folder: Path) -> Path:
    """The killer as a shared library; needs a C compiler."""
    library = folder / "killer.so"
    source = Path(__file__).with_name("killer.c")
    line = ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-o", str(library), str(source), "-ldl"]
    subprocess.run(line, check=True)
    return library


class Cradle:
    """Use as a context manager; `run` gives how a command ended."""

    def __init__(self, folder: Path, killer: Path) -> None:
        self._folder, self._killer = folder, killer

    def __enter__(self) -> "Cradle":
        self._nursery = Nursery("tests.scenarios.kill_run", LD_PRELOAD=str(self._killer)).__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._nursery.__exit__(kind, error, trace)

    def run(
        self, words: Sequence[str | Path], *, at: int = 0, where: int = BEFORE, after_s: float | None = None
    ) -> Ended:
        """`at` is the number of the write to end at, 0 for none; `after_s` ends it from outside."""
        answer, count = self._folder / "answer", self._folder / "count"
        answer.unlink(missing_ok=True)
        count.unlink(missing_ok=True)
        asked = {
            "words": [str(word) for word in words],
            "at": at or 1 << 40,
            "place": where,
            "answer": str(answer),
            "count": str(count),
        }
        child = self._nursery.ask(asked)
        if after_s is not None:
            time.sleep(after_s)
            with suppress(ProcessLookupError):  # it was faster
                os.kill(child, signal.SIGKILL)
        code = self._nursery.ended()
        said = answer.read_text(encoding="utf-8") if answer.exists() else ""
        return Ended(code, said, int(count.read_text()) if count.exists() else 0)


def _child(asked: dict[str, Any]) -> None:
    from flexdesk.cli.app import main

    library = ctypes.CDLL(None)
    sys.stdout = open(asked["answer"], "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    library.killer_arm(ctypes.c_long(asked["at"]), ctypes.c_int(asked["place"]))
    code = main(asked["words"])
    seen = library.killer_seen()
    library.killer_arm(ctypes.c_long(0), 0)
    sys.stdout.flush()
    Path(asked["count"]).write_text(str(seen))
    os._exit(code)


def serve() -> None:
    import flexdesk.bootstrap
    import flexdesk.cli.commands.all
    import flexdesk.cli.commands.people
    import flexdesk.exchange
    import flexdesk.services.bundles
    import flexdesk.services.carry  # noqa: F401

    fork_for_each(_child)


if __name__ == "__main__":
    serve()
