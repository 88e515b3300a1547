"""A screen with several rooms: pages that share one place in the side bar, with a switch in their header."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from flexdesk.domain.ops import Change
from flexdesk.i18n import _
from ui.widgets import keys
from ui.widgets.page import Page
from ui.widgets.segmented import Segmented

_BETWEEN = ":"  # “leave:K3” is item K3 of the room “leave”


@dataclass(frozen=True, slots=True)
class Room:
    """`make` is called when the room is first entered."""

    key: str
    title: str
    make: Callable[[], Page]


class RoomsPage(Page):
    """Passes on what the frame asks to the room in front; `entered` tells that another one is.

    Items of the first room are named as they are, those of another as `room:item`.
    """

    entered = Signal()

    def __init__(self, title: str, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._rooms = {room.key: room for room in rooms}
        self._title = title
        self._made: dict[str, Page] = {}
        self._switches: dict[str, Segmented] = {}
        self._stack = QStackedWidget()
        self.header.hide()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._stack)
        keys.bind(self, "Ctrl+PgUp", lambda: self.step(-1))
        keys.bind(self, "Ctrl+PgDown", lambda: self.step(+1))
        self.enter(next(iter(self._rooms)))

    @property
    def keys_of_rooms(self) -> tuple[str, ...]:
        return tuple(self._rooms)

    @property
    def room(self) -> Page:
        """The page in front."""
        return self._made[self.key]

    def enter(self, key: str) -> Page:
        """Bring a room to the front, building it on its first visit; raises KeyError."""
        page = self._made.get(key) or self._make(key)
        self.key = key
        self._switches[key].choose(key)
        self._stack.setCurrentWidget(page)
        self.entered.emit()
        return page

    def _pick(self, key: str) -> None:
        """Another room was chosen in the header of the one in front, whose switch stays on its own."""
        self._switches[self.key].choose(self.key)
        self.enter(key)

    def step(self, by: int) -> None:
        order = list(self._rooms)
        self.enter(order[(order.index(self.key) + by) % len(order)])

    def _make(self, key: str) -> Page:
        page = self._rooms[key].make()
        choices = [(room.key, room.title) for room in self._rooms.values()]
        switch = page.header.add_room_switch(Segmented(choices, _("View of {page}").format(page=self._title)))
        switch.setToolTip("Ctrl+PgUp, Ctrl+PgDown")
        switch.chosen.connect(self._pick)
        switch.setVisible(len(choices) > 1)
        page.wanted.connect(self.wanted)
        page.offered.connect(self.offered)
        page.lined.connect(self.lined)
        page.counted.connect(self.counted)
        self._made[key], self._switches[key] = page, switch
        self._stack.addWidget(page)
        return page

    # What the frame asks
    def activate(self) -> None:
        self.room.activate()

    def apply(self, change: Change) -> None:
        for page in self._made.values():
            page.apply(change)

    def open_item(self, key: str) -> None:
        name, between, item = key.partition(_BETWEEN)
        if between and name in self._rooms:
            page = self.enter(name)
            if item:
                page.open_item(item)
            return
        self.enter(next(iter(self._rooms))).open_item(key)

    def open_field(self, field: str) -> None:
        self.room.open_field(field)

    def shut(self) -> None:
        for page in self._made.values():
            page.shut()
