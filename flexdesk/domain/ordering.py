"""Numbers that keep rows in order with room between them, so that a row put in writes its own row only."""

from collections.abc import Sequence

STEP = 10


def fill(orders: Sequence[int | None]) -> list[int]:
    """Orders for rows in this sequence; None is a row put in or moved, given numbers stay where they can."""
    made: list[int] = []
    at = 0
    while at < len(orders):
        end = next((i for i in range(at, len(orders)) if orders[i] is not None), len(orders))
        low, count = made[-1] if made else 0, end - at
        high = orders[end] if end < len(orders) else low + STEP * (count + 1)
        if high is None or high - low <= count:  # no room, or not in order: everything anew
            return [STEP * (number + 1) for number in range(len(orders))]
        step = (high - low) // (count + 1)
        made += [low + step * (number + 1) for number in range(count)]
        made += [high] if end < len(orders) else []
        at = end + 1
    return made
