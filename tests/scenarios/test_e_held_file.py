"""A virus scanner or a sync client holds the file for a moment, or for good: tried again, then told."""

import os
from pathlib import Path
from typing import Any

import pytest

from flexdesk.keys import keyfile
from flexdesk.keys.errors import KeysNotWritten
from flexdesk.store.store import Store
from flexdesk.sync.faults import BundleNotWritten
from flexdesk.system import durable
from tests.helpers.desks import PASSPHRASE, small_desk

PEOPLE = [("198503152010012001", "Sri Contohwati")]


class Scanner:
    """Holds every target for so many tries, as Windows tells it: a sharing violation."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, tries: int) -> None:
        self.left, self.asked = tries, 0
        self.waited: list[float] = []
        self._real = os.replace
        monkeypatch.setattr(durable.os, "replace", self._replace)
        monkeypatch.setattr(durable.time, "sleep", self.waited.append)

    def _replace(self, source: Any, target: Any) -> None:
        self.asked += 1
        if self.left:
            self.left -= 1
            raise PermissionError(13, "held by another process", str(source), 32, str(target))
        self._real(source, target)


@pytest.mark.scenario(41)
def test_a_file_that_is_held_for_a_moment_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_desk(tmp_path / "unit", PEOPLE) as desk:
        scanner = Scanner(monkeypatch, tries=4)
        written = desk.bundles.create(tmp_path / "x.flexdesk", "unit")
        assert (scanner.asked, scanner.waited) == (5, list(durable.PATIENCE_S[:4]))
        assert desk.bundles.inspect(written.path).header == written.header
        scanner.left = 2
        assert desk.backups.verify(desk.backups.create(desk.clock.now()).name) == []
        assert scanner.left == 0


@pytest.mark.scenario(41)
def test_a_file_that_stays_held_is_told_and_the_older_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "stick" / "x.flexdesk"
    file.parent.mkdir()
    with small_desk(tmp_path / "unit", PEOPLE) as desk:
        first = desk.bundles.create(file, "unit").header
        desk.people.change(PEOPLE[0][0], {"phone": "0811"})
        before = desk.store.log.vector()
        scanner = Scanner(monkeypatch, tries=1000)
        with pytest.raises(BundleNotWritten) as caught:
            desk.bundles.create(file, "unit")
        assert "another program holds it" in caught.value.message
        assert sum(scanner.waited) == sum(durable.PATIENCE_S) < 4
        with pytest.raises(KeysNotWritten):
            keyfile.replace_keys(desk.folder, keyfile.successor(desk.keys))
        monkeypatch.undo()
        assert os.listdir(file.parent) == [file.name]
        assert desk.bundles.inspect(file).header == first
        assert desk.store.log.vector() == before
        assert desk.bundles.create(file, "unit").header.changes == first.changes + 1
    keys = keyfile.open_keys(tmp_path / "unit", passphrase=PASSPHRASE)
    with Store.open(tmp_path / "unit", keys.database, keys.device) as store:
        assert store.check() == []


def test_a_target_that_may_not_be_written_is_no_held_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    Scanner(monkeypatch, tries=1000)
    monkeypatch.setattr(durable.os, "access", lambda _path, _mode: False)
    with pytest.raises(PermissionError):
        durable.write_durably(target, b"new")
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x"]
