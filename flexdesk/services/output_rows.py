"""A line of a report as cells of the store, and a stored output as the domain looks at it."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from flexdesk.domain.outputs import Output
from flexdesk.store.store import Row

if TYPE_CHECKING:
    from flexdesk.exchange.report_files import OutputRow


def cells_of(row: OutputRow, link: tuple[str, str], source: str) -> dict[str, Any]:
    return {
        "activity": row.activity,
        "amount": row.amount,
        "amount_text": row.amount_text,
        "unit": row.unit,
        "starts": row.starts,
        "ends": row.ends,
        "result": link[0],
        "code": link[1],
        "evidence": row.evidence,
        "source": source,
        "review": row.status,
        "note": row.note,
    }


def output_of(row: Row) -> Output:
    return Output(
        str(row["key"]),
        str(row["person"]),
        date.fromisoformat(str(row["day"])),
        str(row["activity"] or ""),
        time.fromisoformat(str(row["starts"])) if row["starts"] else None,
        time.fromisoformat(str(row["ends"])) if row["ends"] else None,
        float(row["amount"]) if isinstance(row["amount"], int | float) else None,
        str(row["unit"] or ""),
        str(row["evidence"] or ""),
        str(row["result"] or ""),
    )
