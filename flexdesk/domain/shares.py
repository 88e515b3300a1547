"""A number handed down to several people: equal parts or typed ones, and nothing lost in rounding."""

from collections.abc import Sequence

WHOLE = 100.0


def completed(typed: Sequence[float | None]) -> list[float]:
    """Percentages of everybody: whoever has none shares equally what the others leave."""
    left = max(0.0, WHOLE - sum(share for share in typed if share is not None))
    silent = sum(share is None for share in typed)
    return [left / silent if share is None else share for share in typed]


def parts(number: float | int, percents: Sequence[float]) -> list[float | int]:
    """The parts of a number; whole numbers stay whole, and together they make what the percentages make."""
    exact = [number * percent / WHOLE for percent in percents]
    if not float(number).is_integer():
        return [round(part, 2) for part in exact]
    floors = [int(part + 1e-9) for part in exact]
    missing = round(sum(exact)) - sum(floors)
    by_rest = sorted(range(len(exact)), key=lambda at: (floors[at] - exact[at], at))
    for at in by_rest[:missing]:
        floors[at] += 1
    return list(floors)
