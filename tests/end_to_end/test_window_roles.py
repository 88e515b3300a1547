"""The window of a laptop with a lesser role: everything can be read, and what is not allowed is said."""

from datetime import timedelta
from pathlib import Path

import pytest

from flexdesk.domain.mandate import Grant, end_of
from tests.end_to_end.windows import SCREENS, at_window
from tests.gui.conftest import _nothing_leaks, _plain_look, qapp  # noqa: F401
from tests.helpers.desks import TODAY, kecamatan_desk
from ui.schedule.page import SchedulePage

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_reader_sees_every_screen_and_a_typed_letter_is_refused_in_words(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit") as desk:
        last = end_of(TODAY + timedelta(days=3), "Asia/Jakarta")
        grant = Grant(1, "reader", int(last.timestamp() * 1000))
        desk.membership.mandates.grant(desk.store.device, grant)
        desk.membership.mandates.hear(1)
        with at_window(desk) as person:
            before = person.digest
            for screen in SCREENS:
                person.at(screen)
                assert "tidak boleh" not in person.told, screen
            person.at(SchedulePage)
            person.press("W")
            person.settle()
            assert "Peran laptop ini (pembaca) tidak boleh mengubah jadwal." in person.told
            assert person.digest == before
            assert not person.window.editor.stack.canUndo()
            role = person.window.trust_line.parts["role"]
            assert role.isVisible()
            assert role.part.text == "Peran Anda sampai 24 Nov"
            person.picture("reader-schedule")
