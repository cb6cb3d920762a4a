"""Feeds: three forms with the same events, long poll, cursors, gaps, rewriting, restore; and receiver.py under faults."""

import base64
import json
import socket
import subprocess
import sys
import threading
import time

from served import COUNTY, OTHER, ROOT, Ledger, Service, cairn, event, folder, wait_until

RECEIVER = ROOT / "Replay/receiver/receiver.py"


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        keys = {role: ledger.key(role) for role in ("feed", "city", "auditor")}
        history = [json.loads(line) for line in cairn("events", "--json", ledger=ledger.path).splitlines()]
        with Service(ledger.path, "--set", "checkpoint-seconds=1") as service:
            batches(tally, service, keys, history)
            selections(tally, service, keys, history)
            streams(tally, service, keys, history)
            polling(tally, service, keys)
            wrong(tally, service, keys)
            receiving(tally, service, ledger, keys, place)
        restoring(tally, ledger, keys, place)


def batches(tally, service, keys, history):
    events, cursor, last = [], None, None
    while True:
        reply = service.get("/v1/feeds/events?limit=7000" + (f"&lastEventId={cursor}" if cursor else ""), keys["feed"])
        if not reply.json:
            break
        tally.same("from where it was due", int(reply.headers["cairn-from"]), len(events))
        tally.same("the entry before", reply.headers.get("cairn-previous-entry"), last)
        note = base64.b64decode(reply.headers["cairn-checkpoint"]).decode()
        tally.same("the newest checkpoint", note.split("\n")[1], "45000")
        events += reply.json
        cursor = reply.headers["cairn-next"]
        tally.true("the link leads on", f"lastEventId={cursor}" in reply.headers["link"], reply.headers["link"])
        line = cairn_line(service, keys, len(events) - 1)
        last = leaf(line)
    tally.same("the whole history", events, history)
    again = service.get(f"/v1/feeds/events?limit=10&lastEventId={cursor.split(':')[0]}:000000000099", keys["feed"])
    tally.same("from the middle", again.json, history[100:110])
    header = service.get("/v1/feeds/events?limit=1", keys["feed"], headers={"Last-Event-ID": f"{cursor.split(':')[0]}:41"})
    tally.same("by the header", header.json, history[42:43])


def cairn_line(service, keys, position):
    return service.get(f"/v1/events/{position}", keys["city"]).body


def leaf(line):
    sys.path.insert(0, str(RECEIVER.parent))
    import receiver
    return receiver.leaf(line)[1].hex()


def selections(tally, service, keys, history):
    def all_of(query):
        events, cursor = [], ""
        while True:
            reply = service.get(f"/v1/feeds/{query}" + cursor, keys["feed"])
            events += reply.json
            if int(reply.headers["cairn-through"]) >= int(reply.headers["cairn-head"]):
                return events
            cursor = f"&lastEventId={reply.headers['cairn-next']}"

    families = {feed["name"]: feed["types"] for feed in service.get("/v1/feeds", keys["feed"]).json["feeds"]}
    tally.true("families", {"events", "station", "fund", "parcel", "complaint"} <= set(families), families)
    for family in ("station", "fund", "complaint"):
        tally.same(f"family {family}", all_of(f"{family}?limit=5000"),
                   [e for e in history if e["type"].startswith(family + ".")])
    tally.same("types", all_of("events?limit=5000&type=fund.disbursed,fund.returned"),
               [e for e in history if e["type"] in ("fund.disbursed", "fund.returned")])
    found = all_of(f"parcel?limit=10000&county={COUNTY}")
    expected = [e for e in history if e["type"] == "parcel.scanned" and e["data"]["county"].startswith(COUNTY)]
    tally.same("a county's scans", [e for e in found if e["type"] == "parcel.scanned"], expected)
    stations = {e["data"]["station"]: e["data"]["region"][:6] for e in history if e["type"] == "station.opened"}
    found = all_of(f"station?limit=10000&type=station.reportSubmitted&county={COUNTY},{OTHER}")
    tally.same("reports of two counties", found, [
        e for e in history
        if e["type"] == "station.reportSubmitted" and stations.get(e["data"]["station"]) in (COUNTY, OTHER)])


