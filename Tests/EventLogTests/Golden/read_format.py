"""Reads a log by Schemas/block-format.md alone, as a second program would, and prints its events.

Standard input: one row of the log's tables a line, as table name, key and value in hexadecimal. Standard output: the
events as canonical JSON, one a line, in order of position. Anything that does not hold ends it with an error.
"""

import datetime
import hashlib
import json
import struct
import subprocess
import sys

MASK = (1 << 64) - 1
PRIMES = (11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579, 2870177450012600261)
TABLES = {"names": 1, "sources": 2, "types": 3, "voids": 4, "meta": 5}


def rotated(value, count):
    return ((value << count) | (value >> (64 - count))) & MASK


def xxh64(data, seed=0):
    p1, p2, p3, p4, p5 = PRIMES

    def lane(state, word):
        return rotated((state + word * p2) & MASK, 31) * p1 & MASK

    place = 0
    if len(data) >= 32:
        lanes = [(seed + p1 + p2) & MASK, (seed + p2) & MASK, seed, (seed - p1) & MASK]
        while place + 32 <= len(data):
            words = struct.unpack_from("<4Q", data, place)
            lanes = [lane(state, word) for state, word in zip(lanes, words)]
            place += 32
        total = sum(rotated(state, count) for state, count in zip(lanes, (1, 7, 12, 18))) & MASK
        for state in lanes:
            total = ((total ^ lane(0, state)) * p1 + p4) & MASK
    else:
        total = (seed + p5) & MASK
    total = (total + len(data)) & MASK
    while place + 8 <= len(data):
        total = (rotated(total ^ lane(0, struct.unpack_from("<Q", data, place)[0]), 27) * p1 + p4) & MASK
        place += 8
    if place + 4 <= len(data):
        total = (rotated(total ^ (struct.unpack_from("<I", data, place)[0] * p1 & MASK), 23) * p2 + p3) & MASK
        place += 4
    for byte in data[place:]:
        total = rotated(total ^ (byte * p5 & MASK), 11) * p1 & MASK
    total = (total ^ (total >> 33)) * p2 & MASK
    total = (total ^ (total >> 29)) * p3 & MASK
    return total ^ (total >> 32)


class Reader:
    """Takes values from the front of bytes."""

    def __init__(self, data, place=0):
        self.data, self.place = data, place

    def fixed(self, form):
        value = struct.unpack_from("<" + form, self.data, self.place)
        self.place += struct.calcsize("<" + form)
        return value[0] if len(value) == 1 else value

    def take(self, count):
        value = self.data[self.place : self.place + count]
        assert len(value) == count, "cut short"
        self.place += count
        return value

    def leb(self):
        result = shift = 0
        while True:
            byte = self.fixed("B")
            result |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return result

    def zigzag(self):
        value = self.leb()
        return (value >> 1) ^ -(value & 1)

    def string(self):
        return self.take(self.leb()).decode()

    def end(self):
        assert self.place == len(self.data), "bytes are left over"


