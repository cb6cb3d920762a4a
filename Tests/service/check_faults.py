"""Bad input and faults: no acknowledged event lost, none invented, no crash, nothing of the inside told."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import threading
import time

from served import COUNTY, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder, wait_until
from check_operations import metric

BATCH = "application/cloudevents-batch+json"
ONE = "application/cloudevents+json"
# What no answer may hold.
INSIDE = ("/tmp/", ".swift", "0x", "Swift.", "MDB_", "lmdb", "NIO", "Optional(", "data.mdb")


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        keys = {"city": ledger.key("city"), "clerk": ledger.key("clerk", COUNTY), "feed": ledger.key("feed")}
        with Service(ledger.path, "--set", "body-seconds=2", "--set", "idle-seconds=3", "--set", "body-bytes=1048576") as service:
            bodies(tally, service, keys)
            protocol(tally, service, keys)
            slow(tally, service, keys)
            vanishing(tally, service, keys)
            noise(tally, service, keys)
            tally.true("alive after all that", service.is_alive)
            tally.same("and well", service.get("/readyz").json["ready"], True)
        killed(tally, ledger, keys)
        tally.same("the ledger verifies", cairn("verify", ledger=ledger.path, check=False).returncode, 0)
    full_disk(tally)


def raw(service, data, seconds=10, shut=False):
    """Sends bytes and gives what comes back until the other end closes or nothing comes for a while."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=seconds) as sock:
        try:
            sock.sendall(data)
            if shut:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        received = b""
        try:
            while piece := sock.recv(65_536):
                received += piece
        except (TimeoutError, OSError):
            pass
        return received


def post(key, body, more="", length=None):
    return (f"POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: {ONE}\r\n"
            f"{more}Content-Length: {len(body) if length is None else length}\r\n\r\n").encode() + body


def count(service):
    return service.get("/v1/head").json["eventCount"]


def bodies(tally, service, keys):
    before = count(service)
    good = json.dumps(event("b-1")).encode()
    too_long = service.post("/v1/events", b"x" * (1 << 20) + b"x", keys["city"], type=ONE)
    tally.same("a body too long", (too_long.code, too_long.headers.get("connection")), ("bodyTooLarge", "close"))
    reply = raw(service, post(keys["city"], b"", length=1 << 40), seconds=3)
    tally.true("a length too long is refused at once", b"bodyTooLarge" in reply, reply[:200])
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    head = post(keys["city"], b"").replace(b"Content-Length: 0\r\n", b"Transfer-Encoding: chunked\r\n")
    reply = raw(service, head + chunk * 40 + b"0\r\n\r\n", seconds=5)
    tally.true("chunks without end", b"bodyTooLarge" in reply, reply[:200])
    for what, data in [
        ("cut off", post(keys["city"], good[:50], length=len(good))),
        ("cut off in the head", post(keys["city"], good)[:60]),
    ]:
        raw(service, data, seconds=4, shut=True)
        tally.same(f"{what}: nothing is written", count(service), before)
    longest = event("b-2", data={"station": STATION, "month": "2026-01", "contentHash": "0" * 64})
    longest["subject"] = "station/" + "x" * 200_000
    tally.same("an event too long", service.post("/v1/events", longest, keys["city"], type=ONE).code, "tooLarge")
    for what, change in [
        ("a huge number", {"type": "fund.returned", "subject": "fund/x",
                           "data": {"payment": "p", "amountFen": 10**30, "reason": "x"}}),
        ("a number beyond a double", {"data": {"station": STATION, "month": 10**400}}),
        ("an exponent", None), ("a date of the year 10000", {"time": "10000-01-01T00:00:00Z"}),
        ("a date of 1969", {"time": "1969-12-31T23:59:59Z"}), ("a leap second", {"time": "2016-12-31T23:59:60Z"}),
        ("the 30th of February", {"time": "2026-02-30T10:00:00+08:00"}), ("an offset of a day", {"time": "2026-02-03T10:00:00+24:00"}),
    ]:
        if change is None:
            body = json.dumps(event("b-3", type="fund.returned", subject="fund/x", data={
                "payment": "p", "amountFen": 7, "reason": "x"})).replace(": 7,", ": 1e3,").encode()
        else:
            body = json.dumps(event("b-3", **change)).encode()
        reply = service.post("/v1/events", body, keys["city"], type=ONE)
        tally.true(f"{what} is refused by name", reply.status == 422 and reply.json["field"], reply)
    tally.same("nothing of all that was written", count(service), before)


