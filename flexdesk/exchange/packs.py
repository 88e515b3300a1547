"""Policy packs and holiday packs: TOML files that carry what the law and an agency have settled."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from flexdesk.domain.calendar import Holiday, HolidayKind
from flexdesk.domain.policy import Definition, Policy, SentenceClass, Setting, ValueType
from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_

FORMAT = 1
MAX_CHARACTERS = 1_000_000


class PackUnreadableError(FlexDeskError):
    """The file is no policy pack or holiday pack of this format."""

    code = "pack.unreadable"
    ticket = "FD-ATR-21"
    text = N_("The rules file cannot be read: {detail}.")
    safe = N_("The rules in force stay as they are.")
    next = N_("Ask the sender for the file again.")


@dataclass(frozen=True, slots=True)
class PolicyPack:
    name: str
    version: str
    from_: date
    definitions: tuple[Definition, ...]

    def policy(self) -> Policy:
        return Policy(self.definitions, version=f"{self.name} {self.version}")


@dataclass(frozen=True, slots=True)
class HolidayPack:
    year: int
    decree: str
    decree_date: date
    grade: str
    holidays: tuple[Holiday, ...]


def read_policy_pack(text: str) -> PolicyPack:
    """Raises PackUnreadableError."""
    table = _parse(text)
    try:
        definitions = tuple(_definition(entry) for entry in table["sentence"])
        pack = PolicyPack(str(table["name"]), str(table["version"]), _date(table["from"]), definitions)
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise PackUnreadableError(detail=_detail(fault)) from fault
    keys = [definition.key for definition in definitions]
    if len(set(keys)) != len(keys):
        raise PackUnreadableError(detail="key")
    return pack


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
    if table.get("format") != FORMAT:
        raise PackUnreadableError(detail=f"format {table.get('format')}")
    return table


def _detail(fault: BaseException) -> str:
    return str(fault) or type(fault).__name__


def _definition(entry: dict[str, Any]) -> Definition:
    kind = ValueType(entry["type"])
    texts = {str(code): str(text) for code, text in entry["text"].items()}
    for text in texts.values():
        text.format(value="")  # a hole of another name is a fault of the pack, found here
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
