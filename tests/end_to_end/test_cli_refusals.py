"""Whatever is wrong with a file, a disk or a line: an exit code, three sentences, and nothing half done."""

import os
import resource
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.server.run import running
from flexdesk.system.clock import FixedClock
from tests.end_to_end.conftest import DATA, ROSTER
from tests.helpers.command_line import PASSPHRASE, Answer, CommandLine
from tests.helpers.server import START


def three_sentences(answer: Answer) -> None:
    """What happened, what is safe, what to do: filled in, and none of them empty."""
    error = answer.error
    for part in ("message", "safe", "next"):
        assert len(error[part]) > 8
        assert "{" not in error[part]
    assert error["ticket"].startswith("FD-")
    assert answer.err == ""


@contextmanager
def untouched(fd: CommandLine) -> Iterator[None]:
    before = fd.digest()
    yield
    assert fd.digest() == before


def password_protected(path: Path) -> Path:
    """An encrypted workbook is an OLE file with this stream."""
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le"))
    return path


FILES = {
    "picture.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "import.not_a_table"),
    "empty.xlsx": (b"", "import.empty"),
    "blank.csv": (b" \r\n;;\r\n", "import.empty"),
    "cut.xlsx": (b"PK\x03\x04" + b"\0" * 64, "import.damaged"),
    "prose.csv": (b"Yth. Bapak Camat\nDengan hormat\n", None),
}


@pytest.mark.parametrize(
    "command",
    [
        ("people", "import"),
        ("leave", "import"),
        ("targets", "import"),
        ("outputs", "import"),
        ("schedule", "import"),
    ],
)
@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_no_table(
    fd: CommandLine, tmp_path: Path, command: tuple[str, str], name: str
) -> None:
    data, code = FILES[name]
    (tmp_path / name).write_bytes(data)
    with untouched(fd):
        answer = fd(*command, tmp_path / name, code=3)
    three_sentences(answer)
    if command[0] == "outputs" and name == "picture.xlsx":
        code = "weekcode.picture"  # reports may come as pictures of codes
    assert code in (None, answer.error["code"])


def test_a_workbook_with_a_password(fd: CommandLine, tmp_path: Path) -> None:
    answer = fd("people", "import", password_protected(tmp_path / "rahasia.xlsx"), code=3)
    three_sentences(answer)


def test_a_workbook_that_unpacks_without_end(fd: CommandLine, tmp_path: Path) -> None:
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    three_sentences(fd("people", "import", bomb, code=3))


@pytest.mark.parametrize(
    "command",
    [
        ("people", "import"),
        ("bundle", "inspect"),
        ("bundle", "apply"),
        ("policy", "use"),
        ("batch",),
        ("enrol", "--certificate"),
    ],
)
def test_a_file_that_is_not_there(fd: CommandLine, tmp_path: Path, command: tuple[str, ...]) -> None:
    with untouched(fd):
        answer = fd(
            *command, tmp_path / "tiada" / "berkas", code=3 if command[0] in ("people", "policy") else 4
        )
    three_sentences(answer)


def test_a_folder_in_place_of_a_file(fd: CommandLine, tmp_path: Path) -> None:
    three_sentences(fd("people", "import", tmp_path, code=4))
    three_sentences(fd("bundle", "apply", tmp_path, code=4))


# -- bundles


@pytest.fixture
def bundle(founded: CommandLine, tmp_path: Path) -> Path:
    founded("bundle", "create", "--to", "unit", "--out", tmp_path / "kiriman.flexdesk")
    return tmp_path / "kiriman.flexdesk"


