"""Merges the catalogue's parts into the one file that the program reads, and finds texts without translation.

python packaging/catalogue.py            write resources/i18n/id/LC_MESSAGES/flexdesk.mo
python packaging/catalogue.py --check    fail when a text of the program is not translated
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
PARTS = ROOT / "resources" / "i18n" / "id"
TARGET = PARTS / "LC_MESSAGES" / "flexdesk.mo"
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # the header's date would make every minute another file
KEYWORDS = {"_": 1, "N_": 1, "ngettext": 1}  # how many arguments are texts


def texts() -> dict[str, str]:
    """Every text of the program that a person reads -> where it stands first."""
    found: dict[str, str] = {}
    for package in ("flexdesk", "ui"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for text, line in texts_of(file.read_text(encoding="utf-8")):
                found.setdefault(text, f"{file.relative_to(ROOT)}:{line}")
    return found


def texts_of(source: str) -> Iterator[tuple[str, int]]:
    """Texts marked in a module, also inside f-strings, which text extractors by tokens pass over."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        for argument in node.args[: KEYWORDS.get(node.func.id, 0)]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                yield argument.value, node.lineno


def merged() -> Catalog:
    """All parts as one catalogue; raises ValueError where two parts say different things."""
    whole = Catalog(locale="id", project="FlexDesk", creation_date=_NO_DATE)
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as stream:
            for message in read_po(stream, locale="id"):
                if not message.id or not message.string:
                    continue
                known = whole.get(message.id)
                if known is not None and known.string != message.string:
                    raise ValueError(f"{part.name}: {message.id!r}: {known.string!r} / {message.string!r}")
                whole.add(message.id, message.string)
    return whole


def compiled() -> bytes:
    """The bytes of the .mo file, the same for the same parts."""
    out = BytesIO()
    write_mo(out, merged())
    return out.getvalue()


def faults() -> Iterator[str]:
    """Texts without translation, translations with other holes, and a file that is not up to date."""
    catalogue = merged()
    for text, place in sorted(texts().items(), key=lambda pair: pair[1]):
        message = catalogue.get(text)
        if message is None:
            yield f"{place}: no Indonesian for {text!r}"
            continue
        said = message.string if isinstance(message.string, str) else message.string[0]
        if holes(text) != holes(said):
            yield f"{place}: other holes in {said!r}"
    if not TARGET.exists() or TARGET.read_bytes() != compiled():
        yield f"{TARGET.relative_to(ROOT)} is not up to date; run `make i18n`"


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        found = list(faults())
        print("\n".join(found) or "every text is translated")
        return 1 if found else 0
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(compiled())
    print(f"{len(merged())} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
