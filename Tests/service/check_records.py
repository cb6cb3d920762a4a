"""Recording over HTTP: receipts, idempotency, expectations, conditions, refusals; nothing is half written."""

import concurrent.futures
import hashlib
import json
import threading

from served import COUNTY, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder

BATCH = "application/cloudevents-batch+json"
ONE = "application/cloudevents+json"
LINES = "application/x-ndjson"


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        keys = {role: ledger.key(role, *([COUNTY] if role in ("clerk", "county") else [])) for role in
                ("clerk", "county", "city", "statistics", "auditor", "feed")}
        with Service(ledger.path) as service:
            receipts(tally, service, keys, ledger)
            expectations(tally, service, keys)
            idempotency(tally, service, keys)
            refusals(tally, service, keys)
            actors(tally, service, keys)
            trials(tally, service, keys)
            freshness(tally, service, keys)
            sealing(tally, service, keys, ledger)
        tally.same("the ledger verifies", cairn("verify", ledger=ledger.path, check=False).returncode, 0)


def count(service):
    return service.get("/v1/head").json["eventCount"]


def receipts(tally, service, keys, ledger):
    before = count(service)
    one = service.post("/v1/events", event("r-1"), keys["clerk"], type=ONE)
    tally.same("one event", (one.status, one.headers.get("location"), one.json["eventCount"]),
               (201, f"/v1/events/{before}", before + 1))
    outcome = one.json["outcomes"][0]
    stored = service.get(f"/v1/events/{before}", keys["clerk"])
    tally.same("as recorded", (stored.json["recordedtime"], int(stored.json["sequence"])),
               (outcome["recordedtime"], before))
    tally.same("actor and role", (stored.json["actor"], stored.json["role"]), (f"clerk-{COUNTY}", "clerk"))
    own = {name: value for name, value in stored.json.items() if name not in ("sequence", "recordedtime")}
    canonical = json.dumps(own, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    tally.same("the digest", outcome["digest"], hashlib.sha256(canonical).hexdigest())
    again = service.post("/v1/events", event("r-1"), keys["clerk"], type=ONE)
    tally.same("sent again", (again.status, again.json["outcomes"][0]["outcome"], again.json["outcomes"][0]["position"]),
               (200, "duplicate", before))
    by_city = service.post("/v1/events", event("r-1"), keys["city"], type=ONE)
    tally.same("the same id by another actor is other content", by_city.code, "idConflict")
    for type, body in [
        (BATCH, json.dumps([event("r-2"), event("r-3"), event("r-2")]).encode()),
        (LINES, "\n".join(json.dumps(event(name)) for name in ("r-4", "r-5")).encode() + b"\n\n"),
        ("application/json; charset=UTF-8", json.dumps({"events": [event("r-6")]}).encode()),
        ("application/json", json.dumps([event("r-7")], indent=2).encode()),
        ("application/json", json.dumps(event("r-8"), indent=2).encode()),
    ]:
        reply = service.post("/v1/events", body, keys["clerk"], type=type)
        tally.same(f"{type} {body[:20]}", reply.status, 201)
    tally.same("a duplicate in a batch takes no position", count(service), before + 8)
    listed = cairn("events", "--json", "--from-position", str(before), ledger=ledger.path).splitlines()
    served = service.get(f"/v1/events?fromPosition={before}&format=ndjson", keys["city"]).body.splitlines()
    tally.same("the same lines as the command line's", served, listed)


def expectations(tally, service, keys):
    before = count(service)
    stream = f"station/{STATION}"
    revision = int(service.get(f"/v1/streams/{stream}?limit=1", keys["city"]).headers["cairn-revision"])

    def post(name, **more):
        return service.post("/v1/events", {"events": [event(name)], **more}, keys["city"])

    tally.same("a wrong revision", post("e-1", expectedRevisions={stream: revision - 1}).code, "revisionConflict")
    tally.same("a stream that is there", post("e-1", expectedRevisions={stream: "noStream"}).code, "revisionConflict")
    tally.same("a condition that fails", post("e-1", conditions={"fund/none": "exists"}).code, "conditionFailed")
    tally.same("nothing was written", count(service), before)
    reply = post("e-1", expectedRevisions={stream: revision}, conditions={"fund/none": "noStream"})
    tally.same("as expected", reply.status, 201)
    reply = post("e-1", expectedRevisions={stream: revision})
    tally.same("a repetition meets its expectations", reply.status, 200)
    for given in (-1, 1.5, "some", None, {}, [], True):
        tally.same(f"expected revision {given}", post("e-2", expectedRevisions={stream: given}).code, "badExpectation")
    tally.same("an unknown member", service.post("/v1/events", {"events": [event("e-2")], "expect": {}},
                                                 keys["city"]).code, "badBody")
    tally.same("only e-1 was written", count(service), before + 1)
    # Of many that expect the same revision exactly one gets through.
    revision += 1

    def race(number):
        return service.post("/v1/events", {"events": [event(f"e-race-{number}")],
                                           "expectedRevisions": {stream: revision}}, keys["city"]).status

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = sorted(pool.map(race, range(16)))
    tally.same("one of sixteen", statuses, [201] + [409] * 15)


def idempotency(tally, service, keys):
    def post(name, key, by="city", **more):
        return service.post("/v1/events", event(name), keys[by], type=ONE, headers={"Idempotency-Key": key}, **more)

    first = post("i-1", "k-1")
    again = post("i-1", "k-1")
    tally.same("the same answer", (again.status, again.body, again.headers.get("location")),
               (first.status, first.body, first.headers.get("location")))
    quoted = post("i-1", '"k-1"')
    tally.same("a structured string is the same key", quoted.body, first.body)
    tally.same("another body", post("i-2", "k-1").code, "idempotencyKeyReused")
    tally.same("the key is its sender's", service.post("/v1/events", event("i-3"), keys["clerk"], type=ONE,
                                                       headers={"Idempotency-Key": "k-1"}).status, 201)
    for bad in ("", "x" * 129, "a b"):
        tally.same(f"key {bad[:5]!r}", post("i-4", bad).code, "badIdempotencyKey")
    refused = service.post("/v1/events", {**event("i-5"), "time": "yesterday"}, keys["city"], type=ONE,
                           headers={"Idempotency-Key": "k-2"})
    tally.same("a refused request frees its key", (refused.code, post("i-5", "k-2").status), ("timeSpelling", 201))
    # Sixteen at once: one records, the others get its answer or are told to wait.
    barrier = threading.Barrier(16)

    def race(_):
        barrier.wait()
        return post("i-6", "k-3")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(race, range(16)))
    kinds = {(reply.status, reply.code) for reply in replies}
    tally.true("in flight or answered", kinds <= {(201, 201), (409, "idempotencyKeyInFlight")} and (201, 201) in kinds,
               kinds)
    tally.same("one answer", len({reply.body for reply in replies if reply.status == 201}), 1)


