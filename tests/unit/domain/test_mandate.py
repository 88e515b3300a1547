"""Under which role a change counts, by what its author could know."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from flexdesk.domain.log import SERVER, RowWrite, Tx
from flexdesk.domain.mandate import Grant, Mandate, Standing, end_of, judge, last_day, ordered

END = end_of(date(2026, 11, 27), "Asia/Makassar")
END_MS = int(END.timestamp() * 1000)
DAY_MS = 86_400_000


def tx(seq: int = 1, *, knew: int = 0, at_ms: int = 0) -> Tx:
    ctx = {SERVER: knew} if knew else {}
    return Tx("d", seq, at_ms << 16, ctx, "test", (RowWrite(11, "p|2026-11-23", {1: "home"}),))


def test_a_role_ends_with_its_last_day_where_the_unit_is() -> None:
    assert END.astimezone(UTC) == datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert last_day(END_MS, "Asia/Makassar") == date(2026, 11, 27)


def test_a_change_counts_under_the_role_that_its_author_knew() -> None:
    mandate = Mandate((Grant(2, "head"), Grant(9, "reader")))
    assert judge(mandate, tx(knew=5)).role == "head"
    assert judge(mandate, tx(knew=9)).role == "reader"
    assert judge(mandate, tx(knew=1)).role == "head"
    assert judge(mandate, tx()).role == "reader"  # an older program names nothing: as it stands now
    assert judge(Mandate(), tx(knew=5)).role == ""


def test_after_a_revocation_it_matters_what_the_author_could_know() -> None:
    mandate = Mandate((Grant(2, "head"),), revoked_seq=3, revoked_pos=8)
    assert judge(mandate, tx(3, knew=7)).standing is Standing.MEMBER
    assert judge(mandate, tx(4, knew=7)).standing is Standing.LATE
    assert judge(mandate, tx(4)).standing is Standing.LATE
    assert judge(mandate, tx(4, knew=8)).standing is Standing.REVOKED


def test_what_was_made_in_time_stands_however_late_it_comes() -> None:
    mandate = Mandate((Grant(2, "deputy", END_MS),))
    made = tx(knew=3, at_ms=END_MS - 1)
    assert judge(mandate, made, arrived_ms=END_MS + 90 * DAY_MS).standing is Standing.MEMBER
    after = tx(knew=3, at_ms=END_MS)
    assert judge(mandate, after, arrived_ms=END_MS + DAY_MS).standing is Standing.ENDED


def test_no_wrong_clock_prolongs_or_shortens_a_role() -> None:
    mandate = Mandate((Grant(2, "deputy", END_MS),))
    ahead = tx(knew=3, at_ms=END_MS + 1000 * DAY_MS)
    assert judge(mandate, ahead, arrived_ms=END_MS - 1).standing is Standing.MEMBER
    back = tx(knew=9, at_ms=0)  # 1970, though the author had heard the server after the end
    assert judge(mandate, back, known_ms=END_MS, arrived_ms=END_MS + 1).standing is Standing.ENDED


grants = st.lists(
    st.builds(Grant, st.integers(1, 9), st.sampled_from(["head", "clerk", "reader"])), min_size=1, max_size=4
).map(ordered)


@given(grants, grants, st.integers(1, 9))
def test_what_is_granted_later_changes_nothing_that_was_written_before(
    earlier: tuple[Grant, ...], later: tuple[Grant, ...], knew: int
) -> None:
    beyond = tuple(Grant(grant.pos + 9, grant.role) for grant in later)
    written = tx(knew=max(knew, earlier[0].pos))
    assert judge(Mandate(earlier), written) == judge(Mandate(earlier + beyond), written)
