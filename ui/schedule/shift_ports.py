"""What the schedule screen needs of shifts: their needs, a roster to lay over, and who could fill a gap."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from flexdesk.domain.ops import Change
from flexdesk.domain.places import Place
from flexdesk.domain.shifts import Needs
from flexdesk.progress import Progress
from ui.schedule.ports import Proposal

Told = tuple[str, Place | None, str, int | None]  # function, shift, kind of day, people; None takes it away


class Function(Protocol):
    """A service point or the whole unit."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


class Gap(Protocol):
    """A need or the hours of a week that a roster does not meet; `person` is empty for a need."""

    @property
    def day(self) -> date: ...
    @property
    def person(self) -> str: ...
    @property
    def message(self) -> str: ...


class ShiftProposal(Protocol):
    @property
    def proposal(self) -> Proposal: ...
    @property
    def gaps(self) -> Sequence[Gap]: ...
    @property
    def summary(self) -> str: ...


class Candidate(Protocol):
    """Somebody who could take a shift, and what to know before asking."""

    @property
    def person(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...


class NeedPort(Protocol):
    def functions(self) -> Sequence[Function]: ...

    def needs(self) -> Needs: ...

    def set_all(self, wanted: list[Told]) -> Change | None: ...


class ShiftPort(Protocol):
    """`propose` and `candidates` raise what stands against any roster."""

    @property
    def needs(self) -> NeedPort: ...

    def propose(self, first: date, last: date, progress: Progress | None = None) -> ShiftProposal: ...

    def candidates(self, row: str, day: date) -> Sequence[Candidate]: ...
