"""Whatever is edited and taken: no value leaves the base's bounds, and undoing gives the same policy."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.policy import Definition, Edit, Policy, SettingOutOfBoundsError, ValueType
from flexdesk.domain.settings import check_bounds, fits
from flexdesk.errors import FlexDeskError
from flexdesk.exchange import packs
from flexdesk.exchange.packs import PolicyPack, Taken
from tests.helpers.desks import small_desk

NATIONAL = packs.national_policy()
START = date(2026, 1, 1)
DAYS = st.integers(0, 400).map(lambda count: START + timedelta(days=count))
KEYS = st.sampled_from([one.key for one in NATIONAL.definitions])
TEXTS = st.one_of(
    st.integers(-5, 130).map(str),
    st.floats(-1, 2).map(str),
    st.sampled_from(["yes", "no", "fri", "none", "by_region", "2026-02-18", "09:00", "nan", "", "mendagri"]),
)
EDITS = st.builds(
    lambda key, text, first, length: Edit(
        key, first, text, until=None if length is None else first + timedelta(days=length)
    ),
    KEYS,
    TEXTS,
    DAYS,
    st.one_of(st.none(), st.integers(-3, 60)),
)
TAKEN = st.builds(
    lambda pack, first, length: Taken(
        pack, first, None if length is None else first + timedelta(days=length)
    ),
    st.sampled_from([*packs.presets(), NATIONAL]),
    DAYS,
    st.one_of(st.none(), st.integers(0, 120)),
)


def within(definition: Definition, value: object) -> bool:
    if value is None or definition.type not in (ValueType.INTEGER, ValueType.SHARE):
        return True
    assert isinstance(value, int | float)
    try:
        check_bounds(definition, value, str(value))
    except SettingOutOfBoundsError:
        return False
    return True


@settings(max_examples=80, deadline=None)
@given(st.lists(EDITS, max_size=12), st.lists(TAKEN, max_size=4), DAYS)
def test_no_value_escapes_the_bounds_of_its_day(edits: list[Edit], taken: list[Taken], day: date) -> None:
    policy = Policy(NATIONAL.definitions, tuple(edits), NATIONAL.label, packs.phases(taken))
    for definition in policy.definitions_on(day):
        value = policy.value(definition.key, day)
        assert within(definition, value)
        national = NATIONAL.policy().definition(definition.key)
        assert within(national, value)
        if not definition.changeable:
            assert value == definition.default
    assert policy.terms(day).max_days_per_week <= 2


@settings(max_examples=80, deadline=None)
@given(st.lists(TAKEN, max_size=4), DAYS, KEYS, TEXTS)
def test_an_edit_is_refused_or_fits(taken: list[Taken], day: date, key: str, text: str) -> None:
    policy = Policy(NATIONAL.definitions, (), NATIONAL.label, packs.phases(taken))
    try:
        edited = policy.with_edit(key, text, from_day=day)
    except FlexDeskError:
        assert not fits(policy.definition(key, day), text)
        return
    assert fits(policy.definition(key, day), text)
    assert edited.edit_of(key, day) is not None
    assert edited.edit_of(key, day - timedelta(days=1)) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(TAKEN, max_size=4), st.lists(EDITS, max_size=6), DAYS)
def test_terms_of_a_day_are_those_of_its_values(taken: list[Taken], edits: list[Edit], day: date) -> None:
    """Terms are kept from one day of change to the next; between two such days nothing may differ."""
    policy = Policy(NATIONAL.definitions, tuple(edits), NATIONAL.label, packs.phases(taken))
    terms = policy.terms(day)
    assert terms.max_share == policy.value("location.max_share", day)
    assert terms.max_days_per_week == policy.value("location.max_days_per_week", day)
    assert terms.flex_minutes == policy.value("hours.flex_minutes", day)


@given(st.lists(TAKEN, min_size=1, max_size=4), DAYS)
def test_the_pack_that_began_last_holds_until_it_ends(taken: list[Taken], day: date) -> None:
    policy = Policy(NATIONAL.definitions, (), NATIONAL.label, packs.phases(taken))
    holding = [one for one in taken if one.covers(day)]
    latest = max((one.from_ for one in holding), default=None)
    wanted = [one for one in holding if one.from_ == latest]
    assert policy.version_on(day) == (wanted[-1].pack.label if wanted else NATIONAL.label)


def test_an_ended_edit_gives_the_earlier_one_back() -> None:
    policy = NATIONAL.policy()
    policy = policy.with_edit("location.max_share", "0.4", from_day=START)
    middle = START + timedelta(days=10)
    policy = policy.with_edit("location.max_share", "0.2", from_day=middle, until=middle + timedelta(days=4))
    shares = [policy.terms(START + timedelta(days=count)).max_share for count in (9, 10, 14, 15)]
    assert shares == [0.4, 0.2, 0.2, 0.4]
    with pytest.raises(FlexDeskError):
        policy.with_edit("location.max_share", "0.2", from_day=middle, until=START)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = small_desk(tmp_path_factory.mktemp("policy") / "unit")
    yield made
    made.close()


def shown(desk: Desk) -> tuple[object, ...]:
    policy = desk.reader.policy()
    days = [START + timedelta(days=count) for count in range(0, 500, 25)]
    return tuple((policy.version_on(day), policy.sentences(day)) for day in days)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([*packs.presets(), NATIONAL]), DAYS, st.booleans()), max_size=4),
    st.lists(st.tuples(KEYS, TEXTS, DAYS), max_size=4),
)
def test_taking_and_undoing_gives_the_same_policy(
    desk: Desk, taken: list[tuple[PolicyPack, date, bool]], edits: list[tuple[str, str, date]]
) -> None:
    done: list[tuple[Change, object]] = []

    def note(change: Change | None, before: object) -> None:
        if change is not None:
            done.append((change, before))

    for key, text, first in edits:
        before = shown(desk)
        with suppress(FlexDeskError):
            note(desk.policy.set(key, text, from_day=first), before)
    for pack, first, ends in taken:
        before = shown(desk)
        first = max(first, pack.from_)
        note(desk.packs.take(pack, first, first + timedelta(days=40) if ends else None, reason="SE"), before)
        assert desk.reader.policy().version_on(first) == pack.label
    for change, before in reversed(done):
        desk.committer.commit(change.inverse())
        assert shown(desk) == before
