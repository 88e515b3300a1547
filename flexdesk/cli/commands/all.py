"""Every command of the program, in one parser."""

from functools import cache

from flexdesk.cli.commands import (
    demo,
    exchange,
    people,
    performance,
    printing,
    rules,
    schedule,
    server,
    store,
    unit,
)
from flexdesk.cli.parsing import Parser, new_parser


@cache
def parser() -> Parser:
    made, root = new_parser()
    for module in (demo, unit, people, rules, schedule, performance, printing, exchange, store, server):
        module.add(root)
    return made