def refusals(tally, service, keys):
    before = count(service)
    good = event("f-good")
    for what, bad, code, status in [
        ("no source", {k: v for k, v in event("f").items() if k != "source"}, "envelope", 422),
        ("an unknown type", event("f", type="station.flown"), "schema", 422),
        ("a field too many", event("f", data={"station": STATION, "month": "2026-01", "x": 1}), "schema", 422),
        ("a bad month", event("f", month="2026-13"), "schema", 422),
        ("a bad time", event("f", time="2026-02-03 10:00"), "timeSpelling", 422),
        ("a position of its own", event("f", sequence="7"), "sequence", 422),
        ("a recorded time of its own", event("f", recordedtime="2026-02-03T10:00:00.000Z"), "recordedTime", 422),
        ("a fraction", {**event("f"), "type": "complaint.filed", "data": 1.5}, "schema", 422),
        ("a correction of nothing", event("f", corrects="/x#1"), "unknownTarget", 422),
        ("other content under an id", event("r-1", month="2026-05"), "idConflict", 409),
    ]:
        reply = service.post("/v1/events", [good, bad], keys["clerk"], type=BATCH)
        tally.same(what, (reply.code, reply.status), (code, status))
        tally.same(f"{what}: its place", reply.json.get("index"), 1)
    tally.same("nothing of them was written", count(service), before)
    for what, body, type, code in [
        ("no JSON", b"{", "application/json", "notJSON"), ("an empty list", b"[]", BATCH, "noEvents"),
        ("an empty body", b"", LINES, "noEvents"), ("a list cut off", b"[{}", BATCH, "notJSON"),
        ("something behind", b"[] x", BATCH, "notJSON"), ("no objects", b"[1]", BATCH, "notJSON"),
        ("a form", b"a=b", "application/x-www-form-urlencoded", "unsupportedMediaType"),
        ("another charset", b"{}", "application/json; charset=gb18030", "unsupportedMediaType"),
        ("no event", b"{}", ONE, "envelope"), ("a byte order mark", b"\xef\xbb\xbf{}", ONE, "envelope"),
        ("ill-formed UTF-8", json.dumps(event("f")).encode().replace(b"2026-01", b"\xff"), ONE, "envelope"),
        ("nested deeply", b"[" * 10_000 + b"]" * 10_000, "application/json", "notJSON"),
        ("objects nested deeply", b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "application/json", "notJSON"),
    ]:
        tally.same(what, service.post("/v1/events", body, keys["city"], type=type).code, code)
    coded = service.post("/v1/events", b"x", keys["city"], type=ONE, headers={"Content-Encoding": "gzip"})
    tally.same("a coded body", coded.code, "unsupportedMediaType")
    many = service.post("/v1/events", ("{}\n" * 10_001).encode(), keys["city"], type=LINES)
    tally.same("too many events", many.code, "tooManyEvents")
    tally.same("still nothing", count(service), before)