def protocol(tally, service, keys):
    """Requests that are no HTTP, or try to be two: an error or a closed connection, never a second answer."""
    before = count(service)
    get = b"GET /v1/head HTTP/1.1\r\nHost: x\r\n"
    for what, data, accepted in [
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", (b"", b"HTTP/1.1 400")),
        ("noise", os.urandom(4_096), (b"", b"HTTP/1.1 400")),
        ("another version", b"GET / HTTP/9.9\r\n\r\n", (b"", b"HTTP/1.1 400", b"HTTP/1.1 505")),
        ("a bad method", b"G\x00T /v1/head HTTP/1.1\r\nHost: x\r\n\r\n", (b"", b"HTTP/1.1 400")),
        ("a line feed in the address", b"GET /v1/head\n HTTP/1.1\r\nHost: x\r\n\r\n", (b"", b"HTTP/1.1 400")),
        ("a header without a name", get + b": x\r\n\r\n", (b"", b"HTTP/1.1 400")),
        ("a header with a blank", get + b"X Y: z\r\n\r\n", (b"", b"HTTP/1.1 400")),
        ("a NUL in a header", get + b"X: a\x00b\r\n\r\n", (b"", b"HTTP/1.1 400")),
        ("a header too long", get + b"X: " + b"y" * 200_000 + b"\r\n\r\n", (b"", b"HTTP/1.1 400", b"HTTP/1.1 431")),
        ("too many headers", get + b"".join(b"X-%d: y\r\n" % n for n in range(2_000)) + b"\r\n",
         (b"", b"HTTP/1.1 400", b"HTTP/1.1 431")),
        ("two lengths", post(keys["city"], b"{}", more="Content-Length: 100\r\n"), (b"", b"HTTP/1.1 400")),
        ("a length below zero", post(keys["city"], b"{}", length=-1), (b"", b"HTTP/1.1 400")),
        ("a length that is none", post(keys["city"], b"{}", length="2x"), (b"", b"HTTP/1.1 400")),
        ("length and chunks", post(keys["city"], b"0\r\n\r\nGET /v1/head HTTP/1.1\r\nHost: x\r\n\r\n",
                                   more="Transfer-Encoding: chunked\r\n", length=5), (b"", b"HTTP/1.1 400")),
        ("chunks of another coding", post(keys["city"], b"{}", more="Transfer-Encoding: gzip\r\n"), (b"", b"HTTP/1.1 400", b"HTTP/1.1 501")),
        ("a bad chunk", post(keys["city"], b"").replace(b"Content-Length: 0", b"Transfer-Encoding: chunked") + b"zz\r\nx\r\n",
         (b"", b"HTTP/1.1 400")),
    ]:
        reply = raw(service, data, seconds=4, shut=True)
        first = reply.split(b"\r\n")[0]
        tally.true(f"{what}: {first!r}", any(first.startswith(prefix) if prefix else not reply for prefix in accepted), reply[:300])
        tally.true(f"{what}: one answer at most", reply.count(b"HTTP/1.1 ") <= 1, reply[:400])
    for path in ("/v1/streams/..%2f..%2fetc%2fpasswd", "/v1/streams/%00", "/v1/schemas/..%2F..%2Fkeys", "/v1/checkpoints/..",
                 "/v1/checkpoints/%2e%2e%2fkeys%2fapi-keys.json", "/v1/stations/%0d%0aSet-Cookie:x", "/v1/feeds/%0a",
                 "/v1/explain/fig:funds@x%3f%0d%0a"):
        reply = service.get(path, keys["city"])
        tally.true(f"{path}: {reply.code}", 400 <= reply.status < 500 and "set-cookie" not in reply.headers, reply)
    for name in ("X-Forwarded-For", "X-Original-URL", "X-HTTP-Method-Override", "X-Request-Id"):
        reply = service.get("/v1/events?limit=1", headers={name: "DELETE\t/v1"})
        tally.same(f"{name} opens nothing", reply.code, "unauthenticated")
    mine = service.get("/v1/head", headers={"X-Request-Id": "chosen"})
    tally.true("requests are named by the service", mine.headers["x-request-id"] != "chosen")
    tally.same("nothing was written", count(service), before)


