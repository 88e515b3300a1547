"""Every preset loads, says something else than the national pack, and keeps the law's limits."""

from datetime import date
from pathlib import Path

import pytest

from flexdesk.domain.policy import Policy, SettingOutOfBoundsError, differences
from flexdesk.exchange import packs
from flexdesk.exchange.pack_overlays import PackTooWide
from flexdesk.exchange.packs import PackFormat, PackUnreadableError, PolicyPack, Taken

FOLDER = Path(packs.__file__).parents[2] / "resources" / "policies" / "presets"
NATIONAL = packs.national_policy()
DAY = date(2026, 11, 23)
HEAD = """format = 1
name = "uji"
version = "1"
extends = "nasional"
from = 2026-01-01
publisher = "Uji"
title.id = "Uji"
"""


def policy_with(pack: PolicyPack) -> Policy:
    return Policy(NATIONAL.definitions, (), NATIONAL.label, packs.phases([Taken(pack, DAY)]))


def test_the_folder_holds_a_preset_for_each_row() -> None:
    rows = [
        line.split()[1] for file in FOLDER.glob("*.toml") for line in file.read_text("utf-8").splitlines()[:1]
    ]
    assert {row for row in rows if row.startswith("L")} == {f"L{number}" for number in range(1, 24)}
    assert len(packs.presets()) == 25
    readme = (FOLDER / "README.md").read_text("utf-8")
    assert all(pack.name in readme for pack in packs.presets())


@pytest.mark.parametrize("pack", packs.presets(), ids=lambda pack: pack.name)
def test_a_preset_differs_and_keeps_the_limits(pack: PolicyPack) -> None:
    policy = policy_with(pack)
    assert differences(NATIONAL.policy(), policy, DAY)
    assert pack.facts
    assert pack.publisher
    assert all(set(fact) == {"id", "en"} for fact in (*pack.all_facts, pack.titles or {}))
    assert policy.terms(DAY).max_days_per_week <= 2
    with pytest.raises(SettingOutOfBoundsError):
        policy.with_edit("location.max_days_per_week", "3", from_day=DAY)
    for one in pack.overlays:
        assert one.definition.source
        assert one.definition.grade in ("A", "B", "C")
    for before in NATIONAL.definitions:
        after = policy.definition(before.key, DAY)
        assert before.low is None or (after.low is not None and after.low >= before.low)
        assert before.high is None or (after.high is not None and after.high <= before.high)


def test_values_of_the_table() -> None:
    def value(name: str, key: str) -> object:
        found = packs.shipped(name)
        assert found is not None
        return policy_with(found).value(key, DAY)

    assert value("kemenpanrb", "hours.flex_minutes") == 90
    assert value("kemenpanrb", "hours.flex_max_days_per_month") == 8
    assert value("kemenpanrb", "location.max_share") == 0.3
    assert value("dki-2026-ramadan", "hours.flex_minutes") == 60
    assert value("banten-2025", "location.max_share") == 0.2
    assert value("kota-bogor-2026", "attendance.marks") == 3
    assert value("jawa-barat-2026", "location.fixed_day") == "thu"
    assert value("se-mendagri-3349", "contact.ladder") == "mendagri"
    assert value("bengkulu-2026", "location.min_share_on_site") == 0.25


@pytest.mark.parametrize(
    "sentence",
    [
        'key = "location.max_days_per_week"\nvalue = 3',
        'key = "location.max_days_per_week"\nhigh = 5',
        'key = "location.max_days_per_week"\nclass = "setting"',
        'key = "location.max_share"\nhigh = 1.5',
        'key = "hours.week_minutes"\nvalue = 2000',
        'key = "location.fixed_day"\nchoices = ["none", "sat"]',
    ],
)
def test_a_pack_never_goes_beyond_the_national_rules(sentence: str) -> None:
    with pytest.raises(PackTooWide):
        packs.read_policy_pack(f"{HEAD}[[sentence]]\n{sentence}\n")


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD.replace("nasional", "lain") + '[[sentence]]\nkey = "location.max_share"\nvalue = 0.1\n',
        HEAD + '[[sentence]]\nkey = "location.max_share"\nvalue = 0.5\nhigh = 0.3\n',
        HEAD + '[[sentence]]\nkey = "location.max_share"\nvalue = "banyak"\n',
        HEAD + '[[sentence]]\nkey = "location.max_share"\nlow = 0.8\nhigh = 0.3\nvalue = 0.5\n',
        HEAD + '[[sentence]]\nkey = "location.fixed_day"\nvalue = "sun"\n',
        HEAD + '[[sentence]]\nkey = "baru.sama.sekali"\nvalue = 1\n',
        HEAD + '[[sentence]]\nkey = "location.max_share"\n[[sentence]]\nkey = "location.max_share"\n',
        HEAD + '[[sentence]]\nkey = "location.max_share"\nfrom = "kapan"\n',
        HEAD.replace('"1"', '"satu"') + '[[sentence]]\nkey = "location.max_share"\n',
        HEAD.replace("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-01-01")
        + '[[sentence]]\nkey = "location.max_share"\n',
    ],
)
def test_nonsense_is_no_pack(text: str) -> None:
    with pytest.raises(PackUnreadableError):
        packs.read_policy_pack(text)


def test_another_format_is_told_apart() -> None:
    with pytest.raises(PackFormat):
        packs.read_policy_pack(HEAD.replace("format = 1", "format = 2"))


def test_versions_compare_by_their_numbers() -> None:
    assert packs.version_key("2026.10") > packs.version_key("2026.9")


@pytest.mark.parametrize("hole", ["{value:>99999999999}", "{value.__class__}", "{key}", "{value!r}", "{"])
def test_a_sentence_of_a_pack_has_no_other_hole(hole: str) -> None:
    sentence = f'[[sentence]]\nkey = "location.max_share"\ntext.id = "Paling banyak {hole}."\n'
    with pytest.raises(PackUnreadableError):
        packs.read_policy_pack(HEAD + sentence)
