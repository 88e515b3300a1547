"""The columnar body of a batch: transactions taken apart so that equal things lie side by side.

Writes are grouped by shape (table, parts of the row key, columns written); every part of the key and every
cell of a shape is one column. What the author had seen is written only where it changed. Ids are never looked
up in the registry, so a table or column that this version does not know passes through unharmed.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from flexdesk.domain.log import RowWrite, Tx
from flexdesk.domain.ops import Value
from flexdesk.sync.columns import (
    MAX_WRITTEN_OUT,
    Reader,
    read_indices,
    read_ints,
    read_texts,
    read_values,
    write_ints,
    write_texts,
    write_values,
    write_varint,
)

MAX_TXS = 100_000
MAX_WRITES = 200_000
MAX_CELLS = 1_000_000
MAX_SEEN = 200_000  # changes of what the author had seen
MAX_VIEWS = 2_000_000  # devices in what the authors of all transactions had seen, one by one
_SPELLED = MAX_WRITTEN_OUT // 4  # a reader counts some texts more than once
_MAX_PARTS = 8
_COUNTER_BITS = 16
_COUNTER = (1 << _COUNTER_BITS) - 1

Shape = tuple[int, int, tuple[int, ...]]  # table, parts of the key (0: not taken apart), columns


def pack(txs: Sequence[Tx]) -> bytes:
    """Raises ValueError for a value that the log cannot hold and for more than the limits."""
    writes = [write for tx in txs for write in tx.writes]
    if len(txs) > MAX_TXS or len(writes) > MAX_WRITES:
        raise ValueError("size")
    out = bytearray()
    write_texts(out, [tx.kind for tx in txs])
    write_ints(out, [tx.hlc >> _COUNTER_BITS for tx in txs])
    write_ints(out, [tx.hlc & _COUNTER for tx in txs])
    write_ints(out, [len(tx.writes) for tx in txs])
    _pack_seen(out, txs)
    _pack_writes(out, writes, own=txs[0].device if txs else "")
    return bytes(out)


def unpack(data: bytes, device: str, first: int, count: int) -> tuple[Tx, ...]:
    """Raises ValueError or OverflowError for anything that `pack` did not make."""
    if not 0 < count <= MAX_TXS:
        raise ValueError("size")
    source = Reader(data)
    kinds = read_texts(source, count)
    times = read_ints(source, count)
    counters = read_indices(source, count, _COUNTER + 1)
    sizes = read_indices(source, count, MAX_WRITES + 1)
    seen = _unpack_seen(source, count)
    writes = iter(_unpack_writes(source, sum(sizes), own=device))
    if not source.at_end():
        raise ValueError("tail")
    return tuple(
        Tx(
            device=device,
            seq=first + index,
            hlc=times[index] << _COUNTER_BITS | counters[index],
            ctx=seen[index],
            kind=kinds[index],
            writes=tuple(islice(writes, sizes[index])),
        )
        for index in range(count)
    )


# what the author had seen -------------------------------------------------------------------------------


def _seen_changes(txs: Sequence[Tx]) -> Iterator[tuple[int, list[tuple[str, int]]]]:
    """Index of a transaction before which the vector changed, and how; 0 takes a device out."""
    before: dict[str, int] = {}
    last: Mapping[str, int] | None = None
    for index, tx in enumerate(txs):
        if tx.ctx is last or tx.ctx == last:
            continue
        last = tx.ctx
        now = {device: seq for device, seq in tx.ctx.items() if seq}
        if now == before:
            continue
        changed = [(device, seq) for device, seq in sorted(now.items()) if before.get(device) != seq]
        yield index, changed + [(device, 0) for device in sorted(before) if device not in now]
        before = now


def _pack_seen(out: bytearray, txs: Sequence[Tx]) -> None:
    changes = list(_seen_changes(txs))
    entries = [entry for _index, changed in changes for entry in changed]
    if len(entries) > MAX_SEEN or sum(len(tx.ctx) for tx in txs) > MAX_VIEWS:
        raise ValueError("size")
    write_varint(out, len(changes))
    write_ints(out, [index for index, _changed in changes])
    write_ints(out, [len(changed) for _index, changed in changes])
    write_texts(out, [device for device, _seq in entries])
    write_ints(out, [seq for _device, seq in entries])


def _unpack_seen(source: Reader, count: int) -> list[dict[str, int]]:
    steps = source.count(count)
    starts = read_indices(source, steps, count)
    sizes = read_indices(source, steps, MAX_SEEN + 1)
    total = sum(sizes)
    if total > MAX_SEEN or starts != sorted(set(starts)):
        raise ValueError("size")
    entries = zip(read_texts(source, total), read_ints(source, total), strict=True)
    vector: dict[str, int] = {}
    vectors: list[dict[str, int]] = []
    held = 0
    for start, end, size in zip(starts, (*starts, count)[1:], sizes, strict=True):
        vectors += [vector] * (start - len(vectors))
        vector = dict(vector)
        for device, seq in islice(entries, size):
            if seq:
                vector[device] = seq
            else:
                vector.pop(device, None)
        held += len(vector) * (end - start)
        if held > MAX_VIEWS:
            raise ValueError("size")
    return vectors + [vector] * (count - len(vectors))


# writes -------------------------------------------------------------------------------------------------


def _grouped(writes: list[RowWrite]) -> tuple[dict[Shape, list[RowWrite]], list[int]]:
    """Writes by shape in the order of their first use, and for each write the number of its shape."""
    groups: dict[Shape, list[RowWrite]] = {}
    numbers: dict[Shape, int] = {}
    seen: dict[Shape, tuple[int, list[RowWrite]]] = {}  # columns as they come: sorted once for each order
    order: list[int] = []
    for write in writes:
        found = (write.table, write.row.count("|") + 1, tuple(write.cells))
        if (known := seen.get(found)) is None:
            table, parts, columns = found
            shape = (table, parts if parts <= _MAX_PARTS else 0, tuple(sorted(columns)))
            group = groups.setdefault(shape, [])
            known = seen[found] = (numbers.setdefault(shape, len(numbers)), group)
        order.append(known[0])
        known[1].append(write)
    return groups, order


def _pack_writes(out: bytearray, writes: list[RowWrite], *, own: str) -> None:
    groups, order = _grouped(writes)
    if sum(len(shape[2]) * len(group) for shape, group in groups.items()) > MAX_CELLS:
        raise ValueError("size")
    write_varint(out, len(groups))
    write_ints(out, [table for table, _parts, _columns in groups])
    write_ints(out, [parts for _table, parts, _columns in groups])
    write_ints(out, [len(columns) for _table, _parts, columns in groups])
    write_ints(out, [column for _table, _parts, columns in groups for column in columns])
    write_ints(out, order)
    left = _SPELLED
    for (_table, parts, columns), group in groups.items():
        rows = [write.row for write in group]
        left -= sum(map(len, rows))
        pieces = "|".join(rows).split("|") if parts > 1 else rows
        for part in range(max(parts, 1)):
            write_texts(out, pieces[part :: max(parts, 1)], own=own)
        for column in columns:
            values = [write.cells[column] for write in group]
            left -= sum(len(value) for value in values if type(value) is str)
            write_values(out, values)
        if left < 0:
            raise ValueError("size")


def _unpack_writes(source: Reader, count: int, *, own: str) -> list[RowWrite]:
    if count > MAX_WRITES:
        raise ValueError("size")
    shapes = _unpack_shapes(source, source.count(count))
    order = read_indices(source, count, len(shapes))
    sizes = [0] * len(shapes)
    for index in order:
        sizes[index] += 1
    if sum(len(shape[2]) * size for shape, size in zip(shapes, sizes, strict=True)) > MAX_CELLS:
        raise ValueError("size")
    groups = [
        iter(_unpack_group(source, shape, size, own=own)) for shape, size in zip(shapes, sizes, strict=True)
    ]
    return [next(groups[index]) for index in order]


def _unpack_shapes(source: Reader, count: int) -> list[Shape]:
    tables = read_ints(source, count)
    parts = read_indices(source, count, _MAX_PARTS + 1)
    widths = read_indices(source, count, MAX_CELLS + 1)
    if sum(widths) > MAX_CELLS:
        raise ValueError("size")
    columns = iter(read_ints(source, sum(widths)))
    shapes = [
        (table, part, tuple(islice(columns, width)))
        for table, part, width in zip(tables, parts, widths, strict=True)
    ]
    if any(list(shape[2]) != sorted(set(shape[2])) for shape in shapes):
        raise ValueError("columns")
    return shapes


def _unpack_group(source: Reader, shape: Shape, count: int, *, own: str) -> list[RowWrite]:
    table, parts, columns = shape
    keys = [read_texts(source, count, own=own) for _part in range(max(parts, 1))]
    rows = keys[0] if len(keys) == 1 else map("|".join, zip(*keys, strict=True))
    if len(columns) == 1:
        only = columns[0]
        return [
            RowWrite(table, row, {only: v}) for row, v in zip(rows, read_values(source, count), strict=True)
        ]
    cells: list[list[Value]] = [read_values(source, count) for _column in columns]
    held: Iterator[tuple[Value, ...]] = zip(*cells, strict=True) if cells else iter([()] * count)
    return [
        RowWrite(table, row, dict(zip(columns, values, strict=True)))
        for row, values in zip(rows, held, strict=True)
    ]
