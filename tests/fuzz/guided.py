"""Spoils examples again and again, and goes on from those that reached lines no other had reached."""

import sys
import tracemalloc
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from time import process_time
from types import FrameType
from typing import Any

from flexdesk.errors import FlexDeskError
from tests.fuzz.targets import Target

SAVED = Path(__file__).parents[1] / "data" / "fuzz"
MAX_STEPS = 400_000  # lines of the readers that one case may run
MAX_SECONDS = 2.0  # of this process, for one case
MAX_BYTES = 96 << 20  # allocated at once for one case: three times the largest body
KEPT_BYTES = 2_048
_WATCHED = ("flexdesk/sync/", "flexdesk/server/", "flexdesk/domain/", "flexdesk/services/exchange")


class Escaped(AssertionError):
    """Something spoilt did other than to be refused or to be understood as it was."""


@dataclass
class Tally:
    """What became of the cases of one target."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    most_steps: int = 0
    most_bytes: int = 0
    reached: int = 0
    found: int = 0


class Explorer:
    """One target: spoils, reads, and remembers what was worth going on from."""

    def __init__(self, target: Target, seed: int) -> None:
        self.target = target
        self.tally = Tally()
        self._random = Random(f"{target.name} {seed}")
        self._edges: set[tuple[str, int, int]] = set()
        self._corpus = [*target.seeds, *saved(target.name)]
        self.fresh: dict[bytes, frozenset[tuple[str, int, int]]] = {}
        for seed_bytes in self._corpus:
            self._traced(seed_bytes)

    def explore(self, cases: int, *, traced_one_in: int) -> None:
        for turn in range(cases):
            start = self._random.choice(self._corpus)
            made = self.target.spoil(self._random, start, self._corpus)
            if turn % traced_one_in:
                self._timed(made)
            elif new := self._traced(made):
                self._corpus.append(made)
                self.tally.found += 1
                if len(made) <= KEPT_BYTES:
                    self.fresh[made] = frozenset(new)

    def weigh(self, cases: int) -> None:
        """The same with every allocation counted."""
        for _turn in range(cases):
            start = self._random.choice(self._corpus)
            made = self.target.spoil(self._random, start, self._corpus)
            tracemalloc.start()
            try:
                self._judged(made)
                peak = tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()
            self.tally.most_bytes = max(self.tally.most_bytes, peak)
            if peak > MAX_BYTES:
                raise Escaped(self.target.name, "memory", peak, made.hex())

    def keep(self) -> int:
        """Write those that reached something new to disk, as few as reach all of it."""
        folder = SAVED / self.target.name
        wanted = set().union(*self.fresh.values()) if self.fresh else set()
        written = 0
        while wanted:
            best = max(self.fresh, key=lambda made: (len(self.fresh[made] & wanted), -len(made)))
            wanted -= self.fresh[best]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / sha256(best).hexdigest()[:12]).write_bytes(best)
            written += 1
        return written

    def _timed(self, made: bytes) -> None:
        before = process_time()
        self._judged(made)
        took = process_time() - before
        self.tally.slowest_s = max(self.tally.slowest_s, took)
        if took > MAX_SECONDS:
            raise Escaped(self.target.name, "time", took, made.hex())

    def _traced(self, made: bytes) -> set[tuple[str, int, int]]:
        """The pairs of lines that no case had run one after the other before."""
        edges: set[tuple[str, int, int]] = set()
        steps = 0

        def entered(frame: FrameType, _event: str, _argument: Any) -> Any:
            name = frame.f_code.co_filename
            if not any(part in name for part in _WATCHED):
                return None
            last = -1

            def stepped(frame: FrameType, event: str, _argument: Any) -> Any:
                nonlocal last, steps
                if event == "line":
                    steps += 1
                    edges.add((name, last, frame.f_lineno))
                    last = frame.f_lineno
                return stepped

            return stepped

        before = sys.gettrace()
        sys.settrace(entered)
        try:
            self._judged(made)
        finally:
            sys.settrace(before)
        self.tally.most_steps = max(self.tally.most_steps, steps)
        if steps > MAX_STEPS:
            raise Escaped(self.target.name, "steps", steps, made.hex())
        new = edges - self._edges
        self._edges |= new
        self.tally.reached = len(self._edges)
        return new

    def _judged(self, made: bytes) -> None:
        """Raises Escaped for whatever is neither refused nor as good as what was sent."""
        arrived = self.target.finish(made)
        before = self.target.untouched()
        self.tally.cases += 1
        try:
            understood = self.target.read(arrived)
        except FlexDeskError as fault:
            self.tally.outcomes[f"{type(fault).__name__} {fault.facts.get('reason', '')}".strip()] += 1
            if self.target.untouched() != before:
                raise Escaped(self.target.name, "changed something", made.hex()) from fault
        except Exception as error:
            raise Escaped(self.target.name, repr(error), made.hex()) from error
        else:
            self.tally.outcomes["understood"] += 1
            if self.target.good and understood not in self.target.good:
                raise Escaped(self.target.name, "altered and taken", made.hex())


def saved(name: str) -> list[bytes]:
    """Spoilt examples that once reached something new."""
    folder = SAVED / name
    return [file.read_bytes() for file in sorted(folder.iterdir())] if folder.is_dir() else []
