"""Lets earlier releases write `tests/data/releases`: `python -m tests.bench.golden_releases FOLDER [NUMBER]`.

Needs the repository's history. For each release two enrolled laptops work with that release's own code, and
read changes of a newer program; their folders and their files of changes are put away small. Run once for
each release that joins `tests/helpers/releases.py`; what stands there is kept and must be read for ever.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from flexdesk.domain.log import GENESIS, RowWrite, Tx
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.sync.bundle import write_bundle
from flexdesk.sync.bundle_header import Addressee
from flexdesk.sync.certificates import Role, issue, read
from flexdesk.sync.wire import encode_batch
from flexdesk.system.clock import FixedClock
from tests.helpers.releases import COMMITS, Laptop, Program, put_away, tree_of

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PERSON = "00000000000000aa-1"
CELL = f"{PERSON}|2026-11-24"
NEWER = SigningKey(bytes(range(7, 39)))  # a colleague's laptop with a newer program


def newer_changes() -> list[Tx]:
    """A table and a column that no release knows, and some that only later releases know."""
    writes = (
        RowWrite(900, "a|b", {1: "dari depan"}),
        RowWrite(5, PERSON, {7: "0812", 20: "moved", 300: "kolom baru"}),
        RowWrite(51, "2026-11-24", {1: "catatan hari"}),
        RowWrite(63, f"{PERSON}|2026-Q4", {1: "fakta"}),
        RowWrite(11, CELL, {8: "morning"}),
    )
    return [Tx(NEWER.device, 1, (1_795_395_700_000 << 16), {}, "future.kind", writes)]


def make(release: str, tree: Path, room: Path, target: Path) -> None:
    settings = Settings(f"sqlite:///{room / 'server.db'}", keys=room / "keys", clock=FixedClock(START))
    admin.init(settings)
    target.mkdir(parents=True, exist_ok=True)
    with Central(settings) as central, Program(tree=tree) as program:
        sri, budi = Laptop(program, room / "sri"), Laptop(program, room / "budi")
        unit = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
        sri("found", "Kelurahan Contoh")
        budi("empty")
        for laptop, role, holder in ((sri, "head", "Sri Contohwati"), (budi, "deputy", "Budi Contohman")):
            code, _until = admin.code(central, unit, role)
            request, answer = laptop.folder / "request", laptop.folder / "answer"
            laptop("request", str(request), code, holder)
            answer.write_bytes(admin.certify(central, request.read_bytes()))
            laptop("join", str(answer))
        hello = str(room / "hello.flexdesk")
        budi("bundle", hello, "unit")
        sri("apply", hello)
        sri("write", "person", PERSON, {"name": "Wayan Contohnya", "nip": "198503152010012001"})
        sri("write", "assignment", CELL, {"place": "home", "source": "typed"})
        sri("bundle", hello, "unit")
        budi("apply", hello)
        devices = {device.holder: device for device in admin.devices(central)}
        _from_a_newer_program(central, devices["Budi Contohman"].certificate, room / "newer.flexdesk")
        budi("apply", str(room / "newer.flexdesk"))
        budi("write", "person", PERSON, {"phone": "0813", "golongan": "III/a"})
        budi("bundle", str(target / "forwarded.flexdesk"), "unit")
        put_away(sri.folder, target / "sri")
        put_away(budi.folder, target / "budi")
        sri("write", "assignment", CELL, {"place": "office"})
        sri("write", "person", PERSON, {"domicile": "Tabanan"})
        sri("bundle", str(target / "news.flexdesk"), "unit")
    print(release, sum(file.stat().st_size for file in target.iterdir()), "bytes")


def _from_a_newer_program(central: Central, certificate: bytes, path: Path) -> None:
    """What a colleague with a later release puts on a stick for that laptop."""
    of, box = read(certificate), ReceivingKey.generate()
    vouched = issue(
        central.keys.signing,
        unit=of.unit,
        sign_key=NEWER.public,
        receive=box.recipient,
        role=Role.DEPUTY,
        holder="Made Contohan",
        valid_from=START,
    )
    write_bundle(
        path,
        unit=of.unit,
        signer=NEWER,
        number=1,
        recipients=[of.receive, box.recipient],
        batches=[encode_batch(of.unit, newer_changes(), GENESIS, NEWER, app="9.9.9")],
        prerequisites={},
        addressee=Addressee.UNIT,
        created=START,
        app="9.9.9",
        certificates=[vouched],
    )


def main() -> None:
    folder, releases = Path(sys.argv[1]), sys.argv[2:] or COMMITS
    for release in releases:
        with tempfile.TemporaryDirectory() as room, tree_of(COMMITS[release], Path(room) / "tree") as tree:
            make(release, tree, Path(room), folder / release)


if __name__ == "__main__":
    main()
