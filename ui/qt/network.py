"""Says when the machine has a way to the network again, where the system tells it."""

from PySide6.QtCore import QObject, Signal


class Network(QObject):
    """`came_back` when the network reaches further than before; nothing is ever asked over it."""

    came_back = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reach = 0
        self._is_watching = False

    def watch(self) -> None:
        """Begin to listen, once; where the system tells nothing, timers alone have to do."""
        if self._is_watching:
            return
        self._is_watching = True
        from PySide6.QtNetwork import QNetworkInformation

        if not QNetworkInformation.loadDefaultBackend():
            return
        information = QNetworkInformation.instance()
        self._reach = information.reachability().value
        information.reachabilityChanged.connect(lambda reach: self.note(reach.value))

    @property
    def is_cut(self) -> bool:
        """The system says that nothing can be reached; where it says nothing this is not known."""
        return self._reach == 1

    def note(self, reach: int) -> None:
        """A new value of `QNetworkInformation.Reachability`: 0 nobody knows, 1 none, up to 4 everything."""
        has_grown = 0 < self._reach < reach
        self._reach = reach
        if has_grown:
            self.came_back.emit()
