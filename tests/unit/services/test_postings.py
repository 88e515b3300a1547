"""Posts with dates on a real store: given ahead, corrected, ended, refused in words, undone in one step."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.schema import join_key
from flexdesk.errors import StaleEdit, UsageError
from flexdesk.services.people_fields import NipTaken
from flexdesk.services.postings import LastPost, PostRefused
from flexdesk.store.digest import digest
from tests.helpers.desks import TODAY, small_desk

HEAD, DEWI = "197203151997031901", "198505122009012905"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    people = ((HEAD, "Bambang Wiryawan"), (DEWI, "Dewi Anggraini"))
    with small_desk(tmp_path / "unit", people) as opened:
        opened.people.change(HEAD, {"jabatan": "Camat", "category": "camat"})
        opened.people.change(DEWI, {"jabatan": "Penelaah", "unit": "Sekretariat"})
        yield opened


def key_of(desk: Desk, nip: str) -> str:
    return str(desk.store.select("person", nip=nip)[0]["key"])


def undone(desk: Desk, change: Change | None) -> None:
    assert change is not None
    desk.committer.commit(change.inverse())


def test_a_move_ahead_of_time_leaves_the_present_post_alone(desk: Desk) -> None:
    desk.postings.add(DEWI, date(2027, 2, 1), {"jabatan": "Analis", "reason": "promotion"})
    desk.people.change(DEWI, {"jabatan": "Penelaah Teknis"})
    history = desk.postings.history(key_of(desk, DEWI), TODAY)
    assert [(s.posting.jabatan, s.first, s.last) for s in history.spans] == [
        ("Analis", date(2027, 2, 1), None),
        ("Penelaah Teknis", date(2009, 1, 1), date(2027, 1, 31)),
    ]
    assert history.spans[0].posting.unit == "Sekretariat"
    row = desk.roster.rows([key_of(desk, DEWI)], TODAY)[key_of(desk, DEWI)]
    assert row.posting is not None
    assert row.posting.jabatan == "Penelaah Teknis"


def test_a_post_that_ends_before_it_starts_is_refused_in_words(desk: Desk) -> None:
    before = digest(desk.store)
    with pytest.raises(PostRefused) as refused:
        desk.postings.end(DEWI, date(2008, 12, 31), date(2009, 1, 1))
    assert refused.value.facts["fault"] == "ends_before"
    assert "2008" in refused.value.message
    assert digest(desk.store) == before


def test_a_field_of_the_present_post_is_judged_like_any_other(desk: Desk) -> None:
    with pytest.raises(PostRefused):
        desk.people.change(DEWI, {"until": "2000-01-01"})
    with pytest.raises(UsageError):
        desk.people.change(DEWI, {"until": "besok"})
    desk.people.change(DEWI, {"until": "31-12-2026"})
    assert desk.postings.of(key_of(desk, DEWI))[0].until == date(2026, 12, 31)


def test_a_plh_needs_its_last_day_and_stands_beside_the_post(desk: Desk) -> None:
    with pytest.raises(PostRefused) as refused:
        desk.postings.add(DEWI, date(2026, 11, 23), {"acting": "plh", "jabatan": "Camat"})
    assert refused.value.facts["fault"] == "no_end"
    fields = {"acting": "plh", "jabatan": "Camat", "until": "2026-11-27", "letter": "800/1"}
    desk.postings.add(DEWI, date(2026, 11, 23), fields)
    history = desk.postings.history(key_of(desk, DEWI), TODAY)
    assert [(one.acting, one.until) for one in history.acting] == [("Plh.", date(2026, 11, 27))]
    assert [span.posting.jabatan for span in history.spans] == ["Penelaah"]


def test_the_head_of_a_day_is_whoever_acts_for_the_head(desk: Desk) -> None:
    fields = {"acting": "plh", "jabatan": "Camat", "until": "2026-11-27"}
    desk.postings.add(DEWI, date(2026, 11, 23), fields)
    inside, after = desk.postings.head_on(date(2026, 11, 24)), desk.postings.head_on(date(2026, 11, 28))
    assert (inside.person, inside.acting) == (key_of(desk, DEWI), "Plh.")
    assert (after.person, after.acting) == (key_of(desk, HEAD), "")


def test_two_posts_of_one_day_and_overlapping_ends_are_refused(desk: Desk) -> None:
    desk.postings.add(DEWI, date(2026, 3, 1), {"jabatan": "Analis"})
    with pytest.raises(PostRefused) as refused:
        desk.postings.end(DEWI, date(2026, 3, 1), date(2009, 1, 1))
    assert refused.value.facts["fault"] == "overlaps"
    with pytest.raises(PostRefused) as refused:
        desk.postings.correct(DEWI, date(2026, 3, 1), {"from": date(2009, 1, 1)})
    assert refused.value.facts["fault"] == "same_day"
    with pytest.raises(PostRefused) as refused:
        desk.postings.add(DEWI, date(2026, 3, 1), {"acting": "plt", "jabatan": "Camat"})
    assert refused.value.facts["fault"] == "same_day"
    with pytest.raises(UsageError):
        desk.postings.add(DEWI, date(2026, 4, 1), {"acting": "Pj", "jabatan": "Camat"})


def test_a_wrong_first_day_is_corrected_and_undone_as_one_step(desk: Desk) -> None:
    desk.postings.add(DEWI, date(2026, 3, 1), {"jabatan": "Analis", "letter": "800/7"})
    before = digest(desk.store)
    change = desk.postings.correct(
        DEWI, date(2026, 3, 1), {"from": date(2026, 3, 15), "jabatan": "Analis Muda"}
    )
    first = desk.postings.history(key_of(desk, DEWI), TODAY).spans[0]
    assert (first.first, first.posting.jabatan, first.posting.letter) == (
        date(2026, 3, 15),
        "Analis Muda",
        "800/7",
    )
    undone(desk, change)
    assert digest(desk.store) == before


def test_a_post_never_held_is_taken_out_and_brought_back(desk: Desk) -> None:
    desk.postings.add(DEWI, date(2026, 3, 1), {"jabatan": "Analis"})
    before = digest(desk.store)
    undone(desk, desk.postings.remove(DEWI, date(2026, 3, 1)))
    assert digest(desk.store) == before
    desk.postings.remove(DEWI, date(2026, 3, 1))
    with pytest.raises(LastPost):
        desk.postings.remove(DEWI, date(2009, 1, 1))


def test_days_without_a_post_are_told(desk: Desk) -> None:
    desk.postings.end(DEWI, date(2026, 1, 31), date(2009, 1, 1))
    desk.postings.add(DEWI, date(2026, 3, 1), {"jabatan": "Analis"})
    gaps = desk.postings.history(key_of(desk, DEWI), TODAY).gaps
    assert [(gap.first, gap.last) for gap in gaps] == [(date(2026, 2, 1), date(2026, 2, 28))]


# -- leaving


def test_whoever_leaves_is_in_the_schedule_until_the_last_day_and_in_the_history_for_ever(desk: Desk) -> None:
    monday, wednesday = date(2026, 11, 23), date(2026, 11, 25)
    before = digest(desk.store)
    change = desk.people.archive(DEWI, wednesday, "retired")
    key = key_of(desk, DEWI)
    assert key in {entry.key for entry in desk.roster.entries(TODAY)}
    assert key not in {entry.key for entry in desk.roster.entries(wednesday)}
    assert [one.key for one, _post, _verdict in desk.people.rows(TODAY)].count(key) == 1
    assert [one.key for one, _post, _verdict in desk.people.rows(wednesday)].count(key) == 0
    view = desk.schedule.week(monday)
    shown = [view.cells[key, day].place for day in view.days[:5]]
    assert [place is not None for place in shown] == [True, True, False, False, False]
    assert view.coverage[0].cells[0].need != view.coverage[0].cells[3].need
    assert key not in {row.key for row in desk.schedule.week(date(2026, 11, 30)).people}
    gone = desk.people.archived()
    assert [(one.key, one.left_on, one.archive_reason) for one in gone] == [(key, wednesday, "retired")]
    assert [span.last for span in desk.postings.history(key, TODAY).spans] == [date(2026, 11, 24)]
    undone(desk, change)
    assert digest(desk.store) == before


def test_nobody_plans_a_day_after_the_last(desk: Desk) -> None:
    desk.people.archive(DEWI, date(2026, 11, 25), "moved")
    proposal = desk.schedule.plan(date(2026, 11, 23), date(2026, 11, 27))
    assert not any(
        person == key_of(desk, DEWI) and day >= date(2026, 11, 25) for person, day in proposal.places()
    )


def test_coming_back_goes_on_with_the_last_post_unless_the_number_is_in_use(desk: Desk) -> None:
    desk.people.archive(DEWI, date(2026, 11, 1), "moved")
    desk.people.unarchive(DEWI)
    assert desk.people.archived() == []
    assert desk.postings.history(key_of(desk, DEWI), TODAY).spans[0].last is None
    desk.people.archive(DEWI, date(2026, 11, 1), "moved")
    old = key_of(desk, DEWI)
    desk.people.add(DEWI, "Dewi Kembali")
    with pytest.raises(NipTaken):
        desk.people.unarchive(old)


# -- numbers


def test_a_nip_that_changes_is_kept_and_finds_the_person(desk: Desk) -> None:
    key = key_of(desk, DEWI)
    change = desk.people.change(DEWI, {"nip": "198505122009012906"})
    desk.people.change(key, {"nip": "198505122009012907"})
    row = desk.store.select("person", key=key)[0]
    assert row["former_nip"] == f"198505122009012906,{DEWI}"
    assert desk.postings.of(str(desk.people.set(DEWI, {"golongan": "III/b"})["key"]))
    assert desk.store.select("posting", key=join_key(key, "2009-01-01"))
    desk.people.change(key, {"nip": "198505122009012906"})
    assert desk.store.select("person", key=key)[0]["former_nip"] == f"198505122009012907,{DEWI}"
    with pytest.raises(StaleEdit):  # the first change no longer fits: two others lie over it
        undone(desk, change)
