"""Draws an audit sample again, from events and Schemas/audit-sample.md alone.

    .ci/python -B Tests/sampling/redraw.py FOLDER 'sample:…'

FOLDER holds events.ndjson or events.ndjson.zst. Prints what `cairn audit sample 'sample:…' --json` prints.
Nothing here is shared with the engine.
"""

import hashlib
import json
import pathlib
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "histories"))
from wire import date_text, milliseconds, read_events, root_hash, standing, utc_text, days  # noqa: E402


def numbers(method, seed, stratum, digest):
    """Gives a function that draws the next number below a bound."""
    counter = 0

    def below(bound):
        nonlocal counter
        while True:
            head = f"cairn-audit-sample/1\n{method}\n{seed}\n{stratum}\n".encode()
            block = hashlib.sha256(head + digest + counter.to_bytes(8, "big")).digest()
            counter += 1
            number = int.from_bytes(block[:16], "big")
            if number < 2**128 // bound * bound:
                return number % bound

    return below


def population(events, name, as_of):
    """The events that can be drawn, in order of position, and their digest."""
    kind = "fund.disbursed" if name == "payments" else name
    items = [e for e in standing(events) if e.type == kind and e.day <= days(as_of)]
    digest = hashlib.sha256(b"cairn-audit-population/1\n")
    for event in items:
        amount = event.data.get("amountFen", 0)
        digest.update(event.position.to_bytes(8, "big") + event.digest + amount.to_bytes(8, "big"))
    return items, digest.digest()


def allocation(count, sizes):
    """Draws of each stratum, by largest remainders."""
    total = sum(sizes)
    draws = [count * size // total for size in sizes]
    order = sorted(range(len(sizes)), key=lambda i: (-(count * sizes[i] % total), i))
    for place in order[: count - sum(draws)]:
        draws[place] += 1
    return draws


def draw_records(items, count, below):
    """Pairs of an event and the member that says why it was drawn."""
    row = list(items)
    drawn = []
    for place in range(count):
        other = place + below(len(row) - place)
        row[place], row[other] = row[other], row[place]
        drawn.append((row[place], {"draw": place + 1}))
    return drawn


def draw_units(items, count, below):
    """As draw_records, by fen."""
    total = sum(event.data["amountFen"] for event in items)
    if count == 0:
        return []
    start = below(total)
    points = [(start + k * total) // count for k in range(count)]
    drawn, end = [], 0
    for event in items:
        begin, end = end, end + event.data["amountFen"]
        hit = [point + 1 for point in points if begin <= point < end]
        if hit:
            drawn.append((event, {"units": hit}))
    return drawn


def parse(text):
    """The parts of a sample's id."""
    draw, rest = text.removeprefix("sample:").split("@")
    method, count, seed = draw.split("/")
    digest, query = rest.split("?")
    return method, int(count), seed, digest, dict(urllib.parse.parse_qsl(query))


def name_sample(events, method, count, seed, as_of, known_at=None, kind="payments", strata=None):
    """The id of a new sample."""
    limit = None if known_at is None else milliseconds(known_at)
    seen = [e for e in events if limit is None or e.recorded <= limit]
    _, digest = population(seen, kind, as_of)
    text = f"sample:{method}/{count}/{seed}@{digest.hex()}?position={len(seen)}&asOf={as_of}"
    if known_at is not None:
        text += f"&knownAt={utc_text(limit)}"
    if kind != "payments":
        text += f"&population={kind}"
    return text + (f"&strata={strata}" if strata else "")


def redraw(events, text):
    """The sample as JSON text."""
    method, count, seed, expected, query = parse(text)
    seen = events[: int(query["position"])]
    kind = query.get("population", "payments")
    items, digest = population(seen, kind, query["asOf"])
    if digest.hex() != expected:
        raise SystemExit(f"populationMismatch: {digest.hex()}")
    has_amounts = any("amountFen" in event.data for event in items)
    groups = {"": items}
    if "strata" in query:
        groups = {}
        for event in items:
            groups.setdefault(event.data.get("county", ""), []).append(event)
    codes = sorted(groups)

    def fen(events):
        return sum(event.data.get("amountFen", 0) for event in events)

    sizes = [len(groups[c]) if method == "record" else fen(groups[c]) for c in codes]
    draws = allocation(count, sizes)
    draw = draw_records if method == "record" else draw_units
    drawn = []
    for code, number in zip(codes, draws):
        drawn += draw(groups[code], number, numbers(method, seed, code, digest))
    known_at = query.get("knownAt") or (utc_text(seen[-1].recorded) if seen else None)
    head = {
        "sample": text, "method": method, "n": count, "seed": seed, "population": kind,
        "asOf": query["asOf"], "knownAt": known_at, "treeSize": len(seen),
        "rootHash": root_hash(seen), "populationCount": len(items),
        **({"populationFen": fen(items)} if has_amounts else {}),
        "populationDigest": digest.hex(),
    }
    lines = [f'  "{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in head.items()]
    if "strata" in query:
        strata = [
            {"county": code or None, "count": len(groups[code]),
             **({"amountFen": fen(groups[code])} if has_amounts else {}), "n": number}
            for code, number in zip(codes, draws)
        ]
        lines.append('  "strata": ' + block(strata))
    found = []
    for event, why in sorted(drawn, key=lambda pair: pair[0].position):
        item = {"position": event.position, "event": event.reference, "date": date_text(event.day)}
        if has_amounts:
            item["amountFen"] = event.data["amountFen"]
        if "county" in event.data:
            item["county"] = event.data["county"]
        found.append({**item, **why})
    lines.append('  "items": ' + block(found))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def block(items):
    """A list with one item a line."""
    if not items:
        return "[]"
    texts = ["    " + json.dumps(item, ensure_ascii=False) for item in items]
    return "[\n" + ",\n".join(texts) + "\n  ]"


if __name__ == "__main__":
    sys.stdout.write(redraw(read_events(sys.argv[1]), sys.argv[2]))
