"""How a device becomes a device of a unit: codes, logs, files."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyrage
import pytest

from flexdesk.server import admin
from flexdesk.server.refusals import NotInDirectory, UnknownRole
from flexdesk.sync import messages
from flexdesk.sync.certificates import GrantEntry, read, verify
from flexdesk.sync.http import OtherUnit, ServerRefused, TooManyCodes, WrongEnrolmentCode
from tests.helpers.server import KINDS, START, Desk, Laptop, desk


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with desk(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def laptop(server: Desk) -> Iterator[Laptop]:
    made = Laptop(server.url)
    yield made
    made.close()


def test_an_empty_folder_gets_the_unit_and_a_certificate(server: Desk, laptop: Laptop) -> None:
    unit_id = server.unit()
    code, expires = admin.code(server.central, unit_id, "deputy")
    answer = laptop.enrol(code)
    certificate = verify(answer.certificate, {answer.issuer}, at=START)
    assert (answer.unit_id, answer.log, answer.name) == (unit_id, unit_id, "Kelurahan Contoh")
    assert (answer.agency, answer.zone, answer.role) == ("Pemerintah Kota Contoh", "Asia/Jakarta", "deputy")
    assert (certificate.device, certificate.role, certificate.unit) == (laptop.device, "deputy", unit_id)
    assert certificate.holder == laptop.holder
    assert answer.issuer == server.central.keys.signing.public
    assert answer.receive == server.central.keys.recipient
    assert len(answer.receipt_key) == 32
    assert expires == START + timedelta(days=7)


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code.replace('-', ' ')} "])
def test_a_code_may_be_typed_carelessly(server: Desk, laptop: Laptop, typed) -> None:
    code, _ = admin.code(server.central, server.unit())
    assert laptop.enrol(typed(code)).role == "head"


@pytest.mark.parametrize("code", ["0000-0000", "", "apa ini", "x" * 300])
def test_a_wrong_code_is_refused_in_plain_words(server: Desk, laptop: Laptop, code: str) -> None:
    admin.code(server.central, server.unit())
    with pytest.raises(WrongEnrolmentCode) as caught:
        laptop.enrol(code)
    assert caught.value.facts["status"] == 403
    assert caught.value.facts["reason"].startswith("The enrolment code is wrong")


def test_a_code_works_for_one_device_and_for_its_retry(server: Desk, laptop: Laptop) -> None:
    unit_id = server.unit()
    code, _ = admin.code(server.central, unit_id)
    first, again = laptop.enrol(code), laptop.enrol(code)
    assert again.certificate == first.certificate
    thief = Laptop(server.url)
    with pytest.raises(WrongEnrolmentCode):
        thief.enrol(code)
    assert len(admin.devices(server.central)) == 1
    thief.close()


def test_a_code_expires_after_seven_days(server: Desk, laptop: Laptop) -> None:
    unit_id = server.unit()
    code, _ = admin.code(server.central, unit_id)
    late, _ = admin.code(server.central, unit_id)
    server.clock.advance(days=7, seconds=-1)
    laptop.enrol(code)
    server.clock.advance(seconds=1)
    other = Laptop(server.url)
    with pytest.raises(WrongEnrolmentCode):
        other.enrol(late)
    other.close()


def test_codes_are_not_in_the_database(server: Desk) -> None:
    code, _ = admin.code(server.central, server.unit())
    with server.central.database._engine.connect() as connection:
        (row,) = connection.exec_driver_sql("SELECT * FROM code").all()
    assert not any(code in str(value) or code.replace("-", "") in str(value) for value in row)


def test_guessing_is_slowed_down_and_a_right_code_waits_too(server: Desk, laptop: Laptop) -> None:
    code, _ = admin.code(server.central, server.unit())
    for _ in range(10):
        with pytest.raises(WrongEnrolmentCode):
            laptop.enrol("0000-0000")
    with pytest.raises(TooManyCodes) as caught:
        laptop.enrol(code)
    assert caught.value.facts["wait_s"] == 600
    server.clock.advance(minutes=10)
    assert laptop.enrol(code).role == "head"


def test_a_store_that_exists_already_binds_its_own_log(server: Desk) -> None:
    unit_id = server.unit()
    founder = server.laptop(unit_id, log="00ff00ff00ff00ff")
    assert founder.place.log == "00ff00ff00ff00ff"
    assert read(founder.place.certificate).unit == "00ff00ff00ff00ff"
    founder.write(2)
    assert founder.send(founder.batch()).acknowledged == {founder.device: 2}
    second = server.laptop(unit_id)
    assert second.place.log == "00ff00ff00ff00ff"
    founder.close()
    second.close()


def test_a_device_of_another_log_is_refused(server: Desk, laptop: Laptop) -> None:
    unit_id = server.unit()
    founder = server.laptop(unit_id)
    code, _ = admin.code(server.central, unit_id)
    laptop.log = "00ff00ff00ff00ff"
    with pytest.raises(OtherUnit) as caught:
        laptop.enrol(code)
    assert "Kelurahan Contoh" in caught.value.facts["reason"]
    laptop.log = None
    assert laptop.enrol(code).log == unit_id
    founder.close()


def test_one_log_cannot_stand_in_two_units(server: Desk, laptop: Laptop) -> None:
    founder = server.laptop(server.unit(), log="00ff00ff00ff00ff")
    code, _ = admin.code(server.central, server.unit("Kelurahan Lain"))
    laptop.log = "00ff00ff00ff00ff"
    with pytest.raises(OtherUnit):
        laptop.enrol(code)
    founder.close()


def test_a_log_cannot_be_claimed_without_its_founding_certificate(server: Desk, laptop: Laptop) -> None:
    code, _ = admin.code(server.central, server.unit())
    laptop.log = "00ff00ff00ff00ff"
    other = Laptop(server.url, log="00ff00ff00ff00ff").enrolment(code).founding
    for founding in (None, b"x", other):
        with pytest.raises(ServerRefused) as caught:
            laptop.enrol(code, founding=founding)
        assert caught.value.server_code == "enrol.bad_founding"


def test_the_others_learn_of_a_new_device_by_a_grant(server: Desk, laptop: Laptop) -> None:
    unit_id = server.unit()
    code, _ = admin.code(server.central, unit_id)
    laptop.enrol(code)
    laptop.take_in(laptop.send())
    second = server.laptop(unit_id, "clerk")
    (grant,) = laptop.entries(laptop.send())
    assert isinstance(grant, GrantEntry)
    assert grant.certificate == second.place.certificate
    second.close()


def test_a_new_code_changes_the_role_of_a_known_device(server: Desk) -> None:
    unit_id = server.unit()
    laptop = server.laptop(unit_id, "reader")
    code, _ = admin.code(server.central, unit_id, "head")
    assert laptop.enrol(code).role == "head"
    laptop.write(1)
    assert [type(entry).__name__ for entry in laptop.entries(laptop.send(laptop.batch(), after=2))] == [
        "ReceiptEntry"
    ]
    laptop.close()


def test_enrolment_works_by_files(server: Desk, laptop: Laptop) -> None:
    code, _ = admin.code(server.central, server.unit())
    request = laptop.enrolment(code)
    file = admin.certify(server.central, messages.encode_enrol_request(request, laptop.key))
    answer = messages.decode_enrol_response(pyrage.decrypt(file, [laptop.identity]), request.nonce)
    assert read(answer.certificate).device == laptop.device
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(file, [pyrage.x25519.Identity.generate()])


def test_a_request_signed_by_another_key_is_refused(server: Desk, laptop: Laptop) -> None:
    code, _ = admin.code(server.central, server.unit())
    thief = Laptop(server.url)
    with pytest.raises(ServerRefused) as caught:
        laptop.line.enrol(laptop.enrolment(code), thief.key)
    assert (caught.value.server_code, caught.value.facts["status"]) == ("message.fault", 400)
    with pytest.raises(ServerRefused):
        laptop.enrol(code, receive="bukan penerima")
    thief.close()


def test_the_operator_is_told_about_unknown_ids_and_roles(server: Desk) -> None:
    with pytest.raises(NotInDirectory):
        admin.unit_add(server.central, "Kelurahan", "0000")
    with pytest.raises(NotInDirectory):
        admin.code(server.central, "0000")
    with pytest.raises(NotInDirectory):
        admin.revoke(server.central, "00" * 8)
    with pytest.raises(UnknownRole):
        admin.code(server.central, server.unit(), "king")


def test_keys_are_private_and_made_once(server: Desk) -> None:
    first, second = admin.init(server.settings), admin.init(server.settings)
    assert first == second
    assert Path(first.keys).stat().st_mode & 0o777 == 0o600
