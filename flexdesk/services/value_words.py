"""What a stored value is in words: labels, dates, names of people, and long contents in short."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from flexdesk.domain.calendar import MONTH_NAMES, WEEKDAY_NAMES, WEEKDAYS
from flexdesk.domain.closed_months import FIGURES
from flexdesk.domain.criteria import answers
from flexdesk.domain.decisions import thawed
from flexdesk.domain.monthly_form import FIELDS, FieldKind
from flexdesk.domain.opening import UnreadableHours, read_needs
from flexdesk.domain.ops import DELETED, Value
from flexdesk.domain.patterns import PatternFault, pattern_of
from flexdesk.domain.performance import Predicate, label
from flexdesk.domain.places import LETTERS, Place
from flexdesk.domain.schema import BY_NAME, Kind
from flexdesk.domain.time_patterns import FREE_TASK, SHIFT_FIGURES, attested
from flexdesk.i18n import N_, _, language
from flexdesk.services.custom_fields import FieldKind as OwnKind
from flexdesk.services.policy_words import rule_value
from flexdesk.services.row_names import period_name, points_to
from flexdesk.services.token_words import token

NOTHING = "–"
NO_NAMES: Mapping[str, str] = MappingProxyType({})
FLAGS = frozenset(
    {
        ("person", "field_duty"),
        ("person", "remote_place"),
        ("service_duty", "serves"),
        ("request", "partner_agrees"),
        ("assignment", "pinned"),
        ("skp", "acting"),
        ("evaluation", "locked"),
        ("evaluation", "final"),
        ("holiday", "struck"),
        ("section", "direct_service"),
        ("chat_line", "done"),
        ("review_rule", "off"),
        ("bkn_record", "acting"),
        *((table, "archived") for table in BY_NAME if "archived" in {c.name for c in BY_NAME[table].columns}),
    }
)
_PLAIN = frozenset({"year", "order", "child", "revision"})  # numbers without dots between thousands
_KEY = re.compile(r"[0-9a-f]{16}-\d+(\|.+)?")
_HASH = re.compile(r"[0-9a-f]{32,}")


def value_name(
    table: str, column: str, held: Value, row: str = "", names: Mapping[str, str] = NO_NAMES
) -> str:
    """A value as people read it; `names` are those of `row_names.names_of`, `row` is the key of its row."""
    if column == DELETED:
        return _("deleted") if held else _("kept")
    if held is None or held == "":
        return NOTHING
    text = str(held)
    if points_to(table, column):
        return names.get(text) or _pointing(table, column, text)
    own = IN_SHORT.get((table, column)) or IN_SHORT.get(("", column))
    if own is not None:
        return _tried(own, text)
    if (table, column) in FLAGS:
        return _("yes") if held else _("no")
    if table == "policy" and column == "value":
        return rule_value(row.partition("|")[0], text)
    if table == "monthly_answer":
        return _monthly(row.partition("|")[2], text)
    return token(table, column, text) or _by_kind(table, column, held)


def _pointing(table: str, column: str, text: str) -> str:
    """A key whose row is not here; a person may also be named in words, or by the kind of giver."""
    if _KEY.fullmatch(text):
        return (
            _("a person who is not on this laptop")
            if points_to(table, column) == "person"
            else _("an entry that is not on this laptop")
        )
    return token(table, column, text) or text


def _by_kind(table: str, column: str, held: Value) -> str:
    known = BY_NAME.get(table)
    kinds = {one.name: one.kind for one in known.columns} if known is not None else {}
    text, kind = str(held), kinds.get(column, Kind.TEXT)
    if kind in (Kind.INTEGER, Kind.NUMBER) and isinstance(held, int | float):
        return text if column in _PLAIN else number(held)
    if kind is Kind.TIME:
        return _tried(_clock, text)
    if _HASH.fullmatch(text):
        return text[:8].upper()
    if len(text) == 10:
        return _tried(_day, text)
    return _line(text)


def number(held: float) -> str:
    """`1.200` and `84,1` in Indonesian."""
    text = f"{held:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language() == "id" else text


def size(count: int) -> str:
    """`840 B`, `4 KB`, `1,2 MB`."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{count / 1024:.0f} KB"
    return f"{count / (1 << 20):.1f} MB".replace(".", ",")


def _tried(shown: Callable[[str], str], text: str) -> str:
    """What cannot be read, because a newer program wrote it, stays as it is, in one line."""
    try:
        return shown(text) or NOTHING
    except (ValueError, KeyError, TypeError, AttributeError, UnreadableHours, PatternFault):
        return _line(text)


def _line(text: str) -> str:
    return "; ".join(part.strip() for part in text.splitlines() if part.strip())


def day(when: date) -> str:
    """`27 Nov 2026`."""
    return f"{when.day} {MONTH_NAMES[when.month - 1][:3]} {when.year}"


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def _clock(text: str) -> str:
    return f"{time.fromisoformat(text):%H.%M}"


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    return f"{day(at.date())} {at:%H.%M}"


# -- what is kept as a list, a JSON text or a whole file


def _weekdays(text: str) -> str:
    return ", ".join(WEEKDAY_NAMES[WEEKDAYS.index(part.strip())] for part in text.split(",") if part.strip())


