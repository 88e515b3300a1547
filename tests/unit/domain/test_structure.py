"""Parts of a unit as a tree, hours with their need, and clocks of other zones."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain import zones
from flexdesk.domain.opening import UnreadableHours, most_needed, need_at, read_needs, written_needs
from flexdesk.domain.people import Posting
from flexdesk.domain.sections import Section, Tree, head_of, proposed, site_of

OFFICE = (
    Section("a", "Sekretariat", site="s1", head="h1"),
    Section("b", "Subbagian Umum", "a"),
    Section("c", "Seksi Pelayanan Umum", site="s2"),
)


def test_the_tree_is_read_depth_first_by_name():
    tree = Tree(OFFICE)
    assert [(s.key, depth) for s, depth in tree.ordered()] == [("a", 0), ("b", 1), ("c", 0)]
    assert tree.within("a") == {"a", "b"}
    assert tree.above("b") == ["a"]
    assert (site_of(tree, "b"), site_of(tree, "c"), site_of(tree, "")) == ("s1", "s2", "")
    assert (head_of(tree, "b", "p"), head_of(tree, "b", "h1"), head_of(tree, "c", "p")) == ("h1", "", "")


def test_a_post_lies_where_it_says_or_where_its_words_point():
    tree = Tree(OFFICE)
    assert tree.of_posting(Posting("p", date(2020, 1, 1), section="b", unit="Sekretariat")) == "b"
    assert tree.of_posting(Posting("p", date(2020, 1, 1), unit="SEKSI  PELAYANAN UMUM")) == "c"
    assert tree.of_posting(Posting("p", date(2020, 1, 1), unit="Kasi Pelayanan Umum")) == "c"
    assert tree.of_posting(Posting("p", date(2020, 1, 1), unit="Sub Bag. Umum")) == "b"
    assert tree.of_posting(Posting("p", date(2020, 1, 1), unit="Bidang Lain")) == ""
    assert tree.of_posting(None) == ""


def test_parts_that_the_roster_names_are_proposed_once():
    texts = ["Sekretariat", "Seksi Trantib", "SEKSI TRANTIB", "", "Bidang  Data"]
    assert proposed(texts, Tree(OFFICE)) == [("Seksi Trantib", 2), ("Bidang Data", 1)]


def test_a_part_cannot_lie_under_its_own_parts():
    tree = Tree(OFFICE)
    assert tree.closes_ring("a", "b")
    assert tree.closes_ring("a", "a")
    assert not tree.closes_ring("b", "c")


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefx"), max_size=6))
def test_whatever_two_laptops_make_of_the_parents_every_part_is_shown_once(parents: dict[str, str]):
    tree = Tree(Section(key, key, parent) for key, parent in sorted(parents.items()))
    assert sorted(section.key for section, _depth in tree.ordered()) == sorted(parents)
    for key in parents:
        assert key not in tree.above(key)
        assert key in tree.within(key)


def test_hours_with_their_need_are_read_as_people_write_them():
    windows = read_needs("13.00 - 15.00 = 1; 08:00-12:00=2")
    assert written_needs(windows) == "08:00-12:00=2;13:00-15:00=1"
    assert most_needed(windows) == 2
    assert [need_at(windows, time(hour)) for hour in (7, 8, 12, 13, 15)] == [0, 2, 0, 1, 0]
    assert read_needs("") == ()
    assert most_needed(()) == 0


@pytest.mark.parametrize(
    "text",
    [
        "08:00-12:00",
        "pagi=2",
        "12:00-08:00=1",
        "08:00-08:00=1",
        "08:00-25:00=1",
        "08:00-12:00=2;11:59-13:00=1",
    ],
)
def test_hours_that_make_no_sense_are_refused(text: str):
    with pytest.raises(UnreadableHours):
        read_needs(text)


@given(
    st.lists(st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 9)), max_size=5, unique=True)
)
def test_hours_come_back_as_they_were_written(starts: list[tuple[int, int, int]]):
    ordered = sorted({(h, m): n for h, m, n in starts}.items())
    ends = [at for at, _need in ordered[1:]] + [(23, 59)]
    parts = [
        f"{h:02}:{m:02}-{eh:02}:{em:02}={need}"
        for ((h, m), need), (eh, em) in zip(ordered, ends, strict=False)
        if (h, m) < (eh, em)
    ]
    text = ";".join(parts)
    assert written_needs(read_needs(text)) == text


def test_a_time_of_another_zone_is_told_on_both_clocks():
    day = date(2026, 11, 23)
    assert zones.spoken(day, time(15), zones.WITA, zones.WIB) == "15.00 WITA (14.00 WIB)"
    assert zones.spoken(day, time(15), zones.WIT, zones.WITA) == "15.00 WIT (14.00 WITA)"
    assert zones.spoken(day, time(15), zones.WIB, zones.WIB) == "15.00 WIB"
    assert [zones.zone_named(text) for text in ("wit", "Asia/Makassar", "UTC")] == [
        zones.WIT,
        zones.WITA,
        None,
    ]
