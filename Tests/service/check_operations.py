"""Running the service: settings, TLS and HTTP/2, health, metrics, logs, shutdown, backup and restore under load."""

import json
import os
import subprocess
import threading
import time

from served import COUNTY, PROGRAM, Ledger, Service, cairn, event, folder, wait_until


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        keys = {role: ledger.key(role) for role in ("city", "feed", "auditor")}
        settings(tally, ledger, place)
        encrypted(tally, ledger, keys, place)
        watched(tally, ledger, keys)
        stopped(tally, ledger, keys)
        backed_up(tally, ledger, keys, place)
        read_only(tally, ledger, keys)


def settings(tally, ledger, place):
    """Flag before environment before file before the usual value, under one name; mistakes are named."""
    file = place / "cairn.yaml"
    file.write_text("port: 1001\npage-events: 77\nlog-level: error\nhost: 127.0.0.2\n")
    shown = json.loads(subprocess.run(
        [PROGRAM, "serve", "--show-settings", "--json", "--config", str(file), "--port", "1003", "--ledger", str(ledger.path)],
        capture_output=True, env={**os.environ, "CAIRN_PORT": "1002", "CAIRN_PAGE_EVENTS": "78"}, check=True).stdout)
    tally.same("the flag", shown["port"], {"value": "1003", "origin": "--port"})
    tally.same("the environment", shown["page-events"], {"value": "78", "origin": "CAIRN_PAGE_EVENTS"})
    tally.same("the file", shown["host"], {"value": "127.0.0.2", "origin": str(file)})
    tally.true("the usual value", shown["body-seconds"]["value"] == "30")
    for text, word in [("prot: 1\n", "prot"), ("port: [1]\n", "port"), ("port: x\n", "port"), ("- 1\n", "mapping"),
                       ("port: 70000\n", "65535"), ("log-level: loud\n", "log-level"), ("read-only: maybe\n", "read-only")]:
        file.write_text(text)
        done = cairn("serve", "--config", str(file), ledger=ledger.path, check=False)
        tally.true(f"settings {text!r}", done.returncode == 2 and word in done.stderr.decode(), done.stderr)
    file.write_text("# port: 1\n")
    with Service(ledger.path, "--config", str(file)) as first:
        done = cairn("serve", "--port", "0", ledger=ledger.path, check=False)
        tally.true("a second writer", done.returncode == 1 and str(first.process.pid) in done.stderr.decode(), done.stderr)
        taken = cairn("serve", "--read-only", "--port", str(first.port), ledger=ledger.path, check=False)
        tally.true("a port that is taken", taken.returncode == 1 and str(first.port) in taken.stderr.decode(), taken.stderr)


def encrypted(tally, ledger, keys, place):
    """HTTPS with files, HTTP/1.1 and HTTP/2 by ALPN; curl checks the certificate."""
    certificate, key = place / "cert.pem", place / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key),
                    "-out", str(certificate)], check=True, capture_output=True)
    with Service(ledger.path, "--tls-certificate", str(certificate), "--tls-key", str(key)) as service:
        tally.true("says https", service.started["listening"].startswith("https://"), service.started)
        plain = cairn("query", "funds", "--as-of", "2019-12-31", "--json", ledger=ledger.path)
        for version, name in (("--http1.1", "1.1"), ("--http2", "2")):
            done = subprocess.run(
                ["curl", "--silent", "--show-error", version, "--cacert", str(certificate), "--write-out",
                 "%{stderr}%{http_version}", f"https://localhost:{service.port}/v1/indicators/funds?asOf=2019-12-31"],
                capture_output=True)
            tally.same(f"HTTP/{name}", (done.stdout, done.stderr.decode()), (plain, name))
        posted = subprocess.run(
            ["curl", "--silent", "--http2", "--cacert", str(certificate), "--header", f"Authorization: Bearer {keys['city']}",
             "--header", "Content-Type: application/cloudevents+json", "--data", json.dumps(event("tls-1")),
             f"https://localhost:{service.port}/v1/events"], capture_output=True)
        tally.true("recording over HTTP/2", b'"recorded"' in posted.stdout, posted.stdout)
        old = subprocess.run(["curl", "--silent", "--show-error", "--tls-max", "1.1", "--cacert", str(certificate),
                              f"https://localhost:{service.port}/healthz"], capture_output=True)
        tally.true("TLS 1.1 is refused", old.returncode != 0)
        clear = subprocess.run(["curl", "--silent", "--max-time", "5", f"http://localhost:{service.port}/healthz"],
                               capture_output=True)
        tally.true("clear text is refused", clear.returncode != 0)
    done = cairn("serve", "--tls-certificate", str(certificate), ledger=ledger.path, check=False)
    tally.same("a certificate without its key", done.returncode, 2)
    certificate.write_text("no certificate")
    done = cairn("serve", "--port", "0", "--tls-certificate", str(certificate), "--tls-key", str(key), ledger=ledger.path,
                 check=False)
    tally.true("a file that is none", done.returncode == 1 and b"TLS" in done.stderr, done.stderr)


