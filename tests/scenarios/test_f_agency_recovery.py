"""The last way in: the sheets of two custodians, from their making to a laptop that opens again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from pypdf import PdfReader

from flexdesk.bootstrap import create_empty, open_desk
from flexdesk.keys import keyfile
from flexdesk.keys.system_keyring import no_keyring
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.services.membership import RECOVERY
from flexdesk.sync.http import HttpLine
from flexdesk.system.clock import FixedClock
from tests.helpers.command_line import CHEAP, PASSPHRASE, CommandLine
from tests.helpers.units import START

NIP = "199503152022031012"


@dataclass
class Agency:
    """A server with one agency whose recovery key three custodians hold; `sheets` are as they typed them."""

    folder: Path
    settings: Settings
    unit: str
    recipient: str
    sheets: tuple[Path, ...]

    def code(self, role: str = "head") -> str:
        with Central(self.settings) as central:
            return admin.code(central, self.unit, role)[0]

    def custodians(self, *numbers: int) -> list[str]:
        return [word for number in numbers for word in ("--custodian", str(self.sheets[number - 1]))]


def typed_from(sheet: Path, to: Path) -> Path:
    """As a custodian types what stands on the paper."""
    text = PdfReader(sheet).pages[0].extract_text()
    letters = re.findall(r"Kode ([ABC])\b", text)
    groups = re.findall(r"\b[0-9A-HJKMNP-TV-Z]{5}\b", text)[:14]
    codes = (" ".join(groups[:7]).lower(), "-".join(groups[7:]))
    to.write_text(
        "".join(f"{letter}: {code}\n" for letter, code in zip(letters, codes, strict=True)), "utf-8"
    )
    return to


@pytest.fixture
def agency(tmp_path: Path, fd: CommandLine) -> Agency:
    settings = Settings(f"sqlite:///{tmp_path / 'server.db'}", keys=tmp_path, clock=FixedClock(START))
    fd("server", "init", "--database", settings.database, "--keys", tmp_path)
    made = fd("server", "recovery", "init", "--out", tmp_path / "lembar", "--agency", "Kabupaten").json
    sheets = tuple(typed_from(Path(file), Path(file).with_suffix(".txt")) for file in made["files"])
    with Central(settings) as central:
        unit = admin.unit_add(central, "Kecamatan", admin.agency_add(central, "Kabupaten"))
    return Agency(tmp_path, settings, unit, made["recipient"], sheets)


@pytest.fixture
def told(agency: Agency, fd: CommandLine) -> Agency:
    words = ("--agency", "Kabupaten", "--database", agency.settings.database, "--keys", agency.folder)
    fd("server", "recovery", "set", agency.recipient, *words)
    shown = fd("server", "recovery", "show", *words[2:]).json["recovery"]
    assert [one["recipient"] for one in shown] == [agency.recipient]
    return agency


@pytest.fixture
def url(agency: Agency) -> Iterator[str]:
    with running(agency.settings) as address:
        yield address


@pytest.fixture
def fd(tmp_path: Path) -> CommandLine:
    made = CommandLine(tmp_path / "laptop" / "data")
    made.folder.parent.mkdir(exist_ok=True)
    return made


@pytest.fixture(autouse=True)
def _homes(tmp_path: Path) -> None:
    (tmp_path / "laptop").mkdir()


def test_the_private_half_lies_nowhere_but_on_the_sheets(told: Agency, fd: CommandLine) -> None:
    for pair in combinations((1, 2, 3), 2):
        assert fd("server", "recovery", "check", *told.custodians(*pair)).json["recipient"] == told.recipient
    for alone in (1, 2, 3):
        answer = fd("server", "recovery", "check", *told.custodians(alone, alone), code=5)
        assert answer.error["code"] == "keys.shares_too_few"
    codes = {code for sheet in told.sheets for code in re.findall(r"[0-9A-Za-z]{5}", sheet.read_text())}
    for path in told.folder.rglob("*"):
        if path.is_file() and "lembar" not in path.parts:
            held = path.read_bytes()
            assert b"AGE-SECRET-KEY" not in held or path.name == "server-keys.json"
            assert not any(code.upper().encode() in held for code in codes)


@pytest.mark.scenario(46)
def test_keyring_gone_passphrase_forgotten_sheet_lost_and_the_agency_opens(
    told: Agency, url: str, fd: CommandLine
) -> None:
    fd.found_cheaply()
    fd("enrol", url, told.code())
    assert fd("keys", "show").json["agency"] == told.recipient
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    before = fd.digest()
    fd.passphrase.write_text("lupa sama sekali", "utf-8")
    assert fd("digest", code=5).error["code"] == "keys.wrong_passphrase"

    (told.folder / "baru").write_text("kopi pagi di teras\n", "utf-8")
    again = ("--new-passphrase", str(told.folder / "baru"))
    alone = fd("recover", *told.custodians(2), *again, code=5)
    assert alone.error["code"] == "keys.shares_too_few"
    done = fd("recover", *told.custodians(3, 1), *again).json
    assert done["passphrase"] is True
    fd.passphrase.write_text("kopi pagi di teras", "utf-8")
    assert fd.digest() == before
    fd.passphrase.write_text(PASSPHRASE, "utf-8")
    assert fd("digest", code=5).error["code"] == "keys.wrong_passphrase"


def test_a_laptop_that_joined_earlier_hears_of_the_key_within_a_month(
    agency: Agency, fd: CommandLine
) -> None:
    with running(agency.settings) as url:
        fd.found_cheaply()
        fd("enrol", url, agency.code())
        assert fd("keys", "show").json["agency"] is None
    words = ("--agency", "Kabupaten", "--database", agency.settings.database, "--keys", agency.folder)
    fd("server", "recovery", "set", agency.recipient, *words)
    with running(agency.settings) as url:
        fd("sync", "--url", url)
        assert fd("keys", "show").json["agency"] is None  # it asks once a month, and joined today
        later = START + timedelta(days=40)
        with open_desk(fd.folder, passphrase=PASSPHRASE, clock=FixedClock(later)) as desk:
            desk.sync.sync()
            assert desk.membership.recovery == agency.recipient
        assert keyfile.agency_of(fd.folder) == agency.recipient


def test_no_other_server_can_put_its_own_key_in(
    told: Agency, url: str, fd: CommandLine, tmp_path: Path
) -> None:
    """Somebody in the line who answers like a server, with a lock of their own."""
    fd.found_cheaply()
    fd("enrol", url, told.code())
    false = Settings(f"sqlite:///{tmp_path / 'false' / 'server.db'}", clock=FixedClock(START))
    (tmp_path / "false").mkdir()
    admin.init(false)
    with open_desk(fd.folder, passphrase=PASSPHRASE, clock=FixedClock(START + timedelta(days=40))) as desk:
        with Central(false) as central:
            agency_id = admin.agency_add(central, "Palsu")
            unit = admin.unit_add(central, "Palsu", agency_id)
            code, _until = admin.code(central, unit, "head")
            admin.set_recovery(central, agency_id, desk.keys.receiving.recipient)
            central.database.writing(lambda ledger: ledger.bind_log(unit, desk.membership.log_id))
            central.admit(desk.membership._request(code, "Budi"))
        with running(false) as other, HttpLine(other) as line:
            desk.membership.ask_again(line)
            desk.membership.lock_for_agency()
        assert desk.membership.recovery == told.recipient
    assert keyfile.agency_of(fd.folder) == told.recipient


def test_a_revoked_laptop_is_told_nothing(told: Agency, url: str, fd: CommandLine) -> None:
    fd.found_cheaply()
    device = fd("enrol", url, told.code()).json["device"]
    with Central(told.settings) as central:
        admin.revoke(central, device)
    later = FixedClock(START + timedelta(days=40))
    with open_desk(fd.folder, passphrase=PASSPHRASE, clock=later) as desk, HttpLine(url) as line:
        desk.store.set_setting(RECOVERY, "[]")
        desk.membership.ask_again(line)
        assert desk.membership.recovery == ""


@pytest.mark.scenario(45)
def test_the_file_of_a_dead_laptop_is_taken_in_by_the_agency(told: Agency, url: str, fd: CommandLine) -> None:
    """A unit of one laptop: nobody else has a key to what lies on its stick."""
    fd.found_cheaply()
    dead = fd("enrol", url, told.code()).json["device"]
    fd("sync")
    fd("people", "add", "--nip", NIP, "--name", "Rian Contoh")
    assert fd("status").json["unsent"] == 1
    stick = told.folder / "stick.flexdesk"
    fd("bundle", "create", "--to", "unit", "--out", stick)

    new = CommandLine(told.folder / "laptop" / "baru")
    create_empty(new.folder, passphrase=PASSPHRASE, keyring=no_keyring, cost=CHEAP).close()
    new("enrol", url, told.code())
    new("sync")
    refused = new("bundle", "apply", stick, code=3)
    assert refused.error["code"] == "bundle.for_others"
    assert new("recover", *told.custodians(1, 2), "--bundle", stick).json["applied"] == 1
    new("sync")
    with Central(told.settings) as central:
        assert admin.revoke(central, dead) == fd("digest").json["vector"][dead]
    new("sync")
    assert new.digest() == fd.digest()
    assert new("people", "show", NIP).json["name"] == "Rian Contoh"
