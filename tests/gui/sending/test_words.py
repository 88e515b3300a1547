"""What the cards of sending say about rows of any table: names, labels and dates, never keys or tokens."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flexdesk.domain.schema import BY_NAME
from flexdesk.services.deletions import Proposal
from flexdesk.services.sending import Lost, Outgoing, Rejected
from flexdesk.store.carriers import SyncState
from tests.gui.indonesian import spoken
from tests.gui.sending.laptops import NOW, Office, office
from tests.gui.sending.quarrels import disagree_everywhere
from tests.gui.sending.windows import opened, page_of
from ui.sending import matters, model, words
from ui.sending.conflict import MINE, THEIRS, ConflictCard

_RAW = re.compile(r"[0-9a-f]{16}-\d+|\d{4}-\d\d-\d\d|[\[{]\"|\b[a-z]+_[a-z_]+\b")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Office]:
    with spoken(), office(tmp_path) as made:
        made.join_other()
        yield made


def told(card: ConflictCard) -> dict[str, tuple[str, str]]:
    """Field -> (mine, theirs) of the conflict in hand."""
    return {
        card._field(one): (card._side(one, one.mine, MINE).text, card._side(one, one.theirs, THEIRS).text)
        for one in card.model.rows
    }


def test_conflicts_of_many_tables_are_said_in_words(place: Office) -> None:
    made = disagree_everywhere(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert page.centre is not None
        seen: dict[str, dict[str, tuple[str, str]]] = {}
        for row in page.centre.disputed:
            page.deciding.choose("conflict", row.key)
            seen[page.conflict.note.text()] = told(page.conflict)
    assert len(seen) == len(made)
    for title, fields in seen.items():
        for text in (title, *(text for name, sides in fields.items() for text in (name, *sides))):
            assert not _RAW.search(text), text
    assert seen["Permohonan: Fitri Handayani, 23 Nov 2026, Keinginan"] == {
        "Keputusan": ("disetujui", "disetujui dengan penyesuaian"),
        "Diputuskan oleh": ("Eko Prasetyo", "Fitri Handayani"),
        "Hari yang disetujui": ("Senin", "Selasa, Jumat"),
    }
    assert seen["Cuti: Fitri Handayani, 23 Nov 2026"] == {  # and not one of the two kinds in the title
        "Jenis cuti": ("Cuti tahunan", "Cuti karena alasan penting"),
        "Keputusan": ("Disetujui", "Ditangguhkan"),
    }
    assert seen["Evaluasi: Eko Prasetyo, Triwulan III 2026"] == {
        "Rating hasil kerja": ("Di Atas Ekspektasi", "Sesuai Ekspektasi"),
        "Rating perilaku": ("Sesuai Ekspektasi", "Di Bawah Ekspektasi"),
        "Terkunci": ("ya", "tidak"),
    }
    assert seen["Pengaduan: Antrean KTP-el menumpuk pada Senin pagi"]["Petugas"] == (
        "Eko Prasetyo",
        "Fitri Handayani",
    )
    [(name, sides)] = seen["Jadwal terbit: 23–29 November 2026"].items() - {
        ("Penanda tangan", ("Eko Prasetyo", "Fitri Handayani"))
    }
    assert (name, sides) == ("Hari yang diterbitkan", ("Kantor 1, Rumah (WFA) 1", "Kantor 1"))


def test_everything_that_waits_to_go_has_a_name(place: Office) -> None:
    with opened(place.mine, "sending") as window:
        centre = page_of(window).centre
    assert centre is not None
    waiting = [Outgoing(table, SyncState.LOCAL, 1, 1, 300, NOW, NOW) for table in (*BY_NAME, "hologram")]
    titles = [entry.title for entry in model.out_entries(replace(centre, out=tuple(waiting)))]
    assert titles.count("Data dari FlexDesk yang lebih baru") == 1
    assert titles[-1] == "Data dari FlexDesk yang lebih baru"
    assert not [title for title in titles if _RAW.search(title)]


def test_a_refused_change_names_its_row_and_whom_it_points_to(place: Office) -> None:
    eko = place.key("Eko Prasetyo")
    key = "1f2e3d4c5b6a7988-7"  # a row that is not here, because the change was voided
    lost = [("person", eko), ("kind", "sick"), ("from", "2026-11-23"), ("decided_by", eko)]
    rejected = Rejected(
        9, "tidak boleh.", ("leave_entry",), tuple(Lost("leave_entry", key, *cell) for cell in lost)
    )
    matter = matters.refused(place.mine.store, rejected)
    assert matter.title == "Ditolak: Cuti"
    assert [(line.field, line.text) for line in matter.lines] == [
        ("Pegawai", "Eko Prasetyo"),
        ("Jenis cuti", "Cuti sakit"),
        ("Dari", "23 Nov 2026"),
        ("Diputuskan oleh", "Eko Prasetyo"),
    ]
    assert {line.whose for line in matter.lines} == {"Eko Prasetyo, 23 Nov 2026, Cuti sakit"}


def test_rows_deleted_in_a_mass_are_told_apart(place: Office) -> None:
    made = disagree_everywhere(place)
    plans = [key for table, key, _mine, _theirs in made if table == "evaluation"]
    at = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    proposal = Proposal("ab" * 8, 7, "Sri Wahyuningsih", at, "evaluation", tuple(plans))
    matter = matters.deletion(place.mine.store, proposal, date(2026, 11, 20))
    assert [line.whose for line in matter.lines] == ["Eko Prasetyo, Triwulan III 2026"]


def test_long_texts_show_what_tells_them_apart(place: Office) -> None:
    disagree_everywhere(place)
    with opened(place.mine, "sending") as window:
        page = page_of(window)
        assert page.centre is not None
        row = next(row for row in page.centre.disputed if row.table == "agreement")
        page.deciding.choose("conflict", row.key)
        cells = page.conflict._side(row.fields[0], row.fields[0].mine, MINE)
    assert cells.text == "… menjawab dalam 30 menit"
    assert cells.tip == "mencatat kehadiran dua kali sehari; menjawab dalam 30 menit"
    assert words.apart("pendek", "pendek sekali") == "pendek"
    assert words.apart("sama " * 12, "lain") == "sama " * 12
    whole = " ".join(["satu dua"] * 6)
    assert words.apart(f"{whole} tiga", whole) == "… tiga"
    assert words.apart(whole, f"{whole} tiga") == whole