def metric(service, key, name):
    for line in service.get("/metrics", key).body.decode().splitlines():
        if line.startswith(name + " "):
            return float(line.split()[1])
    raise AssertionError(f"there is no {name}")


def watched(tally, ledger, keys):
    city = keys["city"]
    with Service(ledger.path) as service:
        tally.same("alive", service.get("/healthz").body, b"ok\n")
        tally.same("ready", service.get("/readyz").json["ready"], True)
        before = metric(service, city, "cairn_appended_events_total")
        for number in range(5):
            service.post("/v1/events", event(f"m-{number}"), city)
        service.get("/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31", city)
        service.get("/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31", city)
        tally.same("appended", metric(service, city, "cairn_appended_events_total") - before, 5)
        tally.true("hits", metric(service, city, "cairn_answer_cache_hits_total") >= 1)
        wait_until(lambda: metric(service, city, "cairn_answers_lag_events") == 0, what="no lag")
        exposition(tally, service.get("/metrics", city).body.decode())
        logged(tally, service, keys)


def exposition(tally, text):
    """The text format of Prometheus: help and type before the samples, histograms that add up."""
    types, samples = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ", 3)
            types[name] = kind
        elif not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            samples[name] = float(value)
    bare = {name.split("{")[0] for name in samples}
    for name in bare:
        family = next((name[:-len(end)] for end in ("_bucket", "_sum", "_count") if name.endswith(end)
                       and types.get(name[:-len(end)]) == "histogram"), name)
        tally.true(f"{name} has a type", family in types)
    for name, kind in types.items():
        tally.true(f"{name} begins with cairn_", name.startswith("cairn_"))
        if kind == "counter":
            tally.true(f"{name} ends with _total", name.endswith("_total"))
    total = samples["cairn_commit_seconds_count"]
    tally.same("the last bucket holds all", samples['cairn_commit_seconds_bucket{le="+Inf"}'], total)
    for wanted in ("cairn_log_events", "cairn_commit_seconds_sum", "cairn_commit_group_requests_count", "cairn_log_file_bytes",
                   "cairn_answers_lag_events", "cairn_answers_replay_seconds_total", "cairn_reader_slots_used",
                   "cairn_feed_clients"):
        tally.true(f"{wanted} is there", wanted in samples)


def logged(tally, service, keys):
    reply = service.get("/v1/streams/person/SYN-SECRET-NAME?limit=5", keys["city"])
    wait_until(lambda: reply.headers["x-request-id"] in service.log_text, what="a line in the log")
    lines = [json.loads(line) for line in service.log_text.splitlines()]
    mine = next(line for line in lines if line.get("request") == reply.headers["x-request-id"])
    tally.same("a request's line", (mine["route"], mine["status"], mine["role"]), ("/v1/streams/{subject+}", "404", "city"))
    tally.true("no address with its parameters", "SYN-SECRET-NAME" not in service.log_text)
    tally.true("no key", keys["city"].split("_")[2] not in service.log_text)
    tally.same("the problem names the request", reply.json["request"], reply.headers["x-request-id"])


def stopped(tally, ledger, keys):
    """SIGTERM: requests under way are answered, streams end, what was acknowledged is there, a checkpoint is signed."""
    with Service(ledger.path, "--set", "shutdown-seconds=20") as service:
        stream = subprocess.Popen(["curl", "--silent", "--no-buffer", "--header", f"Authorization: Bearer {keys['feed']}",
                                   f"http://127.0.0.1:{service.port}/v1/feeds/events?format=ndjson"], stdout=subprocess.DEVNULL)
        acknowledged, errors = [], []

        def write(worker):
            connection = service.connect(timeout=20)
            number = 0
            while True:
                number += 1
                try:
                    reply = service.post("/v1/events", event(f"stop-{worker}-{number}"), keys["city"],
                                         connection=connection)
                except OSError:
                    return
                except Exception as error:
                    errors.append(repr(error))
                    return
                if reply.status == 201:
                    acknowledged.append(reply.json["outcomes"][0]["position"])
                elif reply.status != 503:
                    errors.append(repr(reply))
                    return

        workers = [threading.Thread(target=write, args=(n,)) for n in range(4)]
        for worker in workers:
            worker.start()
        wait_until(lambda: len(acknowledged) > 50 and metric(service, keys["city"], "cairn_feed_clients") == 1, 60,
                   "work and a follower")
        start = time.monotonic()
        status = service.stop()
        for worker in workers:
            worker.join()
        tally.same("it ended well", status, 0)
        tally.true("in good time", time.monotonic() - start < 20, time.monotonic() - start)
        tally.same("the stream ended", stream.wait(timeout=10), 0)
        errors = [error for error in errors if not any(word in error for word in ("RemoteDisconnected", "BadStatusLine",
                                                                                  "CannotSendRequest", "ResponseNotReady"))]
        tally.same("no other errors", errors, [])
        tally.true("something was written", len(acknowledged) > 10, len(acknowledged))
    events = cairn("events", "--json", "--stream", "station/540202201215-01", ledger=ledger.path).splitlines()
    stored = {int(json.loads(line)["sequence"]) for line in events}
    tally.true("everything acknowledged is there", set(acknowledged) <= stored)
    status = json.loads(cairn("status", "--json", ledger=ledger.path))
    size = max(int(path.stem) for path in (ledger.path / "checkpoints").glob("*.txt"))
    tally.same("signed to the end", size, status["treeSize"])


