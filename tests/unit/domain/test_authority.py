"""The table of authority, against what the rules of the civil service say in so many words."""

import pytest

from flexdesk.domain import authority
from flexdesk.domain.authority import LEADERS, Role
from flexdesk.domain.ops import DELETED
from flexdesk.domain.schema import BY_NAME, ROW, Merge

FIELDS = [(table.name, column.name) for table in BY_NAME.values() for column in (ROW, *table.columns)]
CLERKS = {  # what staff of the office enter
    ("person", "nip"),
    ("posting", "jabatan"),
    ("assignment", "place"),
    ("leave_entry", "kind"),
    ("travel_entry", "letter"),
    ("attendance_mark", "at"),
    ("output", "activity"),
    ("realisation", "text"),
    ("request", "reason"),
    ("complaint", "result"),
}
LEADERS_ONLY = {  # what the regulation gives to the assessor or the head of the unit
    ("evaluation", "results"),
    ("evaluation", "behaviour"),
    ("evaluation", "final"),
    ("feedback", "text"),
    ("organisation_result", "level"),
    ("skp", "status"),
    ("indicator", "target_number"),
    ("objection", "decision"),
    ("output", "review"),
    ("request", "decision"),
    ("leave_entry", "decision"),
    ("publication", "letter"),
    ("policy", "value"),
    ("eligibility_decision", "verdict"),
    ("clarification", "state"),
    ("examination", "result"),
    ("month_close", "closed_on"),
    ("unit", "head"),
}


def test_every_table_is_in_one_area() -> None:
    named = [table for area in authority.AREAS for table in area.tables]
    assert sorted(named) == sorted(BY_NAME)
    assert not [
        (one.table, c) for one in authority.RESERVED for c in one.columns if (one.table, c) not in FIELDS
    ]


@pytest.mark.parametrize("role", [Role.HEAD, Role.DEPUTY])
def test_leaders_write_everything_and_a_reader_and_a_stranger_nothing(role: Role) -> None:
    for table, column in FIELDS:
        assert authority.may(role, table, column, "x")
        assert not authority.may(Role.READER, table, column, None)
        assert not authority.may("", table, column, "x")


@pytest.mark.parametrize(("table", "column"), sorted(CLERKS))
def test_a_clerk_enters_it(table: str, column: str) -> None:
    assert authority.may(Role.CLERK, table, column, "x")
    assert authority.merge_of(table, column) is Merge.MVR


@pytest.mark.parametrize(("table", "column"), sorted(LEADERS_ONLY))
def test_only_leaders_decide_it(table: str, column: str) -> None:
    assert not authority.may(Role.CLERK, table, column, "x")
    assert not authority.may(Role.CLERK, table, column, None)  # taking a decision away is one, too
    assert authority.writers(table, column) == LEADERS
    assert authority.merge_of(table, column) is Merge.OWNER


def test_a_clerk_hands_an_application_in_and_does_not_decide_it() -> None:
    assert authority.may(Role.CLERK, "leave_entry", "decision", "pending")
    assert not authority.may(Role.CLERK, "leave_entry", "decision", "approve")


def test_a_row_that_holds_a_decision_is_deleted_by_whoever_decides() -> None:
    assert not authority.may(Role.CLERK, "request", DELETED, 1)
    assert authority.may(Role.CLERK, "attendance_mark", DELETED, 1)


def test_numbers_of_a_newer_program_count_only_against_a_reader() -> None:
    assignment = BY_NAME["assignment"].id
    assert authority.may_by_number(Role.CLERK, 999, {1: "x"})
    assert authority.may_by_number(Role.CLERK, assignment, {1: "home", 999: "x"})
    assert not authority.may_by_number(Role.CLERK, BY_NAME["policy"].id, {1: "x", 999: "x"})
    assert not authority.may_by_number(Role.READER, 999, {1: "x"})


def test_the_value_of_a_leader_is_shown_over_a_clerks() -> None:
    ranks = [authority.rank(role) for role in ("head", "deputy", "clerk", "reader", "")]
    assert ranks[0] == ranks[1] > ranks[2] > ranks[3] == ranks[4]


@pytest.mark.parametrize("role", [*Role, ""])
@pytest.mark.parametrize("value", ["x", "pending", "waiting", None, 1])
def test_what_travels_is_judged_as_what_is_typed(role: str, value: object) -> None:
    for table in BY_NAME.values():
        for column in (ROW, *table.columns):
            typed = authority.may(role, table.name, column.name, value)
            assert authority.may_by_number(role, table.id, {column.id: value}) is typed, (
                table.name,
                column.name,
            )
