"""Statements that every exchange speaks, made once; their values are bound by names that end in `_`."""

from sqlalchemy import BindParameter, and_, bindparam, func, insert, or_, select, union_all, update

from flexdesk.server.tables import agency, batch, decision, device, device_head, unit, unit_head

UNIT: BindParameter[str] = bindparam("unit_id_")
UNIT_ROW = select(unit.c.unit_id, unit.c.agency_id, agency.c.name, unit.c.name, unit.c.zone, unit.c.log).join(
    agency, agency.c.agency_id == unit.c.agency_id
)
UNIT_HEAD = select(unit_head.c.pos, unit_head.c.chain, unit_head.c.signed).where(unit_head.c.unit_id == UNIT)
UNIT_HEAD_LOCKED = UNIT_HEAD.with_for_update()
DEVICE_ROW = select(
    device.c.unit_id,
    device.c.device,
    device.c.sign_key,
    device.c.receive,
    device.c.holder,
    device.c.role,
    device.c.certificate,
    device.c.pos,
    device.c.revoked_seq,
    device.c.enrolled_ms,
    device.c.seen_ms,
    device_head.c.last_seq,
    device_head.c.chain,
).join(device_head, and_(device_head.c.unit_id == device.c.unit_id, device_head.c.device == device.c.device))
DEVICES = DEVICE_ROW.where(device.c.unit_id == UNIT).order_by(device.c.device)
MOVE_UNIT = (
    update(unit_head)
    .where(unit_head.c.unit_id == UNIT)
    .values(pos=bindparam("pos_"), chain=bindparam("chain_"), signed=bindparam("signed_"))
)
MOVE_DEVICE = (
    update(device_head)
    .where(device_head.c.unit_id == UNIT, device_head.c.device == bindparam("device_"))
    .values(last_seq=bindparam("seq_"), chain=bindparam("chain_"))
)
SEEN = (
    update(device)
    .where(device.c.unit_id == UNIT, device.c.device == bindparam("device_"))
    .values(seen_ms=bindparam("now_"))
)
ADD_BATCH = insert(batch)
ADD_DECISION = insert(decision)
BATCHES_AFTER = (
    select(batch.c.device, batch.c.first_seq, batch.c.last_seq, batch.c.pos, func.length(batch.c.blob))
    .where(batch.c.unit_id == UNIT, batch.c.pos > bindparam("after_"), batch.c.pos <= bindparam("upto_"))
    .order_by(batch.c.pos)
)
BLOB = select(batch.c.blob).where(batch.c.unit_id == UNIT, batch.c.pos == bindparam("pos_"))
DECISION_ROW = select(decision.c.pos, decision.c.kind, decision.c.device, decision.c.seq, decision.c.entry)
DECISIONS_AFTER = DECISION_ROW.where(
    decision.c.unit_id == UNIT, decision.c.pos > bindparam("after_")
).order_by(decision.c.pos)
DECISIONS_ABOUT = DECISION_ROW.where(
    decision.c.unit_id == UNIT,
    decision.c.device == bindparam("device_"),
    or_(decision.c.kind == "grant", decision.c.kind == "revoke"),
).order_by(decision.c.pos)
DECISION_UPTO = (
    DECISION_ROW.where(decision.c.unit_id == UNIT, decision.c.pos <= bindparam("upto_"))
    .order_by(decision.c.pos.desc())
    .limit(1)
)
CONTENTS = union_all(
    select(batch.c.pos, batch.c.blob).where(
        batch.c.unit_id == UNIT, batch.c.pos > bindparam("after_"), batch.c.pos <= bindparam("upto_")
    ),
    select(decision.c.pos, decision.c.entry).where(
        decision.c.unit_id == UNIT,
        decision.c.pos > bindparam("after_"),
        decision.c.pos <= bindparam("upto_"),
    ),
)
RESTORES = DECISION_ROW.where(decision.c.unit_id == UNIT, decision.c.kind == "restore").order_by(
    decision.c.pos
)
LAST_RECEIPT = (
    DECISION_ROW.where(
        decision.c.unit_id == UNIT,
        decision.c.kind == "receipt",
        decision.c.device == bindparam("device_"),
    )
    .order_by(decision.c.pos.desc())
    .limit(1)
)
