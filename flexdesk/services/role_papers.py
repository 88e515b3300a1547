"""Fills the matrix of roles of each leader: whose part serves which of the leader's results."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flexdesk.documents.role_matrix import RoleMatrix, RoleRow
from flexdesk.domain.performance import ResultClass
from flexdesk.services.cascade import ADDITIONAL, Branch, cascade
from flexdesk.services.papers import Papers
from flexdesk.services.targets import Skp, TargetResult

_WITHOUT = "Tanpa hasil kerja pimpinan"


class _Part(NamedTuple):
    """One filled field. `column` is the key of the leader's result, or the sentence nobody carries."""

    leader: str
    column: str
    skp: str
    text: str


def role_matrices(papers: Papers, plans: Sequence[Skp], year: int) -> list[RoleMatrix]:
    """One for each leader whose results others serve, the head of the unit first.

    The leader is whoever carries the result that is served; else, and for people who serve nothing yet,
    whoever rates them.
    """
    parts: defaultdict[str, list[_Part]] = defaultdict(list)
    for part in _parts(cascade(plans)):
        parts[part.leader].append(part)
    placed = {part.skp for found in parts.values() for part in found}
    alone = [skp for skp in plans if skp.key not in placed and skp.row["rater"]]
    leaders = {*parts, *(str(skp.row["rater"]) for skp in alone)}
    order = [str(skp.person["key"]) for skp in plans]
    ranked = sorted(leaders, key=lambda key: (key != papers.head, _place(order, key), key))
    return [_matrix(papers, leader, parts[leader], plans, alone, year) for leader in ranked]


def _parts(branches: Sequence[Branch]) -> Iterator[_Part]:
    """Additional tasks that serve no sentence are shared out by nobody's matrix."""
    for root in branches:
        if root.key == ADDITIONAL:
            continue
        if root.skp is not None and root.skp.row["rater"]:
            yield _Part(str(root.skp.row["rater"]), _WITHOUT, root.skp.key, root.text)
        for branch in root.walk():
            for child in branch.children:
                assert child.skp is not None  # a sentence that nobody carries is never below another
                leader = branch.skp.person["key"] if branch.skp else child.skp.row["rater"]
                column = branch.key if branch.skp else branch.text
                yield _Part(str(leader or ""), column, child.skp.key, child.text)


def _matrix(
    papers: Papers,
    leader: str,
    parts: Sequence[_Part],
    plans: Sequence[Skp],
    alone: Sequence[Skp],
    year: int,
) -> RoleMatrix:
    heads = {
        str(result.row["key"]): _head(result)
        for skp in plans
        if str(skp.person["key"]) == leader
        for result in skp.results
        if result.row["class"] != ResultClass.ADDITIONAL
    }
    for part in sorted(parts, key=lambda part: part.column == _WITHOUT):
        heads.setdefault(part.column, part.column)
    held: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for part in parts:
        held[part.skp, part.column].append(part.text)
    members = {part.skp for part in parts} | {skp.key for skp in alone if skp.row["rater"] == leader}
    return RoleMatrix(
        agency=papers.agency,
        unit=papers.unit_name,
        year=year,
        leader=papers.signatory(leader),
        columns=tuple(heads.values()),
        rows=tuple(
            _row(papers, skp, [held[skp.key, column] for column in heads])
            for skp in plans
            if skp.key in members
        ),
        place=papers.place,
        signed_on=papers.today,
        paper=papers.paper,
    )


def _row(papers: Papers, skp: Skp, cells: Sequence[Sequence[str]]) -> RoleRow:
    who = papers.official(str(skp.person["key"]), str(skp.row["jabatan"] or ""))
    return RoleRow(who.name, who.position, tuple(_cell(texts) for texts in cells))


def _cell(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)


def _head(result: TargetResult) -> str:
    indicators = [str(one.row["text"]) for one in result.indicators if one.row["text"]]
    told = f"\nIKI: {'; '.join(indicators)}" if indicators else ""
    return f"{result.row['text'] or ''}{told}"


def _place(order: Sequence[str], key: str) -> int:
    return order.index(key) if key in order else len(order)
