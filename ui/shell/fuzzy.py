"""Finds what a person means by a few typed letters."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def score(query: str, text: str) -> int | None:
    """How well the letters of `query` stand in `text`, in order; None when they do not. Higher is better.

    Whole words and word starts beat letters scattered inside words, and short texts beat long ones.
    """
    wanted, held = query.casefold().strip(), text.casefold()
    if not wanted:
        return 0
    at = held.find(wanted)
    if at >= 0:
        starts = at == 0 or not held[at - 1].isalnum()
        return 1000 + (500 if starts else 0) - at - len(held) // 8
    total, place = 0, -1
    for letter in wanted:
        if letter.isspace():
            continue
        found = held.find(letter, place + 1)
        if found < 0:
            return None
        total += 12 if found == place + 1 else 8 if found == 0 or not held[found - 1].isalnum() else 1
        place = found
    return total - len(held) // 8


def best(query: str, items: Sequence[Item], text_of: Callable[[Item], str], limit: int = 12) -> list[Item]:
    """The items that fit, best first; equal ones keep their order."""
    scored = [
        (found, at) for at, item in enumerate(items) if (found := score(query, text_of(item))) is not None
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return [items[at] for _found, at in scored[:limit]]
