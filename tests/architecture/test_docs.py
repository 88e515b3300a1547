"""Holds the documentation to the program: what it names exists, what it says to type is understood."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from flexdesk.cli.app import has_command
from flexdesk.cli.commands.all import parser
from ui.shell.help_view import FALLBACK
from ui.shell.screens import NINE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "resources" / "docs"
HELP = DOCS / "help"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
HEADINGS = ["## Decision", "## Background", "## Alternatives", "## Consequences"]
PAGES = sorted(
    [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"],
    key=lambda page: page.relative_to(ROOT).as_posix(),
)
FOLDERS = "flexdesk|ui|resources|tests|packaging"
A_PATH = re.compile(rf"(?:{FOLDERS})/[\w./-]*")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PROGRAM = (".venv/bin/python -m flexdesk", "flexdesk")
A_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+\S+|F\d{1,2}")

all_pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
help_pages = pytest.mark.parametrize(
    "page", sorted(HELP.rglob("*.md")), ids=lambda page: page.relative_to(HELP).as_posix()
)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def blocks(text: str) -> str:
    return "\n".join(BLOCK.findall(text))


def inline(text: str) -> list[str]:
    return CODE.findall(BLOCK.sub("", text))


@all_pages
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = {found for code in inline(text_of(page)) for found in A_PATH.findall(code)}
    named = {name for name in named if "NNNN" not in name}  # how a new file is to be named
    missing = [name for name in named if not (ROOT / name).exists()]
    assert not missing


@all_pages
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    local = [target for target in targets if "://" not in target]
    assert not [target for target in local if not (page.parent / target).exists()]


@all_pages
def test_every_make_word_is_in_the_makefile(page: Path) -> None:
    words = re.findall(r"^([a-z0-9]+):", text_of(ROOT / "Makefile"), re.MULTILINE)
    text = text_of(page)
    said = set(re.findall(r"`make ([a-z0-9]+)`", text)) | set(
        re.findall(r"^make ([a-z0-9]+)", blocks(text), re.MULTILINE)
    )
    assert said <= set(words)


def typed(text: str) -> Iterator[list[str]]:
    """Words of every line in a block that calls the program."""
    for line in blocks(text).splitlines():
        for program in PROGRAM:
            if line.startswith(f"{program} "):
                yield shlex.split(line.removeprefix(program), comments=True)
                break


@all_pages
def test_every_command_in_a_block_is_understood(page: Path) -> None:
    for words in typed(text_of(page)):
        if words and words != ["--help"]:
            assert has_command(words), words
            parser(words).parse_args(words)  # raises UsageError


@all_pages
def test_every_command_in_a_sentence_exists(page: Path) -> None:
    for code in inline(text_of(page)):
        words = code.split()
        if words[0] == "flexdesk" and len(words) > 1 and words[1].isalpha():
            step: Any = parser([])
            for word in words[1:]:
                offered = _subcommands(step)
                if not offered:
                    break
                assert word in offered, code
                step = offered[word]


def _subcommands(step: Any) -> dict[str, Any]:
    for action in step._actions:
        if isinstance(action.choices, dict):
            return dict(action.choices)
    return {}


# help


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_screen_has_its_help_page(language: str) -> None:
    named = {name for page in (ROOT / "ui").glob("*/page.py") for name in _help_names(page)}
    wanted = {key for key, _title, _icon in NINE} | named | {FALLBACK}
    assert not [name for name in sorted(wanted) if not (HELP / language / f"{name}.md").is_file()]


def _help_names(page: Path) -> list[str]:
    return re.findall(r'^    help_name = "(\w+)"', text_of(page), re.MULTILINE)


@cache
def bound_keys() -> frozenset[str]:
    """Every word of every text constant of the desktop; keys are among them."""
    words: set[str] = set()
    for module in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(text_of(module))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.update(node.value.split())
    return frozenset(words)


@help_pages
def test_every_key_that_is_named_is_bound(page: Path) -> None:
    keys = {key for code in inline(text_of(page)) for key in code.split() if A_KEY.fullmatch(key)}
    screens = {f"Ctrl+{number}" for number in range(1, len(NINE) + 1)}
    fixes = {f"Alt+{number}" for number in range(1, 4)}  # bound by their number
    assert not keys - bound_keys() - screens - fixes


@cache
def labels() -> str:
    """Every Indonesian text of the catalogue, and the constants of the desktop that are Indonesian anyway."""
    catalogue = [
        str(message.string)
        for part in sorted((ROOT / "resources" / "i18n" / "id").glob("*.po"))
        for message in read_po(BytesIO(part.read_bytes()), locale="id")
    ]
    constants = [text_of(module) for module in (ROOT / "ui").rglob("*.py")]
    return "\n".join([*catalogue, *constants]).casefold()


@help_pages
def test_every_label_in_italics_is_on_a_screen(page: Path) -> None:
    if page.parent.name != "id":
        return
    named = re.findall(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])", text_of(page))
    parts = [part.strip() for name in named for part in name.split("…")]
    assert not [part for part in parts if part.casefold() not in labels()]


def test_the_guide_leads_to_every_page_of_help() -> None:
    guide = text_of(DOCS / "panduan.md")
    assert not [key for key, _title, _icon in NINE if f"(help/id/{key}.md)" not in guide]


# glossary, decisions, architecture, pictures


@cache
def sources() -> str:
    files = [
        file
        for folder in ("flexdesk", "ui", "resources")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".toml", ".po"}
    ]
    return "\n".join(text_of(file) for file in files).casefold()


def test_every_term_of_the_glossary_is_in_use() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", text_of(DOCS / "glossary.md"), re.MULTILINE)
    terms = [term for row in rows for term in CODE.findall(row)]
    assert len(terms) > 40
    unused = [term for term in terms if not re.search(rf"(?<![a-z]){re.escape(term.casefold())}", sources())]
    assert not unused


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_has_its_four_parts(page: Path) -> None:
    lines = text_of(page).splitlines()
    number = int(page.name[:4])
    assert lines[0].startswith(f"# {number}. ")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", lines[2])
    assert [line for line in lines if line.startswith("## ")] == HEADINGS
    for part in re.split(r"^## .*$", text_of(page), flags=re.MULTILINE)[1:]:
        assert part.strip()


def test_decisions_are_numbered_without_holes() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_architecture_fits_two_printed_pages() -> None:
    assert len(text_of(DOCS / "architecture.md").splitlines()) <= 130


def test_pictures_stay_small() -> None:
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert pictures
    assert not [picture.name for picture in pictures if picture.stat().st_size > 250_000]
