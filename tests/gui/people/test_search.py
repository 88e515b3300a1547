"""The search of the roster's model: every way of typing finds what a fresh search finds."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from flexdesk.services.roster import Entry, RosterRow
from ui.people.model import RosterModel, Wanted

NAMES = ("Budi Santoso", "Siti Budiarti", "Eko Prasetyo", "Bu Sri")
NIPS = ("198505122009012905", "198512052009011903", "199011232015031906", "198511050520031019")


class Held:
    """Entries that never change; details are not asked for."""

    def entries(self, _day: date) -> list[Entry]:
        return [
            Entry(f"k{n}", name, nip, "A" if n < 2 else "B", f"{name} {nip}".casefold())
            for n, (name, nip) in enumerate(zip(NAMES, NIPS, strict=True))
        ]

    def rows(self, _keys: Sequence[str], _day: date) -> dict[str, RosterRow]:
        return {}


def model(_qapp: QApplication) -> RosterModel:
    made = RosterModel(Held(), lambda: date(2026, 11, 21), lambda *_given: False)
    made.read()
    return made


def found(of: RosterModel) -> list[str]:
    return [line.key for line in of.rows if line.entry is not None]


@pytest.mark.parametrize(
    "typed",
    [
        ("b", "bu", "bud", "budi", "budi ", "budi s"),
        ("budi", "bud", "eko", ""),
        ("1985", "1985 05", "1985 05 b", "1985 05"),
        ("s", "s b", "sb", "santoso budi"),
        ("05 1985", "05 1985 bu"),
    ],
)
def test_typing_letter_by_letter_finds_what_a_fresh_search_finds(
    qapp: QApplication, typed: tuple[str, ...]
) -> None:
    growing = model(qapp)
    for text in typed:
        growing.want(Wanted(text.strip()))
        fresh = model(qapp)
        fresh.want(Wanted(text.strip()))
        assert found(growing) == found(fresh), text
    assert len(found(model(qapp))) == 4
    assert [line.key for line in model(qapp).rows] == ["group A", "k0", "k1", "group B", "k2", "k3"]
