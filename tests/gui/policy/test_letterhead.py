"""The picture of the letterhead on the page of the unit: chosen, shown, taken away, each one step of undo."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from flexdesk.desk.desk import Desk
from tests.gui.sending.windows import opened, settle, told
from tests.helpers.desks import small_desk
from ui.policy.page import PolicyPage
from ui.policy.unit_view import UnitView
from ui.shell.main_window import MainWindow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [("198206242009042858", "Siska Puspita")]) as made:
        yield made


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "policy") as made:
        yield made


def unit_view(window: MainWindow) -> UnitView:
    page = window.page
    assert isinstance(page, PolicyPage)
    page.show_view("unit")
    settle(window)
    return page.unit


def test_a_picture_is_shown_and_taken_away_and_undone(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    view = unit_view(window)
    assert view.picture.preview.isHidden()
    file = tmp_path / "kop.png"
    Image.new("RGB", (1200, 200), "navy").save(file)
    view.take_picture(file)
    settle(window)
    assert not view.picture.preview.isHidden()
    assert "1200 × 200" in view.picture.words.text()
    assert "whole letterhead" in view.picture.preview.accessibleName()
    view.picture.remove.click()
    settle(window)
    assert not desk.unit.row().get("letterhead_image")
    window.editor.stack.undo()
    settle(window)
    assert desk.unit.row().get("letterhead_image")
    assert not view.picture.preview.isHidden()


def test_a_file_that_is_no_picture_says_so(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    view = unit_view(window)
    file = tmp_path / "kop.png"
    file.write_bytes(b"bukan gambar")
    view.take_picture(file)
    settle(window)
    assert "kop.png" in told(window)
    assert not desk.unit.row().get("letterhead_image")
    view.take_picture(tmp_path / "tiada.png")
    settle(window)
    assert not desk.unit.row().get("letterhead_image")