def _needs(text: str) -> str:
    said = _("{opens}–{closes}: {need} people")
    return "; ".join(
        said.format(opens=f"{one.opens:%H.%M}", closes=f"{one.closes:%H.%M}", need=one.need)
        for one in read_needs(text)
    )


def _criteria(text: str) -> str:
    given = answers(text)
    return _("{met} of {all} met").format(met=sum(given.values()), all=len(given))


def _cells(text: str) -> str:
    """How many days each place has in a published schedule, the most frequent first."""
    counts = Counter(str(place).partition("/")[0] for _person, _when, place in json.loads(text))
    known = [(Place(place), count) for place, count in counts.most_common() if place in set(Place)]
    return ", ".join(f"{LETTERS[place].label} {count}" for place, count in known)


def _points(text: str) -> str:
    return _("{count} points").format(count=len(json.loads(text)))


def _signed(text: str) -> str:
    """Of two copies under one evaluation: the predikat, the version and the day of each."""
    copy: dict[str, Any] = json.loads(text)
    return _("{predicate}, version {number} of {day}").format(
        predicate=label(Predicate(copy["form"]["predicate"])),
        number=copy["revision"] + 1,
        day=_day(copy["form"]["signed_on"]),
    )


def _figures(text: str) -> str:
    counts: dict[str, Any] = json.loads(text).get("counts", {})
    return ", ".join(f"{_(FIGURES[name])} {count}" for name, count in counts.items() if name in FIGURES)


def _reasons(text: str) -> str:
    """What speaks against it; where nothing does, what speaks for it."""
    reasons = thawed(text).location.reasons
    against = [one.text for one in reasons if not one.holds]
    return "; ".join(against or [one.text for one in reasons])


def _attested(text: str) -> str:
    if text == FREE_TASK:
        return _("not bound to opening hours, needs no supervision")
    given = attested(text)
    return ", ".join(f"{given[name]} {_(_ATTESTED[name])}" for name in SHIFT_FIGURES)


_ATTESTED = {
    "minutes_a_day": N_("minutes a day"),
    "days_a_week": N_("days a week"),
    "minutes_a_week": N_("minutes a week"),
}


def _pattern(text: str) -> str:
    return " / ".join(pattern_of("", text).rows)


def _length(text: str) -> str:
    return _("a text of {count} characters").format(count=number(len(text)))


def _picture(text: str) -> str:
    return _("a picture, {size}").format(size=size(len(text) * 3 // 4))


def _size(text: str) -> str:
    return size(int(text))


def _share(text: str) -> str:
    return f"{number(float(text) * 100)} %"


def _fingerprint(text: str) -> str:
    return text[:8].upper()


def _own_kind(text: str) -> str:
    """`choice:Piket A;Piket B`."""
    kind, _colon, choices = text.partition(":")
    said = _(_OWN_KINDS[OwnKind(kind)])
    return f"{said}: {', '.join(part.strip() for part in choices.split(';'))}" if choices else said


_OWN_KINDS = {
    OwnKind.TEXT: N_("text"),
    OwnKind.NUMBER: N_("number"),
    OwnKind.DATE: N_("date"),
    OwnKind.YES_NO: N_("yes or no"),
    OwnKind.CHOICE: N_("choice"),
}


def _own_value(text: str) -> str:
    known = {"yes": _("yes"), "no": _("no")}
    return known.get(text) or (_day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else _line(text))


def _e_kinerja(text: str) -> str:
    return text[:1].upper() + text[1:]


def _monthly(field: str, text: str) -> str:
    """An answer of the monthly form; its choices have words of their own."""
    known = FIELDS.get(field)
    if known is None:
        return _line(text)
    if known.kind is FieldKind.AMOUNT and text.isdecimal():
        return f"Rp{number(int(text))}"
    return dict(known.choices).get(text) or (f"{text} %" if known.kind is FieldKind.PERCENT else _line(text))


# (table, column), or ("", column) for a column that is alike in all tables -> how it is said.
IN_SHORT: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("", "period"): period_name,
    ("", "days"): _weekdays,
    ("", "granted_days"): _weekdays,
    ("", "task_criteria"): _criteria,
    ("evaluation", "snapshot"): _signed,
    ("unit", "letterhead_image"): _picture,
    ("service_point", "needs"): _needs,
    ("section", "max_share"): _share,
    ("publication", "cells"): _cells,
    ("publication", "answered"): _points,
    ("pattern", "definition"): _pattern,
    ("work_result", "share"): lambda text: f"{number(float(text))} %",
    ("evidence", "bytes"): _size,
    ("evidence", "original_bytes"): _size,
    ("recall", "at"): _moment,
    ("month_close", "figures"): _figures,
    ("policy_pack", "text"): _length,
    ("policy_pack", "signer"): _fingerprint,
    ("form_template", "text"): _length,
    ("time_pattern", "basis"): _attested,
    ("custom_field", "kind"): _own_kind,
    ("custom_value", "value"): _own_value,
    ("eligibility_decision", "reasons"): _reasons,
    ("issued_document", "issued_at"): _moment,
    ("bkn_record", "status"): _e_kinerja,
    ("bkn_record", "month"): period_name,
}
