"""The reader beside the documentation of the format, which shares no code with the program."""

import ast
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest

from flexdesk.domain.log import GENESIS, canonical
from flexdesk.keys.receiving import ReceivingKey
from flexdesk.keys.signing import SigningKey
from flexdesk.sync.bundle import write_bundle
from flexdesk.sync.bundle_header import Addressee
from flexdesk.sync.certificates import Role, issue
from flexdesk.sync.wire import encode_batch
from tests.bench.bench_wire import UNIT, one_by_one, week_fills

ROOT = Path(__file__).parents[2]
READER = ROOT / "resources" / "docs" / "read_bundle.py"
WIRE = ROOT / "tests" / "data" / "wire"
EXAMPLE = json.loads((WIRE / "example.json").read_text(encoding="utf-8"))


def read(file: Path, *more: str, identity: str = EXAMPLE["identity"]) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(READER), str(file), "--identity", identity, *more]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_the_reader_shares_no_code_with_the_program() -> None:
    tree = ast.parse(READER.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name for name in named if name.split(".")[0] in ("flexdesk", "ui", "tests")}


def test_the_example_reads_as_its_batches_were_written() -> None:
    done = read(WIRE / "example.flexdesk", "--issuer", EXAMPLE["issuer"])
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    told = [batch["transactions"] for batch in found["batches"]]
    wanted = [json.loads((WIRE / f"{n}.json").read_text(encoding="utf-8")) for n in EXAMPLE["batches"]]
    assert told == [one["txs"] for one in wanted]
    assert (found["number"], found["to"]) == (7, "unit")
    assert found["prerequisites"] == {"00ff00ff00ff00ff": 4}
    assert [one["holder"] for one in found["certificates"]] == ["Sri Wahyuni"]


def test_a_bundle_made_today_reads_too(tmp_path: Path) -> None:
    signer, box = SigningKey(b"a" * 32), ReceivingKey.generate()
    day = datetime(2026, 11, 23, tzinfo=UTC)
    mine = issue(
        signer,
        unit=UNIT,
        sign_key=signer.public,
        receive=box.recipient,
        role=Role.HEAD,
        holder="Rini",
        valid_from=day,
    )
    histories = [week_fills(signer, 400, people=12), one_by_one(signer, 1)]
    write_bundle(
        tmp_path / "a.flexdesk",
        unit=UNIT,
        signer=signer,
        number=1,
        recipients=[box.recipient],
        batches=[encode_batch(UNIT, txs, GENESIS, signer, app="0.1.0") for txs in histories],
        prerequisites={},
        addressee=Addressee.SERVER,
        created=day,
        app="0.1.0",
        certificates=[mine],
    )
    done = read(tmp_path / "a.flexdesk", identity=box.identity)
    assert done.returncode == 0, done.stderr
    told = [batch["transactions"] for batch in json.loads(done.stdout)["batches"]]
    assert told == [[json.loads(canonical(tx)) for tx in txs] for txs in histories]


def test_another_issuer_and_another_key_are_refused() -> None:
    other = read(WIRE / "example.flexdesk", "--issuer", "00" * 32)
    assert (other.returncode, other.stdout) == (1, "")
    assert "another issuer" in other.stderr
    assert read(WIRE / "example.flexdesk", identity=ReceivingKey.generate().identity).returncode == 1


@pytest.mark.parametrize("at", range(40, 1000, 137))
def test_an_altered_inside_is_refused(tmp_path: Path, at: int) -> None:
    """Encrypted anew after the change, so that only the format's own checks can find it."""
    key = pyrage.x25519.Identity.from_str(EXAMPLE["identity"])
    plain = bytearray(pyrage.decrypt((WIRE / "example.flexdesk").read_bytes(), [key]))
    plain[at % len(plain)] ^= 1
    (tmp_path / "b.flexdesk").write_bytes(pyrage.encrypt(bytes(plain), [key.to_public()]))
    done = read(tmp_path / "b.flexdesk")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
