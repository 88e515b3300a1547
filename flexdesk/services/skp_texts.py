"""What stands in an SKP beside its results: the three lists of the annex, and what the leader expects."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest

from flexdesk.domain.core_values import CoreValue
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.performance import Annex
from flexdesk.domain.schema import join_key
from flexdesk.services.commits import Committer
from flexdesk.services.skp_rows import require_living
from flexdesk.store.store import Row


class SkpTexts:
    """Both may still be completed on an approved plan: they settle conditions, not what is to be reached."""

    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    # -- annex

    def annex(self, skp: str) -> dict[Annex, list[str]]:
        """All three lists in the order of the form, empty ones too."""
        return {kind: [str(row["text"]) for row in self._lines(skp, kind)] for kind in Annex}

    def set_annex(self, skp: str, kind: Annex, lines: Sequence[str]) -> Change | None:
        """Let the list be these lines; blank ones are left out. Raises NotFound, SkpLocked."""
        require_living(self._store, skp)
        wanted = [text for line in lines if (text := " ".join(line.split()))]
        ops: list[Op] = []
        for order, (row, text) in enumerate(zip_longest(self._lines(skp, kind), wanted), 1):
            cells = {"skp": skp, "kind": kind, "order": order, "text": text}
            if row is None:
                ops.append(self._committer.insert("skp_annex", cells))
            elif text is None:
                ops.append(self._committer.delete("skp_annex", str(row["key"])))
            else:
                ops.append(self._committer.update("skp_annex", row, cells))
        return self._committer.commit(Change("skp.annex", tuple(ops))) if ops else None

    def _lines(self, skp: str, kind: Annex) -> list[Row]:
        rows = self._store.select("skp_annex", skp=skp, kind=str(kind), order='"order", key')
        return [row for row in rows if row["text"]]

    # -- expectations

    def expectations(self, skp: str) -> dict[CoreValue, str]:
        """All seven values in the order of the form; several lines are several expectations."""
        rows = {
            str(row["value"]): str(row["text"] or "") for row in self._store.select("expectation", skp=skp)
        }
        return {value: rows.get(value, "") for value in CoreValue}

    def set_expectation(self, skp: str, value: CoreValue, text: str) -> Change | None:
        """An empty text takes it away: the form prints a dash. Raises NotFound, SkpLocked."""
        require_living(self._store, skp)
        plain = "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))
        op = self._committer.upsert("expectation", join_key(skp, value), {"text": plain})
        return self._committer.commit(Change("skp.expectation", (op,)))


# -- presets


@cache
def _presets() -> Mapping[str, Mapping[str, Sequence[str]]]:
    text = (files("resources") / "documents" / "skp-presets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def annex_presets(kind: Annex) -> tuple[str, ...]:
    return tuple(_presets()["annex"].get(kind, ()))


def expectation_presets(value: CoreValue) -> tuple[str, ...]:
    return tuple(_presets()["expectation"].get(value, ()))
