"""Laptops of earlier releases: their folders, their files, and themselves beside today's laptops and server.

What they wrote once lies under tests/data/releases. Where the repository's history is at hand, `SOAK=1` lets
their own code read what today's program writes.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flexdesk.bootstrap import create_empty, open_desk
from flexdesk.desk.desk import Desk
from flexdesk.domain.ops import Change, Op
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.store import migrations
from flexdesk.store.store import Row
from flexdesk.system.clock import FixedClock
from tests.bench.golden_releases import CELL, NEWER, PERSON, START, newer_changes
from tests.helpers.desks import CHEAP, PASSPHRASE
from tests.helpers.releases import COMMITS, FILES, Laptop, Program, has_history, laid_out, tree_of

every_release = pytest.mark.parametrize("release", sorted(COMMITS))


def opened(folder: Path) -> Desk:
    return open_desk(folder, passphrase=PASSPHRASE, clock=FixedClock(START))


def change_of(table: str, row: str, seen: Row, cells: Row) -> Change:
    return Change("test.write", (Op(table, row, {name: seen.get(name) for name in cells}, cells),))


def shown(desk: Desk, table: str, row: str) -> dict[str, object]:
    return {name: value for name, value in (desk.store.get(table, row) or {}).items() if value is not None}


def test_every_release_left_its_files() -> None:
    for release in COMMITS:
        found = {file.name for file in (FILES / release).iterdir()}
        assert found >= {"sri.sqlite.gz", "sri.json", "budi.sqlite.gz", "budi.json", "news.flexdesk"}


@every_release
@pytest.mark.scenario(59)
@pytest.mark.scenario(61)
def test_a_folder_of_an_earlier_release_opens_and_shows_what_that_one_could_not_read(
    release: str, tmp_path: Path
) -> None:
    with opened(laid_out(release, "budi", tmp_path / "budi")) as desk:
        store = desk.store
        assert migrations.version(store.connection) == len(migrations.STEPS)
        person = shown(desk, "person", PERSON)
        assert (person["name"], person["archive_reason"]) == ("Wayan Contohnya", "moved")
        assert (person["phone"], person["golongan"]) == ("0813", "III/a")  # written after the newer "0812"
        assert shown(desk, "assignment", CELL)["half"] == "morning"
        assert shown(desk, "day_note", "2026-11-24")["text"] == "catatan hari"
        assert shown(desk, "dialogue", f"{PERSON}|2026-Q4")["facts"] == "fakta"
        assert list(store.log.txs(NEWER.device, 1)) == newer_changes()
        assert store.log.first_bad() is None
        assert store.disputes() == []
        assert store.check() == []


@every_release
@pytest.mark.scenario(59)
@pytest.mark.scenario(61)
def test_files_of_an_earlier_release_are_taken_and_bring_along_what_it_could_not_read(
    release: str, tmp_path: Path
) -> None:
    with opened(laid_out(release, "sri", tmp_path / "sri")) as desk:
        assert "archive_reason" not in shown(desk, "person", PERSON)
        taken = desk.bundles.apply(FILES / release / "forwarded.flexdesk")
        assert (taken.waiting, taken.quarantined, taken.applied > 0) == (0, 0, True)
        assert shown(desk, "person", PERSON)["archive_reason"] == "moved"
        assert shown(desk, "person", PERSON)["phone"] == "0813"
        assert shown(desk, "dialogue", f"{PERSON}|2026-Q4")["facts"] == "fakta"
        assert list(desk.store.log.txs(NEWER.device, 1)) == newer_changes()
        again = desk.bundles.apply(FILES / release / "forwarded.flexdesk")
        assert (again.applied, again.changes) == (0, [])
    with opened(laid_out(release, "budi", tmp_path / "budi")) as desk:
        desk.bundles.apply(FILES / release / "news.flexdesk")
        assert shown(desk, "person", PERSON)["domicile"] == "Tabanan"
        assert {head.value for head in desk.store.heads("assignment", CELL, "place")} == {"office"}
        assert desk.store.log.first_bad() is None


# with the code of those releases

with_history = pytest.mark.skipif(
    not os.environ.get("SOAK") or not has_history(),
    reason="earlier releases run from the repository's history; make soak",
)


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    room = tmp_path_factory.mktemp("releases")
    found: dict[str, Path] = {}
    for release, commit in COMMITS.items():
        with tree_of(commit, room / release) as tree:
            found[release] = tree
    yield found
    for tree in found.values():
        subprocess.run(["rm", "-r", str(tree)], check=True)


@pytest.mark.slow
@with_history
@every_release
@pytest.mark.scenario(59)
@pytest.mark.scenario(61)
def test_an_earlier_laptop_works_beside_todays_by_line_and_by_file(
    release: str, trees: dict[str, Path], tmp_path: Path
) -> None:
    settings = Settings(
        f"sqlite:///{tmp_path / 'server.db'}", keys=tmp_path / "keys", clock=FixedClock(START)
    )
    admin.init(settings)
    with Central(settings) as central, running(settings) as url:
        unit = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
        with Program(tree=trees[release]) as program:
            old = Laptop(program, tmp_path / "old")
            old("found", "Kelurahan Contoh")
            code, _until = admin.code(central, unit, "head")
            request, answer = tmp_path / "request", tmp_path / "answer"
            old("request", str(request), code, "Sri Contohwati")
            answer.write_bytes(admin.certify(central, request.read_bytes()))
            old("join", str(answer))
            old("write", "person", PERSON, {"name": "Wayan Contohnya"})
            old("sync", url)
            with create_empty(
                tmp_path / "new", passphrase=PASSPHRASE, clock=FixedClock(START), cost=CHEAP
            ) as new:
                code, _until = admin.code(central, unit, "deputy")
                new.membership.enrol(url, code, "Budi Contohman")
                new.sync.sync()
                assert shown(new, "person", PERSON)["name"] == "Wayan Contohnya"
                seen = new.store.get("person", PERSON) or {}
                new.committer.commit(
                    change_of("person", PERSON, seen, {"archive_reason": "moved", "phone": "0812"})
                )
                new.committer.commit(change_of("dialogue", f"{PERSON}|2026-Q4", {}, {"facts": "fakta"}))
                new.sync.sync()
                old("sync", url)  # today's answer, read by the earlier program
                assert old("show", "person", PERSON)["phone"] == "0812"
                old("write", "person", PERSON, {"phone": "0813"})
                new.bundles.create(tmp_path / "new.flexdesk", "unit")
                old("apply", str(tmp_path / "new.flexdesk"))  # today's file
                old("bundle", str(tmp_path / "old.flexdesk"), "unit")
                new.bundles.apply(tmp_path / "old.flexdesk")
                person = shown(new, "person", PERSON)
                assert (person["phone"], person["archive_reason"]) == ("0813", "moved")
                assert shown(new, "dialogue", f"{PERSON}|2026-Q4")["facts"] == "fakta"
                assert old("vector") == new.store.log.vector()
            old("write", "person", PERSON, {"phone": "0814"})
            assert old("sync", url)["state"] == "diterima"
        states = admin.verify(central)
        assert [state.faults for state in states] == [()]
    folder = tmp_path / "old"
    with opened(folder) as upgraded:
        assert shown(upgraded, "person", PERSON)["archive_reason"] == "moved"
        assert upgraded.store.log.first_bad() is None
