"""One value at a time: every value of every record comes once, wherever one goes back, skips or stops."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.ekinerja import Form
from flexdesk.domain.periods import parse_period
from flexdesk.services.bridge import Place, Sheet
from flexdesk.services.bridge_walk import Walk
from flexdesk.services.ekinerja import FormEntry, FormField

MONTH = parse_period("2026-09")


def entry(number: int, values: str = "abc") -> FormEntry:
    """A record whose fields hold these letters; a blank is an empty field."""
    fields = tuple(FormField(f"F{at}", value.strip()) for at, value in enumerate(values))
    return FormEntry(f"k{number}", Form.DAILY, f"item {number}", fields)


def sheet(*entries: FormEntry, copied: frozenset[str] = frozenset()) -> Sheet:
    return Sheet({"key": "p"}, MONTH, entries, copied)


class Desk:
    """Walks and ticks as the strip does, and remembers what went to the clipboard."""

    def __init__(self, *entries: FormEntry) -> None:
        self.sheet = sheet(*entries)
        self.walk = Walk(self.sheet, Form.DAILY)
        self.copied: list[tuple[str, str]] = []

    def copy(self) -> None:
        step = self.walk.copy()
        if step is None:
            return
        self.copied.append((step.entry.key, step.field.name))
        if step.finished:
            self._tick(self.sheet.copied | {step.entry.key})

    def back(self) -> None:
        reopened = self.walk.back()
        if reopened is not None:
            place = self.walk.place()
            self._tick(self.sheet.copied - {reopened.key})
            self.walk.go_to(place)

    def stop_and_come_back(self) -> None:
        place = self.walk.place()
        self.walk = Walk(self.sheet, Form.DAILY)
        self.walk.go_to(place)

    def _tick(self, copied: frozenset[str]) -> None:
        self.sheet = replace(self.sheet, copied=copied)
        self.walk.show(self.sheet)


def test_all_values_in_order() -> None:
    desk = Desk(entry(1, "ab"), entry(2, "c d"), entry(3, "   "))
    for _ in range(9):
        desk.copy()
    assert desk.copied == [("k1", "F0"), ("k1", "F1"), ("k2", "F0"), ("k2", "F2")]
    assert (desk.walk.entry, desk.walk.done, desk.walk.total) == (None, 2, 2)


def test_back_goes_into_the_record_before_which_waits_again() -> None:
    desk = Desk(entry(1, "ab"), entry(2, "cd"))
    for _ in range(2):
        desk.copy()
    assert desk.walk.done == 1
    desk.back()
    assert (desk.walk.done, desk.walk.field) == (0, FormField("F1", "b"))
    desk.back()
    desk.back()
    assert desk.walk.field == FormField("F0", "a")  # before the very first there is nothing


def test_back_from_the_end() -> None:
    desk = Desk(entry(1, "a"), entry(2, "b"))
    desk.copy()
    desk.copy()
    assert desk.walk.entry is None
    desk.back()
    assert desk.walk.field == FormField("F0", "b")


def test_what_was_left_for_later_comes_at_the_end() -> None:
    desk = Desk(entry(1, "a"), entry(2, "b"), entry(3, "c"))
    desk.walk.skip()
    for _ in range(3):
        desk.copy()
    assert [key for key, _field in desk.copied] == ["k2", "k3", "k1"]
    desk.walk.skip()
    assert desk.walk.entry is None


def test_a_record_that_is_gone_is_passed_over() -> None:
    walk = Walk(sheet(entry(1), entry(2)), Form.DAILY)
    walk.copy()
    walk.show(sheet(entry(2), entry(3)))
    assert walk.entry is not None
    assert (walk.entry.key, walk.at) == ("k2", 0)
    walk.show(sheet())
    assert (walk.entry, walk.copy(), walk.back()) == (None, None, None)


def test_a_place_of_another_day_does_no_harm() -> None:
    walk = Walk(sheet(entry(1), entry(2), copied=frozenset({"k1"})), Form.DAILY)
    walk.go_to(Place("p", "2026-09", "daily", "gone", 7))
    assert walk.place().item == "k2"
    walk.go_to(Place("p", "2026-09", "daily", "k2", 99))
    assert walk.at == 2
    walk.go_to(Place("p", "2026-09", "daily", "k2", -3))
    assert walk.at == 0
    walk.go_to(Place("p", "2026-09", "daily", "k1", 1))
    assert (walk.place().item, walk.at) == ("k2", 0)


records = st.lists(st.text("x ", min_size=1, max_size=5), max_size=6)
moves = st.lists(st.sampled_from(["copy", "copy", "copy", "back", "skip", "restart"]), max_size=60)


@given(records, moves)
def test_whatever_one_does_everything_is_copied_in_the_end(values: list[str], done: list[str]) -> None:
    desk = Desk(*(entry(number, text) for number, text in enumerate(values)))
    acts = {
        "copy": desk.copy,
        "back": desk.back,
        "skip": lambda: desk.walk.skip(),
        "restart": desk.stop_and_come_back,
    }
    for one in done:
        acts[one]()
        assert (desk.walk.entry is None) == (desk.walk.done == desk.walk.total)
    for _ in range(sum(map(len, values))):
        desk.copy()
    typed = {(f"k{n}", f"F{at}") for n, text in enumerate(values) for at, c in enumerate(text) if c == "x"}
    assert desk.walk.done == desk.walk.total == sum("x" in text for text in values)
    assert set(desk.copied) == typed
