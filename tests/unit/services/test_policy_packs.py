"""Packs from outside: who signed, what would change, taking, refusing, ending, and going back."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change
from flexdesk.domain.periods import week_of
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, ReasonNeeded
from flexdesk.exchange import pack_signatures, packs
from flexdesk.keys.signing import SigningKey
from flexdesk.services import policy_packs
from flexdesk.services.effects import weeks_to_see
from tests.helpers.desks import TODAY, small_desk

TEXT = (Path(__file__).parents[2] / "data" / "policies" / "cendana.toml").read_text("utf-8")
KEY = SigningKey(bytes(range(32)))
MONDAY = date(2026, 11, 23)
PEOPLE = [(f"19850101200901{1 + n % 2}{n:03}", f"Orang {n}") for n in range(1, 9)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = small_desk(tmp_path / "unit", PEOPLE)
    yield made
    made.close()


@pytest.fixture
def agency(tmp_path: Path, desk: Desk) -> Path:
    """A signed pack whose publisher the unit has accepted."""
    file = signed(tmp_path, TEXT)
    desk.packs.accept(file, pack_signatures.fingerprint(KEY.public.hex()), "surat 12/2026")
    return file


def signed(folder: Path, text: str, key: SigningKey = KEY) -> Path:
    file = folder / "aturan.toml"
    file.write_text(pack_signatures.sign(text, key), "utf-8")
    return file


def digest(desk: Desk) -> object:
    return [desk.store.select(table) for table in ("policy", "policy_pack")]


def test_a_signed_pack_of_an_accepted_publisher_is_taken_and_undone(desk: Desk, agency: Path) -> None:
    before = desk.reader.policy().sentences(MONDAY)
    pack = desk.packs.open(agency, TODAY)
    change = desk.packs.take(pack, MONDAY)
    assert change is not None
    policy = desk.reader.policy()
    assert policy.version_on(MONDAY) == "cendana-wfa 4"
    assert policy.version_on(MONDAY - timedelta(days=1)) == packs.national_policy().label
    assert policy.terms(MONDAY).max_share == 0.25
    assert policy.terms(MONDAY).fixed_weekday is None
    assert policy.terms(date(2026, 12, 1)).fixed_weekday == 4  # a sentence with a first day of its own
    assert policy.definition("location.max_share", MONDAY).high == 0.3
    assert desk.packs.take(pack, MONDAY) is None
    desk.committer.commit(change.inverse())
    assert desk.reader.policy().sentences(MONDAY) == before
    assert desk.packs.entries(MONDAY) == ()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda _text: pack_signatures.canonical(TEXT), pack_signatures.PackUnsigned),
        (lambda text: text.replace("0.25", "0.26"), pack_signatures.PackAltered),
        (lambda _text: pack_signatures.sign(TEXT, SigningKey(bytes(32))), policy_packs.PackSignerUnknown),
        (lambda text: text.replace("format = 1", "format = 9"), packs.PackFormat),
        (lambda _text: "bukan aturan", packs.PackUnreadableError),
        (
            lambda _text: pack_signatures.sign(TEXT.replace("cendana-wfa", "bengkulu-2026"), KEY),
            policy_packs.PackNameReserved,
        ),
        (
            lambda _text: pack_signatures.sign(
                TEXT.replace("from = 2026-11-01", "from = 2026-11-01\nuntil = 2026-11-20", 1), KEY
            ),
            policy_packs.PackExpired,
        ),
    ],
    ids=["unsigned", "altered", "unknown", "format", "unreadable", "reserved", "expired"],
)
def test_each_bad_file_is_refused_with_its_own_words(
    desk: Desk, agency: Path, spoil: object, error: type[FlexDeskError]
) -> None:
    assert callable(spoil)
    agency.write_text(spoil(agency.read_text("utf-8")), "utf-8")
    before = digest(desk)
    with pytest.raises(error) as refused:
        desk.packs.open(agency, TODAY)
    assert type(refused.value) is error
    assert refused.value.message
    assert refused.value.ticket.startswith("FD-ATR-")
    assert digest(desk) == before


def test_an_older_version_or_another_text_of_the_same_is_refused(desk: Desk, agency: Path) -> None:
    desk.packs.take(desk.packs.open(agency, TODAY), MONDAY)
    folder = agency.parent
    with pytest.raises(policy_packs.PackOlder):
        desk.packs.open(signed(folder, TEXT.replace('"4"', '"3.9"')), TODAY)
    with pytest.raises(policy_packs.PackOtherContent):
        desk.packs.open(signed(folder, TEXT.replace("0.25", "0.2")), TODAY)
    newer = desk.packs.open(signed(folder, TEXT.replace('"4"', '"4.1"').replace("0.25", "0.2")), TODAY)
    desk.packs.take(newer, MONDAY)
    assert desk.reader.policy().terms(MONDAY).max_share == 0.2
    assert [one.state for one in desk.packs.entries(MONDAY)] == ["taken", "withdrawn"]


def test_a_wrong_fingerprint_is_not_accepted(desk: Desk, tmp_path: Path) -> None:
    file = signed(tmp_path, TEXT)
    with pytest.raises(policy_packs.FingerprintDiffers):
        desk.packs.accept(file, "0000 " * 8)
    assert desk.packs.signers() == ()
    desk.packs.accept(file, pack_signatures.fingerprint(KEY.public.hex()))
    (signer,) = desk.packs.signers()
    assert signer.publisher == "BKPSDM Kabupaten Cendana"
    desk.packs.drop(signer.key)
    with pytest.raises(policy_packs.PackSignerUnknown):
        desk.packs.open(file, TODAY)


def test_a_refusal_is_kept_with_its_reason(desk: Desk, agency: Path) -> None:
    pack = desk.packs.open(agency, TODAY)
    with pytest.raises(ReasonNeeded):
        desk.packs.refuse(pack, " ")
    desk.packs.refuse(pack, "Menunggu surat Camat")
    (entry,) = desk.packs.entries(TODAY)
    assert (entry.state, entry.reason, entry.in_force) == ("refused", "Menunggu surat Camat", False)
    assert desk.reader.policy().version_on(MONDAY) == packs.national_policy().label


def test_loc_05_a_preset_with_a_fixed_day_asks_what_was_checked(desk: Desk) -> None:
    pack = desk.packs.open("se-panrb-3-2026", TODAY)
    with pytest.raises(ReasonNeeded):
        desk.packs.take(pack, MONDAY)
    assert desk.store.select("policy_pack") == []
    desk.packs.take(pack, MONDAY, reason="Ditanyakan ke BKPSDM 20 November")
    assert desk.reader.policy().terms(MONDAY).fixed_weekday == 4
    assert desk.packs.entries(MONDAY)[0].reason == "Ditanyakan ke BKPSDM 20 November"


def test_when_a_pack_ends_the_earlier_base_holds_again(desk: Desk) -> None:
    desk.packs.take(desk.packs.open("kemenpanrb", TODAY), MONDAY)
    desk.packs.take(
        desk.packs.open("banten-2025", TODAY), MONDAY + timedelta(days=7), MONDAY + timedelta(days=13)
    )
    policy = desk.reader.policy()
    held = [policy.version_on(MONDAY + timedelta(days=days)).split()[0] for days in (-1, 0, 7, 13, 14)]
    assert held == ["nasional", "kemenpanrb", "banten-2025", "banten-2025", "kemenpanrb"]
    desk.packs.take(desk.packs.open("nasional", TODAY), MONDAY + timedelta(days=3))
    policy = desk.reader.policy()
    held = [policy.version_on(MONDAY + timedelta(days=days)).split()[0] for days in (0, 3, 7, 14)]
    assert held == ["kemenpanrb", "nasional", "nasional", "nasional"]


def test_edits_outside_the_new_bounds_are_listed_and_lapse(desk: Desk) -> None:
    desk.policy.set("location.max_share", "0.4", from_day=TODAY)
    desk.policy.set("hours.start", "08:00", from_day=TODAY)
    offer = desk.packs.offer(desk.packs.open("kemenpanrb", TODAY), MONDAY)
    assert [edit.key for edit in offer.lapsing] == ["location.max_share"]
    assert [edit.key for edit in offer.kept] == ["hours.start"]
    desk.packs.take(offer.pack, MONDAY)
    policy = desk.reader.policy()
    assert policy.terms(TODAY).max_share == 0.4
    assert policy.terms(MONDAY).max_share == 0.3
    assert [edit.key for edit in policy.lapsed(MONDAY)] == ["location.max_share"]
    states = [step.state for step in desk.policy.history("location.max_share", MONDAY)]
    assert states == ["lapsed", "now"]
    desk.packs.take(desk.packs.open("nasional", TODAY), MONDAY)
    assert desk.reader.policy().terms(MONDAY).max_share == 0.4


def test_the_effect_of_a_pack_is_that_of_having_taken_it(desk: Desk) -> None:
    people = [str(row["key"]) for row in desk.store.select("person")]
    committer = desk.committer
    cells = [
        committer.upsert("assignment", join_key(person, MONDAY.isoformat()), {"place": "home"})
        for person in people[:3]
    ]
    committer.commit(Change("schedule.set_places", tuple(cells)))
    week = week_of(MONDAY)
    offer = desk.packs.offer(desk.packs.open("banten-2025", TODAY), MONDAY)
    (effect,) = desk.packs.effect(offer, [week])
    assert [share.cap for share in effect.shares] == [1] * 5
    assert len(effect.lost) == 2  # three are away, one may be
    assert {turn.day for turn in effect.lost} == {MONDAY}
    assert all(turn.name.startswith("Orang") for turn in effect.lost)
    assert effect.failing == (MONDAY,)
    desk.packs.take(offer.pack, MONDAY)
    assert effect.after == len(desk.schedule.week(MONDAY).findings)


def test_a_pack_that_cannot_be_read_any_more_leaves_the_base_alone(desk: Desk) -> None:
    desk.packs.take(desk.packs.open("kemenpanrb", TODAY), MONDAY)
    (row,) = desk.store.select("policy_pack")
    spoilt = desk.committer.update("policy_pack", row, {"text": "format = 99"})
    desk.committer.commit(Change("test.spoil", (spoilt,)))
    assert desk.reader.policy().version_on(MONDAY) == packs.national_policy().label


def test_a_value_for_some_weeks_and_the_way_back_to_the_packs_own(desk: Desk) -> None:
    desk.policy.set("location.max_share", "0.4", from_day=TODAY, source="Rapat")
    desk.policy.set(
        "location.max_share", "0.2", from_day=MONDAY, until=MONDAY + timedelta(days=4), source="Banjir"
    )
    shares = [desk.reader.policy().terms(MONDAY + timedelta(days=days)).max_share for days in (-1, 0, 5)]
    assert shares == [0.4, 0.2, 0.4]
    change = desk.policy.reset("location.max_share", from_day=MONDAY)
    assert change is not None
    policy = desk.reader.policy()
    assert [policy.terms(day).max_share for day in (TODAY, MONDAY)] == [0.4, 0.5]
    steps = desk.policy.history("location.max_share", MONDAY)
    assert [(step.value, step.state) for step in steps] == [("0.4", "over"), ("0.5", "now")]
    desk.committer.commit(change.inverse())
    assert desk.reader.policy().terms(MONDAY).max_share == 0.2
    assert desk.policy.reset("hours.start", from_day=MONDAY) is None


def test_several_values_are_set_together_or_not_at_all(desk: Desk) -> None:
    with pytest.raises(FlexDeskError):
        desk.policy.set_many(
            [("location.max_share", "0.2"), ("location.max_days_per_week", "7")], from_day=MONDAY
        )
    assert desk.store.select("policy") == []


def test_the_weeks_to_see_are_those_in_which_it_begins() -> None:
    assert [week.code for week in weeks_to_see(TODAY, MONDAY)] == ["2026-W47", "2026-W48"]
    assert [week.code for week in weeks_to_see(TODAY, date(2027, 1, 4))] == ["2027-W01", "2027-W02"]
