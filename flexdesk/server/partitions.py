"""Splits the tables by a hash of `unit_id`, so that PostgreSQL enforces what a cluster of servers needs.

Every statement about one unit then works within one part; a key that spans units cannot be made. The table of
agencies knows no units and stays whole.
"""

from sqlalchemy import Connection, MetaData, Table, text

from flexdesk.errors import FlexDeskError
from flexdesk.i18n import N_
from flexdesk.server.tables import metadata

MAX_PARTITIONS = 1024


class OtherPartitions(FlexDeskError):
    """The tables are there already, split in another way."""

    code = "server.partitions"
    ticket = "FD-SRV-07"
    text = N_("The tables are there already, in {found} partitions instead of {wanted}.")
    safe = N_("Nothing was changed.")
    next = N_("Prepare an empty database, then run `flexdesk server move`.")


def is_partitioned(table: Table) -> bool:
    return "unit_id" in table.c


def create(connection: Connection, count: int) -> None:
    """Make all tables, `count` parts each, where they are missing; raises OtherPartitions."""
    found = existing(connection)
    if found is not None:
        if found != count:
            raise OtherPartitions(found=found, wanted=count)
        return
    split = MetaData()
    for table in metadata.sorted_tables:
        copied = table.to_metadata(split)
        if is_partitioned(table):
            copied.dialect_options["postgresql"]["partition_by"] = "HASH (unit_id)"
    split.create_all(connection)
    for table in filter(is_partitioned, metadata.sorted_tables):
        for number in range(count):
            connection.execute(
                text(
                    f"CREATE TABLE {table.name}_{number} PARTITION OF {table.name} "
                    f"FOR VALUES WITH (MODULUS {count}, REMAINDER {number})"
                )
            )


def existing(connection: Connection) -> int | None:
    """How many parts the tables have, 0 for whole ones; None where there are no tables yet."""
    oid = connection.scalar(text("SELECT to_regclass('unit_head')::oid"))
    if oid is None:
        return None
    parts = connection.scalar(text("SELECT count(*) FROM pg_inherits WHERE inhparent = :oid"), {"oid": oid})
    return int(parts or 0)
