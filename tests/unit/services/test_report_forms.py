"""The page that goes to a telephone: small, alone, and in words that an old browser knows."""

import json
import re
from datetime import date

import pytest

from flexdesk.domain.calendar import days
from flexdesk.domain.periods import parse_period
from flexdesk.exchange.report_files import FORM_COLUMNS
from flexdesk.services.report_forms import FormResult, ReportForm, page

NOVEMBER = parse_period("2026-11")
RESULT = "Terlaksananya pelayanan administrasi kependudukan yang cepat, tepat dan terdokumentasi di kecamatan"
BUDGET = 60_000
# What browsers learnt after 2019, as it is written; `?.5` would be a condition.
NEWER = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish": r"\?\?",
    "assigning": r"(\|\||&&)=",
    "big numbers": r"\b\d+n\b|BigInt",
    "separators": r"\b\d+_\d",
    "methods": r"\.(replaceAll|replaceChildren|matchAll|at|hasOwn|toSorted|findLast|allSettled|any)\(",
    "classes": r"\bstatic\s*\{|#\w+\s*[=(;]\s*(?!['\"])|structuredClone",
    "awaiting": r"^\s*await\b|\bimport\b",
    "style": r"\b(clamp|min|max)\((?=[^)]*(px|rem|vw))|:is\(|:where\(|:has\(|:focus-visible|aspect-ratio"
    r"|\binset:|(?<!column-)\bgap:|\bdvh\b|accent-color|@layer|@container|color-mix",
}


def form(results: int = 8) -> ReportForm:
    found = [day for day in days(NOVEMBER.first, NOVEMBER.last) if day.weekday() < 5]
    listed = [FormResult(f"RHK-{n:02}", f"{RESULT} {n}", "berkas") for n in range(1, results + 1)]
    return ReportForm(
        "198505122009012003", "Dewi Anggraini, S.E.", "", "Kec. Contoh", NOVEMBER, found, listed
    )


def script(text: str) -> str:
    found = re.search(r"<script>(.*)</script>", text, re.DOTALL)
    assert found is not None
    return re.sub(r'"[^"\n]*"|//[^\n]*|/\*.*?\*/', "", found[1])


def test_eight_results_and_a_month_stay_small():
    assert len(page(form())) < BUDGET


def test_it_asks_for_nothing_from_outside():
    text = page(form()).decode()
    assert not re.search(r"(src|href|action)=|url\(|@import|https?:|fetch|XMLHttp|WebSocket|sendBeacon", text)
    assert "default-src 'none'" in text
    assert "{{" not in text


@pytest.mark.parametrize("kind", NEWER)
def test_an_old_browser_knows_all_of_it(kind: str):
    text = page(form()).decode()
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style is not None
    source = style[1] if kind == "style" else script(text)
    assert re.findall(NEWER[kind], source, re.MULTILINE) == []


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("optional chaining", "a?.b"), ("nullish", "a ?? b"), ("assigning", "a ||= b"),
        ("big numbers", "10n"), ("separators", "1_000"), ("methods", "a.replaceAll('b', 'c')"),
        ("awaiting", "await a"),
        ("style", "p { gap: 1px }"), ("style", "width: min(10px, 5vw)"), ("classes", "static { }"),
    ],
)  # fmt: skip
def test_newer_words_would_be_seen(kind: str, written: str):
    assert re.findall(NEWER[kind], written, re.MULTILINE)


def test_it_carries_what_the_person_needs():
    found = re.search(r"const form = (\{.*\});", page(form(1)).decode())
    assert found is not None
    data = json.loads(found[1])
    assert data["results"] == [["RHK-01", f"{RESULT} 1", "berkas"]]
    assert data["headings"] == ["NIP", "Nama", *FORM_COLUMNS]
    assert (len(data["days"]), data["days"][0]) == (21, date(2026, 11, 2).isoformat())


def test_both_schemes_have_the_colours_of_the_program():
    text = page(form(0)).decode()
    light, dark = re.findall(r":root \{ (--window[^}]*) \}", text)
    assert light != dark
    used = set(re.findall(r"var\((--\w+)\)", text))
    assert used <= set(re.findall(r"--\w+(?=:)", light)) & set(re.findall(r"--\w+(?=:)", dark))