def slow(tally, service, keys):
    """Heads and bodies that drip: the connection ends in time, and others are served meanwhile."""
    before = count(service)
    good = json.dumps(event("s-1")).encode()

    def drip(at_once, data, step, pause):
        with socket.create_connection(("127.0.0.1", service.port), timeout=20) as sock:
            start = time.monotonic()
            sock.sendall(at_once)
            received = b""
            with contextlib.suppress(OSError):
                for offset in range(0, len(data), step):
                    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # an answer may be there all the same
                        sock.sendall(data[offset:offset + step])
                    sock.settimeout(pause)
                    with contextlib.suppress(TimeoutError):
                        piece = sock.recv(65_536)
                        if not piece:
                            break
                        received += piece
            return time.monotonic() - start, received

    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        request = post(keys["city"], good)
        head = request.index(b"\r\n\r\n") + 4
        heads = [pool.submit(drip, b"", b"GET /v1/head HTTP/1.1\r\nX: " + b"y" * 400, 1, 0.1) for _ in range(20)]
        drips = [pool.submit(drip, request[:head], good, 3, 0.2) for _ in range(20)]
        time.sleep(0.5)
        tally.same("others are served", [service.get("/v1/head").status for _ in range(20)], [200] * 20)
        tally.true("meanwhile", not any(future.done() for future in heads + drips))
        times = [future.result()[0] for future in heads]
        tally.true("slow heads end", max(times) < 25, times)
        results = [future.result() for future in drips]
        tally.true("slow bodies end", max(seconds for seconds, _ in results) < 25, results)
        tally.true("with 408", all(b"408" in received for _, received in results), results[0])
    tally.same("nothing was written", count(service), before)
    waiting = socket.create_connection(("127.0.0.1", service.port), timeout=30)
    start = time.monotonic()
    tally.same("an idle connection is closed", waiting.recv(1), b"")
    tally.true("after its time", 2 < time.monotonic() - start < 25, time.monotonic() - start)


def descriptors(service):
    return len(list(pathlib.Path(f"/proc/{service.process.pid}/fd").iterdir()))


def vanishing(tally, service, keys):
    """Clients that go away in the middle of whatever: nothing stays behind."""
    rng = random.Random(3)
    before = count(service)
    requests = [
        f"GET /v1/feeds/events?format=ndjson HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['feed']}\r\n\r\n".encode(),
        f"GET /v1/feeds/events?format=sse HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['feed']}\r\n\r\n".encode(),
        f"GET /v1/events?limit=10000 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['city']}\r\n\r\n".encode(),
        f"GET /v1/explain/coverage/all/villages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {keys['city']}\r\n\r\n".encode(),
        post(keys["city"], json.dumps(event("v-cut")).encode()[:80], length=500),
    ]
    idle = descriptors(service)
    for _ in range(60):
        sock = socket.create_connection(("127.0.0.1", service.port), timeout=5)
        sock.sendall(rng.choice(requests))
        time.sleep(rng.random() * 0.05)
        if rng.random() < 0.5:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        sock.close()
    wait_until(lambda: metric(service, keys["city"], "cairn_http_requests_under_way") == 1, 60, "no request under way")
    wait_until(lambda: metric(service, keys["city"], "cairn_feed_clients") == 0, 60, "no feed client")
    wait_until(lambda: descriptors(service) <= idle + 8, 60, "the end of all connections")
    tally.same("nothing was written", count(service), before)
    # An event whose sender went away before the answer is recorded once, and recognised when it is sent again.
    sock = socket.create_connection(("127.0.0.1", service.port))
    sock.sendall(post(keys["city"], json.dumps(event("v-1")).encode()))
    sock.close()
    time.sleep(1)
    again = service.post("/v1/events", event("v-1"), keys["city"], type=ONE)
    tally.true("sent again", again.status in (200, 201) and count(service) == before + 1, again)


def noise(tally, service, keys):
    """Random changes of good requests: always an answer below 500, and nothing of the inside in it."""
    rng = random.Random(11)
    targets = ["/v1/events?type=fund.disbursed&limit=3", "/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31",
               "/v1/streams/station/540202201215-01?from=2019-01-01", "/v1/proofs/inclusion?event=41&size=45000",
               "/v1/feeds/station?lastEventId=0123456789abcdef:5&limit=3", "/v1/explain/funds/CAP-a/paid?asOf=2019-12-31",
               "/v1/diff?indicator=funds&from=2019-06-30&to=2019-07-31", "/v1/schemas/station.opened?version=1"]
    alphabet = "abz019-_.~%/?&=:@#!$'()*+,;é🙂 \t"
    statuses = {}
    for number in range(400):
        target = list(rng.choice(targets))
        for _ in range(rng.randint(1, 4)):
            start = target.index("?") + 1 if "?" in target and rng.random() < 0.8 else 4
            place = min(rng.randrange(start, len(target) + 1), len(target) - 1)
            action = rng.random()
            if action < 0.4:
                target[place] = rng.choice(alphabet)
            elif action < 0.7:
                target.insert(place, rng.choice(alphabet) * rng.choice([1, 1, 1, 50]))
            else:
                del target[place]
        text = "".join(target).replace(" ", "%20").replace("\t", "%09").encode("utf-8", "surrogatepass")
        text = "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in text)
        reply = service.get(text, keys["city"])
        statuses[reply.status] = statuses.get(reply.status, 0) + 1
        if reply.status >= 500 or any(word in reply.body.decode("utf-8", "replace") for word in INSIDE
                                      if reply.status >= 400):
            tally.true(text, False, reply)
    tally.true("refused by many names", statuses.get(400, 0) > 50 and len(statuses) > 2, statuses)
    good = json.dumps([event("n-1"), event("n-2")], ensure_ascii=False).encode()
    before = count(service)
    written = 0
    for number in range(300):
        body = bytearray(good.replace(b"n-1", b"n-%da" % number).replace(b"n-2", b"n-%db" % number))
        for _ in range(rng.randint(1, 3)):
            place = rng.randrange(len(body))
            action = rng.random()
            if action < 0.4:
                body[place] = rng.randrange(256)
            elif action < 0.7:
                body.insert(place, rng.choice(b'{}[]",:\\u09'))
            else:
                del body[place]
        reply = service.post("/v1/events", bytes(body), keys["city"], type=BATCH)
        if reply.status in (200, 201):
            written += sum(outcome["outcome"] == "recorded" for outcome in reply.json["outcomes"])
        elif reply.status >= 500:
            tally.true(f"body {number}", False, reply)
    tally.same("what was acknowledged and no more", count(service) - before, written)


