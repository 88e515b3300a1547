"""Taking a roster: newcomers with their post, nobody doubled, nothing taken away by a missing column."""

from datetime import date
from pathlib import Path

from flexdesk.desk.desk import Desk
from flexdesk.exchange.tables import read_text
from flexdesk.services.people_import import PeopleImport
from tests.helpers.desks import small_desk

FULL = """NIP\tNama\tGolongan\tJabatan\tUnit Kerja\tNo HP
198505122009012003\tSiti Aminah, S.E.\tIII/c\tAnalis\tSeksi Umum\t081200000001
199001152015031002\tdr. Budi Santoso\tIII/a\tDokter\tSeksi Umum\t
197702280000011001\tCitra Lestari\tIV/a\tCamat\tKecamatan\t
"""


def take(desk: Desk, text: str) -> PeopleImport:
    return desk.people.take(desk.people.read_sheets(read_text(text)))


def test_newcomers_are_stored_with_titles_and_the_post_they_hold(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        done = take(desk, FULL)
        assert (done.new, done.updated, done.unchanged) == (3, 0, 0)
        rows = {str(row["nip"]): row for row in desk.store.select("person")}
        siti = rows["198505122009012003"]
        assert (siti["name"], siti["back_titles"], siti["golongan"]) == ("Siti Aminah", "S.E.", "III/c")
        assert (siti["status"], siti["order"], siti["front_titles"]) == ("pns", 2, None)
        posts = {str(row["person"]): row for row in desk.store.select("posting")}
        assert {n: posts[str(siti["key"])][n] for n in ("from", "jabatan", "unit", "reason")} == {
            "from": "2009-01-01",
            "jabatan": "Analis",
            "unit": "Seksi Umum",
            "reason": "existing",
        }
        citra = rows["197702280000011001"]
        assert posts[str(citra["key"])]["from"] == "1970-01-01"  # the NIP tells no year of appointment


def test_the_same_list_again_changes_nothing_and_a_shorter_one_takes_nothing_away(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        take(desk, FULL)
        again = take(desk, FULL)
        assert (again.new, again.updated, again.unchanged, again.change) == (0, 0, 3, None)
        later = take(desk, "NIP\tNama\tJabatan\n198505122009012003\tSiti Aminah, S.E.\tKepala Seksi\n")
        assert (later.new, later.updated, later.unchanged) == (0, 1, 0)
        row = desk.people.find("Siti")[0]
        assert (desk.store.get("person", str(row["key"])) or {})["phone"] == "081200000001"
        (post,) = desk.people.postings(str(row["key"]))
        assert (post["jabatan"], post["unit"]) == ("Kepala Seksi", "Seksi Umum")


def test_an_older_list_does_not_take_a_new_post_away(tmp_path: Path) -> None:
    with small_desk(tmp_path / "unit") as desk:
        take(desk, FULL)
        desk.people.move(
            "198505122009012003",
            date(2026, 10, 1),
            jabatan="Kepala Seksi Umum",
            category="pengawas",
            reason="promotion",
        )
        take(desk, FULL)
        row = desk.people.find("Siti")[0]
        posts = desk.people.postings(str(row["key"]))
        assert [post["jabatan"] for post in posts] == ["Kepala Seksi Umum", "Analis"]
