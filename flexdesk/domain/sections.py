"""The parts of a unit as a tree: who belongs where, and which part a post's own words mean."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flexdesk.domain.people import Posting

_SPACES = re.compile(r"[\s.,/\-]+")


@dataclass(frozen=True, slots=True)
class Section:
    """`max_share` (0 to 1) is the part's own limit of people away at once; None leaves it to the unit's."""

    key: str
    name: str = ""
    parent: str = ""
    site: str = ""
    head: str = ""
    direct_service: bool = False
    max_share: float | None = None
    archived: bool = False


class Tree:
    """Sections by key and by name. Parents that go round in a ring, as two laptops can make them, are cut."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.by_key = {section.key: section for section in sections}
        self._above = {key: self._parent(key) for key in self.by_key}
        living = [section for section in self.by_key.values() if not section.archived]
        self._named = {folded(section.name): section.key for section in sorted(living, key=lambda s: s.key)}

    def _parent(self, key: str) -> str:
        """The parent, unless the way up comes back here and this is the smallest key of the ring."""
        parent = self.by_key[key].parent
        if parent not in self.by_key:
            return ""
        ring, at = [key], parent
        while at and at in self.by_key and at not in ring:
            ring.append(at)
            at = self.by_key[at].parent
        return "" if at == key and key == min(ring) else parent

    def above(self, key: str) -> list[str]:
        """The parts that hold this one, nearest first."""
        found: list[str] = []
        at = self._above.get(key, "")
        while at and at not in found:
            found.append(at)
            at = self._above.get(at, "")
        return found

    def within(self, key: str) -> frozenset[str]:
        """The part itself and every part below it."""
        return frozenset(k for k in self.by_key if k == key or key in self.above(k))

    def ordered(self) -> list[tuple[Section, int]]:
        """Depth first, by name, each with its depth."""
        below: dict[str, list[Section]] = {}
        for section in sorted(self.by_key.values(), key=lambda s: (folded(s.name), s.key)):
            below.setdefault(self._above[section.key], []).append(section)
        found: list[tuple[Section, int]] = []
        waiting = [(section, 0) for section in reversed(below.get("", ()))]
        while waiting:
            section, depth = waiting.pop()
            found.append((section, depth))
            waiting += [(child, depth + 1) for child in reversed(below.get(section.key, ()))]
        return found

    def of_posting(self, posting: Posting | None) -> str:
        """The part a post lies in: as recorded, else the one that the roster's own words name; else empty."""
        if posting is None:
            return ""
        if posting.section in self.by_key:
            return posting.section
        return self._named.get(folded(posting.unit), "")

    def closes_ring(self, key: str, parent: str) -> bool:
        """Whether `key` under `parent` would make a ring."""
        return parent == key or key in self.above(parent)


def folded(text: str) -> str:
    """What two ways of writing the same part have in common."""
    plain = _SPACES.sub(" ", text.casefold()).strip()
    return re.sub(r"^sub ?bag(?:ian)? ", "subbagian ", re.sub(r"^(?:kasi|sie?) ", "seksi ", plain))


def proposed(texts: Iterable[str], tree: Tree) -> list[tuple[str, int]]:
    """Parts that the roster names and the tree lacks, in the order of the roster, with their people."""
    known = {folded(section.name) for section in tree.by_key.values()}
    counts: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for text in texts:
        plain = folded(text)
        if plain and plain not in known:
            counts[plain] += 1
            spelt.setdefault(plain, " ".join(text.split()))
    return [(spelt[plain], counts[plain]) for plain in spelt]


def capped(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Living parts with a limit of their own, by key."""
    found = (s for s in sections if s.max_share is not None and not s.archived)
    return tuple(sorted(found, key=lambda s: s.key))


def site_of(tree: Tree, section: str) -> str:
    """The site a part works at: its own, else the nearest above it that has one."""
    for key in (section, *tree.above(section)):
        if key in tree.by_key and tree.by_key[key].site:
            return tree.by_key[key].site
    return ""


def head_of(tree: Tree, section: str, person: str) -> str:
    """Who leads the part somebody works in, or the nearest above that somebody else leads; else empty."""
    for key in (section, *tree.above(section)):
        if key in tree.by_key and tree.by_key[key].head not in ("", person):
            return tree.by_key[key].head
    return ""
