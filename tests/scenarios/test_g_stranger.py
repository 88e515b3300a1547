"""Whoever finds the stick or the message sees how large it is and of when, and nothing else."""

import os
import re
from pathlib import Path

import pytest

from flexdesk.system import durable
from tests.helpers.units import HOLDERS, NIP, Unit, fresh_unit

PERSON = "Perempuan Contohwati Nama Panjang"
TEXT = "alamat rahasia yang dicari orang asing"


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return fresh_unit(tmp_path / "unit")


def secrets(unit: Unit, folder: Path) -> list[bytes]:
    """Words and keys that must not be found, in every form that a file could hold them in."""
    with unit.open("sri") as sri:
        certificates = [sri.membership.certificate_of(device) for device in sri.carriers.certificates()]
        server = sri.membership.enrolled()
        names = [PERSON, TEXT, NIP, "Kelurahan Contoh", "Kelurahan-Contoh", "Kota Contoh", *HOLDERS.values()]
        ids = [sri.membership.log_id, server.unit_id]
        keys = [server.issuer, server.receive.encode(), server.receipt_key]
        for certificate in certificates:
            assert certificate is not None
            ids.append(certificate.device)
            keys += [certificate.sign_key, certificate.receive.encode()]
    assert len(certificates) == 3
    plain = [name.encode(form) for name in [*names, str(folder)] for form in ("utf-8", "utf-16-le")]
    return [*plain, *(i.encode() for i in ids), *(bytes.fromhex(i) for i in ids), *keys]


@pytest.mark.scenario(57)
def test_only_size_and_time_can_be_seen(unit: Unit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with unit.open("sri") as sri:
        sri.people.change(NIP, {"domicile": TEXT, "name": PERSON})
        sri.carry.set_folder(stick)
        made = [sri.carry.write().outside, sri.bundles.create(stick / "2026-11-23_1b7c_0001.flexdesk").path]
        coded = sri.tiny_codes.make()
        made += sri.tiny_codes.save(coded, stick / "kode.txt")
        made += sri.tiny_codes.save(coded, stick / "kode.png")

        def pulled(_source: object, _target: object) -> None:
            raise KeyboardInterrupt  # the program ends here, and cannot even take its half away

        monkeypatch.setattr(durable.os, "replace", pulled)
        monkeypatch.setattr(Path, "unlink", lambda _path: None)
        with pytest.raises(KeyboardInterrupt):
            sri.bundles.create(stick / "y.flexdesk", "unit")
        monkeypatch.undo()
    found = sorted(os.listdir(stick))
    assert len(found) == len(made) + 1, "the half of the last file lies there too"
    hidden = secrets(unit, unit.folder)
    for name in found:
        data = (stick / name).read_bytes()
        for word in hidden:
            assert word not in data, (name, word)
            assert word.lower() not in os.fsencode(name).lower(), (name, word)
    for name in found:
        if name.endswith((".flexdesk", ".part")):
            data = (stick / name).read_bytes()
            head, _mark, body = data.partition(b"\n---")
            assert head.startswith(b"age-encryption.org/v1\n-> ")
            shares = re.findall(rb"-> X25519 ([A-Za-z0-9+/]{43})\n", head)
            assert len(shares) >= 2
            assert b"flexdesk" not in data.lower()
            assert len(set(body)) > 200  # noise, not text


@pytest.mark.scenario(57)
def test_two_files_with_the_same_content_have_nothing_in_common(unit: Unit, tmp_path: Path) -> None:
    """Nobody can tell by comparing whether something changed, or whether two files are of one unit."""
    with unit.open("sri") as sri:
        sri.people.change(NIP, {"domicile": TEXT})
        files = [sri.bundles.create(tmp_path / f"{n}.flexdesk", "unit").path.read_bytes() for n in range(2)]
        codes = [sri.tiny_codes.make().texts[0] for _turn in range(2)]
    bodies = [data.partition(b"\n---")[2] for data in files]
    shared = {bodies[0][at : at + 8] for at in range(len(bodies[0]) - 8)}
    assert not any(bodies[1][at : at + 8] in shared for at in range(len(bodies[1]) - 8))
    assert abs(len(files[0]) - len(files[1])) < 400  # age may write a line of noise
    payloads = [code.split(".")[4] for code in codes]
    assert payloads[0][3:11] != payloads[1][3:11]


@pytest.mark.scenario(57)
def test_the_slip_is_the_only_thing_that_names_the_unit_and_it_says_so(tmp_path: Path) -> None:
    from flexdesk.cli.commands.codes import slip_lines
    from flexdesk.i18n import language, set_language

    before = language()
    set_language("en")
    try:
        beside = slip_lines(str(tmp_path / "slip.pdf"), tmp_path / "x.flexdesk")
        apart = slip_lines(str(tmp_path / "office" / "slip.pdf"), tmp_path / "x.flexdesk")
    finally:
        set_language(before)
    assert len(beside) == len(apart) + 1
    assert "do not leave it on the stick" in beside[-1]