def actors(tally, service, keys):
    own = event("a-1", actor="city-all", role="city")
    tally.same("one's own name", service.post("/v1/events", own, keys["city"], type=ONE).status, 201)
    tally.same("the name alone", service.post("/v1/events", event("a-2", actor="city-all"), keys["city"],
                                              type=ONE).status, 201)
    tally.same("another's name", service.post("/v1/events", event("a-3", actor="mayor"), keys["city"], type=ONE).code,
               "actorMismatch")
    tally.same("another role", service.post("/v1/events", event("a-3", role="auditor"), keys["city"], type=ONE).code,
               "actorMismatch")
    spaced = json.dumps(event("a-4"), indent=4).encode()
    tally.same("with white space", service.post("/v1/events", b" \n" + spaced, keys["city"], type=ONE).status, 201)
    stored = service.get(f"/v1/events/{quote_reference('a-2')}", keys["city"]).json
    tally.same("filled in", (stored["actor"], stored["role"]), ("city-all", "city"))
    for name in ("subject.erased", "ledger.signingKeyChanged", "ledger.witnessAccepted"):
        data = {"subject": "person/1", "authority": "x", "key": "k"}
        fields = list(service.get(f"/v1/schemas/{name}", keys["city"]).json["properties"])
        bad = event("a-5", type=name, data={field: data.get(field, "x") for field in fields})
        tally.same(f"{name} is not for clients", service.post("/v1/events", bad, keys["city"], type=ONE).code,
                   "typeNotAllowed")


def quote_reference(identity):
    from served import quote
    return quote(f"/{STATION[:6]}/office#{identity}")


def trials(tally, service, keys):
    before = count(service)
    reply = service.post("/v1/validate", [
        event("t-1"), event("r-1", actor=f"clerk-{COUNTY}"), event("t-2", month="x"), event("t-1"),
        event("t-3", station=OTHER_STATION), event("r-1", month="2026-07"),
    ], keys["clerk"], type=BATCH)
    outcomes = [(one["outcome"], one.get("code")) for one in reply.json["outcomes"]]
    tally.same("what would happen", outcomes, [
        ("wouldRecord", None), ("duplicate", None), ("refused", "schema"), ("duplicate", None),
        ("refused", "outOfScope"), ("refused", "idConflict"),
    ])
    tally.same("not accepted", reply.json["accepted"], False)
    fine = service.post("/v1/validate", [event("t-9")], keys["clerk"], type=BATCH).json
    tally.same("accepted", fine["accepted"], True)
    tally.same("nothing was written", count(service), before)
    digest = fine["outcomes"][0]["digest"]
    real = service.post("/v1/events", event("t-9"), keys["clerk"], type=ONE).json
    tally.same("the digest was right", real["outcomes"][0]["digest"], digest)


def freshness(tally, service, keys):
    for number in range(5):
        receipt = service.post("/v1/events", event(f"n-{number}"), keys["city"], type=ONE).json
        position = receipt["outcomes"][0]["position"]
        answer = service.get(f"/v1/indicators/funds?asOf=2019-12-31&minPosition={position}", keys["city"]).json
        tally.true("answers see one's own event", answer["treeSize"] > position, answer["treeSize"])


def sealing(tally, service, keys, ledger):
    before = count(service)
    person = {
        "specversion": "1.0", "id": "p-1", "source": "/540202/office", "type": "person.registered",
        "subject": "person/P-synthetic", "time": "2026-02-03T10:00:00+08:00",
    }
    schema = service.get("/v1/schemas/person.registered").json
    data = {}
    for name, field in schema["properties"].items():
        if field.get("x-cairn-kind") == "sealed":
            data[name] = "合成姓名"
        elif name in schema["required"]:
            data[name] = {"person": "P-synthetic", "region": "540202201215", "village": "540202201215"}.get(
                name, field.get("enum", ["x"])[0])
    clear = service.post("/v1/events", {**person, "data": data}, keys["city"], type=ONE)
    tally.same("clear personal fields are refused", clear.code, "schema")
    sealed = service.post("/v1/events?seal=true", {**person, "data": data}, keys["city"], type=ONE)
    tally.same("sealed on the way", sealed.status, 201)
    stored = service.get(f"/v1/events/{before}", keys["city"]).body.decode()
    tally.true("nothing in clear", "合成姓名" not in stored, stored)
    opened = service.get(f"/v1/events/{before}?unseal=true", keys["city"]).body.decode()
    tally.true("opened for who may", "合成姓名" in opened, opened)
    tally.same("not for who may not", service.get(f"/v1/events/{before}?unseal=true", keys["statistics"]).code,
               "forbidden")
    reads = [json.loads(line) for line in cairn("events", "--json", ledger=ledger.path / "access").splitlines()]
    tally.same("the read is accounted for", [(r["actor"], r["data"]["unsealed"]) for r in reads], [("city-all", True)])
