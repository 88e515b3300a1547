"""Policy packs and holiday packs: TOML files that carry what the law and an agency have settled."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from flexdesk.domain.calendar import Holiday, HolidayKind
from flexdesk.domain.policy import Definition, Phase, Policy, SentenceClass, Setting, ValueType
from flexdesk.domain.settings import check_sentence
from flexdesk.errors import FlexDeskError
from flexdesk.exchange.pack_overlays import Overlay, overlay
from flexdesk.i18n import N_, language

FORMAT = 1
NATIONAL = "nasional"
_NAME, _VERSION = re.compile(r"[a-z0-9][a-z0-9-]{1,39}"), re.compile(r"\d{1,6}(\.\d{1,6}){0,3}")
_LONGEST = 120  # characters of a publisher's name
_ONE_DAY = timedelta(days=1)
MAX_CHARACTERS = 1_000_000


class PackUnreadableError(FlexDeskError):
    """The file is no policy pack or holiday pack of this format."""

    code = "pack.unreadable"
    ticket = "FD-ATR-21"
    text = N_("The rules file cannot be read: {detail}.")
    safe = N_("The rules in force stay as they are.")
    next = N_("Ask the sender for the file again.")


class PackFormat(PackUnreadableError):
    """The file is written in a form that this program does not know."""

    code = "pack.format"
    ticket = "FD-ATR-26"
    text = N_("The rules file is written in form {found}; this program reads form {known}.")
    safe = N_("The rules in force stay as they are.")
    next = N_("Take the newest FlexDesk, or ask the publisher for the file in form {known}.")


Texts = Mapping[str, str]  # from a language to the words


@dataclass(frozen=True, slots=True)
class PolicyPack:
    """`facts` are told to the reader and are no settings; `overlays` take the place of sentences of `base`.

    `text` is the file as it came.
    """

    name: str
    version: str
    from_: date
    base: tuple[Definition, ...]
    until: date | None = None
    titles: Texts | None = None
    publisher: str = ""
    grade: str = ""
    all_facts: tuple[Texts, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    text: str = ""

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """As they are when the pack begins to hold."""
        return self.definitions_on(self.from_)

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def title(self) -> str:
        return in_language(self.titles) if self.titles else self.label

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(in_language(fact) for fact in self.all_facts)

    def definitions_on(self, day: date) -> tuple[Definition, ...]:
        held = {one.definition.key: one.definition for one in self.overlays if one.covers(day)}
        known = {definition.key for definition in self.base}
        kept = tuple(held.get(definition.key, definition) for definition in self.base)
        return (*kept, *(definition for key, definition in held.items() if key not in known))

    def policy(self) -> Policy:
        return Policy(self.definitions, version=self.label)


@dataclass(frozen=True, slots=True)
class Taken:
    """A pack that a unit uses as its base from a day on; of two, the one that began later holds."""

    pack: PolicyPack
    from_: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.from_ <= day and (self.until is None or day <= self.until)


def in_language(texts: Texts) -> str:
    return texts.get(language()) or texts["id"]


def version_key(version: str) -> tuple[int, ...]:
    """Versions compare by their numbers, not as text: 2026.10 is newer than 2026.9."""
    return tuple(int(part) for part in version.split("."))


def phases(taken: Sequence[Taken]) -> tuple[Phase, ...]:
    """The bases that follow each other when those packs are taken one after another, in that order."""
    days: set[date] = set()
    for one in taken:
        days |= _breaks(one)
    found: list[Phase] = []
    for day in sorted(days):
        holding = sorted((one for one in taken if one.covers(day)), key=lambda one: one.from_)
        pack = holding[-1].pack if holding else national_policy()
        found.append(Phase(day, pack.definitions_on(day), pack.label, pack.name, pack.facts))
    return tuple(found)


def _breaks(one: Taken) -> set[date]:
    """Days on which a taken pack begins, ends or changes."""
    days = {one.from_}
    ends = [one.until, *(each.until for each in one.pack.overlays)]
    days |= {day + _ONE_DAY for day in ends if day is not None}
    days |= {each.from_ for each in one.pack.overlays if each.from_ is not None}
    last = one.until + _ONE_DAY if one.until is not None else date.max
    return {day for day in days if one.from_ <= day <= last}


@dataclass(frozen=True, slots=True)
class HolidayPack:
    year: int
    decree: str
    decree_date: date
    grade: str
    holidays: tuple[Holiday, ...]


@lru_cache(maxsize=64)
def read_policy_pack(text: str) -> PolicyPack:
    """A pack that stands for itself, or that `extends` the national one.

    Raises PackUnreadableError, PackFormat, PackTooWide.
    """
    table = _parse(text)
    try:
        pack = _extending(table, text) if "extends" in table else _standing(table, text)
        if not _VERSION.fullmatch(pack.version) or not _NAME.fullmatch(pack.name):
            raise ValueError(pack.label)
        if pack.until is not None and pack.until < pack.from_:
            raise ValueError("until")
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as fault:
        raise PackUnreadableError(detail=_detail(fault)) from fault
    keys = [str(entry["key"]) for entry in table["sentence"]]
    if len(set(keys)) != len(keys):
        raise PackUnreadableError(detail="key")
    return pack


def publisher_of(text: str) -> str:
    """Who a file says published it; only the head is looked at, because nobody vouches for the rest yet.

    Raises PackUnreadableError, PackFormat.
    """
    return str(_parse(text).get("publisher", "")).strip()[:_LONGEST]


def _standing(table: dict[str, Any], text: str) -> PolicyPack:
    definitions = tuple(_definition(entry) for entry in table["sentence"])
    return PolicyPack(str(table["name"]), str(table["version"]), _date(table["from"]), definitions, text=text)


def _extending(table: dict[str, Any], text: str) -> PolicyPack:
    if table["extends"] != NATIONAL:
        raise ValueError(f"extends {table['extends']}")
    base = national_policy().base
    by_key = {definition.key: definition for definition in base}
    until = table.get("until")
    return PolicyPack(
        str(table["name"]),
        str(table["version"]),
        _date(table["from"]),
        base,
        None if until is None else _date(until),
        _words(table["title"]),
        _short(table["publisher"]),
        str(table.get("grade", "")),
        tuple(_words(fact) for fact in table.get("fact", ())),
        tuple(overlay(entry, by_key, _definition) for entry in table["sentence"]),
        text,
    )


def _short(text: Any) -> str:
    words = str(text).strip()
    if not words or len(words) > _LONGEST or not words.isprintable():
        raise ValueError("publisher")
    return words


def _words(texts: Mapping[str, Any]) -> Texts:
    found = {str(code): str(text) for code, text in texts.items()}
    return {"id": found["id"], **found}


def read_holiday_pack(text: str) -> HolidayPack:
    """Raises PackUnreadableError."""
    table = _parse(text)
    try:
        decree, year = str(table["decree"]), int(table["year"])
        holidays = tuple(_holiday(entry, decree) for entry in table["holidays"])
        if any(holiday.day.year != year for holiday in holidays):
            raise ValueError("year")
        return HolidayPack(year, decree, _date(table["decree_date"]), str(table["grade"]), holidays)
    except (KeyError, ValueError, TypeError) as fault:
        raise PackUnreadableError(detail=_detail(fault)) from fault


@cache
def national_policy() -> PolicyPack:
    """The pack that ships with the program."""
    return read_policy_pack(_shipped("national.toml"))


@cache
def presets() -> tuple[PolicyPack, ...]:
    """The packs for agencies and regions that ship with the program, by name; trusted as the program is."""
    folder = files("resources") / "policies" / "presets"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(read_policy_pack((folder / name).read_text(encoding="utf-8")) for name in names)


def shipped(name: str) -> PolicyPack | None:
    """The national pack or a preset of that name."""
    if name == NATIONAL:
        return national_policy()
    return next((pack for pack in presets() if pack.name == name), None)


@cache
def shipped_holidays() -> tuple[HolidayPack, ...]:
    """The holiday packs that ship with the program, earliest year first."""
    folder = files("resources") / "policies"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith("holidays-"))
    return tuple(read_holiday_pack(_shipped(name)) for name in names)


def _shipped(name: str) -> str:
    return (files("resources") / "policies" / name).read_text(encoding="utf-8")


def _parse(text: str) -> dict[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise PackUnreadableError(detail=f"> {MAX_CHARACTERS}")
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise PackUnreadableError(detail=_detail(fault)) from fault
    if isinstance(table.get("format"), int) and table["format"] != FORMAT:
        raise PackFormat(found=table["format"], known=FORMAT)
    if table.get("format") != FORMAT:
        raise PackUnreadableError(detail=f"format {table.get('format')}")
    return table


def _detail(fault: BaseException) -> str:
    return str(fault) or type(fault).__name__


def _definition(entry: Mapping[str, Any]) -> Definition:
    kind = ValueType(entry["type"])
    texts = {str(code): str(text) for code, text in entry["text"].items()}
    for text in texts.values():
        check_sentence(text)
    return Definition(
        key=str(entry["key"]),
        rule=str(entry["rule"]),
        type=kind,
        sentence_class=SentenceClass(entry["class"]),
        default=_default(kind, entry.get("value")),
        texts={"id": texts["id"], **texts},
        article=str(entry.get("article", "")),
        source=str(entry.get("source", "")),
        grade=str(entry.get("grade", "")),
        low=entry.get("low"),
        high=entry.get("high"),
        choices=tuple(str(choice) for choice in entry.get("choices", ())),
        changeable=bool(entry.get("changeable", True)),
        unset={str(code): str(text) for code, text in entry.get("unset", {}).items()},
    )


def _default(kind: ValueType, value: Any) -> Setting:
    if value is None:
        return None
    if kind is ValueType.LIST:
        return tuple(str(part) for part in value)
    if kind is ValueType.SHARE:
        return float(value)
    if kind is ValueType.INTEGER and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(value)
    if kind is ValueType.YES_NO and not isinstance(value, bool):
        raise ValueError(value)
    result: Setting = value
    return result


def _holiday(entry: dict[str, Any], decree: str) -> Holiday:
    if entry["kind"] not in set(HolidayKind):
        raise ValueError(entry["kind"])
    return Holiday(
        _date(entry["day"]),
        HolidayKind(entry["kind"]),
        str(entry["name"]),
        str(entry.get("decree", decree)),
        str(entry.get("region", "")),
    )


def _date(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(value)
    return value
