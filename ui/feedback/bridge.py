"""Carries committed changes from the thread that made them to the window's thread."""

from PySide6.QtCore import QObject, Signal

from flexdesk.domain.ops import Change
from flexdesk.events import ChangeBus


class ChangeBridge(QObject):
    """`changed` is raised on the thread this object lives on, in the order of the commits."""

    changed = Signal(Change)
    _arrived = Signal(object)

    def __init__(self, bus: ChangeBus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived.connect(self._hop)
        self._unsubscribe = bus.subscribe(self._arrived.emit)

    def shut(self) -> None:
        self._unsubscribe()

    def _hop(self, change: Change) -> None:
        self.changed.emit(change)