def killed(tally, ledger, keys):
    """`kill -9` under load, again and again: every acknowledged event is there, and no other than was sent."""
    sent, acknowledged = set(), {}
    for round_ in range(5):
        service = Service(ledger.path)
        stop = threading.Event()

        def write(worker):
            connection, number = service.connect(timeout=10), 0
            while not stop.is_set():
                number += 1
                names = [f"k-{round_}-{worker}-{number}-{n}" for n in range(random.choice([1, 1, 1, 7]))]
                sent.update(names)
                try:
                    reply = service.post("/v1/events", [event(name) for name in names], keys["city"], type=BATCH,
                                         connection=connection)
                except Exception:
                    return
                if reply.status == 201:
                    for name, outcome in zip(names, reply.json["outcomes"]):
                        acknowledged[name] = outcome["position"]

        workers = [threading.Thread(target=write, args=(n,)) for n in range(6)]
        for worker in workers:
            worker.start()
        wait_until(lambda: len(acknowledged) > 11 * (round_ + 1), 60, "acknowledged events")
        time.sleep(random.random())
        service.kill()
        stop.set()
        for worker in workers:
            worker.join()
    stored = {}
    for line in cairn("events", "--json", "--stream", f"station/{STATION}", ledger=ledger.path).splitlines():
        recorded = json.loads(line)
        if recorded["id"].startswith("k-"):
            tally.true("recorded once", recorded["id"] not in stored)
            stored[recorded["id"]] = int(recorded["sequence"])
    tally.true("something was acknowledged", len(acknowledged) > 50, len(acknowledged))
    lost = {name for name, position in acknowledged.items() if stored.get(name) != position}
    tally.same("lost", lost, set())
    tally.same("invented", set(stored) - sent, set())
    with Service(ledger.path) as service:
        tally.same("it goes on", service.post("/v1/events", event("k-after"), keys["city"], type=ONE).status, 201)


def full_disk(tally):
    """A disk that fills up while writing: 503 with advice, readers unaffected; with room again it goes on by itself."""
    with folder() as place:
        disk = place / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(disk)], capture_output=True).returncode:
            print("full disk: SKIPPED, needs the right to mount")
            return
        try:
            ledger = Ledger(disk)
            key = ledger.key("city")
            (disk / "ballast").write_bytes(b"x" * (4 << 20))
            with Service(ledger.path) as service:
                before = service.get("/v1/indicators/coverage?asOf=2019-12-31&knownAt=2019-12-31", key).body
                def write(number):
                    return service.post("/v1/events", [event(
                        f"d-{number}-{n}", type="station.integrityBreachConfirmed", data={
                            "station": STATION, "description": os.urandom(500).hex(), "authority": "x"}
                    ) for n in range(100)], key)

                acknowledged, reply = 0, None
                for number in range(4_000):
                    reply = write(number)
                    if reply.status != 201:
                        break
                    acknowledged += 100
                tally.same("the disk is full", (reply.status, reply.code), (503, "storageFull"))
                tally.true("with advice", "retry-after" in reply.headers and "room" in reply.json["remedy"], reply)
                for _ in range(3):
                    after = service.get("/v1/indicators/coverage?asOf=2019-12-31&knownAt=2019-12-31", key)
                    tally.same("answers go on", after.body, before)
                    page = service.get("/v1/events?backwards=true&limit=1", key)
                    tally.same("events too", page.status, 200)
                    tally.same("still full", write("again").code, "storageFull")
                tally.same("what was acknowledged is there", count(service), 45_000 + acknowledged)
                (disk / "ballast").unlink()
                wait_until(lambda: service.post("/v1/events", event("d-after"), key).status in (200, 201), 60, "writing again")
                tally.same("and nothing else", count(service), 45_000 + acknowledged + 1)
            tally.same("the ledger verifies", cairn("verify", ledger=ledger.path, check=False).returncode, 0)
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
