"""Outputs of a publication: all of them, without anybody's reason, whole or not there at all."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from flexdesk.bootstrap import open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.periods import week_of
from flexdesk.domain.places import Place
from flexdesk.errors import CancelledError
from flexdesk.exchange.tables import read_tables
from flexdesk.progress import Progress
from flexdesk.services.publications import NotPublished
from flexdesk.services.publish_outputs import OUTPUTS
from tests.helpers.desks import PASSPHRASE, small_desk

RINI, AGUS, DEWI = "198501012009012001", "199001012015011002", "199203042019032003"
MONDAY = date(2026, 11, 23)
WEEK = week_of(MONDAY)
ROOT = Path(__file__).parents[3]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [(RINI, "Rini"), (AGUS, "Agus"), (DEWI, "Dewi")]) as made:
        keys = {person.nip: person.key for person in made.people.roster()}
        made.schedule.set_places(
            [(keys[AGUS], MONDAY, Place.HOME), (keys[DEWI], MONDAY + timedelta(days=1), Place.SICK)]
        )
        made.schedule.publish(MONDAY, "1/2026", keys[RINI], "Disetujui.")
        yield made


def test_every_output_is_made_and_nobody_learns_who_is_ill(desk: Desk, tmp_path: Path) -> None:
    paths = desk.publish_outputs.make(WEEK, OUTPUTS, tmp_path / "out")
    assert all(path.stat().st_size for path in paths)
    assert len({path.name for path in paths}) == len(paths)
    for path in paths:
        if path.suffix in (".txt", ".ics"):
            text = path.read_text("utf-8").lower()
            assert not any(word in text for word in ("sakit", "sick", AGUS, DEWI))
    slips = [path.name for path in paths if "_SLIP_" in path.name]
    assert len(slips) == 9  # text, picture and calendar of three people
    issued = [row["kind"] for row in desk.store.select("issued_document")]
    assert sorted(issued) == ["assignment-letter", "schedule", "slip"]


def test_made_again_the_files_are_the_same(desk: Desk, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in desk.publish_outputs.make(WEEK, OUTPUTS, tmp_path)}
    again = {path.name: path.read_bytes() for path in desk.publish_outputs.make(WEEK, OUTPUTS, tmp_path)}
    assert {n: d for n, d in first.items() if not n.endswith(".ics")} == {
        n: d for n, d in again.items() if not n.endswith(".ics")
    }


def test_the_table_for_the_agency_counts_and_keeps_nips_whole(desk: Desk, tmp_path: Path) -> None:
    (path,) = desk.publish_outputs.make(WEEK, ("table",), tmp_path)
    (sheet,) = read_tables(path)
    rows = [[str(cell) for cell in row.cells] for row in sheet.rows]
    joined = "\n".join(" ".join(row) for row in rows)
    assert "Surat Perintah Tugas Nomor 1/2026 tanggal 21 November 2026" in joined
    people = {row[1]: row for row in rows if len(row) > 1 and row[1] in (RINI, AGUS, DEWI)}
    assert people[AGUS][4:9] == ["W", "K", "K", "K", "K"]
    assert people[DEWI][4:9] == ["K", "–", "K", "K", "K"]
    assert [float(cell) for cell in people[AGUS][11:15]] == [5, 4, 1, 0]
    share = next(row for row in rows if "Porsi di luar kantor" in row)
    assert float(share[4]) == pytest.approx(1 / 3)
    assert float(share[5]) == 0


def test_a_stopped_run_leaves_whole_files_and_the_publication(desk: Desk, tmp_path: Path) -> None:
    progress = Progress(lambda done, _total: progress.cancel() if done == 1 else None, every_ms=0)
    with pytest.raises(CancelledError):
        desk.publish_outputs.make(WEEK, ("letter", "wall", "message"), tmp_path / "out", progress)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf", ".pdf"]
    assert desk.publications.standing(WEEK).number == 1


def test_nothing_is_made_of_a_week_that_is_not_published(desk: Desk, tmp_path: Path) -> None:
    desk.publications.withdraw(WEEK, "Salah")
    with pytest.raises(NotPublished):
        desk.publish_outputs.make(WEEK, ("letter",), tmp_path / "out")
    assert not (tmp_path / "out").exists()


_FULL = """
import resource, signal, sys
from pathlib import Path
from flexdesk.bootstrap import open_desk
from flexdesk.domain.periods import parse_period
from flexdesk.errors import EnvironmentTrouble
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_desk(Path(sys.argv[1]), passphrase=sys.argv[2]) as desk:
    resource.setrlimit(resource.RLIMIT_FSIZE, (9000, resource.RLIM_INFINITY))
    try:
        desk.publish_outputs.make(parse_period("2026-W48"), ("message", "letter", "wall"), Path(sys.argv[3]))
    except EnvironmentTrouble as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_full_disk_is_said_and_leaves_no_half_file(tmp_path: Path) -> None:
    unit, out = tmp_path / "unit", tmp_path / "out"
    with small_desk(unit, [(RINI, "Rini"), (AGUS, "Agus")]) as desk:
        signer = desk.people.roster()[0].key
        desk.schedule.publish(MONDAY, "1/2026", signer, "Disetujui.")
    done = subprocess.run(
        [sys.executable, "-c", _FULL, str(unit), PASSPHRASE, str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "disk" in done.stdout
    assert [path.name for path in out.iterdir() if path.suffix != ".txt"] == []
    with open_desk(unit, passphrase=PASSPHRASE) as desk:
        assert desk.publications.standing(WEEK).number == 1
        assert desk.store.select("issued_document") == []
        assert len(desk.publish_outputs.make(WEEK, ("message", "letter", "wall"), out)) == 3
