"""Reports from a chat: what is clear becomes outputs, what is not lies in a tray, and names are learned."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from flexdesk.domain.ops import Change, Op
from flexdesk.domain.people import Person
from flexdesk.domain.performance import ReviewState
from flexdesk.domain.report_code import has_code, reports_in, without_reports
from flexdesk.domain.schema import join_key
from flexdesk.errors import FlexDeskError, NotFound
from flexdesk.exchange.chats import Message, Piece, is_chat, read_chat
from flexdesk.exchange.report_codes import reading_of
from flexdesk.exchange.report_files import OutputRow, ReportReading, read_reports
from flexdesk.exchange.tables import read_text
from flexdesk.i18n import N_, _
from flexdesk.services.commits import Committer
from flexdesk.services.facts import FactReader
from flexdesk.services.finding_people import person_row
from flexdesk.services.output_links import OutputLinks
from flexdesk.services.outputs import OutputImport, OutputService
from flexdesk.store.store import Row

_WORD = re.compile(r"[a-z']{2,}")
_ADDRESSES = frozenset(re.findall(r"\w+", "bu pak ibu bapak mas mbak kak bang kang teh neng dik abah"))
_SEPARATOR = ";"
CHAT = "chat"  # source of an output
UNCLEAR, UNKNOWN_PERSON = "unclear", "unknown_person"  # why a line lies in the tray


class ChatTooLong(FlexDeskError):
    code = "outputs.chat_too_long"
    ticket = "FD-TIN-21"
    text = N_("The pasted text is too long.")
    safe = N_("Nothing was taken over.")
    next = N_("Paste one month of the chat at a time.")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What came of a chat. `waiting` counts lines that went to the tray; `change` is all of it."""

    taken: OutputImport
    messages: int
    waiting: int
    change: Change | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A line as it would be taken: whose, what, for which target; `why` it would lie in the tray."""

    line: str
    sender: str
    person: str
    day: date
    activity: str
    amount: int | float | None
    unit: str
    target: str
    why: str


class ChatService:
    def __init__(self, committer: Committer, reader: FactReader, outputs: OutputService) -> None:
        self._committer, self._reader, self._outputs = committer, reader, outputs
        self._store = committer.store

    def take(self, text: str, today: date, held: Sequence[str] = ()) -> Pasted:
        """Whatever was copied: reports of the form, a chat, or rows of a table.

        Raises what `paste` and `read_text` raise, and NoSuchTable.
        """
        if has_code(text) or (is_chat(text) and read_chat(text)):
            return self.paste(text, today, held)
        # the table's reader says what is wrong with neither
        taken = self._outputs.take([read_reports(read_text(text))])
        return Pasted(taken, 0, 0, taken.change)

    def paste(self, text: str, today: date, held: Sequence[str] = ()) -> Pasted:
        """Take a chat over as one change; twice brings nothing new. `today` dates what has no date.

        Machine lines of the report form are read exactly, `held` are parts of reports that came before.
        Raises ChatTooLong, and what `reports_in` raises.
        """
        codes = [text] if has_code(text) else []
        readings = [reading_of(report) for report in reports_in([*held, *codes])]
        messages = _read(text)
        rows: list[OutputRow] = []
        trays: list[tuple[Message, Piece, str]] = []
        for message, piece, person, why in self._told(messages):
            if person is None or why:
                trays.append((message, piece, why))
            else:
                rows.append(_row(person.nip, message, piece, today))
        ops, taken = self._outputs.plan([*readings, ReportReading(tuple(rows), (), (), (), CHAT)])
        kept = self._keep(trays, today)
        change = self._committer.commit(Change("chat.paste", (*ops, *kept)))
        return Pasted(replace(taken, change=change), len(messages), len(kept), change)

    def understand(self, text: str, today: date) -> list[Understood]:
        """What `paste` would make of each line, for a person to look at first. Raises ChatTooLong."""
        links = OutputLinks(self._store)
        codes = {str(row["key"]): str(row["text"] or "") for row in self._store.select("work_result")}
        found = []
        for message, piece, person, why in self._told(_read(text)):
            target = ""
            if person is not None and not why:
                result, code = links.of(person.key, _row(person.nip, message, piece, today))
                target = " ".join(part for part in (code, codes.get(result, "")) if part)
            found.append(
                Understood(
                    piece.line,
                    message.name or message.sender,
                    person.full_name if person is not None else "",
                    message.day or today,
                    piece.activity,
                    piece.amount,
                    piece.unit,
                    target,
                    why,
                )
            )
        return found

    def _told(self, messages: Iterable[Message]) -> Iterator[tuple[Message, Piece, Person | None, str]]:
        """Every line with its person, and why it cannot be taken, or empty."""
        names = Names(self._reader.people())
        for message in messages:
            person = names.find(message)
            for piece in message.pieces:
                why = UNCLEAR if not piece.understood else UNKNOWN_PERSON if person is None else ""
                yield message, piece, person, why

    def _keep(self, trays: Iterable[tuple[Message, Piece, str]], today: date) -> list[Op]:
        ops = []
        known = {str(row["key"]) for row in self._store.select("chat_line")}
        for message, piece, why in trays:
            key = join_key(_plain(message.sender or message.name) or "?", _digest(message, piece))
            if key in known:
                continue
            known.add(key)
            cells = {
                "day": message.day or today,
                "text": piece.line,
                "name": message.sender or message.name,
                "activity": piece.activity,
                "amount": piece.amount,
                "unit": piece.unit,
                "starts": piece.starts,
                "ends": piece.ends,
                "evidence": piece.evidence,
                "why": why,
            }
            ops.append(self._committer.insert("chat_line", cells, key))
        return ops

    # -- the tray

    def tray(self) -> list[Row]:
        """Lines that wait for a person to say whose they are, oldest first."""
        held = self._store.select("chat_line", order="day, name, key")
        return [row for row in held if not row["done"]]

    def together(self, line: Row) -> list[str]:
        """Keys of the lines that find their person at once: all of an unknown name, or this one alone."""
        if line["why"] != UNKNOWN_PERSON or not line["name"]:
            return [str(line["key"])]
        same = [row for row in self.tray() if row["why"] == UNKNOWN_PERSON and row["name"] == line["name"]]
        return [str(row["key"]) for row in same]

    def sender(self, line: Row) -> str:
        """The key of the person whom the name of a line means, or empty."""
        found = Names(self._reader.people()).find(Message(str(line["name"] or ""), None, ()))
        return found.key if found is not None else ""

    def give(self, keys: Sequence[str], nip: str, *, learn: bool = True) -> OutputImport:
        """Make outputs of lines of the tray for one person, and remember the name that they came under.

        All of it is one change. Raises NotFound.
        """
        person = person_row(self._store, nip)
        lines = [self._line(key) for key in keys]
        rows = tuple(_of_line(str(person["nip"]), line) for line in lines)
        ops, taken = self._outputs.plan([ReportReading(rows, (), (), (), CHAT)])
        ops += [self._committer.update("chat_line", line, {"done": 1}) for line in lines]
        heard = {str(line["name"] or "") for line in lines if line["why"] == UNKNOWN_PERSON} - {""}
        if learn and heard:
            aliases = [part for part in str(person["aliases"] or "").split(_SEPARATOR) if part]
            more = sorted(name for name in heard if _plain(name) not in map(_plain, aliases))
            if more:
                text = _SEPARATOR.join([*aliases, *more])
                ops.append(self._committer.update("person", person, {"aliases": text}))
        return replace(taken, change=self._committer.commit(Change("chat.give", tuple(ops))))

    def drop(self, keys: Sequence[str]) -> Change | None:
        """Lines that report nothing; raises NotFound."""
        ops = tuple(self._committer.update("chat_line", self._line(key), {"done": 1}) for key in keys)
        return self._committer.commit(Change("chat.drop", ops))

    def _line(self, key: str) -> Row:
        row = self._store.get("chat_line", key)
        if row is None:
            raise NotFound(what=_("Line of the tray"), key=key)
        return row


class Names:
    """Finds who wrote a message: NIP, telephone, a learned name, the whole name, or a part only one has."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._by_nip = {person.nip: person for person in people if person.nip}
        self._by_phone = {digits: person for person in people if (digits := _phone(person.phone))}
        self._by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self._words: dict[str, tuple[Person, frozenset[str]]] = {}
        for person in people:
            self._by_name[_plain(person.name)].append(person)
            for alias in person.aliases.split(_SEPARATOR):
                if alias.strip():
                    self._by_name[_plain(alias)].append(person)
            self._words[person.key] = (person, frozenset(_WORD.findall(_plain(person.name))))

    def find(self, message: Message) -> Person | None:
        """None where nobody or more than one person fits."""
        if message.nip in self._by_nip:
            return self._by_nip[message.nip]
        if found := self._by_phone.get(_phone(message.sender)):
            return found
        for name in (message.name, message.sender):
            if name and (person := self._named(_plain(name))) is not None:
                return person
        return None

    def _named(self, name: str) -> Person | None:
        whole = {person.key: person for person in self._by_name.get(name, ())}
        if whole:
            return next(iter(whole.values())) if len(whole) == 1 else None
        words = set(_WORD.findall(name)) - _ADDRESSES
        fits = [person for person, held in self._words.values() if words and words <= held]
        return fits[0] if len(fits) == 1 else None


