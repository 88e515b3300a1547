"""Small things that want to become large, by file and over the line: refused in bounded time and memory."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flexdesk.keys.receiving import ReceivingKey
from flexdesk.server import admin
from flexdesk.server.central import Central, Settings
from flexdesk.sync import messages
from flexdesk.sync.message_fields import MAX_REQUEST
from tests.helpers import bombs
from tests.helpers.server import Laptop

MB = 1 << 10  # in kB
MAX_GROWTH = {"batch": 320 * MB, "message": 40 * MB, "file": 160 * MB}
MAX_SECONDS = 6.0
# The making of these takes longer than what they are about; `make soak` lets them go off too.
LARGE = {"zstd of 1 GB", "most cells", "nine million lists", "a million keys"}
LONG = bool(os.environ.get("SOAK"))

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="it asks /proc how large it grew"
)

Weigh = Callable[[str, bytes], tuple[str, float, int]]


@pytest.fixture(scope="module")
def weigh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weigh]:
    """Lets a bomb go off in a process of its own: what it said, seconds, kB grown."""
    room = tmp_path_factory.mktemp("bombs")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.bombs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def weighed(name: str, data: bytes) -> tuple[str, float, int]:
        (room / "bomb").write_bytes(data)
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([name, str(room)]) + "\n")
        process.stdin.flush()
        _name, told, seconds, grown = json.loads(process.stdout.readline())
        print(f"{name}: {len(data):,} B -> {told}, {seconds} s, {grown / MB:.1f} MB")
        return told, seconds, grown

    box = ReceivingKey.generate()
    (room / "identity").write_text(box.identity)
    (room / "recipient").write_text(box.recipient)
    weighed.room = room  # type: ignore[attr-defined]
    yield weighed
    process.communicate()


@pytest.mark.scenario(55)
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bombs.BATCHES if LONG else bombs.BATCHES.keys() - LARGE))
def test_a_bomb_in_a_batch_is_refused_within_its_bounds(weigh: Weigh, name: str) -> None:
    blob = bombs.BATCHES[name]()
    told, seconds, grown = weigh(f"batch:{name}", blob)
    assert told.startswith("WireFault")
    assert seconds < MAX_SECONDS
    assert grown < MAX_GROWTH["batch"]


@pytest.mark.scenario(55)
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(bombs.MESSAGES if LONG else bombs.MESSAGES.keys() - LARGE))
def test_a_bomb_in_a_request_is_refused_within_its_bounds(weigh: Weigh, name: str) -> None:
    told, seconds, grown = weigh(f"message:{name}", bombs.MESSAGES[name]())
    assert told == "MessageFault"
    assert seconds < MAX_SECONDS
    assert grown < MAX_GROWTH["message"]


@pytest.mark.slow
@pytest.mark.skipif(not LONG, reason="a file of 60 MB is made and sealed; make soak")
@pytest.mark.scenario(55)
def test_a_file_of_millions_of_items_is_refused_within_its_bounds(weigh: Weigh) -> None:
    recipient = (weigh.room / "recipient").read_text()  # type: ignore[attr-defined]
    told, seconds, grown = weigh("file:many items", bombs.many_items(recipient))
    assert told == "BundleTooLarge"
    assert seconds < MAX_SECONDS
    assert grown < MAX_GROWTH["file"] + 128 * MB  # the file itself, sealed and open


# a server as a process


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, int, Settings]]:
    """Address, process, settings."""
    settings = Settings(f"sqlite:///{tmp_path / 'server.db'}", keys=tmp_path)
    admin.init(settings)
    program = (
        "import sys; from flexdesk.server.run import serve; from flexdesk.server.central import Settings; "
        "serve(Settings(sys.argv[1]), '127.0.0.1', 0, listening=lambda url: print(url, flush=True))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, settings.database], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process.pid, settings
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.slow
@pytest.mark.scenario(55)
def test_a_server_answers_bombs_and_goes_on(server: tuple[str, int, Settings]) -> None:
    url, process, settings = server
    with Central(settings) as central:
        unit = admin.unit_add(central, "Kelurahan Contoh", admin.agency_add(central, "Kota Contoh"))
        code, _until = admin.code(central, unit, "head")
    laptop = Laptop(url, key=bombs.AUTHOR)
    laptop.enrol(code)
    laptop.write(2)
    laptop.send(laptop.batch())
    before = _kb(process)
    for name, bomb in bombs.MESSAGES.items():
        if name in LARGE and not LONG:
            continue
        for path in ("/s", "/enrol"):
            assert _posted(url, path, bomb()) == 400, (name, path)
    for name, bomb in bombs.BATCHES.items():
        if (LONG or name not in LARGE) and len(made := bomb()) < MAX_REQUEST - 1000:
            request = messages.encode_sync_request(laptop.request(made), laptop.key)
            assert _posted(url, "/s", request) in (200, 400)
    grown = _kb(process) - before
    print(f"the server grew by {grown / MB:.1f} MB")
    assert grown < MAX_GROWTH["batch"] + 100 * MB
    laptop.write(1)
    assert laptop.send(laptop.batch(3)).acknowledged[laptop.device] == 3
    laptop.close()
    with Central(settings) as central:
        assert [state.faults for state in admin.verify(central)] == [()]


def _posted(url: str, path: str, body: bytes) -> int:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request("POST", path, body)
        return connection.getresponse().status
    finally:
        connection.close()


def _kb(process: int) -> int:
    """The most that the process ever held."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
