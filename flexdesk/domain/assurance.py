"""What a sample says about all: how many of the rest may be wrong at most, when so many were looked at."""

from math import comb

CERTAINTY = 0.95


def most_faulty(of: int, opened: int, faulty: int, certainty: float = CERTAINTY) -> int:
    """The largest number of faulty ones among `of` that such a sample does not make unlikely.

    Exact: drawn without putting back (hypergeometric). With no fault found it is close to the rule of three,
    three in as many as were opened.
    """
    if not 0 <= faulty <= opened <= of:
        raise ValueError((of, opened, faulty))
    worst = faulty
    for total in range(faulty, of - (opened - faulty) + 1):
        if _at_most(of, opened, faulty, total) <= 1 - certainty:
            break
        worst = total
    return worst


def _at_most(of: int, opened: int, faulty: int, total: int) -> float:
    """How likely a sample shows no more than `faulty` of `total` faulty ones."""
    ways = sum(comb(total, seen) * comb(of - total, opened - seen) for seen in range(faulty + 1))
    return ways / comb(of, opened)
