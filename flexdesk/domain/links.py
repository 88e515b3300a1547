"""Which work result does a report row without code belong to? A proposal that a person confirms.

Three signs are added up: the words that row and result share (rare words count more), the unit of the
amount, and how earlier rows of the same person were linked. Standard library only; no row leaves the laptop.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from flexdesk.domain.outputs import normal_sentence

UNIT_WEIGHT = 0.6
EXAMPLE_WEIGHT = 1.5
ADDITIONAL_WEIGHT = 0.45  # an additional duty has no words of its own, only usual openings
CLEAR_LEAD = 0.15  # over the second best; below it the proposal is shown as a guess

# Duties that every office has beside its work plan, and openings of helping and attending.
_ADDITIONAL_WORDS = re.compile(
    r"\b(apel|upacara|senam|(jumat|sabtu) (bersih|sehat)|kerja bakti|halal ?bihalal|"
    r"rapat (staf|internal|seksi|subbagian|bidang)|bimbingan teknis|bimtek|sosialisasi|pelatihan|diklat|"
    r"seminar|webinar|workshop)\b"
)
_ADDITIONAL_OPENINGS = re.compile(r"^(membantu|mengikuti|menghadiri|mewakili)\b")

_STOP = frozenset(
    (
        "dan", "di", "ke", "dari", "pada", "yang", "untuk", "dengan", "oleh", "dalam", "terkait", "serta",
        "atau", "para", "sesuai", "secara", "kepada", "sebelum", "setelah", "jumlah", "persentase",
        "ketepatan", "waktu", "nilai", "terlaksana", "tersedia",
    )
)  # fmt: skip
_PREFIX = re.compile(
    r"^(memper|diper|menge|meng|meny|mem|men|me|peng|peny|pem|pen|per|ber|ter|di|pe|se)(?=\w{3})"
)
_SUFFIX = re.compile(r"(?<=\w{3})(kannya|annya|inya|nya|kan|an|i)$")
_DROPPED = {"meng": "", "peng": "", "meny": "s", "peny": "s", "mem": "", "pem": "", "men": "", "pen": ""}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A rough Indonesian stem: "menandatangani", "ditandatangani" and "penandatanganan" become one."""
    bare = _SUFFIX.sub("", word) if len(word) > 5 else word
    found = _PREFIX.match(bare) if len(bare) > 5 else None
    if found is None:
        return bare
    rest = bare[found.end() :]
    # An active prefix swallows the first consonant of the root (tulis, menulis): compare without it.
    if found[1] not in _DROPPED and rest[:1] in "tpks" and len(rest) > 4:
        rest = rest[1:]
    return rest


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    words = (word for word in normal_sentence(text).split() if len(word) > 1 and not word.isdecimal())
    return tuple(
        dict.fromkeys(found for word in words if word not in _STOP and (found := stem(word)) not in _STOP)
    )


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A work result a row may belong to; `text` has the result and its indicators."""

    key: str
    text: str
    units: tuple[str, ...] = ()
    additional: bool = False


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A row whose result a person has named or confirmed."""

    activity: str
    unit: str
    key: str


@dataclass(frozen=True, slots=True)
class Link:
    """`clear` says that the best result leads by far; without it the link is a guess to be looked at."""

    key: str
    score: float
    clear: bool


class Linker:
    """Proposes links for one person; `background` are other texts of the unit, for how rare a word is."""

    def __init__(
        self,
        targets: Sequence[LinkTarget],
        linked: Iterable[LinkedRow] = (),
        background: Iterable[str] = (),
    ) -> None:
        self._targets = tuple(targets)
        self._linked = tuple(dict.fromkeys(linked))
        texts = [target.text for target in self._targets] + [row.activity for row in self._linked]
        self._rarity = _rarity([*texts, *background])
        self._unit_shares = Counter(unit for target in self._targets for unit in _units(target))
        self._target_weights = {target.key: self._weights(target.text) for target in self._targets}
        self._examples: defaultdict[str, list[tuple[dict[str, float], str]]] = defaultdict(list)
        for row in self._linked:
            self._examples[row.key].append((self._weights(row.activity), normal_sentence(row.unit)))

    def link(self, activity: str, unit: str = "") -> Link | None:
        """The likeliest result; None when the person has none."""
        weights, plain_unit = self._weights(activity), normal_sentence(unit)
        ranked = sorted(
            ((self._score(target, activity, weights, plain_unit), target.key) for target in self._targets),
            key=lambda pair: -pair[0],
        )
        if not ranked:
            return None
        best, key = ranked[0]
        lead = best - ranked[1][0] if len(ranked) > 1 else best
        return Link(key, round(best, 3), best > 0 and lead >= CLEAR_LEAD)

    def _score(self, target: LinkTarget, activity: str, weights: dict[str, float], unit: str) -> float:
        score = _cosine(weights, self._target_weights[target.key])
        if unit and unit in _units(target):
            score += UNIT_WEIGHT / self._unit_shares[unit]
        if target.additional:
            score += ADDITIONAL_WEIGHT * _additional_signs(activity)
        return score + EXAMPLE_WEIGHT * self._precedent(target.key, weights, unit)

    def _precedent(self, key: str, weights: dict[str, float], unit: str) -> float:
        """The likeness of the most similar earlier row; the same sentence in another unit counts less."""
        best = 0.0
        for example, example_unit in self._examples[key]:
            likeness = _cosine(weights, example)
            best = max(best, likeness if not unit or unit == example_unit else 0.8 * likeness)
        return best

    def _weights(self, text: str) -> dict[str, float]:
        found = {word: self._rarity.get(word, self._rarity[""]) for word in stems(text)}
        length = sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {word: weight / length for word, weight in found.items()}


def _units(target: LinkTarget) -> set[str]:
    return {normal_sentence(unit) for unit in target.units}


def _additional_signs(activity: str) -> float:
    plain = normal_sentence(activity)
    if _ADDITIONAL_WORDS.search(plain):
        return 2.0
    return 1.0 if _ADDITIONAL_OPENINGS.search(plain) else 0.0


def _rarity(texts: Sequence[str]) -> Mapping[str, float]:
    """Inverse document frequency; the key "" is for a word never seen."""
    counts = Counter(word for text in texts for word in stems(text))
    total = len(texts) + 1
    return {word: log(total / (1 + count)) + 1 for word, count in counts.items()} | {"": log(total) + 1}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)
