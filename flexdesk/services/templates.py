"""The unit's own templates of forms, kept with its data and used by every laptop of the unit."""

from functools import cached_property

from flexdesk.documents import Form
from flexdesk.documents.templates import KINDS, Template, read_template, usual, usual_source
from flexdesk.domain.ops import Change
from flexdesk.services.commits import Committer
from flexdesk.store.store import Store

_OWN = "unit/"  # before the version of an own template in the register of issued papers


class Templates:
    """Those in force; read once, for one drawing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _own(self) -> dict[str, Template]:
        rows = self._store.select("form_template")
        return {
            str(row["key"]): read_template(str(row["text"]), str(row["key"])) for row in rows if row["text"]
        }

    def dress(self, kind: str, form: Form) -> Form:
        """Raises TemplateRefused for a template of a newer program."""
        own = self._own.get(kind)
        return own.dress(form) if own is not None else form

    def version(self, kind: str) -> str:
        """As the register of issued papers names it."""
        own = self._own.get(kind)
        if own is not None:
            return f"{_OWN}{own.version}"
        return usual(kind).version if kind in KINDS else "1"


class TemplateService:
    def __init__(self, committer: Committer) -> None:
        self._committer = committer
        self._store = committer.store

    def source(self, kind: str) -> tuple[str, bool]:
        """Its text, and whether it is the unit's own; raises TemplateRefused."""
        row = self._store.get("form_template", kind)
        if row is not None and row["text"]:
            return str(row["text"]), True
        return usual_source(kind), False

    def set(self, kind: str, source: str, name: str = "") -> Change | None:
        """`name` is the file it came from. Raises TemplateRefused; nothing is kept then."""
        made = read_template(source, kind)
        cells = {"text": source, "version": made.version, "source": name}
        return self._committer.commit(
            Change("template.set", (self._committer.upsert("form_template", kind, cells),))
        )

    def reset(self, kind: str) -> Change | None:
        """The usual one again; raises TemplateRefused."""
        usual(kind)
        if self._store.get("form_template", kind) is None:
            return None
        return self._committer.commit(
            Change("template.reset", (self._committer.delete("form_template", kind),))
        )
