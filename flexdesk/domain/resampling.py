"""Intervals for a mean of few values, made by resampling, so that no table of a distribution is assumed.

The percentile bootstrap (B. Efron, "Bootstrap Methods: Another Look at the Jackknife", Annals of Statistics
7, 1979): draw as many values as there are, with replacement, many times; the middle 95 % of the means is the
interval. With few values that interval is too narrow: its spread lacks the factor sqrt(n / (n - 1)) and its
tails are those of the normal curve. T. Hesterberg, "What Teachers Should Know About the Bootstrap", The
American Statistician 69 (2015), section 5.3, widens the percentiles to
Phi(-sqrt(n / (n - 1)) * t(n - 1)) on either side; so it is done here. From `MANY` values on both ways agree
to the third digit, and the interval of Student's t, which costs nothing, takes the place of the draws.

The draws begin at a fixed seed and the values are sorted first: the same values give the same interval in
every order, on every laptop.
"""

import math
import random
from collections.abc import Callable, Sequence
from statistics import NormalDist, fmean, variance

LEVEL = 0.95
RESAMPLES = 4_000
MANY = 400
_SEED = 20_250_421  # the day that PermenPANRB 4/2025 came into force; any number would do
_PLACES = 9  # sums of the same days in another order differ beyond this digit

Interval = tuple[float, float]


def interval(values: Sequence[float]) -> Interval:
    """Where the mean of whatever these values come from lies; raises ValueError for fewer than two."""
    if len(values) < 2:
        raise ValueError(len(values))
    ordered = sorted(values)
    if len(ordered) >= MANY:
        return _by_student(fmean(ordered), variance(ordered) / len(ordered), len(ordered) - 1)
    draw = random.Random(_SEED)
    size = len(ordered)
    return _middle(lambda: math.fsum(draw.choices(ordered, k=size)) / size, size)


def interval_between(first: Sequence[float], second: Sequence[float]) -> Interval:
    """The same for the mean of `second` less that of `first`, each drawn by itself.

    The smaller of the two decides how far the percentiles are widened. Raises ValueError for fewer than two.
    """
    fewer = min(len(first), len(second))
    if fewer < 2:
        raise ValueError(fewer)
    one, two = sorted(first), sorted(second)
    if fewer >= MANY:
        spread = variance(one) / len(one) + variance(two) / len(two)
        return _by_student(fmean(two) - fmean(one), spread, fewer - 1)
    draw = random.Random(_SEED)

    def once() -> float:
        low = math.fsum(draw.choices(one, k=len(one))) / len(one)
        return math.fsum(draw.choices(two, k=len(two))) / len(two) - low

    return _middle(once, fewer)


def _middle(draw: Callable[[], float], size: int) -> Interval:
    means = sorted(draw() for _again in range(RESAMPLES))
    widened = math.sqrt(size / (size - 1)) * student(size - 1)
    outside = NormalDist().cdf(-widened)
    low = math.floor(outside * RESAMPLES)
    return round(means[low], _PLACES), round(means[-1 - low], _PLACES)


def _by_student(mean: float, squared_error: float, freedom: int) -> Interval:
    reach = student(freedom) * math.sqrt(squared_error)
    return round(mean - reach, _PLACES), round(mean + reach, _PLACES)


def student(freedom: int) -> float:
    """How many standard errors Student's t reaches on either side to hold 95 %."""
    low, high = 1.9, 13.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < LEVEL else (low, middle)
    return high


def _within(reach: float, freedom: int) -> float:
    """The share of Student's t between -reach and reach (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(reach / math.sqrt(freedom))
    cosine = math.cos(angle)
    odd = freedom % 2
    term = total = cosine if odd else 1.0
    for step in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    if odd:
        return 2 / math.pi * (angle + (math.sin(angle) * total if freedom > 1 else 0.0))
    return math.sin(angle) * total
