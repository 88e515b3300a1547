"""Columns of a roster repeat a few texts thousands of times; what is made of each is worked out once."""

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")

_KEPT = 20_000  # a column of which every cell differs must not fill the memory


class Remembered(dict[str, Made]):
    """`remembered[text]` is `work(text)`."""

    def __init__(self, work: Callable[[str], Made]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, text: str) -> Made:
        made = self._work(text)
        if len(self) < _KEPT:
            self[text] = made
        return made
