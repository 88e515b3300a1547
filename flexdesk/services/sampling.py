"""Honest samples: many outputs may be accepted at once only after some, drawn by lot, were looked at.

The lot is a seed kept for each period. Outputs are ranked by a hash of seed and key, so that anybody who
has the seed, which the change's kind carries, can draw the same sample again. A fingerprint of what it was
drawn from tells whether the redraw is from the same outputs.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

SAMPLED = "outputs.accept_sampled"  # kind of the change; the sample's mark follows behind a dot
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
    """`of` is how many outputs it was drawn from, `fingerprint` stands for which, `period` is a code."""

    seed: int
    keys: tuple[str, ...]
    of: int
    period: str = ""
    fingerprint: str = ""

    @property
    def mark(self) -> str:
        """What the log keeps: `1a2b3c4d.5of46.2026-09-30.0123456789abcdef`."""
        return f"{self.seed:08x}.{len(self.keys)}of{self.of}.{self.period}.{self.fingerprint}"

    def require(self, opened: Collection[str]) -> None:
        """Raises SampleNotOpened."""
        missing = [key for key in self.keys if key not in opened]
        if missing:
            raise SampleNotOpened(missing=len(missing), size=len(self.keys))


def draw(keys: Sequence[str], seed: int, period: str = "") -> Sample:
    """The same for the same keys and seed, in whatever order they come."""
    size = min(len(keys), MOST, max(LEAST, ceil(SHARE * len(keys))))
    ranked = sorted(keys, key=lambda key: hashlib.sha256(f"{seed:08x}|{key}".encode()).digest())
    return Sample(seed, tuple(ranked[:size]), len(keys), period, fingerprint(keys))


def fingerprint(keys: Collection[str]) -> str:
    """Sixteen digits for a set of outputs."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16]
