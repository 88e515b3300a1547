"""Every paper against its stored text and picture."""

import os
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from flexdesk.documents import Issued, draw
from flexdesk.documents.file_checks import check_file
from flexdesk.domain.performance import OrganisationLevel
from tests.documents import samples
from tests.documents.goldens import FORMS, extracted
from tests.documents.pictures import GOLDEN, different_blocks, grey_page

SIGNED_BY_HAND = {  # lines to fill in, and no block of an official
    "recovery-f4",
    "recovery-a4",
    "courier-slip-a4",
    "courier-slip-f4",
    "code-page-a4",
    "code-page-f4",
    "custodian-f4",
    "custodian-a4",
}


@cache
def drawn(name: str) -> Issued:
    """Each paper once; that drawing again gives the same is a test of its own."""
    return draw(FORMS[name])


@pytest.mark.parametrize("name", FORMS)
def test_words_and_their_order(name):
    stored = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    assert extracted(drawn(name).data) == stored


@pytest.mark.parametrize("name", FORMS)
def test_first_page_looks_as_stored(name):
    stored = Image.open(GOLDEN / f"{name}.png").convert("L")
    assert different_blocks(stored, grey_page(drawn(name).data, 0)) == []


def test_the_picture_test_sees_one_changed_word():
    changed = replace(samples.DOCUMENT, organisation=OrganisationLevel.ISTIMEWA)
    stored = Image.open(GOLDEN / "document-a4.png").convert("L")
    assert different_blocks(stored, grey_page(draw(changed).data, 0)) != []


@pytest.mark.parametrize("name", FORMS)
def test_the_checks_find_nothing(name):
    issued = drawn(name)
    assert issued.report.clean, issued.report
    assert (issued.report.signatures >= 1) is (name not in SIGNED_BY_HAND)
    seen = check_file(issued.data)
    assert seen.clean, seen
    assert seen.pages == issued.report.pages


@pytest.mark.parametrize("name", FORMS)
def test_the_same_form_gives_the_same_bytes(name):
    assert draw(FORMS[name]).sha256 == drawn(name).sha256


def test_another_process_writes_the_same_bytes():
    """Neither the order of sets nor what was drawn before may show in the file."""
    draw(samples.SKP)
    script = (
        "from tests.documents import samples; from flexdesk.documents import draw; "
        "print(draw(samples.DOCUMENT).sha256)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    root = Path(__file__).parents[2]
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root, env=environment
    )
    assert other.stdout.strip() == draw(samples.DOCUMENT).sha256
