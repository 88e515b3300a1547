"""Leaders on site, the recorded domicile, calls to the office, and who the regulation leaves out."""

from dataclasses import replace
from datetime import UTC, date, datetime

from flexdesk.domain.people import Posting, Request
from flexdesk.domain.rules import Board, Level, check, check_cell
from flexdesk.domain.rules.presence import recall_is_recorded
from flexdesk.domain.rules.whole import RULES
from flexdesk.domain.schedule import ApprovedPlace, LeaveEntry, Unit
from tests.unit.rules.office import FRI, MON, SAT, TUE, WED, at, office, said


def led(*cells, **more):
    """Two managerial officials, the second as acting one."""
    postings = (
        Posting("p0", date(2020, 1, 1), "Kepala Subbagian Umum"),
        Posting("p1", date(2020, 1, 1), "Analis", "fungsional"),
        Posting("p1", MON, "Kepala Seksi", "pengawas", acting="Plt."),
    )
    return office(*cells, postings=postings, **more)


def test_at_least_one_managerial_official_is_on_site():
    assert said(check(led(*at("p0", "home", MON))), "LOC-15", Level.SOFT) == []
    found = check(led(*at("p0", "home", MON, SAT), *at("p1", "home", MON)))
    assert said(found, "LOC-15", Level.SOFT) == [("", MON)]
    fixes = next(one for one in found if one.rule == "LOC-15").fixes
    assert [(fix.person, fix.place) for fix in fixes] == [("p0", "office"), ("p1", "office")]
    on_leave = check(led(*at("p0", "home", TUE), leaves=(LeaveEntry("l", "p1", "annual", TUE, TUE),)))
    assert said(on_leave, "LOC-15", Level.SOFT) == [("", TUE)]


def test_the_last_official_who_leaves_is_asked_why():
    board = Board(led(*at("p0", "home", MON)))
    assert [one.rule for one in check_cell(board, "p1", MON, "home")] == ["LOC-15"]
    assert check_cell(board, "p2", MON, "home") == []


def test_a_unit_without_managerial_officials_is_not_asked():
    cells = [at(f"p{n}", "home", MON)[0] for n in range(8)]
    assert said(check(office(*cells)), "LOC-15", Level.SOFT) == []


def test_home_is_the_recorded_domicile():
    row = ApprovedPlace("h", "Rumah", "home", address="Jl. Melati  No. 4, Rancamanah")
    facts = office(*at("p0", "home", MON, place_row="h"), places=(row,))
    same = (replace(facts.people[0], domicile="jl melati no 4 rancamanah"), *facts.people[1:])
    other = (replace(facts.people[0], domicile="Jl. Mawar 1"), *facts.people[1:])
    assert said(check(replace(facts, people=same)), "LOC-07", Level.SOFT) == []
    found = check(replace(facts, people=other))
    assert said(found, "LOC-07", Level.SOFT) == [("p0", MON)]


def test_missing_domiciles_are_told_once():
    found = check(office(*at("p0", "home", MON, TUE), *at("p1", "home", WED), *at("p2", "office", MON)))
    told = [one for one in found if one.rule == "LOC-07"]
    assert [(one.level, one.person, one.message[:1]) for one in told] == [(Level.INFO, "", "2")]


def test_a_call_to_the_office_says_who_when_and_why():
    now = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert recall_is_recorded(MON, by="Camat", at=now, reason="Banjir") == []
    found = recall_is_recorded(MON, by="", at=None, reason="Banjir")
    assert [(one.rule, one.level) for one in found] == [("LOC-16", Level.HARD)]
    assert "who called, when" in found[0].message


def test_organisations_outside_the_regulation_have_nobody_away():
    refused = [("p0", FRI)]
    for body, days in (("polri", refused), ("tni", refused), ("mission", refused), ("civil", []), ("", [])):
        assert said(check(office(*at("p0", "home", FRI), unit=Unit(organisation=body))), "LOC-19") == days


def test_nothing_is_granted_without_a_decision():
    board = Board(office(requests=(Request("r", "p0", "special_condition", MON, FRI),)))
    granted = RULES["EMP-09"].judge
    assert granted is not None
    assert granted(board.dossiers["p0"], MON) is None


def test_turns_are_counted_with_those_before():
    count = RULES["LOC-17"].judge
    assert count is not None
    assert count(Board(office(*at("p0", "home", MON, FRI), away_before={"p0": 4})), "p0") == 6
