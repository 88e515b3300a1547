"""The papers beside the SKP on the screen “Cetak”: each is chosen, drawn and checked like the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.documents.preview import page_sizes
from tests.gui.sending.windows import opened, settle
from tests.helpers.desks import kecamatan_desk
from ui.printing.kinds import KINDS
from ui.printing.page import PrintingPage
from ui.shell.main_window import MainWindow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = kecamatan_desk(tmp_path / "unit")
    yield made
    made.close()


@pytest.fixture
def window(desk: Desk) -> Iterator[MainWindow]:
    with opened(desk, "printing") as made:
        yield made


@pytest.mark.parametrize(
    ("kind", "landscape", "name"),
    [
        ("skp-annex", True, "2026_LAMPIRAN-SKP"),
        ("role-matrix", True, "2026_MATRIKS-PERAN"),
        ("feedback", True, "UMPAN-BALIK"),
        ("dialogue-card", False, "KARTU-DIALOG"),
        ("predicate-recap", False, "REKAP-PREDIKAT"),
        ("handover", False, "SERAH-TERIMA"),
    ],
)
def test_the_paper_is_shown_and_whole(window: MainWindow, kind: str, landscape: bool, name: str) -> None:
    page = window.page
    assert isinstance(page, PrintingPage)
    page.choose((kind,))
    settle(window)
    assert page.preview.ready
    wide, high = page_sizes(page.preview.data)[0]
    assert (wide > high) is landscape
    assert name in page.settings.file_name.text()
    assert all(one.issued.report.clean for one in page.drawn)
    facts = next(one for one in KINDS if one.key == kind)
    assert facts.landscape is landscape
