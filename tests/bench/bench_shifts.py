"""How long drafting shifts takes on units of 30 and 110 people over four weeks; run with `python -m`.

The budgets are those of the office planner for 60 and 200 people: 1.5 s and 5 s of the processor. They hold
for a lawful roster that meets every need it can; what the solver proves beyond is printed with its time.
"""

from dataclasses import replace
from random import Random
from time import process_time

from flexdesk.domain.calendar import days
from flexdesk.domain.rules import check
from flexdesk.domain.schedule import Assignment, Facts, LeaveEntry
from flexdesk.planner import shifts
from flexdesk.planner.shift_problem import ShiftProblem
from tests.helpers.shift_units import MONDAY, STRICT, needs_of, posed, puskesmas, rostered

BUDGET_S = {30: 1.5, 110: 5.0}
PROVING_S = {30: 20.0, 110: 30.0}
GROWTH = (15, 30, 60, 110)


def unit_of(people: int, seed: int) -> tuple[Facts, ShiftProblem]:
    """Leave, pinned cells and uneven turns of the weeks before."""
    chance, facts = Random(seed), puskesmas(people, STRICT)
    keys, every = [person.key for person in facts.people], list(days(facts.first, facts.last))
    leaves = []
    for number, key in enumerate(chance.sample(keys, people // 6)):
        start = chance.randrange(len(every) - 3)
        leaves.append(LeaveEntry(f"l{number}", key, "annual", every[start], every[start + 2]))
    gone = {(one.person, day) for one in leaves for day in days(one.from_, one.to)}
    pins = {(chance.choice(keys), chance.choice(every)) for _n in range(people)} - gone
    facts = replace(
        facts,
        leaves=tuple(leaves),
        assignments=tuple(Assignment(p, d, "off", pinned=True) for p, d in sorted(pins)),
    )
    past = [
        Assignment(key, day, chance.choice(["shift_morning", "shift_afternoon", "off"]))
        for key in keys
        for day in days(MONDAY.replace(month=10), MONDAY)
        if day < MONDAY and chance.random() < 0.5
    ]
    needs = needs_of(max(1, people * 24 // 100), max(1, people // 5), max(1, people * 13 // 100))
    return facts, posed(facts, needs, past)


def main() -> None:
    for people in GROWTH:
        facts, problem = unit_of(people, 1)
        began = process_time()
        plan = shifts.plan(problem, seconds=0)
        took = process_time() - began
        budget = BUDGET_S.get(people)
        share = f", {took / budget:.2f} of budget" if budget else ""
        broken = sum(one.rule == "TIM-07" for one in check(rostered(facts, plan), with_fixes=False))
        print(f"first draft {people} x 28: processor {took:.2f} s{share}, TIM-07 {broken}")
        print(f"   objective {list(plan.objective)}", flush=True)
    for people, seconds in PROVING_S.items():
        for seed in (1, 2):
            _facts, problem = unit_of(people, seed)
            began = process_time()
            plan = shifts.plan(problem, seconds=seconds)
            took = process_time() - began
            print(f"with the solver {people} x 28, seed {seed}: processor {took:.1f} s, {plan.status}")
            print(f"   objective {list(plan.objective)}, bound {list(plan.bound)}", flush=True)


if __name__ == "__main__":
    main()
