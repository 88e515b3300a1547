"""A leader's result handed down to people: the cascade and the matrix of roles write through here."""

from collections.abc import Sequence

from flexdesk.domain.ops import Change
from flexdesk.domain.outline import Typed
from flexdesk.domain.performance import ResultClass
from flexdesk.i18n import _
from flexdesk.services.carrying import Part, ServesItself, put_parts
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.outline import Link, NotLawful, OutlineService
from flexdesk.services.role_matrix import Carrier, RoleMatrix, role_matrix
from flexdesk.services.targets import TargetService


class HandingDown:
    """All writes go through drafts of the outline, so that its gate holds here too."""

    def __init__(
        self, committer: Committer, reader: FactReader, targets: TargetService, outline: OutlineService
    ) -> None:
        self._committer = committer
        self._reader = reader
        self._targets = targets
        self._outline = outline

    def hand_down(self, result: str, parts: Sequence[Part]) -> Change | None:
        """A result for each person that serves this one, with their part of its numbers, in one change.

        Raises CarriedAlready, ServesItself, PlanClosed, NotFound.
        """
        draft = self._outline.draft_of(result)
        links = self._outline.links(draft.year)
        people = [part.person for part in parts]
        links.refuse_again(result, people)
        links.refuse_above(draft, result, people)
        put_parts(draft, result, parts)
        return self._committer.commit(draft.change("targets.hand_down"))

    def carriers(self, result: str) -> dict[str, tuple[str, ...]]:
        """Person -> the results with which they serve this one. Raises NotFound."""
        return self._outline.links(self._outline.draft_of(result).year).of(result)

    def matrix(self, year: int, leader: str = "") -> RoleMatrix:
        """Of one person's results, the head's without `leader`; everybody else is a row."""
        plans = self._targets.plans(year=year)
        held = sorted(self._reader.postings(), key=lambda post: post.from_)
        posts = {post.person: post.jabatan for post in held if not post.acting}
        posts |= {str(skp.person["key"]): str(skp.row["jabatan"] or "") for skp in plans}
        people = [
            Carrier(one.key, one.nip, one.name, posts.get(one.key, "")) for one in self._reader.people()
        ]
        return role_matrix(plans, leader or self._reader.unit().head, people)

    def take_back(self, result: str, people: Sequence[str], reason: str = "") -> Change | None:
        """Take out what these people carry of a leader's result; as `OutlineService.remove`."""
        held = self.carriers(result)
        keys = [key for person in people for key in held.get(person, ())]
        return self._outline.remove(keys, reason) if keys else None

    def serve(self, key: str, leader: str) -> Change | None:
        """Let an existing result serve another one. Raises ServesItself, PlanClosed, NotFound."""
        draft = self._outline.draft_of(key)
        above, own = draft.row("work_result", leader), draft.row("work_result", key)
        chain = [key, leader, *self._outline.links(draft.year).above(leader)]
        if key in chain[1:]:
            through = draft.row("work_result", chain[chain.index(key, 1) - 1])
            raise ServesItself(text=own["text"], through=f"“{through['text']}”")
        draft.change_row("work_result", key, {"leader_result": leader, "leader_text": above["text"]})
        return self._committer.commit(draft.change("targets.serve"))

    def set_cell(self, leader: str, person: str, text: str, reason: str = "") -> Change | None:
        """One cell of the matrix of roles: what a person contributes to a leader's result; empty is nothing.

        Raises NotLawful where the person carries it with several results, ReasonNeeded as `remove`.
        """
        held = self.carriers(leader).get(person, ())
        sentence = " ".join(text.split())
        if not sentence:
            return self._outline.remove(held, reason) if held else None
        if len(held) > 1:
            raise NotLawful(detail=_("several results stand in this cell, change them in the outline"))
        if held:
            return self._outline.set_result(held[0], sentence)
        draft = self._outline.draft_of(leader)
        self._outline.links(draft.year).refuse_above(draft, leader, [person])
        link = Link(leader, str(draft.row("work_result", leader)["text"] or ""))
        self._outline.put_result(draft, draft.plan_of(person), Typed(sentence), link, ResultClass.MAIN)
        return self._committer.commit(draft.change("targets.hand_down"))
