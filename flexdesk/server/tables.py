"""The server's tables; every key begins with `unit_id`, so they can be partitioned or distributed by it.

`batch` holds the signed bytes as they came and is the truth; `decision` holds what the server itself signed.
Both draw their positions from `unit_head`, whose row is locked while a position is given out. Times are
milliseconds since 1970 (UTC). There are no sequences, no triggers and no keys that span units.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

agency = Table(
    "agency",
    metadata,
    Column("agency_id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)

unit = Table(
    "unit",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("agency_id", String(32), nullable=False),
    Column("name", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("log", String(64)),  # the id inside batches; bound at the first enrolment, then fixed
    Column("created_ms", BigInteger, nullable=False),
)

code = Table(
    "code",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("hash", LargeBinary, primary_key=True),  # HMAC-SHA-256; the code itself is never stored
    Column("role", String(16), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("device", String(16)),  # who used it
    Index("code_by_hash", "hash"),
)

device = Table(
    "device",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("sign_key", LargeBinary, nullable=False),
    Column("receive", String(200), nullable=False),
    Column("holder", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("certificate", LargeBinary, nullable=False),
    Column("founding", LargeBinary),
    Column("pos", BigInteger, nullable=False),  # of its grant
    Column("revoked_seq", BigInteger),  # the last transaction that still counts
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)

unit_head = Table(
    "unit_head",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("pos", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Column("signed", LargeBinary, nullable=False),
)

device_head = Table(
    "device_head",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    ForeignKeyConstraint(["unit_id", "device"], ["device.unit_id", "device.device"]),
)

batch = Table(
    "batch",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("first_seq", BigInteger, primary_key=True),
    Column("last_seq", BigInteger, nullable=False),
    Column("pos", BigInteger, nullable=False),
    Column("blob", LargeBinary, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    UniqueConstraint("unit_id", "pos"),
)

decision = Table(
    "decision",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("pos", BigInteger, primary_key=True),
    Column("kind", String(16), nullable=False),  # of entry: receipt, reject, move …
    Column("device", String(16), nullable=False),
    Column("seq", BigInteger, nullable=False),  # of a reject, revoke or clock; else 0
    Column("entry", LargeBinary, nullable=False),
)

alarm = Table(
    "alarm",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("device", String(16), primary_key=True),
    Column("first_seq", BigInteger, primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
    Column("blob", LargeBinary, nullable=False),  # the other content, kept as evidence
    Column("seen_ms", BigInteger, nullable=False),
)

snapshot = Table(
    "snapshot",
    metadata,
    Column("unit_id", String(32), primary_key=True),
    Column("pos", BigInteger, primary_key=True),
    Column("made_ms", BigInteger, nullable=False),
    Column("size", Integer, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)