def test_a_bundle_that_was_cut_off(fd: CommandLine, bundle: Path) -> None:
    whole = bundle.read_bytes()
    for length in (0, 20, 300, len(whole) // 2, len(whole) - 1):
        bundle.write_bytes(whole[:length])
        with untouched(fd):
            three_sentences(fd("bundle", "apply", bundle, code=3))
        seen = fd("bundle", "inspect", bundle, code=3).json
        assert (seen["state"], seen["number"]) == ("refused", None)
        assert seen["error"]["next"]


def test_a_bundle_with_one_altered_byte(fd: CommandLine, bundle: Path) -> None:
    whole = bytearray(bundle.read_bytes())
    whole[len(whole) * 2 // 3] ^= 1
    bundle.write_bytes(whole)
    with untouched(fd):
        three_sentences(fd("bundle", "apply", bundle, code=3))


def test_a_bundle_for_another_unit(bundle: Path, tmp_path: Path) -> None:
    other = CommandLine(tmp_path / "unit-lain")
    other.found_cheaply("Kelurahan Lain")
    with untouched(other):
        three_sentences(other("bundle", "apply", bundle, code=3))


def test_the_own_bundle_comes_back_and_changes_nothing(fd: CommandLine, bundle: Path) -> None:
    with untouched(fd):
        seen = fd("bundle", "inspect", bundle).json
        assert seen["state"] == "known"
        assert {"number", "from", "ranges", "prerequisites", "bytes", "changes", "missing"} <= set(seen)
        applied = fd("bundle", "apply", bundle).json
    assert applied["applied"] == 0
    assert applied["known"] == seen["changes"]
    assert {"waiting", "conflicts", "quarantined", "rejected"} <= set(applied)


def test_a_bundle_for_a_server_that_was_never_joined(fd: CommandLine, tmp_path: Path) -> None:
    answer = fd("bundle", "create", "--out", tmp_path / "x", code=3)
    three_sentences(answer)
    assert answer.error["code"] == "sync.not_enrolled"
    assert not (tmp_path / "x").exists()


def test_a_dry_run_of_a_bundle_counts_nothing(fd: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "x.flexdesk"
    tried = fd("bundle", "create", "--to", "unit", "--out", out, "--dry-run").json
    assert not out.exists()
    done = fd("bundle", "create", "--to", "unit", "--out", out).json
    assert (tried["number"], tried["ranges"]) == (done["number"], done["ranges"])


# -- the line


class Hotspot(BaseHTTPRequestHandler):
    """Answers every request with a sign-in page, as a captive portal does."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        page = b"<!doctype html><title>Masuk ke Wi-Fi</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def hotspot() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Hotspot)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Central, str]]:
    folder = tmp_path_factory.mktemp("server")
    settings = Settings(f"sqlite:///{folder / 'server.db'}", clock=FixedClock(START))
    admin.init(settings)
    with running(settings) as url, Central(settings) as central:
        yield url, central, admin.agency_add(central, "Kabupaten Cendana")


def test_a_sign_in_page_is_not_the_server(fd: CommandLine, hotspot: str) -> None:
    with untouched(fd):
        answer = fd("enrol", hotspot, "AAAA-BBBB", code=4)
    three_sentences(answer)
    assert answer.error["code"] == "sync.not_our_server"


def test_enrolling_an_empty_folder_in_vain_leaves_it_empty(tmp_path: Path, hotspot: str) -> None:
    fd = CommandLine(tmp_path / "baru")
    three_sentences(fd("enrol", hotspot, "AAAA-BBBB", code=4))
    three_sentences(fd("enrol", "http://127.0.0.1:9", "AAAA-BBBB", code=4))
    assert not fd.folder.exists()
    assert fd("enrol", code=2).error["code"] == "usage"


def test_a_wrong_enrolment_code(fd: CommandLine, server: tuple[str, Central, str]) -> None:
    with untouched(fd):
        three_sentences(fd("enrol", server[0], "AAAA-BBBB-CCCC", code=3))
    assert fd("sync", code=3).error["code"] == "sync.not_enrolled"


def test_two_laptops_one_server_receipt_and_conflict(
    fd: CommandLine, server: tuple[str, Central, str], tmp_path: Path
) -> None:
    url, central, agency = server
    unit = admin.unit_add(central, "Kecamatan Tirtawening", agency)
    head, deputy = (admin.code(central, unit, role)[0] for role in ("head", "deputy"))
    joined = fd("enrol", url, head).json
    assert (joined["server"], joined["unit_id"], joined["role"]) == (url, unit, "head")
    assert fd("sync").json["sent"] > 0
    other = CommandLine(tmp_path / "laptop-2")
    other("enrol", url, deputy)
    assert other.digest() == fd.digest()
    nip = fd("people", "list", "--limit", "1").json["people"][0]["nip"]
    fd("people", "set", nip, "phone=0811")
    other("people", "set", nip, "phone=0822")
    sent = fd("sync").json
    wanted = {
        "sent", "received", "state", "bytes_up", "bytes_down", "round_trips", "receipt", "conflicts",
    }  # fmt: skip
    assert wanted <= set(sent)
    assert (sent["sent"], sent["state"], sent["conflicts"]) == (1, "diterima", 0)
    assert other("sync", code=1).json["conflicts"] == 1
    listed = other("conflicts", "list", code=1).json["conflicts"]
    assert {"id", "table", "row", "field", "heads"} <= set(listed[0])
    assert {head["value"] for head in listed[0]["heads"]} == {"0811", "0822"}
    assert {"value", "by", "device", "at"} <= set(listed[0]["heads"][0])
    told = other("conflicts", "list", code=1, json=False).out
    assert ": Telepon\n" in told
    assert "  0811 (" in told
    assert "  0822 (" in told
    other("conflicts", "resolve", listed[0]["id"], "--take", "theirs")
    other("sync")
    fd("sync")
    assert other.digest() == fd.digest()
    assert fd("people", "show", nip).json["phone"] == "0811"
    fd("receipt", "AAAA-BBBB", code=3)
    assert fd("status").json["unsent"] == 0


# -- the disk


def test_a_folder_that_may_not_be_written(fd: CommandLine, tmp_path: Path) -> None:
    # The administrator may write everywhere but into the kernel's own folders.
    closed = Path("/sys") if os.geteuid() == 0 else tmp_path / "closed"
    if closed.parent == tmp_path:
        closed.mkdir(mode=0o500)
    line = ("init", "--unit", "X", "--agency", "Y", "--data", closed / "unit")
    three_sentences(fd(*line, code=4))
    assert not (closed / "unit").exists()


def test_a_folder_below_a_file_cannot_be_made(fd: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    with untouched(fd):
        three_sentences(
            fd("print", "schedule", "--period", "2026-W48", "--out", tmp_path / "berkas/x", code=4)
        )
        three_sentences(fd("bundle", "create", "--to", "unit", "--out", tmp_path / "berkas/x", code=4))
    fd("print", "schedule", "--period", "2026-W48", "--out", tmp_path / "berkas", code=2)
    line = ("init", "--unit", "X", "--agency", "Y", "--data", tmp_path / "berkas" / "data")
    three_sentences(fd(*line, code=4))


def test_publishing_fails_as_a_whole_when_the_papers_cannot_be_written(
    fd: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("x")
    line = ("schedule", "publish", "--period", "2026-W48", "--letter", "1", "--signer", "197712092004032865")
    with untouched(fd):
        three_sentences(fd(*line, "--out", tmp_path / "berkas/x", code=4))


@pytest.mark.skipif(sys.platform == "win32", reason="no limits on file size")
@pytest.mark.scenario(37)
def test_a_full_disk_keeps_what_was_confirmed(fd: CommandLine) -> None:
    """The limit on file size stands for a disk that ends in the middle of the import."""
    before = fd.digest()
    limit = 150_000  # bytes that its journal may reach

    def end_of_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    line = [
        sys.executable,
        "-m",
        "flexdesk",
        "targets",
        "import",
        str(DATA / "activities" / "skp-2026.xlsx"),
        "--json",
    ]
    done = subprocess.run(
        line,
        capture_output=True,
        env={**fd.environment(), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=end_of_disk,
        check=False,
        timeout=60,
        text=True,
    )
    answer = Answer(done.returncode, done.stdout, done.stderr)
    assert answer.code == 4, answer
    three_sentences(answer)
    assert answer.error["code"] in ("store.disk_full", "environment")
    assert fd.digest() == before
    fd("people", "import", ROSTER, code=1)


def test_a_unit_that_is_open_elsewhere(fd: CommandLine) -> None:
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(fd.folder), PASSPHRASE], stdout=subprocess.PIPE, text=True
    )
    try:
        assert held.stdout is not None
        assert held.stdout.readline() == "open\n"
        three_sentences(fd("digest", code=4))
    finally:
        held.kill()
        held.communicate()
    fd("digest")


HOLD = """
import sys, time
from pathlib import Path
from flexdesk.bootstrap import open_desk
with open_desk(Path(sys.argv[1]), passphrase=sys.argv[2]):
    print("open", flush=True)
    time.sleep(60)
"""


def test_a_store_of_noise_cannot_be_opened(fd: CommandLine) -> None:
    (fd.folder / "store.db").write_bytes(os.urandom(8192))
    three_sentences(fd("digest", code=5))
