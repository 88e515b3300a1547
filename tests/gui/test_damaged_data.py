"""Data that is damaged while the window is open is told as such, not as a fault of the program."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from flexdesk.bootstrap import open_desk
from flexdesk.store.digest import dump
from tests.helpers.desks import PASSPHRASE, small_desk
from ui.feedback.reporter import Reporter

PAGE = 4096


@pytest.mark.scenario(40)
def test_a_flipped_bit_is_told_with_the_way_back(qtbot: QtBot, tmp_path: Path) -> None:
    small_desk(tmp_path / "unit", [("198503152010012001", "Sri Contohwati")]).close()
    file = tmp_path / "unit" / "store.db"
    reporter = Reporter()
    with open_desk(tmp_path / "unit", passphrase=PASSPHRASE) as desk:
        desk.store.release()  # the next look reads from the disk again
        data = bytearray(file.read_bytes())
        for page in range(5, len(data) // PAGE):
            data[page * PAGE + 77] ^= 4
        file.write_bytes(data)
        with pytest.raises(Exception, match="malformed") as raised:
            dump(desk.store)
        with qtbot.waitSignal(reporter.noticed) as seen:
            reporter.report(raised.value)
    assert seen.args is not None
    notice = seen.args[0]
    assert notice.code == "store.damaged"
    assert "backup restore" in notice.lines[1]
