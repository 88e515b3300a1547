"""The roster: people from any file, edited, moved between posts, with the answer who may work flexibly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flexdesk.domain.duplicates import Pair, suspects
from flexdesk.domain.eligibility import Eligibility, eligibilities
from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Departure, Person, PostingReason, Status
from flexdesk.domain.rules import Board
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, UsageError
from flexdesk.i18n import _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import former_nips, person_row
from flexdesk.services.people_fields import (
    PERSON_FIELDS,
    POSTING_FIELDS,
    NipTaken,
    appointed,
    checked_nip,
    checked_person,
    checked_posting,
)
from flexdesk.services.people_import import RosterImport
from flexdesk.services.postings import PostingService
from flexdesk.store.store import Row


@dataclass(frozen=True, slots=True)
class CellEdit:
    """One cell of the roster as typed, pasted or filled: the person's key, the field, the text."""

    person: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class CellsJudged:
    """What many cells would change; each refused one with its reason."""

    ops: tuple[Op, ...]
    refused: tuple[tuple[CellEdit, str], ...]


class PeopleService(RosterImport):
    def __init__(self, committer: Committer, reader: FactReader) -> None:
        super().__init__(committer, reader)
        self._posts = PostingService(committer, reader)

    # -- looking

    def roster(self, *, archived: bool = False) -> list[Person]:
        return list(self._reader.people(archived=archived))

    def rows(self, day: date, keys: Sequence[str] = ()) -> list[tuple[Person, Row, Eligibility]]:
        """Everybody, or these people, with the post held that day and the computed eligibility."""
        board = Board(self._reader.facts(day, day))
        wanted = [person for person in self._reader.people_on(day) if not keys or person.key in keys]
        verdicts = eligibilities(board, day, [person.key for person in wanted])
        postings = self._postings_on(day)
        return [(person, postings.get(person.key, {}), verdicts[person.key]) for person in wanted]

    def postings(self, key: str) -> list[Row]:
        """The dated posts of one person, newest first."""
        return self._store.select("posting", person=key, order='"from" DESC')

    def find(self, text: str, limit: int = 0) -> list[Row]:
        """People by parts of name or NIP."""
        return self._store.find_people(text, limit)

    # -- editing

    def add(self, nip: str, name: str, **fields: str) -> Row:
        """A person typed in by hand. Raises NipInvalid, NipTaken, UsageError."""
        key, _change = self.enter(nip, name, **fields)
        return self._store.get("person", key) or {}

    def enter(self, nip: str, name: str, **fields: str) -> tuple[str, Change | None]:
        """`add` for a screen: the new person's key and the change."""
        start = fields.pop("posting_from", "") or appointed(nip).isoformat()
        person = {"nip": nip, "name": name, **{n: v for n, v in fields.items() if n in PERSON_FIELDS}}
        posting = {n: v for n, v in fields.items() if n in POSTING_FIELDS}
        cells = checked_person(self._store, person)
        if not cells.get("status") and cells.get("nip"):
            cells["status"] = Status.PPPK if checked_nip(nip).contract else Status.PNS
        op = self._committer.insert("person", cells)
        ops = [op]
        posting.setdefault("reason", PostingReason.EXISTING)
        ops.append(self._committer.insert("posting", checked_posting(posting), join_key(op.row, start)))
        return op.row, self._committer.commit(Change("person.add", tuple(ops)))

    def set(self, nip: str, values: Mapping[str, str]) -> Row:
        """Change fields of a person or of the present post.

        Raises NotFound, NipInvalid, NipTaken, PostRefused, UsageError.
        """
        row = person_row(self._store, nip)
        self.change(nip, values)
        return self._store.get("person", str(row["key"])) or row

    def change(self, nip: str, values: Mapping[str, str]) -> Change | None:
        """`set` for a screen: the change itself. `nip` may be the person's key."""
        row = person_row(self._store, nip)
        person = {n: v for n, v in values.items() if n in PERSON_FIELDS}
        posting = {n: v for n, v in values.items() if n in POSTING_FIELDS}
        unknown = set(values) - set(person) - set(posting)
        if unknown:
            raise UsageError(detail=_("a person has no “{name}”").format(name=sorted(unknown)[0]))
        ops = []
        if person:
            ops.append(self._committer.update("person", row, self._record(row, person)))
        stored = None
        if posting or "task_criteria" in person:
            stored = self._postings_on(self._committer.clock.today()).get(str(row["key"]))
        if "task_criteria" in person and stored is not None and stored["task_criteria"]:
            posting["task_criteria"] = ""  # the answers just given are about the post, too
        if posting:
            if stored is not None:
                start = date.fromisoformat(str(stored["from"]))
                ops += self._posts.ops_to_correct(row, start, posting)
            else:
                ops += self._posts.ops_to_add(row, appointed(str(row["nip"])), posting)
        return self._committer.commit(Change("person.set", tuple(ops)))

    def judge_many(self, edits: Sequence[CellEdit]) -> CellsJudged:
        """What `change_many` would do with cells pasted or filled; nothing is written."""
        ops: list[Op] = []
        refused: list[tuple[CellEdit, str]] = []
        postings = self._postings_on(self._committer.clock.today())
        taken: dict[str, str] = {}
        for edit in edits:
            try:
                op = self._cell_op(edit, postings)
                nip = op.after.get("nip")
                if isinstance(nip, str) and taken.setdefault(nip, edit.person) != edit.person:
                    raise NipTaken(nip=nip, name=self._name_of(taken[nip]))
            except FlexDeskError as error:
                refused.append((edit, error.message))
                continue
            if any(op.before.get(name) != value for name, value in op.after.items()):
                ops.append(op)
        return CellsJudged(tuple(ops), tuple(refused))

    def change_many(self, judged: CellsJudged) -> Change | None:
        """Write the cells that were not refused, as one change. Raises StaleEdit."""
        return self._committer.commit(Change("person.set", judged.ops))

    def _cell_op(self, edit: CellEdit, postings: Mapping[str, Row]) -> Op:
        """Raises NotFound, NipInvalid, NipTaken, UsageError."""
        row = person_row(self._store, edit.person)
        if edit.field in POSTING_FIELDS:
            stored = postings.get(str(row["key"]))
            cells = checked_posting({edit.field: edit.text})
            if stored is not None:
                return self._committer.update("posting", stored, cells)
            start = appointed(str(row["nip"])).isoformat()
            return self._committer.insert("posting", cells, join_key(str(row["key"]), start))
        if edit.field == "name" and not edit.text.strip():
            raise UsageError(detail=_("a person has a name"))
        return self._committer.update("person", row, self._record(row, {edit.field: edit.text}))

    def _name_of(self, key: str) -> str:
        return str((self._store.get("person", key) or {}).get("name") or "")

    def move(self, nip: str, start: date, **posting: str) -> Row:
        """Another post from a day on; the one before stays in the history."""
        row = person_row(self._store, nip)
        self.post(nip, start, **posting)
        return row

    def post(self, nip: str, start: date, **posting: str) -> Change | None:
        """`move` for a screen: the change itself. `nip` may be the person's key."""
        golongan = posting.pop("golongan", "")
        return self._posts.add(nip, start, posting, golongan=golongan)

    def _record(self, row: Row, fields: Mapping[str, str]) -> dict[str, Any]:
        """The cells of a changed record; a NIP that is given up stays known. Raises as `change`."""
        cells = checked_person(self._store, fields, str(row["key"]))
        old, new = row["nip"], cells.get("nip")
        if "nip" in cells and old and new != old:
            before = [str(old), *former_nips(row)]
            cells["former_nip"] = ",".join(dict.fromkeys(nip for nip in before if nip != new))
        if "archived" in cells and not cells["archived"] and row["archived"]:
            self._refuse_second_holder(row)
        return cells

    def suspects(self, nip: str, name: str, key: str = "") -> tuple[Pair, ...]:
        """People of the roster who may be the one with this NIP and name; asked before anything is kept."""
        asked = Person(key or "?", "".join(c for c in nip if c.isdigit()), name)
        others = [one for one in self._reader.people(archived=True) if one.key != key]
        return suspects([asked], others).get(asked.nip or asked.name, ())

    # -- leaving and coming back

    def archive(self, nip: str, day: date | None = None, reason: str = Departure.OTHER) -> Change | None:
        """Out of the roster from `day` on, never out of the history; the post of the day before ends.

        Without a day the person is out at once, and the posts stay as they are. Raises UsageError,
        PostRefused, NotFound.
        """
        row = person_row(self._store, nip)
        if reason not in set(Departure):
            choices = ", ".join(Departure)
            raise UsageError(detail=_("{name} is one of {choices}").format(name="reason", choices=choices))
        ops = [self._committer.update("person", row, {"archived": True, "archive_reason": reason})]
        if day is not None:
            ops += self._ending_ops(row, day)
        return self._committer.commit(Change("person.archive", tuple(ops)))

    def _ending_ops(self, row: Row, day: date) -> list[Op]:
        """The main post that runs on `day` ends the day before; those that would begin later go away."""
        rows = self._store.select("posting", person=row["key"], order='"from"')
        main = [one for one in rows if not one["acting"]]
        begun = [one for one in main if str(one["from"]) < day.isoformat()]
        if not begun:
            raise UsageError(detail=_("nobody leaves before the first post begins"))
        last = (day - timedelta(days=1)).isoformat()
        later = [one for one in main if str(one["from"]) >= day.isoformat()]
        if begun[-1]["until"] and str(begun[-1]["until"]) < last:
            last = str(begun[-1]["until"])  # left before; the written end is not made later
        ended = self._committer.update("posting", begun[-1], {"until": last})
        return [ended, *(self._committer.delete("posting", str(one["key"])) for one in later)]

    def unarchive(self, nip: str) -> Change | None:
        """Back into the roster; the last post goes on. Raises NipTaken, NotFound."""
        row = person_row(self._store, nip)
        if not row["archived"]:
            return None
        self._refuse_second_holder(row)
        ops = [self._committer.update("person", row, {"archived": None, "archive_reason": None})]
        rows = self._store.select("posting", person=row["key"], order='"from"')
        main = [one for one in rows if not one["acting"]]
        if main and main[-1]["until"]:
            ops.append(self._committer.update("posting", main[-1], {"until": None}))
        return self._committer.commit(Change("person.unarchive", tuple(ops)))

    def archived(self) -> list[Person]:
        """Everybody who left, the latest first."""
        gone = [person for person in self._reader.people(archived=True) if person.archived]
        return sorted(gone, key=lambda one: (one.left_on or date.min, one.name), reverse=True)

    def _refuse_second_holder(self, row: Row) -> None:
        """Raises NipTaken when somebody in the roster has the NIP of this person (rule NIP-06)."""
        for other in self._store.select("person", nip=row["nip"]) if row["nip"] else ():
            if other["key"] != row["key"] and not other["archived"]:
                raise NipTaken(nip=row["nip"], name=other["name"])
