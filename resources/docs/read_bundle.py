"""Reads a FlexDesk bundle without any FlexDesk code, after the page bundle-format.md beside this file.

python read_bundle.py FILE.flexdesk --identity AGE-SECRET-KEY-1... [--issuer HEX] [--dictionary FILE]

Needs pyrage, cbor2, zstandard and cryptography. Prints one JSON document; stops with a sentence and exit
code 1 at the first thing that is not as the format says. Without --issuer it shows whose word the
certificates are, and leaves it to the reader whether to believe that key.
"""

import argparse
import hashlib
import json
import struct
import sys
from datetime import date
from itertools import accumulate, islice, pairwise
from pathlib import Path

import cbor2
import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LIMIT = 32 << 20
MAGICLESS = zstandard.FORMAT_ZSTD1_MAGICLESS


class Fault(Exception):
    """The file is not as the format says."""


def need(holds, what):
    if not holds:
        raise Fault(what)


def cbor(data):
    """One value, in the one deterministic form."""
    value = cbor2.loads(data)
    need(cbor2.dumps(value, canonical=True) == data, "CBOR is not in deterministic form")
    return value


def name(held):
    return held.hex() if isinstance(held, bytes) else held


def device_of(key):
    return hashlib.sha256(key).hexdigest()[:16]


def opened(blob, *signers):
    """The payload of a COSE_Sign1 that one of them signed: purpose, and how the payload leads to the key."""
    protected, unprotected, payload, signature = cbor(blob)
    need(protected == b"\xa1\x01\x27" and unprotected == {}, "the signature is of another kind")
    for purpose, key in signers:
        signed = cbor2.dumps(["Signature1", protected, purpose, payload], canonical=True)
        try:
            Ed25519PublicKey.from_public_bytes(key(payload)).verify(signature, signed)
        except InvalidSignature:
            continue
        return payload
    raise Fault(f"a signature over {signers[0][0].decode()} does not fit")