class Ledger:
    def __init__(self, lines):
        self.rows = {name: {} for name in list(TABLES) + ["hot", "streams", "cold", "tail"]}
        for line in lines:
            table, key, value = line.split()
            number = 0 if table == "meta" else int.from_bytes(bytes.fromhex(key), "little")
            self.rows[table][number] = bytes.fromhex(value)
        self.names = [row.string() for row in self.small("names")]
        self.sources = [row.string() for row in self.small("sources")]
        self.types = []
        for row in self.small("types"):
            name, version = row.string(), row.fixed("I")
            definition = json.loads(row.take(row.leb()))
            row.end()
            fields = [(field, definition["properties"][field]) for field in definition["x-cairn-order"]]
            self.types.append((name, version, fields))
        (meta,) = self.small("meta")
        self.version, self.block_events = meta.fixed("II")
        assert self.version in (1, 2)
        self.events = {}

    def small(self, table):
        for key, value in sorted(self.rows[table].items()):
            assert xxh64(value[8:], key ^ (TABLES[table] << 56)) == struct.unpack_from("<Q", value)[0], (table, key)
            yield Reader(value, 8)

    def framed(self, table):
        for key, value in sorted(self.rows[table].items()):
            assert value[:8] == b"CRN" + table[0].encode() + bytes([self.version, 0, 0, 0]), (table, key)
            assert xxh64(value[16:], key ^ (self.version - 1) << 56) == struct.unpack_from("<Q", value, 8)[0], (table, key)
            yield key, value

    def read(self):
        streams, cold = dict(self.framed("streams")), dict(self.framed("cold"))
        for key, hot in self.framed("hot"):
            Block(self, key, hot, streams.pop(key), cold.pop(key)).read()
        assert not streams and not cold
        for key, value in self.framed("tail"):
            self.read_tail(key, value)
        assert sorted(self.events) == list(range(len(self.events)))
        lines = [self.events[position] for position in range(len(self.events))]
        self.check_small_tables(lines)
        return lines

    def check_small_tables(self, lines):
        """Compares what `voids` and `sources` say with the events."""
        places, voids, heads = {}, {}, {name: [0, ""] for name in self.sources}
        for position, line in enumerate(lines):
            event = json.loads(line)
            targets = [(2, places[event["corrects"]])] if "corrects" in event else []
            if event["type"] == "event.voided":
                targets.append((1, places[event["data"]["source"] + "#" + event["data"]["id"]]))
            if targets:
                voids[position] = targets
            places[event["source"] + "#" + event["id"]] = position
            head = heads[event["source"]]
            head[0] += 1
            head[1] = max(head[1], event["id"], key=lambda text: (len(text.encode()), text.encode()))
        stored = {}
        for key, row in zip(sorted(self.rows["voids"]), self.small("voids")):
            stored[key] = [row.fixed("BQ") for _ in range(row.fixed("B"))]
            row.end()
        assert stored == voids, (stored, voids)
        for row in self.small("sources"):
            assert heads[row.string()] == [row.fixed("Q"), row.string()]
            row.end()

    def add(self, position, recorded, type_ordinal, flags, event, values):
        name, version, fields = self.types[type_ordinal]
        event.update({"specversion": "1.0", "type": name, "data": {}})
        for (field, schema), value in zip(fields, values):
            if value is not None:
                event["data"][field] = shown(schema, value)
        if flags & 1:
            event["dataschema"] = f"urn:cairn:schema:{name}:{version}"
        if flags & 2:
            event["datacontenttype"] = "application/json"
        digest = hashlib.sha256(canonical(event).encode()).digest()
        event["sequence"] = f"{position:012d}"
        event["recordedtime"] = f"{moment(recorded)}.{recorded % 1000:03d}Z"
        self.events[position] = canonical(event)
        return digest

    def read_tail(self, key, value):
        reader = Reader(value, 16)
        assert reader.fixed("Q") == key
        for index in range(reader.fixed("I")):
            type_ordinal, source, recorded = reader.fixed("HIq")
            digest, flags = reader.take(32), reader.fixed("B")
            event = {"source": self.sources[source], "id": reader.string(), "subject": reader.string()}
            instant = reader.zigzag()
            event["time"] = time(instant, reader.zigzag() if flags & 64 else 480)
            if flags & 4:
                event["actor"] = reader.string()
            if flags & 8:
                event["role"] = reader.string()
            if flags & 16:
                event["evidence"] = reader.take(32).hex()
            if flags & 32:
                event["corrects"] = reader.string() + "#" + reader.string()
            kinds = (lambda: None, reader.zigzag, reader.string, lambda: self.names[reader.leb()])
            values = [kinds[reader.fixed("B")]() for _ in self.types[type_ordinal][2]]
            assert self.add(key + index, recorded, type_ordinal, flags, event, values) == digest
        reader.end()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(milliseconds):
    start = datetime.datetime(1970, 1, 1)
    return (start + datetime.timedelta(seconds=milliseconds // 1000)).strftime("%Y-%m-%dT%H:%M:%S")


def time(instant, offset):
    text = moment(instant + offset * 60_000)
    if instant % 1000:
        text += f".{instant % 1000:03d}"
    if offset == 0:
        return text + "Z"
    return text + ("+" if offset > 0 else "-") + f"{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


def shown(schema, value):
    kind = schema["x-cairn-kind"]
    if kind == "boolean":
        return bool(value)
    if kind == "choice":
        return schema["enum"][value]
    if kind == "date":
        return (datetime.date(1970, 1, 1) + datetime.timedelta(days=value)).isoformat()
    if kind == "month":
        return f"{1970 + value // 12:04d}-{1 + value % 12:02d}"
    return json.loads(value) if kind in ("choices", "strings", "object", "sealed") else value


def uuid(data):
    digits = data.hex()
    return "-".join(digits[start:end] for start, end in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def front_coded(data, start, count):
    reader = Reader(data, start + 4 * ((count + 15) // 16))
    entries, last = [], b""
    for index in range(count):
        if index % 16 == 0:
            assert struct.unpack_from("<I", data, start + index // 4)[0] == reader.place - start
        if data[4] == 1:
            shared, length = reader.leb(), reader.leb()
        else:
            shared, length = divmod(reader.fixed("B"), 8)
            shared += reader.leb() if shared == 31 else 0
            length += reader.leb() if length == 7 else 0
        last = last[:shared] + reader.take(length)
        entries.append(last)
    assert entries == sorted(set(entries))
    return [entry.decode() for entry in entries]


class Column:
    def __init__(self, ledger, data, place):
        self.ledger, self.data = ledger, data
        self.kind, self.encoding, self.width, self.flags, self.count, self.base, self.unit = struct.unpack_from(
            "<BBBBIqI", data, place
        )
        self.codes, self.dictionary, self.presence = struct.unpack_from("<III", data, place + 20)
        self.keys = None
        if self.kind == 3 and self.encoding == 2:
            self.keys = front_coded(data, self.dictionary, self.count)

    def value(self, row, subject=None):
        if self.encoding == 0 or self.flags & 1 and not self.data[self.presence + row // 8] >> row % 8 & 1:
            return None
        if self.encoding == 4:
            return subject.split("/", 1)[1]
        if self.encoding == 5:
            (anchor,) = struct.unpack_from("<Q", self.data, self.dictionary + row // 64 * 8)
            width, start = anchor >> 32 & 63, self.codes + (anchor >> 38)
            steps = int.from_bytes(self.data[start : start + (63 * width + 7) // 8], "little")
            walked = sum(steps >> width * step & (1 << width) - 1 for step in range(row % 64))
            return self.base + (anchor & 0xFFFFFFFF) + walked
        if self.encoding == 3:
            rows = struct.unpack_from(f"<{self.count}H", self.data, self.codes)
            run = max(index for index, first in enumerate(rows) if first <= row)
            return struct.unpack_from("<q", self.data, self.dictionary + 8 * run)[0]
        start = self.codes + row * self.width
        code = int.from_bytes(self.data[start : start + self.width], "little")
        if self.keys is not None:
            return self.keys[code]
        if self.encoding == 2:
            code = struct.unpack_from("<I", self.data, self.dictionary + 4 * code)[0]
        else:
            code = self.base + code * self.unit
        return self.ledger.names[code] if self.kind == 2 else code


class Block:
    def __init__(self, ledger, key, hot, streams, cold):
        self.ledger, self.key, self.hot, self.streams, self.cold = ledger, key, hot, streams, cold
        assert hot[96:104] == streams[8:16] and hot[104:112] == cold[8:16]
        assert hot[-8:] == bytes(8) and streams[-8:] == bytes(8)
        first, self.count, partition_count, self.largest = struct.unpack_from("<QIHH", hot, 16)
        assert first == key and self.count == ledger.block_events
        self.recorded, self.leaves = Column(ledger, hot, 112), []
        self.partitions, place = [], 144
        for _ in range(partition_count):
            type_ordinal, field_count, rows = struct.unpack_from("<HHI", hot, place)
            columns = [Column(ledger, hot, place + 24 + 32 * index) for index in range(2 + field_count)]
            self.partitions.append((type_ordinal, rows, columns[0], columns[1], columns[2:]))
            place += 88 + 32 * field_count

    def read(self):
        subjects, sources, keys = self.read_streams()
        places = {}
        for index, (_, rows, positions, _, _) in enumerate(self.partitions):
            if index != self.largest:
                places.update({positions.value(row): (index, row) for row in range(rows)})
        others = [row for row in range(self.count) if row not in places]
        places.update({row: (self.largest, index) for index, row in enumerate(others)})
        row = 0
        first, count, frame_count = struct.unpack_from("<QII", self.cold, 16)
        assert first == self.key and count == self.count
        for frame in range(frame_count):
            raw_length, length, start = struct.unpack_from("<III", self.cold, 32 + 12 * frame)
            command = ["zstd", "-dc"]
            packed = self.cold[start : start + length]
            raw = subprocess.run(command, input=packed, capture_output=True, check=True).stdout
            assert len(raw) == raw_length
            row = Frame(self, raw, sources).read(row, places, subjects, keys)
        assert row == self.count
        self.check_roots(self.leaves)

    def source_id(self, reader):
        if self.ledger.version == 1:
            return reader.string()
        mark = reader.leb()
        assert mark == 1 or mark % 2 == 0
        return uuid(reader.take(16)) if mark == 1 else reader.take(mark // 2).decode()

    def check_roots(self, leaves):
        def root(hashes):
            if len(hashes) == 1:
                return hashes[0]
            split = 1 << (len(hashes) - 1).bit_length() - 1
            return hashlib.sha256(b"\1" + root(hashes[:split]) + root(hashes[split:])).digest()

        assert root(leaves) == self.hot[64:96]
        if self.ledger.version >= 2:
            groups = b"".join(root(leaves[start : start + 128]) for start in range(0, len(leaves), 128))
            assert self.hot[-8 - len(groups) : -8] == groups

    def read_streams(self):
        data = self.streams
        first, count, stream_count, at_subjects, at_codes, width, source_count, at_sources, key_count = (
            struct.unpack_from("<QIIIIIIII", data, 16)
        )
        assert first == self.key and count == self.count
        names = front_coded(data, at_subjects, stream_count)
        starts = [at_codes + row * width for row in range(count)]
        subjects = [names[int.from_bytes(data[start : start + width], "little")] for start in starts]
        reader, sources = Reader(data, at_sources), []
        for _ in range(source_count):
            ordinal, events = reader.fixed("II")
            least, greatest = self.source_id(reader), self.source_id(reader)
            sources.append((ordinal, events, least, greatest, [reader.fixed("Q") for _ in range(reader.leb())]))
        keys = {}
        for index in range(key_count):
            partition, field = struct.unpack_from("<HH", data, 56 + 40 * index)
            keys[partition, field] = Column(self.ledger, data, 64 + 40 * index)
        return subjects, sources, keys


class Frame:
    def __init__(self, block, raw, sources):
        self.block, self.sources = block, sources
        reader = Reader(raw)
        self.codes, self.flags, ids, rest = [reader.take(reader.fixed("I")) for _ in range(4)]
        self.uuids = iter(())
        if block.ledger.version >= 2:
            self.uuids = self.joined(reader.take(reader.fixed("I")))
        reader.end()
        self.ids, self.rest = Reader(ids), Reader(rest)
        self.last, self.texts = {}, {}

    @staticmethod
    def joined(planes):
        count, time = len(planes) // 16, 0
        assert len(planes) % 16 == 0
        for index in range(count):
            step = int.from_bytes(planes[index : 6 * count : count], "big")
            time = (time + (step >> 1 ^ -(step & 1))) % (1 << 48)
            yield uuid(time.to_bytes(6, "big") + planes[6 * count + index :: count])

    def read(self, first_row, places, subjects, keys):
        ledger, block = self.block.ledger, self.block
        for index, flags in enumerate(self.flags):
            row = first_row + index
            source = self.codes[index] if len(self.sources) > 1 else 0
            partition, place = places[row]
            type_ordinal, _, _, instants, columns = block.partitions[partition]
            event = {"source": ledger.sources[self.sources[source][0]], "id": self.identifier(source)}
            event["subject"] = subjects[row]
            event["time"] = time(instants.value(place), self.rest.zigzag() if flags & 64 else 480)
            if flags & 4:
                event["actor"] = self.text("actor")
            if flags & 8:
                event["role"] = self.text("role")
            if flags & 16:
                event["evidence"] = self.rest.take(32).hex()
            if flags & 32:
                event["corrects"] = self.text("corrects") + "#" + self.rest.string()
            values = []
            for field, (_, schema) in enumerate(ledger.types[type_ordinal][2]):
                if schema["x-cairn-storage"] == "text":
                    values.append(self.text((type_ordinal, field)))
                elif schema["x-cairn-storage"] == "key":
                    values.append(keys[partition, field].value(place, subjects[row]))
                else:
                    values.append(columns[field].value(place))
            recorded, position = block.recorded.value(row), block.key + row
            digest = ledger.add(position, recorded, type_ordinal, flags, event, values)
            block.leaves.append(hashlib.sha256(b"\0" + struct.pack(">QQ", position, recorded) + digest).digest())
        self.ids.end()
        self.rest.end()
        assert next(self.uuids, None) is None
        return first_row + len(self.flags)

    def text(self, table):
        known, code = self.texts.setdefault(table, []), self.rest.leb()
        if code == 1:
            known.append(self.rest.string())
            return known[-1]
        return known[code - 2] if code else None

    def identifier(self, source):
        reader, last = self.ids, self.last.get(source, "")
        number = int(last) if last.isascii() and last.isdigit() and len(last) <= 18 and str(int(last)) == last else None
        tag = reader.fixed("B")
        if tag < 200:
            result = str(number + 1 + tag)
        elif tag == 200:
            shared = reader.leb()
            result = (last.encode()[:shared] + reader.take(reader.leb())).decode()
        elif tag == 201 and self.block.ledger.version >= 2:
            result = next(self.uuids)
        elif tag == 201:
            shared = reader.fixed("B")
            front = bytes.fromhex(last.replace("-", ""))[:shared] if shared else b""
            result = uuid(front + reader.take(16 - shared))
        else:
            assert tag in (202, 203)
            result = str(reader.leb() if tag == 202 else number + reader.zigzag())
        self.last[source] = result
        self.check_admitted(result, *self.sources[source][2:])
        return result

    @staticmethod
    def check_admitted(identifier, least, greatest, words):
        key = (len(identifier.encode()), identifier.encode())
        assert (len(least.encode()), least.encode()) <= key <= (len(greatest.encode()), greatest.encode())
        code = xxh64(identifier.encode())
        step = code >> 32 | 1
        for probe in range(8 if words else 0):
            bit = (code + probe * step & MASK) % (64 * len(words))
            assert words[bit >> 6] >> (bit & 63) & 1, "the filter does not hold an id"


if __name__ == "__main__":
    for line in Ledger(sys.stdin).read():
        sys.stdout.buffer.write(line.encode() + b"\n")