def backed_up(tally, ledger, keys, place):
    """A backup while events are recorded is one consistent state: it restores, verifies and answers as the ledger did."""
    with Service(ledger.path) as service:
        going = True

        def write():
            connection, number = service.connect(), 0
            while going:
                number += 1
                service.post("/v1/events", [event(f"bk-{number}-{n}") for n in range(20)], keys["city"],
                             connection=connection)

        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(0.5)
        for number in range(3):
            made = json.loads(cairn("backup", "--json", "--output", str(place / f"b{number}"), *(["--with-keys"] if number else []),
                                    ledger=ledger.path))
            restored = place / f"r{number}.ledger"
            done = json.loads(cairn("restore", "--json", str(place / f"b{number}"), ledger=restored))
            tally.same(f"backup {number} restored", (done["eventCount"], done["rootHash"]),
                       (made["eventCount"], made["rootHash"]))
            then = service.get("/v1/events/" + str(made["eventCount"] - 1), keys["city"]).json["recordedtime"]
            mine = service.get(f"/v1/indicators/funds?asOf=2019-12-31&knownAt={then}", keys["city"]).json
            theirs = json.loads(cairn("query", "funds", "--as-of", "2019-12-31", "--known-at", then, "--json", ledger=restored))
            tally.same(f"backup {number} answers", theirs["rows"], mine["rows"])
        going = False
        writer.join()
        tally.true("recording went on", service.get("/v1/head").json["eventCount"] > made["eventCount"])
        certificate = place / "certificate.txt"
        cairn("backup", "drill", "--folder", str(place), "--output", str(certificate), ledger=ledger.path)
        text = certificate.read_text()
        tally.true("the drill certifies", "all equal" in text and "\n— " in text, text)
    tally.true("without keys", not (place / "b0/keys").exists() and (place / "b1/keys").exists())
    epochs = {json.loads(cairn("events", "--json", "--limit", "1", ledger=place / f"r{n}.ledger"))["sequence"] for n in range(3)}
    tally.same("readable", epochs, {"000000000000"})
    names = {(place / f"r{n}.ledger/epoch").read_text() for n in range(3)}
    tally.same("each has an epoch of its own", len(names), 3)
    path = place / "b2/log/data.mdb"
    bytes_ = bytearray(path.read_bytes())
    for offset in range(40_000, len(bytes_), 65_536):
        bytes_[offset] ^= 1
    path.write_bytes(bytes_)
    done = cairn("restore", str(place / "b2"), ledger=place / "damaged.ledger", check=False)
    tally.same("a damaged backup", done.returncode, 7)
    tally.true("leaves nothing", not any("damaged" in name.name for name in place.iterdir()))
    done = cairn("restore", str(place / "b1"), ledger=place / "r1.ledger", check=False)
    tally.same("where a ledger is", done.returncode, 1)
    done = cairn("backup", "--output", str(place / "b1"), ledger=ledger.path, check=False)
    tally.same("where a backup is", done.returncode, 1)
    done = cairn("restore", str(place), ledger=place / "none.ledger", check=False)
    tally.same("where no backup is", done.returncode, 1)


def read_only(tally, ledger, keys):
    """A service that only reads runs beside one that writes, and sees what that one records."""
    with Service(ledger.path) as writing, Service(ledger.path, "--read-only") as reading:
        receipt = writing.post("/v1/events", event("ro-1"), keys["city"]).json
        position = receipt["outcomes"][0]["position"]
        answer = reading.get(f"/v1/indicators/funds?asOf=2019-12-31&minPosition={position}", keys["city"])
        tally.true("it sees the other's event", answer.status == 200 and answer.json["treeSize"] > position, answer)
        tally.same("it records nothing", reading.post("/v1/events", event("ro-2"), keys["city"]).code, "readOnly")
        tally.same("it does not answer what it cannot account for",
                   reading.get("/v1/events?limit=1", keys["auditor"]).code, "readOnly")