class Reader:
    """The columns of a batch body."""

    def __init__(self, data, own):
        self.data, self.at, self.own = data, 0, own

    def take(self, count):
        need(self.at + count <= len(self.data), "the body is cut")
        self.at += count
        return self.data[self.at - count : self.at]

    def varint(self):
        value = 0
        for shift in range(0, 70, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise Fault("a number is too long")

    def signed(self):
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def ints(self, count):
        if not count:
            return []
        mode = self.take(1)[0]
        heads = [self.signed() for _ in range(mode >> 4)]
        base, left, width = self.signed(), count - len(heads), mode & 15
        planes = self.take(left * width)
        values = [base + int.from_bytes(planes[at::left], "little") for at in range(left)]
        for head in reversed(heads):
            values = list(accumulate(values, initial=head))
        return values

    def texts(self, count):
        if not count:
            return []
        mode = self.take(1)[0]
        if mode == 0:
            lengths = self.ints(count)
            text = self.take(self.varint()).decode()
            return [text[start:end] for start, end in pairwise(accumulate(lengths, initial=0))]
        if mode == 1:
            return [date.fromordinal(day).isoformat() for day in self.ints(count)]
        if mode == 2:
            return [str(number) for number in self.ints(count)]
        if mode == 3:
            prefixes = self.texts(count)
            return [f"{prefix or self.own}-{n}" for prefix, n in zip(prefixes, self.ints(count), strict=True)]
        if mode == 4:
            words = self.texts(self.varint())
            return [words[index] for index in self.ints(count)]
        need(mode == 5, "a column of texts is of an unknown kind")
        size = self.varint()
        return [self.take(size).hex() for _ in range(count)]

    def values(self, count):
        tags = self.ints(count)
        texts, numbers = iter(self.texts(tags.count(1))), iter(self.ints(tags.count(2)))
        planes, many = self.take(8 * tags.count(3)), tags.count(3)
        floats = (struct.unpack("<d", planes[at::many])[0] for at in range(many))
        sources = {1: texts, 2: numbers, 3: floats}
        return [next(sources[tag]) if tag else None for tag in tags]

    def vectors(self, count):
        """What the author had seen before each transaction."""
        steps = self.varint()
        starts, sizes = self.ints(steps), self.ints(steps)
        entries = zip(self.texts(sum(sizes)), self.ints(sum(sizes)), strict=True)
        now, found = {}, []
        for start, size in zip(starts, sizes, strict=True):
            found += [now] * (start - len(found))
            now = {device: seq for device, seq in {**now, **dict(islice(entries, size))}.items() if seq}
        return found + [now] * (count - len(found))

    def writes(self, count):
        """[table, row, [[column, value] ...]] in order."""
        shapes = self.varint()
        tables, parts, widths = self.ints(shapes), self.ints(shapes), self.ints(shapes)
        columns = iter(self.ints(sum(widths)))
        held = [list(islice(columns, width)) for width in widths]
        order, groups = self.ints(count), []
        for number, (table, pieces) in enumerate(zip(tables, parts, strict=True)):
            many = order.count(number)
            keys = zip(*[self.texts(many) for _ in range(max(pieces, 1))], strict=True)
            cells = [[[column, value] for value in self.values(many)] for column in held[number]]
            rows = zip(*cells, strict=True) if cells else [()] * many
            groups.append(iter([[table, "|".join(k), list(r)] for k, r in zip(keys, rows, strict=True)]))
        return [next(groups[number]) for number in order]


def batch(blob, keys, issuers, dictionary):
    head = cbor2.loads(cbor(blob)[2])
    version, unit, device, first, count, chain, after, schema, packing, app = cbor(head).values()
    device = name(device)
    need(version == 1, "a batch is of a later version")
    need(device in keys, f"nobody vouches for device {device}")
    servers = [(b"flexdesk repacked 1", lambda _payload, key=key: key) for key in issuers]
    payload = opened(blob, (b"flexdesk batch 1", lambda _payload: keys[device]), *servers)
    packed = payload[len(cbor2.dumps(head)) :]
    if packing:
        need(packing in (1, 2), "a batch is packed with an unknown dictionary")
        words = zstandard.ZstdCompressionDict(dictionary.read_bytes()) if packing == 2 else None
        size = zstandard.get_frame_parameters(packed, format=MAGICLESS).content_size
        need(size <= LIMIT, "a batch is too large")
        packed = zstandard.ZstdDecompressor(dict_data=words, format=MAGICLESS).decompress(packed)
    source, txs = Reader(packed, device), []
    kinds, times, counters = source.texts(count), source.ints(count), source.ints(count)
    sizes, seen = source.ints(count), source.vectors(count)
    held = iter(source.writes(sum(sizes)))
    need(source.at == len(packed), "a batch has something behind its end")
    for at in range(count):
        time, view = times[at] << 16 | counters[at], sorted(seen[at].items())
        txs.append([device, first + at, time, view, kinds[at], list(islice(held, sizes[at]))])
        line = json.dumps(txs[-1], ensure_ascii=False, separators=(",", ":")).encode()
        chain = hashlib.sha256(chain + line).digest()
    need(chain[:8] == after, "the chain of a batch does not close")
    return {"unit": name(unit), "device": device, "schema": schema, "app": app, "transactions": txs}


def certificate(blob, issuer):
    payload = opened(blob, (b"flexdesk certificate 1", lambda payload: cbor(payload)[8]))
    _version, unit, key, receive, role, holder, since, until, by, serial = cbor(payload).values()
    need(issuer in (None, by), "a certificate is of another issuer")
    told = {"unit": unit, "device": device_of(key), "holder": holder, "recipient": receive}
    told["role"] = {1: "head", 2: "deputy", 3: "clerk", 4: "reader"}[role]
    return key, told | {"from": since, "until": until, "issuer": by.hex(), "serial": serial}


def read(file, identity, issuer, dictionary):
    plain = pyrage.decrypt(file.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    items, at = [], 0
    while at < len(plain):
        blob = cbor2.loads(plain[at + 1 :])
        items.append((plain[at], blob, at))
        at += 1 + len(cbor2.dumps(blob))
    need(items and items[0][0] == 1 and items[-1][0] == 0, "the file is cut")
    end = items[-1][2]
    whole = [len(items) - 1, hashlib.sha256(plain[:end]).digest()]
    need(cbor(items[-1][1]) == whole, "the end mark does not fit")
    known = [certificate(blob, issuer) for kind, blob, _at in items if kind == 2]
    keys = {device_of(key): key for key, _told in known}

    def of_sender(payload):
        sender = name(cbor(payload)[2])
        need(sender in keys, "the sender's certificate is not in the file")
        return keys[sender]

    held = list(cbor(opened(items[0][1], (b"flexdesk bundle 1", of_sender))).values())
    need(held[0] == 1, "the bundle is of a later format")
    inside = [len(items) - 2, hashlib.sha256(plain[items[1][2] : end]).digest()]
    need(held[10:] == inside, "the header does not fit")
    issuers = {bytes.fromhex(told["issuer"]) for _key, told in known}
    batches = [batch(blob, keys, issuers, dictionary) for kind, blob, _at in items if kind == 3]
    return {
        "unit": name(held[1]),
        "from": name(held[2]),
        "number": held[3],
        "prerequisites": {name(device): seq for device, seq in held[5]},
        "contents": [[name(device), first, last] for device, first, last in held[6]],
        "created": held[7],
        "to": {1: "server", 2: "unit", 3: "device"}[held[8]],
        "app": held[9],
        "certificates": [told for _key, told in known],
        "batches": batches,
        "entries": sum(kind == 4 for kind, _blob, _at in items),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--identity", required=True)
    parser.add_argument("--issuer", type=bytes.fromhex)
    beside = Path(__file__).resolve().parent.parent / "sync" / "schedule-1.zdict"
    parser.add_argument("--dictionary", type=Path, default=beside)
    given = parser.parse_args()
    faults = (Fault, pyrage.DecryptError, cbor2.CBORError, zstandard.ZstdError, ValueError, LookupError)
    try:
        found = read(given.file, given.identity, given.issuer, given.dictionary)
    except faults as fault:
        print(f"{given.file.name}: {fault}", file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