def _read(text: str) -> list[Message]:
    """Raises ChatTooLong."""
    try:
        return read_chat(without_reports(text) if has_code(text) else text)
    except ValueError:
        raise ChatTooLong() from None


def _phone(text: str) -> str:
    """The digits behind the country code: `+62 812-3456` and `08123456` are one."""
    digits = re.sub(r"\D", "", text)
    for start in ("62", "0"):
        if digits.startswith(start):
            digits = digits[len(start) :]
            break
    return digits if len(digits) >= 8 else ""


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w']+", " ", name.split(",")[0].casefold()).split())


def _digest(message: Message, piece: Piece) -> str:
    text = f"{message.day}|{piece.line}".encode()
    return hashlib.sha256(text).hexdigest()[:16]


def _row(nip: str, message: Message, piece: Piece, today: date) -> OutputRow:
    return _output(
        nip, message.day or today, piece.activity, piece.amount, piece.unit, piece.starts, piece.ends,
        piece.evidence,
    )  # fmt: skip


def _of_line(nip: str, line: Row) -> OutputRow:
    amount = line["amount"]
    return _output(
        nip,
        date.fromisoformat(str(line["day"])),
        str(line["activity"] or line["text"] or ""),
        amount if isinstance(amount, int | float) else None,
        str(line["unit"] or ""),
        time.fromisoformat(str(line["starts"])) if line["starts"] else None,
        time.fromisoformat(str(line["ends"])) if line["ends"] else None,
        str(line["evidence"] or ""),
    )


def _output(
    nip: str,
    day: date,
    activity: str,
    amount: int | float | None,
    unit: str,
    starts: time | None,
    ends: time | None,
    evidence: str,
) -> OutputRow:
    return OutputRow(
        nip=nip,
        name="",
        day=day,
        code="",
        activity=activity,
        starts=starts,
        ends=ends,
        amount=amount,
        amount_text="",
        unit=unit,
        evidence=evidence,
        status=ReviewState.WAITING,
        note="",
        plan="",
        sheet="",
        row=0,
    )
