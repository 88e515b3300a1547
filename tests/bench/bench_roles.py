"""What judging by roles costs: an edit with and without it, a receipt of changes, and bytes on the wire.

Each figure is a ratio to the same work without the judgement, measured by turns in the same run.
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from unittest.mock import patch

from flexdesk.domain.log import GENESIS, SERVER, RowWrite, Tx
from flexdesk.domain.mandate import Grant, Mandate, judge
from flexdesk.keys.signing import SigningKey
from flexdesk.server.validation import validate
from flexdesk.sync.wire import decode_batch, encode_batch
from tests.helpers.desks import small_desk
from tests.helpers.staffed_unit import place
from tests.helpers.units import NIP

ROUNDS = 6
EDITS = 100
KEY = SigningKey(bytes(range(32)))
SEEN = {"0123456789abcdef": 412, "fedcba9876543210": 96}
LIMIT = 1.15  # of the work without


def best(*works: Callable[[int], object]) -> list[float]:
    """The least processor time of each, run by turns."""
    times = [[0.0] * ROUNDS for _work in works]
    for round in range(ROUNDS):
        for number, work in enumerate(works):
            began = process_time()
            work(round)
            times[number][round] = process_time() - began
    return [min(held) for held in times]


def edits(folder: Path) -> tuple[float, float]:
    """Seconds for a hundred edits: judged, and not."""
    with small_desk(folder, [(NIP, "Sri Contohwati")]) as desk:
        begun = date(2027, 1, 1)

        def write(offset: int) -> None:
            for day in range(EDITS):
                place(desk, (begun + timedelta(days=offset + day)).isoformat())

        def unjudged(round: int) -> None:
            with patch("flexdesk.services.commits.refuse_unauthorised"):
                write(2 * EDITS * round + EDITS)

        judged, plain = best(lambda round: write(2 * EDITS * round), unjudged)
    return judged, plain


def batch(ctx: dict[str, int], count: int) -> bytes:
    txs = [
        Tx(
            KEY.device,
            n,
            (1_795_395_600_000 + n) << 16,
            ctx,
            "t",
            (RowWrite(11, f"p|{day(n)}", {1: "home"}),),
        )
        for n in range(1, count + 1)
    ]
    return encode_batch("00112233445566ff", txs, GENESIS, KEY, app="0.1.0")


def day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


def received() -> tuple[float, float]:
    """Seconds to read and check a batch of 500 changes at the server: with a clerk's roles, and without."""
    blob = batch({**SEEN, SERVER: 1234}, 500)
    mandate = Mandate((Grant(2, "head"), Grant(90, "clerk", 1_900_000_000_000)))

    def judged(_round: int) -> None:
        for tx in decode_batch(blob, public_key=KEY.public).txs:
            assert validate(tx, judge(mandate, tx, known_ms=1, arrived_ms=2_000_000_000_000).role) == []

    def unjudged(_round: int) -> None:
        for tx in decode_batch(blob, public_key=KEY.public).txs:
            assert validate(tx, "head") == []

    held, plain = best(judged, unjudged)
    return held, plain


def main() -> None:
    with TemporaryDirectory() as folder:
        judged, plain = edits(Path(folder) / "unit")
    clerk, head = received()
    bytes_with, bytes_without = len(batch({**SEEN, SERVER: 1234}, 20)), len(batch(SEEN, 20))
    print(f"{'':44}{'with':>10}{'without':>10}{'ratio':>8}{'limit':>8}")
    for words, one, other, unit in (
        ("one edit on the laptop", judged / EDITS * 1000, plain / EDITS * 1000, "ms"),
        ("a batch of 500 at the server", clerk * 1000, head * 1000, "ms"),
        ("signed batch of 20 edits", bytes_with, bytes_without, "B"),
    ):
        print(f"{words:44}{one:8.2f} {unit}{other:8.2f} {unit}{one / other:7.2f}{LIMIT:8.2f}")


if __name__ == "__main__":
    main()
