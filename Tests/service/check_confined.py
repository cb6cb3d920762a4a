"""What a key that is confined to a county may not bring about by other ways: takings over, findings, keys, stale answers."""

import datetime
import json
import time

from served import COUNTY, OTHER, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder, wait_until

ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
OUT = "outOfScope"


def made(identity, type, subject, **data):
    return {"specversion": "1.0", "id": identity, "source": "/confined", "type": type, "subject": subject,
            "time": "2026-02-03T10:00:00+08:00", "data": data}


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        keys = {"county": ledger.key("county", COUNTY), "clerk": ledger.key("clerk", COUNTY), "city": ledger.key("city"),
                "other": ledger.key("county", OTHER), "feed": ledger.key("feed"), "auditor": ledger.key("auditor")}
        with Service(ledger.path, "--set", "rate-limits=false") as service:
            takings(tally, service, keys)
            voids(tally, service, keys)
            openings(tally, service, keys)
            findings(tally, service, keys)
            unmade_keys(tally, service, keys, ledger)
            today(tally, service, keys, ledger)
            streams(tally, service, keys, ledger)
            bounds(tally, service, keys)
        tally.same("the ledger verifies", cairn("verify", ledger=ledger.path, check=False).returncode, 0)


def post(service, key, *events):
    body = list(events)
    return service.post("/v1/events", body[0] if len(body) == 1 else body, key, type=ONE if len(body) == 1 else BATCH)


def opening(service, keys):
    """What an opening says besides station and region."""
    return service.get("/v1/events?type=station.opened&limit=1", keys["city"]).json[0]["data"]


def takings(tally, service, keys):
    """Another county's facts are not replaced, nor its things given to one's own."""
    county, code = keys["county"], f"{COUNTY}000000"
    theirs = next(e for e in service.get("/v1/events?type=village.povertyStatusSet&limit=1000", keys["city"]).json
                  if e["data"]["village"].startswith(OTHER))
    mine = next(e for e in service.get("/v1/events?type=village.povertyStatusSet&limit=1000", keys["city"]).json
                if e["data"]["village"].startswith(COUNTY))
    reference = f"{theirs['source']}#{theirs['id']}"
    replaced = {**made("take-1", "village.povertyStatusSet", theirs["subject"],
                       village=mine["data"]["village"], status="delisted", listVersion="x", validFrom="2026-01-01"),
                "corrects": reference}
    tally.same("a correction that takes another county's place", post(service, county, replaced).code, OUT)
    moved = made("take-2", "station.opened", f"station/{OTHER_STATION}",
                 **{**opening(service, keys), "station": OTHER_STATION, "region": mine["data"]["village"]})
    tally.same("another county's station opened in one's own", post(service, county, moved).code, OUT)
    scan = made("take-3", "parcel.scanned", "parcel/SYN-1", parcel="SYN-1", node=OTHER_STATION, nodeLevel="village",
                county=code, kind="arrived")
    tally.same("a scan at another county's station", post(service, county, scan).code, OUT)
    scan["data"]["node"] = STATION
    tally.same("a scan at one's own", post(service, county, scan).status, 201)
    scan = {**scan, "id": "take-4", "data": {**scan["data"], "node": OTHER_STATION, "county": f"{OTHER}000000"}}
    tally.same("the parcel goes on in the other county", post(service, keys["other"], scan).status, 201)
    report = {**event("take-5", station=OTHER_STATION), "subject": f"station/{STATION}"}
    tally.same("another county's station under one's own stream", post(service, county, report).code, OUT)
    report = {**event("take-6"), "subject": f"station/{OTHER_STATION}"}
    tally.same("one's own station under another county's stream", post(service, county, report).code, OUT)


