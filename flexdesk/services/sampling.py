"""Honest samples: many outputs may be accepted at once only after some, drawn by lot, were looked at.

The lot is a seed kept for each period. Outputs are ranked by a hash of seed and key, so that anybody who
has the seed, which the change's kind carries, can draw the same sample again.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

SHARE = 0.1
LEAST = 5
MOST = 30  # thirty without fault speak for 90 % of any number with 95 % certainty; more adds little


class SampleNotOpened(FlexDeskError):
    code = "outputs.sample_not_opened"
    ticket = "FD-TIN-01"
    text = N_("{missing} of {size} outputs of the random sample were not opened yet.")
    next = N_("Open the random sample first, then accept the rest at once.")


@dataclass(frozen=True, slots=True)
class Sample:
    """`of` is how many outputs it was drawn from."""

    seed: int
    keys: tuple[str, ...]
    of: int

    @property
    def mark(self) -> str:
        """What the log keeps: `1a2b3c4d.5of46`."""
        return f"{self.seed:08x}.{len(self.keys)}of{self.of}"

    def require(self, opened: Collection[str]) -> None:
        """Raises SampleNotOpened."""
        missing = [key for key in self.keys if key not in opened]
        if missing:
            raise SampleNotOpened(missing=len(missing), size=len(self.keys))


def draw(keys: Sequence[str], seed: int) -> Sample:
    """The same for the same keys and seed, in whatever order they come."""
    size = min(len(keys), MOST, max(LEAST, ceil(SHARE * len(keys))))
    ranked = sorted(keys, key=lambda key: hashlib.sha256(f"{seed:08x}|{key}".encode()).digest())
    return Sample(seed, tuple(ranked[:size]), len(keys))
