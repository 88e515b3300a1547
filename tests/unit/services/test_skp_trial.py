"""An SKP tried before it is taken: new, changed, known and left out, from a file and from the clipboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.desk.desk import Desk
from flexdesk.exchange.activity_tables import NoSuchTable
from flexdesk.services.skp_trial import TrialState
from tests.helpers.desks import DATA, kecamatan_desk, small_desk

HEAD = ("196808121994032003", "Anita Linda Susanti")
OTHER = ("199001012015012001", "Dewi Lestari")
SELECTION = (
    "Rencana Hasil Kerja\tAspek\tIndikator Kinerja Individu\tTarget\tSatuan\n"
    "Berkas KTP-el selesai\tKuantitas\tJumlah berkas\t1.200\tberkas\n"
    "\tKualitas\tBerkas tanpa salah\t95\t%\n"
    "\tSelera\tBerkas indah\t1\tberkas\n"
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with small_desk(tmp_path / "unit", [HEAD, OTHER]) as opened:
        yield opened


def test_a_selection_without_a_name_belongs_to_the_person_chosen(desk: Desk) -> None:
    trial = desk.skp_trials.try_text(SELECTION, 2026, nip=OTHER[0], name=OTHER[1])
    assert [(line.state, line.table, line.text) for line in trial.lines if line.table] == [
        (TrialState.NEW, "work_result", "Berkas KTP-el selesai"),
        (TrialState.NEW, "indicator", "Jumlah berkas · 1200 · berkas"),
        (TrialState.NEW, "indicator", "Berkas tanpa salah · 95 · %"),
    ]
    assert {line.person for line in trial.lines if line.table} == {"Dewi Lestari"}
    assert trial.count(TrialState.REJECTED) == 1
    assert not desk.store.select("skp")  # only tried
    desk.skp_trials.take(trial)
    (plan,) = desk.targets.plans(year=2026)
    assert (plan.person["name"], len(plan.results[0].indicators)) == ("Dewi Lestari", 2)


def test_a_second_trial_tells_what_changes_with_the_old_words(desk: Desk) -> None:
    desk.skp_trials.take(desk.skp_trials.try_text(SELECTION, 2026, nip=OTHER[0], name=OTHER[1]))
    again = desk.skp_trials.try_text(SELECTION, 2026, nip=OTHER[0], name=OTHER[1])
    assert (again.count(TrialState.KNOWN), again.count(TrialState.NEW)) == (3, 0)
    more = SELECTION.replace("1.200", "1.500")
    changed = desk.skp_trials.try_text(more, 2026, nip=OTHER[0], name=OTHER[1])
    (line,) = (one for one in changed.lines if one.state is TrialState.CHANGED)
    assert (line.text, line.was) == ("1500", "1200")


def test_text_that_is_no_skp_is_refused(desk: Desk) -> None:
    with pytest.raises(NoSuchTable):
        desk.skp_trials.try_text("Nama\tAlamat\nDewi\tTirtawening\n", 2026, nip=OTHER[0], name=OTHER[1])


def test_a_file_that_is_here_already_changes_nothing(tmp_path: Path) -> None:
    with kecamatan_desk(tmp_path / "unit") as desk:
        before = desk.store.select("indicator")
        trial = desk.skp_trials.try_file(DATA / "activities" / "skp-2026.xlsx", 2026)
        assert trial.count(TrialState.NEW) == trial.count(TrialState.CHANGED) == 0
        assert trial.count(TrialState.KNOWN) > 127 + 311
        assert desk.store.select("indicator") == before