def voids(tally, service, keys):
    """Only what one might record may be voided; of a void, what it voided."""
    opened = next(e for e in service.get("/v1/events?type=station.opened&limit=1000", keys["city"]).json
                  if e["data"]["region"].startswith(COUNTY))

    def void(identity, target):
        return made(identity, "event.voided", target["subject"], source=target["source"], id=target["id"], reason="x",
                    authority="x")

    tally.same("a clerk voids an opening", post(service, keys["clerk"], void("void-1", opened)).code, "typeNotAllowed")
    own = event("void-2")
    tally.same("a clerk's report", post(service, keys["clerk"], own).status, 201)
    tally.same("is voided by the clerk", post(service, keys["clerk"], void("void-3", own)).status, 201)
    tally.same("the county brings it back", post(service, keys["county"], void("void-4", void("void-3", own))).status, 201)
    tally.same("not the other county", post(service, keys["other"], void("void-5", own)).code, OUT)
    both = [event("void-6"), void("void-7", event("void-6"))]
    tally.same("in one batch", post(service, keys["clerk"], *both).status, 201)
    tally.same("of what is not there nothing is known", post(service, keys["county"], void("void-8", event("none"))).code, OUT)
    paid = service.get("/v1/events?type=fund.disbursed&limit=1", keys["city"]).json[0]
    tally.same("a county voids a payment", post(service, keys["county"], void("void-9", paid)).code, "typeNotAllowed")


def openings(tally, service, keys):
    """A station is its opener's, whatever was written under its name before; a batch sees its own events."""
    name = f"{OTHER}100-99"
    first = made("open-1", "parcel.scanned", f"station/{name}", parcel="SYN-2", node="SYN-hub", nodeLevel="village",
                 county=f"{COUNTY}000000", kind="arrived")
    tally.same("something under a name that nobody has", post(service, keys["county"], first).status, 201)
    theirs = next(e["data"]["region"] for e in service.get("/v1/events?type=station.opened&limit=1000", keys["city"]).json
                  if e["data"]["region"].startswith(OTHER))
    opened = made("open-2", "station.opened", f"station/{name}", **{**opening(service, keys), "station": name, "region": theirs})
    report = {**event("open-3", station=name), "source": "/confined"}
    reply = post(service, keys["other"], opened, report)
    tally.same("the opening and its first report", reply.status, 201)
    trial = service.post("/v1/validate", [{**opened, "id": "open-4", "subject": "station/SYN-9",
                                           "data": {**opened["data"], "station": "SYN-9"}},
                                          {**event("open-5", station="SYN-9"), "source": "/confined"}], keys["other"], type=BATCH)
    tally.same("tried as it would be recorded", [o["outcome"] for o in trial.json["outcomes"]], ["wouldRecord", "wouldRecord"])
    tally.same("not the first writer's", post(service, keys["county"], {**report, "id": "open-6"}).code, OUT)


def findings(tally, service, keys):
    whole = service.get("/v1/indicators/exits?asOf=2019-12-31", keys["city"]).json
    part = service.get(f"/v1/indicators/exits?asOf=2019-12-31&region={COUNTY}", keys["clerk"]).json
    tally.same("findings are not told apart by county, so that a county gets none",
               (part["findings"], bool(part["rows"]), len(whole["rows"]) > len(part["rows"])), ([], True, True))


def unmade_keys(tally, service, keys, ledger):
    """No key is made for events that are refused."""
    subjects = ledger.path / "keys/subjects"
    before = sum(1 for _ in subjects.rglob("*.key")) if subjects.exists() else 0
    schema = service.get("/v1/schemas/person.registered").json
    data = {}
    for name, field in schema["properties"].items():
        if field.get("x-cairn-kind") == "sealed":
            data[name] = "合成姓名"
        elif name in schema["required"]:
            data[name] = {"person": "P-1", "region": f"{COUNTY}201215", "village": f"{COUNTY}201215"}.get(
                name, field.get("enum", ["x"])[0])
    people = [made(f"person-{n}", "person.registered", f"person/SYN-{n}", **data) for n in range(20)]
    refused = service.post("/v1/events?seal=true", people, keys["clerk"], type=BATCH)
    tally.same("a clerk registers nobody", refused.code, "typeNotAllowed")
    people[19]["time"] = "yesterday"
    refused = service.post("/v1/events?seal=true", people, keys["city"], type=BATCH)
    tally.same("one of twenty is wrong", refused.code, "envelope" if refused.code == "envelope" else "timeSpelling")
    long = {**people[0], "subject": "person/" + "x" * 100_000}
    tally.true("a subject that is too long", service.post("/v1/events?seal=true", long, keys["city"], type=ONE).status == 422)
    after = sum(1 for _ in subjects.rglob("*.key")) if subjects.exists() else 0
    tally.same("no key was made", after, before)


