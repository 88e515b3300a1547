"""An agency makes a pack and a unit takes it; presets, trials and holidays, all from the command line."""

from pathlib import Path

import pytest

from tests.helpers.command_line import CommandLine

PACK = Path(__file__).parents[1] / "data" / "policies" / "cendana.toml"
NIP = "19850101200901{sex}{number:03}"


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    line = CommandLine(tmp_path / "unit")
    line.found_cheaply()
    return line


def test_an_agency_signs_and_a_unit_takes(fd: CommandLine, tmp_path: Path) -> None:
    key, file = tmp_path / "kunci.pem", tmp_path / "aturan.toml"
    secret = tmp_path / "sandi"
    secret.write_text("rahasia instansi\n", "utf-8")
    guarded = ("--key-passphrase-file", secret)
    fd("policy", "keygen", "--out", key, *guarded, "--dry-run")
    assert not key.exists()
    digits = fd("policy", "keygen", "--out", key, *guarded).json["fingerprint"]
    fd("policy", "keygen", "--out", key, code=2)
    assert b"ENCRYPTED" in key.read_bytes()
    assert fd("policy", "use", PACK, code=3).error["ticket"] == "FD-ATR-22"
    fd("policy", "sign", PACK, "--key", key, "--out", file, code=3)  # without its passphrase
    assert not file.exists()
    made = fd("policy", "sign", PACK, "--key", key, "--out", file, *guarded).json
    assert (made["name"], made["fingerprint"]) == ("cendana-wfa", digits)
    unknown = fd("policy", "use", file, code=3).error
    assert unknown["facts"]["fingerprint"] == digits
    assert fd("policy", "fingerprint", file).json["publisher"] == "BKPSDM Kabupaten Cendana"
    fd("policy", "trust", file, "--fingerprint", "0" * 32, code=3)
    trusted = fd("policy", "trust", file, "--fingerprint", digits, "--note", "surat 12").json["signers"]
    seen = fd("policy", "diff", file, "--from", "2026-11-23", code=1).json
    assert [one["key"] for one in seen["differences"]] == ["location.max_share"]
    assert seen["facts"]
    assert len(seen["weeks"]) == 2
    before = fd.digest()
    fd("policy", "use", file, "--from", "2026-11-23", "--dry-run")
    assert fd.digest() == before
    used = fd("policy", "use", file, "--from", "2026-11-23").json
    assert (used["version"], used["from"]) == ("cendana-wfa 4", "2026-11-23")
    (entry,) = fd("policy", "packs").json["packs"]
    assert (entry["state"], entry["signer"]) == ("taken", digits)
    assert fd("policy", "set", "location.max_share", "0.4", "--from", "2026-11-23", code=3).error
    fd("policy", "distrust", trusted[0]["id"])
    assert fd("policy", "signers").json == {"signers": []}


def test_presets_are_listed_taken_and_refused(fd: CommandLine) -> None:
    presets = fd("policy", "presets").json["presets"]
    assert len(presets) == 25
    assert len(fd("policy", "presets", "--limit", "3").json["presets"]) == 3
    fd("policy", "use", "kemenpanrb", "--from", "2026-11-23")
    on = {one["key"]: one for one in fd("policy", "show", "--on", "2026-11-23").json["sentences"]}
    assert on["hours.flex_max_days_per_month"]["value"] == 8
    assert on["location.max_share"]["bounds"] == "dari 0 % sampai 30 %"
    today = {one["key"]: one for one in fd("policy", "show").json["sentences"]}
    assert today["location.max_share"]["value"] == 0.5
    fd("policy", "refuse", "banten-2025", code=3)
    fd("policy", "refuse", "banten-2025", "--reason", "bukan daerah kami")
    assert [one["state"] for one in fd("policy", "packs").json["packs"]] == ["refused", "taken"]
    assert fd("policy", "use", "tidak-ada", code=3).error["ticket"] == "FD-ATR-32"


