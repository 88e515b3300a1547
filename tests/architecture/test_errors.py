"""Every error can be dictated by telephone, tells three things, and is raised with the facts it speaks of."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import flexdesk
import ui
from flexdesk.errors import FlexDeskError

ROOT = Path(flexdesk.__file__).parents[1]
TICKET = re.compile(r"FD-[A-Z]{3}-\d{2}")
HOLE = re.compile(r"\{(\w+)")


def _every_error() -> list[type[FlexDeskError]]:
    for package in (flexdesk, ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return sorted(_below(FlexDeskError), key=lambda error: error.ticket)


def _below(error: type[FlexDeskError]) -> Iterator[type[FlexDeskError]]:
    yield error
    for child in error.__subclasses__():
        if child.__module__.split(".")[0] in ("flexdesk", "ui"):
            yield from _below(child)


ERRORS = _every_error()
BY_NAME: defaultdict[str, list[type[FlexDeskError]]] = defaultdict(list)
for one in ERRORS:
    BY_NAME[one.__name__].append(one)


def holes(error: type[FlexDeskError]) -> set[str]:
    return set(HOLE.findall(error.text + error.safe + error.next))


def test_there_are_errors_to_look_at() -> None:
    assert len(ERRORS) > 60


def shared(named: Iterable[tuple[object, str]]) -> dict[object, list[str]]:
    found: defaultdict[object, list[str]] = defaultdict(list)
    for value, name in named:
        found[value].append(name)
    return {value: names for value, names in found.items() if len(names) > 1}


def test_no_two_errors_share_a_ticket() -> None:
    assert shared((error.ticket, error.__name__) for error in ERRORS) == {}


def test_no_two_errors_of_one_side_share_a_code() -> None:
    """A refusal of the server travels under its code to the error that tells it on the laptop."""
    sides = [((e.code, e.__module__.startswith("flexdesk.server.")), e.__name__) for e in ERRORS]
    assert shared(sides) == {}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_an_error_has_a_ticket_and_three_sentences(error: type[FlexDeskError]) -> None:
    assert TICKET.fullmatch(error.ticket)
    assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)?", error.code)
    assert error.exit_code in (2, 3, 4, 5)
    for sentence in (error.text, error.safe, error.next):
        assert len(sentence) > 8
        assert sentence[-1] in ".}”)" or "://" in sentence.split()[-1]


def _made() -> Iterator[tuple[str, str, set[str]]]:
    """Every place that makes an error: where, the class's name, and the facts given by name."""
    for file in sorted([*(ROOT / "flexdesk").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in BY_NAME and all(keyword.arg for keyword in node.keywords):
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield f"{file.relative_to(ROOT)}:{node.lineno}", name, given


def test_every_error_is_made_with_the_facts_that_its_sentences_name() -> None:
    makers = list(_made())
    assert len(makers) > 150
    missing = {
        f"{place} {name}": sorted(holes(BY_NAME[name][0]) - given)
        for place, name, given in makers
        if not any(_is_filled(error, given) for error in BY_NAME[name])
    }
    assert missing == {}


def _is_filled(error: type[FlexDeskError], given: set[str]) -> bool:
    """A class with a constructor of its own fills its sentences itself."""
    return error.__init__ is not FlexDeskError.__init__ or holes(error) <= given
