"""The review's rules as this unit has set them; settings travel to its other laptops."""

from dataclasses import replace

from flexdesk.domain.ops import Change
from flexdesk.domain.outputs import Question
from flexdesk.domain.review_rules import BY_QUESTION, RULES, Setting, setting
from flexdesk.errors import NotFound
from flexdesk.i18n import _
from flexdesk.services.commits import Committer


class ReviewRuleService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def settings(self) -> list[Setting]:
        """Every rule in the order in which it is read, without what it marks."""
        held = {str(row["key"]): row for row in self._store.select("review_rule")}
        found = [(rule, held.get(str(rule.question), {})) for rule in RULES]
        return [setting(rule, off=row.get("off"), limit=row.get("limit")) for rule, row in found]

    def set(self, name: str, *, on: bool | None = None, limit: float | None = None) -> Change | None:
        """Switch a rule or change its number; raises NotFound, NoLimit, LimitOutside."""
        if name not in set(Question):
            raise NotFound(what=_("Rule of the review"), key=name)
        rule = BY_QUESTION[Question(name)]
        cells: dict[str, object] = {}
        if limit is not None:
            rule.check(limit)
            cells["limit"] = int(limit) if float(limit).is_integer() else limit
        if on is not None:
            cells["off"] = 0 if on else 1
        return self._committer.commit(
            Change("review.rule", (self._committer.upsert("review_rule", str(rule.question), cells),))
        )


def marked(settings: list[Setting], marks: dict[Question, int]) -> list[Setting]:
    """The settings with how many outputs and days each rule points at."""
    return [replace(one, marked=marks.get(one.rule.question, 0)) for one in settings]