def today(tally, service, keys, ledger):
    """What is known until a moment that is not over grows."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    known = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    target = f"/v1/indicators/coverage?asOf=2019-12-31&knownAt={known}"
    sizes = []
    for number in range(3):
        reply = service.get(target, keys["city"])
        again = service.get(target, keys["city"], headers={"If-None-Match": reply.headers["etag"]})
        tally.same("not changed meanwhile", again.status, 304)
        tally.same("not kept by others", reply.headers["cache-control"], "private, no-cache")
        sizes.append(reply.json["treeSize"])
        post(service, keys["city"], event(f"today-{number}"))
    tally.same("each sees what came", [size - sizes[0] for size in sizes], [0, 1, 2])
    past = service.get("/v1/indicators/coverage?asOf=2019-12-31&knownAt=2019-12-31", keys["city"])
    tally.same("what is over is over", past.headers["cache-control"], "private, max-age=60")


def streams(tally, service, keys, ledger):
    """A filtered stream's heads join, whatever is between its events; a revoked key's stream ends."""
    secret = ledger.key("feed", actor="leaver")
    wait_until(lambda: service.get("/v1/feeds/complaint?limit=1", secret).code == 200, 30, "the key")
    connection = service.connect()
    connection.request("GET", "/v1/feeds/complaint?format=ndjson", headers={"Authorization": f"Bearer {secret}"})
    response = connection.getresponse()
    heads = []

    def read():
        line = response.readline()
        if not line:
            return None
        value = json.loads(line)
        if "feed" in value:
            heads.append(value["feed"])
        return value

    assert response.status == 200, response.status
    while not heads or heads[-1]["next"] < heads[-1]["eventCount"]:
        assert read() is not None, "the stream ended"
    filed = made("stream-c", "complaint.filed", "complaint/SYN-C", complaint="SYN-C", station=STATION, channel="phone",
                 category="service")
    schema = service.get("/v1/schemas/complaint.filed").json["properties"]
    filed["data"]["channel"] = schema["channel"].get("enum", ["phone"])[0]
    filed["data"]["category"] = schema["category"].get("enum", ["service"])[0]
    for number in range(5):
        post(service, keys["city"], event(f"between-{number}"))
    tally.same("a complaint", post(service, keys["city"], filed).status, 201)
    while (value := read()) and value.get("id") != "stream-c":
        pass
    tally.true("the complaint came", value)
    tally.true("heads join", all(a["next"] == b["from"] for a, b in zip(heads, heads[1:])), heads)
    cairn("keys", "revoke", secret.split("_")[1], ledger=ledger.path)
    start = time.monotonic()
    while read() is not None and time.monotonic() < start + 30:
        pass
    tally.true("the stream of a revoked key ends", time.monotonic() - start < 20, time.monotonic() - start)
    tally.same("and is not begun anew", service.get("/v1/feeds/complaint?limit=1", secret).code, "unauthenticated")


def bounds(tally, service, keys):
    many = {f"station/S{n}": "any" for n in range(1_001)}
    reply = service.post("/v1/events", {"events": [event("bound-1")], "conditions": many}, keys["city"])
    tally.same("too many conditions", (reply.code, reply.json.get("field")), ("badBody", "conditions"))
    long = "/v1/events?type=" + ",".join(["person.registered"] * 300) + "&limit=1"
    tally.same("an auditor's address that cannot be accounted for whole", service.get(long, keys["auditor"]).code,
               "targetTooLong")
    for method in ("PROPFIND", "MKCOL", "LINK"):
        service.ask(method, "/v1/head")
    text = service.get("/metrics", keys["city"]).body.decode()
    tally.true("unusual methods are counted as one", 'method="other"' in text and "PROPFIND" not in text)
    for turn in range(20):
        time.sleep(1.1)
        start = time.monotonic()
        replies = []
        for name in (f"proof-{turn}-a", f"proof-{turn}-b"):
            position = post(service, keys["city"], event(name)).json["outcomes"][0]["position"]
            replies.append(service.get(f"/v1/proofs/inclusion?event={position}", keys["city"]))
        if time.monotonic() - start < 1:
            break
    tally.same("one checkpoint a second is signed for who asks, the next must wait",
               [(reply.code, reply.headers.get("retry-after")) for reply in replies], [(200, None), ("notCovered", "1")])
