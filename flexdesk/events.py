"""The one stream of changes that every open view, counter and cache listens to."""

from collections.abc import Callable

from flexdesk.domain.ops import Change

Listener = Callable[[Change], None]


class ChangeBus:
    """Tells every listener about a change after it was committed, in order of subscription.

    A listener runs on the thread that committed; the desktop hops to its own thread.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Start listening; the returned call stops it and may be made twice."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, change: Change) -> None:
        for listener in tuple(self._listeners):
            listener(change)

    @property
    def listeners(self) -> int:
        return len(self._listeners)
