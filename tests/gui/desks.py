"""A small desk that the frame can stand on: real bus and real committer rules, values in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flexdesk.domain.ops import Change, Value
from flexdesk.errors import StaleEdit
from flexdesk.events import ChangeBus
from flexdesk.i18n import _
from flexdesk.system.clock import FixedClock
from ui.shell.ports import LineState, PersonHit, TrustFacts
from ui.shell.screens import NINE, page_specs
from ui.widgets.page import Command, KeyRow, Page

NOW = datetime(2026, 11, 19, 0, 52, tzinfo=UTC)


class MemoryCommitter:
    """Keeps fields by (table, row, field) and refuses a change that saw other values."""

    def __init__(self, bus: ChangeBus) -> None:
        self._bus = bus
        self.values: dict[tuple[str, str, str], Value] = {}
        self.log: list[Change] = []
        self.trouble: Exception | None = None

    def commit(self, change: Change) -> Change:
        if self.trouble is not None:
            raise self.trouble
        for op in change.ops:
            for field, before in op.before.items():
                if self.values.get((op.table, op.row, field)) != before:
                    raise StaleEdit()
        for op in change.ops:
            for field, after in op.after.items():
                self.values[(op.table, op.row, field)] = after
        self.log.append(change)
        self._bus.publish(change)
        return change

    def walk(self, change: Change) -> Change:
        return self.commit(change)


class MemoryDesk:
    unit_name = "Kec. Sukamaju"
    unit_region = "Kab. Cendana Raya"
    person_name = "Bambang Wiryawan"
    person_role = "Camat"

    def __init__(self) -> None:
        self.clock = FixedClock(NOW)
        self.bus = ChangeBus()
        self.committer = MemoryCommitter(self.bus)
        self.closed = 0
        self.facts = TrustFacts(
            saved_at=NOW,
            unsent=12,
            unsent_days=3,
            backup_at=NOW,
            line=LineState.OFFLINE,
            rules="v4 BKPSDM",
        )

    def trust(self) -> TrustFacts:
        return self.facts

    def people(self) -> Sequence[PersonHit]:
        names = ("Eko Prasetyo", "Fitri Handayani", "Gani Setiawan")
        return [PersonHit(name.split()[0].lower(), name) for name in names]

    def unlock(self, passphrase: str) -> bool:
        return passphrase == "sukamaju"

    def close(self) -> None:
        self.closed += 1


class BlankPage(Page):
    """Remembers what the frame asked of it."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.asked: list[str] = []
        self.changes: list[Change] = []

    def activate(self) -> None:
        self.asked.append("activate")

    def apply(self, change: Change) -> None:
        self.changes.append(change)

    def open_item(self, key: str) -> None:
        self.asked.append(f"open {key}")

    def keys(self) -> Sequence[KeyRow]:
        return (KeyRow("W", "Rumah"),)

    def commands(self) -> Sequence[Command]:
        return (Command("Ratakan minggu", lambda: self.asked.append("level"), "Ctrl+R"),)

    def step_problem(self, step: int) -> bool:
        self.asked.append(f"problem {step:+d}")
        return True

    def leave_smallest(self) -> bool:
        self.asked.append("leave")
        return True

    def shut(self) -> None:
        self.asked.append("shut")


def blank_specs():  # type: ignore[no-untyped-def]
    return page_specs({key: lambda _frame, title=title: BlankPage(_(title)) for key, title, _icon in NINE})
