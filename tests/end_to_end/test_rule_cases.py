"""Each rule of the list by two cases, one that holds and one that does not, as a person would type them."""

import shutil
from pathlib import Path

import pytest

from flexdesk.domain.rules.whole import RULES
from tests.helpers.command_line import CommandLine
from tests.helpers.rule_cases import Case, against, at, cases, run_case, sample_unit

ALL = list(cases())
RESULTS = {"boleh", "ditolak", "perlu alasan", "diberitahukan", "tidak layak"}


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample unit, made once; every case takes a copy."""
    home = tmp_path_factory.mktemp("contoh")
    sample_unit(CommandLine(home / "unit"))
    return home


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_case_ends_as_the_table_says(case: Case, unit: Path, tmp_path: Path) -> None:
    home = tmp_path / "contoh"
    shutil.copytree(unit, home)
    for name, text in case.files.items():
        (home / name).write_text(text, encoding="utf-8")
    *before, last = run_case(CommandLine(home / "unit"), case.commands, home, case.today)
    assert all(answer["exit"] in (0, 1) for answer in before), before
    objections = against(last, case.through or case.rule)
    if case.result == "boleh":
        assert last["exit"] in (0, 1), last
        assert [one for one in objections if one.get("class") != "info"] == []
    elif case.result == "diberitahukan":
        assert last["exit"] in (0, 1), last
        assert objections or case.answers, last
    elif case.result == "tidak layak":
        assert [one for one in objections if one.get("holds") is False], last
    else:
        assert last["exit"] in ((2, 3) if case.code == "usage" else (3,)), last
        assert case.sentence in last["error"]["message"] + str(last["error"]["facts"])
        asked = last["error"]["code"] == "rule.reason_needed"
        assert asked is (case.result == "perlu alasan"), last
        assert objections or (case.code and last["error"]["code"] == case.code), last
    for path, value in case.answers.items():
        assert at(last, path) == value, path


def test_the_table_speaks_of_every_rule() -> None:
    """A rule without a case is a rule that nobody has tried."""
    for holds in (True, False):
        assert {case.rule for case in ALL if case.holds is holds} == set(RULES)
    assert {case.result for case in ALL} <= RESULTS
    assert all(case.result == "boleh" or case.answers for case in ALL if case.holds)
