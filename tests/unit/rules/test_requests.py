"""Requests in a special condition: complete, decided, with an end; and what an evaluation means."""

from dataclasses import replace
from datetime import date

import pytest

from flexdesk.domain.people import Request
from flexdesk.domain.rules.requests import RequestCase, check_request
from tests.unit.rules.office import MON

COMPLETE = Request(
    "r",
    "p0",
    "special_condition",
    MON,
    date(2027, 2, 22),
    reason="Merawat orang tua",
    evidence="Surat dokter",
    plan="Menyusun laporan",
    outputs="4 laporan",
    decision="approve",
    decided_on=MON,
)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({}, []),
        ({"evidence": " "}, ["EMP-05"]),
        ({"plan": "", "outputs": ""}, ["EMP-05"]),
        ({"kind": "wish", "evidence": "", "plan": "", "outputs": ""}, []),
        ({"decision": "", "decided_on": None}, []),
        ({"decided_on": None}, ["EMP-06"]),
        ({"decision": "adjust"}, ["EMP-06"]),
        ({"decision": "adjust", "note": "Dua hari saja"}, []),
        ({"decision": "automatic"}, ["EMP-06"]),
        ({"to": date(2027, 2, 23)}, ["EMP-07"]),
        ({"kind": "wish", "to": date(2027, 12, 31)}, []),
    ],
)
def test_a_request_as_it_stands(changes: dict[str, object], rules: list[str]):
    found = check_request(RequestCase(replace(COMPLETE, **changes)))
    assert [one.rule for one in found] == rules


def test_what_is_missing_is_named():
    found = check_request(RequestCase(replace(COMPLETE, plan="", outputs="")))
    assert "work plan, outputs" in found[0].message


@pytest.mark.parametrize(
    ("predicate", "least", "rules"),
    [
        ("", "baik", []),
        ("baik", "none", []),
        ("baik", "baik", []),
        ("baik", "sangat_baik", ["EMP-03"]),
        ("butuh_perbaikan", "none", ["EMP-08"]),
        ("kurang", "baik", ["EMP-03", "EMP-08"]),
    ],
)
def test_what_an_evaluation_means(predicate: str, least: str, rules: list[str]):
    found = check_request(RequestCase(COMPLETE, predicate=predicate, least_predicate=least))
    assert [one.rule for one in found] == rules
