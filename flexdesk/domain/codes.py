"""Codes that travel: what a newer program wrote is kept and shown as new, until this one is updated."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

_TOKEN = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NEW: dict[tuple[type, str], "Code"] = {}

NEW_LABEL = "Kode baru"

Shown = TypeVar("Shown")


class Code(StrEnum):
    """A closed set of codes that are read from rows.

    `Kind("unheard_of")` gives a member that belongs to no listing and keeps its token; what no program
    could have written is a ValueError. Whoever takes codes from a person asks `text in set(Kind)` first.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str) or not _TOKEN.fullmatch(value):
            return None
        found = _NEW.get((cls, value))
        if found is None:
            found = str.__new__(cls, value)
            found._name_, found._value_ = "NEW", value
            _NEW[cls, value] = found
        assert isinstance(found, cls)
        return found

    def __reduce_ex__(self, _protocol: object) -> tuple[Any, ...]:
        """By its token: the name of a new one leads to no member, and some releases of Python go by name."""
        return type(self), (self._value_,)

    @property
    def is_new(self) -> bool:
        """Whether only a newer program knows what it means."""
        return type(self).__members__.get(self.name) is not self


class ByCode(dict[Any, Shown], Generic[Shown]):
    """What each code is shown as, and what all those are that only a newer program knows."""

    def __init__(self, known: Mapping[Any, Shown], new: Shown) -> None:
        super().__init__(known)
        self._new = new

    def __missing__(self, code: object) -> Shown:
        if isinstance(code, Code) and code.is_new:
            return self._new
        raise KeyError(code)
