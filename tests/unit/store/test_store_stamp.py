"""What a reader may keep: which tables changed since it looked."""

from pathlib import Path

from tests.helpers.desks import small_desk


def test_commits_tell_which_tables_they_touched(tmp_path: Path):
    with small_desk(tmp_path / "unit", [("198501012009012001", "Rini")]) as desk:
        store, start = desk.store, desk.store.stamp()
        assert store.touched_since(start) == frozenset()
        desk.unit.add_place("Aula", "other_office", "Bupati")
        assert store.touched_since(start) == {"place"}
        desk.unit.set({"name": "Kecamatan Lain"})
        assert store.touched_since(start) == {"place", "unit"}


def test_a_change_of_unknown_reach_means_that_anything_may_differ(tmp_path: Path):
    with small_desk(tmp_path / "unit") as desk:
        store, start = desk.store, desk.store.stamp()
        store.set_setting("x", "1")
        desk.unit.set({"name": "Kecamatan Lain"})
        assert store.touched_since(start) is None


def test_a_dry_run_leaves_nothing_behind_that_a_reader_keeps(tmp_path: Path):
    with small_desk(tmp_path / "unit") as desk:
        assert desk.reader.unit().name == "Kecamatan Contoh"
        with desk.store.trial():
            desk.unit.set({"name": "Hanya coba"})
            assert desk.reader.unit().name == "Hanya coba"
        assert desk.reader.unit().name == "Kecamatan Contoh"


def test_another_connection_is_noticed(tmp_path: Path):
    """A job writes over a connection of its own: what was read before no longer counts."""
    from threading import Thread

    with small_desk(tmp_path / "unit") as desk:
        desk.reader.unit()
        start = desk.store.stamp()
        other = Thread(target=lambda: (desk.unit.set({"name": "Dari pekerjaan"}), desk.store.release()))
        other.start()
        other.join()
        assert desk.store.touched_since(start) is None
        assert desk.reader.unit().name == "Dari pekerjaan"
        desk.unit.add_place("Aula", "other_office", "Bupati")
        assert desk.reader.unit().name == "Dari pekerjaan"
