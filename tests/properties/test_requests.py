"""Random decisions and exchanges: nothing counts beyond what was granted, and undo gives back every cell."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.domain.calendar import days
from flexdesk.domain.people import GRANTED, Request
from flexdesk.domain.places import Place
from flexdesk.errors import FlexDeskError
from flexdesk.store.digest import digest
from tests.helpers.desks import small_desk
from tests.unit.requests.office import DEWI, EKO, MON, PEOPLE, TUE, ask_swap, key_of

DAY = st.dates(date(2026, 11, 1), date(2027, 3, 31))
WEEKDAYS = st.frozensets(st.integers(0, 6), max_size=4)
PLACES = st.sampled_from([None, Place.OFFICE, Place.HOME, Place.OTHER_OFFICE, Place.LEAVE, Place.TRAINING])


@given(DAY, DAY, WEEKDAYS, st.sampled_from(sorted(GRANTED)), st.data())
def test_a_decided_request_never_covers_a_day_outside_what_was_granted(
    one: date, other: date, asked: frozenset[int], decision: str, data: st.DataObject
):
    first, to = sorted((one, other))
    begins, ends = sorted((data.draw(DAY), data.draw(DAY)))
    granted_days, ended = data.draw(WEEKDAYS), data.draw(st.none() | DAY)
    request = Request(
        "r",
        "p",
        "special_condition",
        first,
        to,
        days=asked,
        decision=decision,
        granted_from=begins,
        granted_to=ends,
        granted_days=granted_days,
        ended_on=ended,
    )
    covered = {day for day in days(first, to) if request.covers(day)} | {
        day for day in days(begins, ends) if request.covers(day)
    }
    allowed = granted_days or asked
    assert all(begins <= day <= ends for day in covered)
    assert all(not allowed or day.weekday() in allowed for day in covered)
    assert all(ended is None or day <= ended for day in covered)
    if ended is None and not allowed:
        assert covered == set(days(begins, ends))
    assert not request.covers(ends + timedelta(days=1))


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.tuples(st.sampled_from([DEWI, EKO]), st.sampled_from([0, 1, 2, 3, 4])), PLACES),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_an_exchange_undone_leaves_the_unit_as_it_was(
    cells: dict[tuple[str, int], Place | None], one: int, other: int
):
    with TemporaryDirectory() as folder, small_desk(Path(folder) / "unit", PEOPLE) as desk:
        edits = [(key_of(desk, nip), MON + timedelta(days=n), place) for (nip, n), place in cells.items()]
        desk.schedule.set_places(edits)
        key = ask_swap(desk, MON + timedelta(days=one), MON + timedelta(days=other))
        before = digest(desk.store)
        preview = desk.requests.swap_preview(key)
        assert digest(desk.store) == before
        try:
            change = desk.requests.decide(key, "approve", "alasan")
        except FlexDeskError:
            assert digest(desk.store) == before
            return
        assert change is not None
        rows = {row["key"]: row["place"] for row in desk.store.select("assignment")}
        for cell in preview.changes:
            assert rows[f"{cell.person}|{cell.day.isoformat()}"] == cell.after
        desk.committer.commit(change.inverse())
        assert digest(desk.store) == before


def test_the_exchange_above_is_not_always_refused():
    with TemporaryDirectory() as folder, small_desk(Path(folder) / "unit", PEOPLE) as desk:
        desk.schedule.set_places([(key_of(desk, DEWI), TUE, Place.HOME)])
        assert desk.requests.decide(ask_swap(desk, TUE), "approve") is not None
