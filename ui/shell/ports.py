"""What the frame needs from the core: a handful of facts and two objects, so that it runs on any store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from flexdesk.events import ChangeBus
from flexdesk.system.clock import Clock
from ui.feedback.reporter import Reporter
from ui.tasks.runner import Runner
from ui.undo.editor import Committer, Editor
from ui.widgets.page import Page


class LineState(StrEnum):
    OFFLINE = "offline"
    ONLINE = "online"
    RUNNING = "running"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TrustFacts:
    """What the trust line says; `None` means never. `unsent` counts what no receipt has answered."""

    saved_at: datetime | None
    unsent: int = 0
    unsent_days: int = 0
    backup_at: datetime | None = None
    line: LineState = LineState.OFFLINE
    rules: str = ""  # such as “v4 BKPSDM”
    role_until: date | None = None  # the last day of this laptop's role, where it has one


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Someone the palette can find."""

    key: str
    name: str
    note: str = ""


class Desk(Protocol):
    """The opened unit. Every call must be quick: the frame makes them on the window's thread."""

    @property
    def unit_name(self) -> str: ...
    @property
    def unit_region(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def person_role(self) -> str: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def bus(self) -> ChangeBus: ...
    @property
    def committer(self) -> Committer: ...

    def trust(self) -> TrustFacts: ...

    def people(self) -> Sequence[PersonHit]: ...

    def unlock(self, passphrase: str) -> bool:
        """True when the person may see the screen again; any text will do where no passphrase is set."""
        ...

    def close(self) -> None:
        """Let go of the store; called once, after the last job ended."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page factory may take for its page."""

    desk: Desk
    editor: Editor
    runner: Runner
    reporter: Reporter


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One screen of the side bar. `factory` is called when the screen is first opened."""

    key: str
    title: str
    icon: str
    factory: Callable[[Frame], Page]


REOPEN = "reopen"  # no screen: asks that the unit be closed and opened anew
PEOPLE = "people"
SENDING = "sending"
POLICY = "policy"