def lines_of(service, key, query, seconds, *headers):
    """What a stream sends until it is silent for some seconds, to curl."""
    command = ["curl", "--silent", "--no-buffer", "--max-time", "300", "--speed-limit", "1", "--speed-time", str(seconds),
               "--header", f"Authorization: Bearer {key}"]
    command += [word for header in headers for word in ("--header", header)]
    return subprocess.run(command + [f"http://127.0.0.1:{service.port}/v1/feeds/{query}"], capture_output=True).stdout


def streams(tally, service, keys, history):
    received = lines_of(service, keys["feed"], "events?format=ndjson", 6)
    lines = [json.loads(line) for line in received.splitlines()]
    heads = [line["feed"] for line in lines if "feed" in line]
    tally.same("NDJSON: every event", [line for line in lines if "feed" not in line], history)
    tally.true("NDJSON: heads join", all(a["next"] == b["from"] for a, b in zip(heads, heads[1:])), heads[:3])
    received = lines_of(service, keys["feed"], "complaint", 4, "Accept: text/event-stream")
    blocks = [dict(line.split(": ", 1) for line in block.split("\n")) for block in received.decode().split("\n\n") if block]
    events = [block for block in blocks if "event" not in block]
    tally.same("SSE: events", [json.loads(block["data"]) for block in events],
               [e for e in history if e["type"].startswith("complaint.")])
    epoch = heads[0]["epoch"]
    tally.same("SSE: ids", [block["id"] for block in events], [f"{epoch}:{json.loads(b['data'])['sequence']}" for b in events])
    middle = events[len(events) // 2]["id"]
    received = lines_of(service, keys["feed"], "complaint", 2, "Accept: text/event-stream", f"Last-Event-ID: {middle}")
    ids = [line[4:] for line in received.decode().split("\n") if line.startswith("id: ")]
    tally.same("SSE: resumed", ids, [block["id"] for block in events[len(events) // 2 + 1:]])


def polling(tally, service, keys):
    head = service.get("/v1/head").json
    cursor = f"{head['epoch']}:{head['eventCount'] - 1}"
    start = time.monotonic()
    empty = service.get(f"/v1/feeds/events?lastEventId={cursor}&timeout=700", keys["feed"])
    tally.same("nothing new", (empty.status, empty.json), (200, []))
    tally.true("it waited", 0.6 < time.monotonic() - start < 5)
    timer = threading.Timer(0.5, lambda: service.post("/v1/events", event("poll-1"), keys["city"]))
    start = time.monotonic()
    timer.start()
    found = service.get(f"/v1/feeds/events?lastEventId={cursor}&timeout=20000", keys["feed"])
    tally.same("what came", [e["id"] for e in found.json], ["poll-1"])
    tally.true("at once", time.monotonic() - start < 5, time.monotonic() - start)
    timer.join()


def wrong(tally, service, keys):
    epoch = service.get("/v1/head").json["epoch"]
    other = ("0" if epoch[0] != "0" else "1") + epoch[1:]
    for query, code in [
        ("none", "unknownFeed"), (f"events?lastEventId={other}:5", "epochChanged"),
        (f"events?lastEventId={epoch}:99999999", "cursorAhead"), ("events?lastEventId=5", "badCursor"),
        (f"events?lastEventId={epoch}:-1", "badCursor"), (f"events?lastEventId={epoch}:18446744073709551615", "badCursor"),
        (f"events?lastEventId={epoch}:5x", "badCursor"), ("events?timeout=60001", "badNumber"),
        ("events?county=5402", "badValue"), ("events?type=none", "unknownType"),
        ("station?type=fund.disbursed", "unknownType"), ("events?format=ndjson&limit=5", "badParameters"),
    ]:
        tally.same(query, service.get(f"/v1/feeds/{query}", keys["feed"]).code, code)


def receive(service_port, place, key, log_key, until, *more, wait=True):
    key_file = place / "feed.key"
    key_file.write_text(key)
    command = [sys.executable, "-B", str(RECEIVER), f"http://127.0.0.1:{service_port}/v1/feeds/events", "--store",
               str(place / "received"), "--key", str(key_file), "--log-key", log_key, "--until", str(until),
               "--pause", "0.1", *more]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return child.communicate(timeout=120) + (child.returncode,) if wait else child


def receiving(tally, service, ledger, keys, place):
    """Interrupted at random: killed receivers, connections cut by a relay; stored once, in order, with the right root."""
    relay = Relay(service.port)
    for _ in range(4):
        child = receive(relay.port, place, keys["feed"], ledger.public_key, 45_000, wait=False)
        time.sleep(0.8)
        relay.cut()
        time.sleep(0.3)
        child.kill()
        child.communicate()
    service.post("/v1/events", [event(f"rec-{n}") for n in range(50)], keys["city"])
    wait_until(lambda: service.get("/v1/checkpoints/latest").body.split(b"\n")[1] == b"45051", what="a checkpoint")
    out, err, status = receive(relay.port, place, keys["feed"], ledger.public_key, 45_050)
    tally.same("the receiver ends well", status, 0)
    root = service.get("/v1/head").json["rootHash"]
    tally.true("its root is the log's", root in out, out + err)
    stored = (place / "received/events.ndjson").read_bytes()
    tally.same("stored once, in order", stored, cairn("events", "--json", ledger=ledger.path))
    relay.stop()
    # Another history of as many events, under the same address and epoch: noticed by what the log signed.
    with folder() as elsewhere:
        other = Ledger(elsewhere, history=None)
        lines = stored.splitlines(keepends=True)
        changed = json.loads(lines[44_990])
        changed["time"] = changed["time"][:17] + ("00" if changed["time"][17:19] != "00" else "01") + changed["time"][19:]
        lines[44_990] = json.dumps(changed, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        (elsewhere / "forged.ndjson").write_bytes(b"".join(lines))
        cairn("import", "--restore-recorded-time", str(elsewhere / "forged.ndjson"), ledger=other.path)
        (other.path / "epoch").write_text(service.get("/v1/head").json["epoch"] + "\n")
        feed, city = other.key("feed"), other.key("city")
        with Service(other.path, "--set", "checkpoint-seconds=1") as impostor:
            impostor.post("/v1/events", event("imp-1"), city)
            wait_until(lambda: impostor.get("/v1/checkpoints/latest").status == 200, what="a checkpoint")
            _, err, status = receive(impostor.port, place, feed, ledger.public_key, 45_060)
            tally.same("another history is noticed", (status, "not signed by the log" in err), (7, True))
    # The last event received is another one: noticed without any signature.
    state = json.loads((place / "received/state.json").read_text())
    (place / "received/state.json").write_text(json.dumps({**state, "last": "00" * 32}))
    service.post("/v1/events", event("rec-last"), keys["city"])
    _, err, status = receive(service.port, place, keys["feed"], ledger.public_key, 45_060)
    tally.same("another entry before is noticed", (status, "is not the one received" in err), (7, True))
    (place / "received/state.json").write_text(json.dumps(state))


class Relay:
    """Hands bytes on between a client and the service, until it is told to cut."""

    def __init__(self, port):
        self.target = port
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.pairs = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.server.accept()
                service = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                return
            self.pairs.append((client, service))
            for source, sink in ((client, service), (service, client)):
                threading.Thread(target=self.hand, args=(source, sink), daemon=True).start()

    @staticmethod
    def hand(source, sink):
        try:
            while piece := source.recv(65_536):
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        for pair in self.pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []

    def stop(self):
        self.server.close()
        self.cut()


def restoring(tally, ledger, keys, place):
    """After a restore the epoch is another one, and a receiver of the old one is told."""
    backup = place / "backup"
    cairn("backup", "--output", str(backup), ledger=ledger.path)
    restored = place / "restored.ledger"
    cairn("restore", str(backup), "--ledger", str(restored))
    with Service(restored) as service:
        head = service.get("/v1/head").json
        key = json.loads(cairn("keys", "create", "--json", "--actor", "f", "--role", "feed", ledger=restored))["key"]
    with Service(restored) as service:
        out, err, status = receive(service.port, place, key, ledger.public_key, 46_000)
        tally.same("a receiver of the old epoch", status, 7)
        tally.true("is told", "epochChanged" in err, err)
        tally.same("all events are there", head["eventCount"], 45_052)