def test_a_value_has_an_end_a_history_and_a_way_back(fd: CommandLine) -> None:
    fd("policy", "set", "location.max_share", "0.3", "--until", "2026-12-04", "--source", "Rapat")
    fd("policy", "set", "location.max_share", "0.3", "--until", "2026-11-01", code=3)
    values = fd("policy", "history", "location.max_share").json["values"]
    assert [(one["value"], one["until"], one["state"]) for one in values] == [
        ("0.3", "2026-12-04", "now"),
        ("0.5", None, "over"),
    ]
    assert fd("policy", "reset", "location.max_share").json["value"] == 0.5
    assert fd("policy", "history", "location.max_share").json["values"][0]["state"] == "now"


def test_several_values_are_tried_and_who_loses_is_named(fd: CommandLine) -> None:
    nips = [NIP.format(sex=1 + number % 2, number=number) for number in range(1, 9)]
    for number, nip in enumerate(nips):
        fd("people", "add", "--nip", nip, "--name", f"Orang {number}")
    for nip in nips[:3]:
        fd("schedule", "set", nip, "2026-11-24", "home", "--draft", "--reason", "uji", code=None)
    before = fd.digest()
    tried = fd(
        "policy",
        "try",
        "location.max_share=25%",
        "planner.wanted_days_per_week=2",
        "--period",
        "2026-W48",
        code=1,
    ).json
    (week,) = tried["weeks"]
    assert week["failing_days"] == ["2026-11-24"]
    (lost,) = week["lost_turns"]
    assert lost["nip"] in nips[:3]
    assert lost["date"] == "2026-11-24"
    assert fd.digest() == before
    fd("policy", "try", "location.max_share=9", code=3)
    fd("policy", "try", "location.max_share", code=2)


def test_holidays_are_changed_with_a_reason_and_a_trail(fd: CommandLine, tmp_path: Path) -> None:
    local = ("2026-12-01", "--region", "Cendana")
    fd("calendar", "set-holiday", *local, "Hari Jadi", code=3)
    made = fd("calendar", "set-holiday", *local, "Hari Jadi", "--reason", "Perbup 7").json
    assert (made["kind"], made["state"]) == ("regional", "added")
    assert fd("calendar", "--period", "2026-12-01").json["working_days"] == 0
    fd("calendar", "strike-holiday", "2026-12-25", "--reason", "SKB", "--dry-run")
    assert fd("calendar", "--period", "2026-12-25").json["working_days"] == 0
    fd("calendar", "strike-holiday", "2026-12-25", "--reason", "SKB")
    assert fd("calendar", "--period", "2026-12-25").json["working_days"] == 1
    trail = fd("calendar", "holiday-history", "2026-12-25").json["entries"]
    assert ("note", "SKB") in {(one["field"], one["after"]) for one in trail}
    fd("calendar", "restore-holiday", "2026-12-25")
    fd("calendar", "move-holiday", "2026-12-25", "--to", "2026-12-23", "--reason", "Menag")
    states = {one["date"]: one["state"] for one in fd("calendar", "holidays").json["holidays"]}
    assert (states["2026-12-23"], states["2026-12-25"]) == ("added", "struck")
    file = tmp_path / "libur.csv"
    file.write_text("Tanggal;Keterangan\n01/12/2027;Hari Jadi Cendana\n", "utf-8")
    read = ("calendar", "import", file, "--region", "Cendana")
    assert len(fd(*read, "--dry-run").json["new"]) == 1
    assert len(fd(*read).json["new"]) == 1
    assert fd(*read).json["unchanged"] == 1
    fd("calendar", "ramadan", "--from", "2027-02-08", "--to", "2027-03-09")
    assert fd("calendar", "holidays", "--year", "2027").json["ramadan"] == ["2027-02-08", "2027-03-09"]
    fd("calendar", code=2)
