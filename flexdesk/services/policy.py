"""The unit's technical rules: what is in force, since when, by whom, and how to change it."""

from datetime import date, time
from pathlib import Path

from flexdesk.domain.ops import Change
from flexdesk.domain.policy import Policy, Sentence, Setting, differences
from flexdesk.domain.schema import join_key
from flexdesk.errors import EnvironmentTrouble
from flexdesk.exchange import packs
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader

Difference = tuple[Sentence | None, Sentence | None]


class PolicyService:
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        self._committer = committer
        self._reader = reader

    def policy(self) -> Policy:
        return self._reader.policy()

    def sentences(self, day: date) -> tuple[Sentence, ...]:
        return self.policy().sentences(day)

    def set(
        self, key: str, value: str, *, from_day: date, source: str = "", grade: str = ""
    ) -> Change | None:
        """Let `value` hold from a day on; raises what `Policy.with_edit` raises."""
        policy = self.policy()
        policy.with_edit(key, value, from_day=from_day)
        row = join_key(key, from_day.isoformat())
        cells = {"value": value.strip(), "source": source, "grade": grade}
        return self._committer.commit(Change("policy.set", (self._committer.upsert("policy", row, cells),)))

    def differences(self, file: Path, day: date) -> tuple[Difference, ...]:
        """What a pack in a file would change, sentence by sentence. Raises PackUnreadableError."""
        pack = packs.read_policy_pack(_text(file))
        return differences(self.policy(), pack.policy(), day)

    def use(self, file: Path, day: date) -> Change | None:
        """Take over the values of a pack as edits of this unit, as one change. Raises as `differences`."""
        pack = packs.read_policy_pack(_text(file))
        start = max(day, pack.from_)
        ops = []
        policy = self.policy()
        for definition in pack.definitions:
            sentence = pack.policy().sentence(definition.key, start)
            value = _stored(sentence.value)
            policy.with_edit(definition.key, value, from_day=start)
            cells = {"value": value, "source": f"{pack.name} {pack.version}", "grade": definition.grade}
            ops.append(self._committer.upsert("policy", join_key(definition.key, start.isoformat()), cells))
        return self._committer.commit(Change("policy.use", tuple(ops)))


def _stored(value: Setting) -> str:
    """A typed value as the text that `domain.policy.parse` reads back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise packs.PackUnreadableError(detail=str(fault)) from fault
    except OSError as fault:
        raise EnvironmentTrouble(detail=str(fault)) from fault
