"""Results for people: sentences and tables from the same document that `--json` prints."""

from collections.abc import Iterator
from typing import Any
from unicodedata import category

from flexdesk.i18n import N_, _

_COMMANDS = frozenset({"Cc", "Cf"})  # categories of characters that do something instead of being read
WIDEST = 48  # characters of a table cell; the JSON has all of them
# Keys of the JSON document -> what people read; a key without words of its own is shown as it is.
HEADINGS = {
    "accepted": N_("accepted"),
    "activity": N_("activity"),
    "agency": N_("agency"),
    "amount": N_("amount"),
    "article": N_("source"),
    "balance": N_("balance"),
    "by": N_("by"),
    "bytes": N_("bytes"),
    "category": N_("category"),
    "changes": N_("changes"),
    "clock": N_("clock"),
    "clock_skew_seconds": N_("clock is off by (seconds)"),
    "code": N_("code"),
    "conflicts": N_("conflicts"),
    "date": N_("date"),
    "days": N_("days"),
    "decision": N_("decision"),
    "decree": N_("decree"),
    "device": N_("device"),
    "documents": N_("papers"),
    "duplicates": N_("known"),
    "eligibility": N_("eligibility"),
    "end": N_("end"),
    "enrolled": N_("joined a server"),
    "server_doubt": N_("another record was shown to"),
    "entries": N_("entries"),
    "evidence": N_("evidence"),
    "field": N_("field"),
    "files": N_("files"),
    "findings": N_("findings"),
    "from": N_("from"),
    "head": N_("head"),
    "items": N_("items"),
    "kind": N_("kind"),
    "last_backup": N_("last backup"),
    "last_receipt": N_("last receipt"),
    "last_receipt_at": N_("last receipt at"),
    "letter": N_("letter"),
    "level": N_("level"),
    "message": N_("message"),
    "minutes": N_("minutes"),
    "name": N_("name"),
    "need": N_("need"),
    "note": N_("note"),
    "number": N_("number"),
    "oldest_unsent": N_("oldest unsent"),
    "outputs": N_("outputs"),
    "pages": N_("pages"),
    "path": N_("file"),
    "people": N_("people"),
    "period": N_("period"),
    "phone": N_("phone"),
    "place": N_("place"),
    "places": N_("places"),
    "plan": N_("work plan"),
    "postings": N_("posts held"),
    "quarantined": N_("kept aside"),
    "questions": N_("questions"),
    "reason": N_("reason"),
    "rejected": N_("rejected"),
    "requests": N_("requests"),
    "review": N_("review"),
    "role": N_("role"),
    "role_until": N_("role until"),
    "row": N_("row"),
    "saved_at": N_("saved at"),
    "sender": N_("sender"),
    "server": N_("server"),
    "service_points": N_("service points"),
    "source": N_("source"),
    "start": N_("start"),
    "state": N_("state"),
    "states": N_("states"),
    "table": N_("table"),
    "to": N_("to"),
    "unit": N_("unit"),
    "unsent": N_("unsent"),
    "value": N_("value"),
    "version": N_("version"),
    "working_days": N_("working days"),
    "year": N_("year"),
    "zone": N_("zone"),
}


def heading(key: str) -> str:
    return _(HEADINGS[key]) if key in HEADINGS else key


def lines_of(data: dict[str, Any]) -> Iterator[str]:
    """Single values first, then a table for every list of objects."""
    for key, value in data.items():
        if not _is_table(value):
            yield f"{heading(key)}: {_plain(value)}"
    for key, value in data.items():
        if _is_table(value):
            yield ""
            yield f"{heading(key)} ({len(value)})"
            yield from _table(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_short(row.get(name)) for name in columns] for row in rows]
    heads = [heading(name) for name in columns]
    widths = [max(len(name), *(len(row[i]) for row in cells)) for i, name in enumerate(heads)]
    yield "  ".join(name.ljust(width) for name, width in zip(heads, widths, strict=True)).rstrip()
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _short(value: Any) -> str:
    text = " ".join(_plain(value).split())
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"


def _plain(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{heading(key)} {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value)
    return str(value)


def harmless(line: str) -> str:
    """A line that commands no terminal and turns no text around: such characters are shown by number."""
    if line.isprintable():
        return line
    return "".join(f"\\u{ord(c):04x}" if category(c) in _COMMANDS and c not in "\n\t" else c for c in line)
