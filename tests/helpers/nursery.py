"""Starts the command line again and again in a fresh process each time, without paying for its imports.

Run as a program it has everything imported, and forks one child for each line of JSON on standard input:
`{"arguments": […], "input": FILE, "output": FILE}`. It answers with the child's id, then with its end.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any


class Nursery:
    """Use as a context manager; `start` and `ask` give the id of a child, `ended` waits for it.

    `program` is a module that calls `fork_for_each`.
    """

    def __init__(self, program: str = "tests.helpers.nursery", **environment: str) -> None:
        self._program, self._environment = program, environment

    def __enter__(self) -> "Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**os.environ, **self._environment},
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()

    def start(self, arguments: Sequence[str], commands: Path, answers: Path) -> int:
        return self.ask({"arguments": list(arguments), "input": str(commands), "output": str(answers)})

    def ask(self, asked: Mapping[str, Any]) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._told()

    def ended(self) -> int:
        """The child's exit code; negative when a signal ended it."""
        return self._told()

    def _told(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def fork_for_each(child: Callable[[dict[str, Any]], None]) -> None:
    """One child for each line of standard input; tells its id, then its end. `child` never returns."""
    for text in sys.stdin:
        pid = os.fork()
        if pid == 0:
            child(json.loads(text))
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _child(asked: dict[str, Any]) -> None:
    from flexdesk.cli.app import main

    sys.stdin = open(asked["input"], encoding="utf-8")  # noqa: SIM115 - until the process ends
    sys.stdout = open(asked["output"], "w", encoding="utf-8")  # noqa: SIM115
    os._exit(main(asked["arguments"]))


def serve() -> None:
    import flexdesk.bootstrap
    import flexdesk.cli.commands.all
    import flexdesk.cli.commands.people
    import flexdesk.cli.commands.store
    import flexdesk.cli.commands.unit  # noqa: F401

    fork_for_each(_child)


if __name__ == "__main__":
    serve()
