"""Every sentence of this part is complete in Indonesian, with the same holes."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import flexdesk

OWN = (
    "domain/periods.py", "domain/performance.py", "domain/distribution.py", "domain/outputs.py",
    "domain/achievement.py", "exchange/activity_tables.py", "exchange/report_files.py",
    "exchange/skp_files.py", "exchange/register_files.py", "exchange/schedule_files.py",
    "exchange/ratings_files.py",
)  # fmt: skip


def source_texts() -> Iterator[str]:
    for name in OWN:
        tree = ast.parse((Path(flexdesk.__file__).parent / name).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                (argument,) = node.args
                if isinstance(argument, ast.Constant):
                    yield argument.value


def catalogue() -> dict[str, str]:
    text = (files("resources") / "i18n" / "id" / "activities.po").read_text("utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE))


def test_every_text_is_translated_and_no_translation_is_left_over():
    assert set(source_texts()) == catalogue().keys()


def test_translations_have_the_same_holes():
    for text, translated in catalogue().items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", translated)), text
