"""Every route for every role, for its own county and another one, against a table written by hand.

A cell says what the key of that role gets: of what concerns its own county, and of what concerns another, where that
makes a difference. `ok` is any answer of success; a code is the problem's. Roles without a county have one column.
"""

import re
import signal
import time

from served import COUNTY, OTHER, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder, quote, wait_until

ROLES = ["public", "clerk", "county", "city", "statistics", "auditor", "feed"]
CONFINED = ("clerk", "county")
NO = "forbidden"
KEY = "unauthenticated"
OUT = "outOfScope"

# Route, how it is asked for own and for other county, and what public, clerk own/other, county own/other, city,
# statistics, auditor and feed get.
TABLE = """
GET  /v1/head                  /v1/head                                          | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/checkpoints           /v1/checkpoints                                   | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/checkpoints/{size}    /v1/checkpoints/latest                            | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/proofs/consistency    /v1/proofs/consistency?from=45000                 | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/proofs/inclusion      /v1/proofs/inclusion?event={event}                | KEY | ok OUT  | ok OUT  | ok | ok | ok | NO
GET  /v1/schemas               /v1/schemas                                       | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/schemas/{type}        /v1/schemas/station.opened                        | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/indicators            /v1/indicators                                    | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/indicators/{name}     /v1/indicators/coverage?region={county}           | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/indicators/{name}     /v1/indicators/funds                              | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/indicators/{name}     /v1/indicators/exits?region={county}              | KEY | ok OUT  | ok OUT  | ok | ok | ok | indicatorNotAllowed
GET  /v1/indicators/{name}     /v1/indicators/exits                              | KEY | OUT OUT | OUT OUT | ok | ok | ok | indicatorNotAllowed
GET  /v1/indicators/{name}     /v1/indicators/exceptions                         | KEY | INA INA | INA INA | ok | ok | ok | indicatorNotAllowed
GET  /v1/definitions/{name}    /v1/definitions/exits                             | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/figures/{figure}      /v1/figures/{exits}                               | KEY | ok OUT  | ok OUT  | ok | ok | ok | indicatorNotAllowed
GET  /v1/explain/{figure}      /v1/explain/coverage/all/townships                | KEY | NO NO   | ok ok   | ok | ok | ok | NO
GET  /v1/explain/{figure}      /v1/explain/funds/CAP-a/paid                      | KEY | NO NO   | OUT OUT | ok | ok | ok | NO
GET  /v1/diff                  /v1/diff?indicator=coverage&from=2019-06-30&to=2019-12-31 | KEY | NO NO | ok ok | ok | ok | ok | NO
GET  /v1/diff                  /v1/diff?indicator=exits&from=2019-11-30&to=2019-12-31    | KEY | NO NO | OUT OUT | ok | ok | ok | NO
GET  /v1/events                /v1/events?region={county}&limit=1                | KEY | ok ok   | ok ok   | ok | ok | ok | NO
GET  /v1/events/{position}     /v1/events/{event}                                | KEY | ok OUT  | ok OUT  | ok | ok | ok | NO
GET  /v1/events/{position}     /v1/events/{event}?unseal=true                    | KEY | NO NO   | ok OUT  | ok | NO | ok | NO
GET  /v1/streams/{subject}     /v1/streams/station/{station}                     | KEY | ok ok   | ok ok   | ok | ok | ok | NO
GET  /v1/stations/{id}         /v1/stations/{station}?asOf=2019-12-31            | KEY | ok OUT  | ok OUT  | ok | ok | ok | NO
GET  /v1/parcels/{id}          /v1/parcels/{parcel}                              | KEY | ok OUT  | ok OUT  | ok | ok | ok | NO
GET  /v1/feeds                 /v1/feeds                                         | KEY | NO NO   | NO NO   | ok | NO | ok | ok
GET  /v1/feeds/{name}          /v1/feeds/station?limit=1&county={county}         | KEY | NO NO   | NO NO   | ok | NO | ok | ok
POST /v1/events                report {station}                                  | KEY | ok OUT  | ok OUT  | ok | NO | NO | NO
POST /v1/events                inspection {station}                              | KEY | TNA TNA | ok OUT  | ok | NO | NO | NO
POST /v1/events                upheld {complaint}                                | KEY | TNA TNA | ok OUT  | ok | NO | NO | NO
POST /v1/events                poverty {county}                                  | KEY | TNA TNA | ok OUT  | ok | NO | NO | NO
POST /v1/events                payment {county}                                  | KEY | TNA TNA | TNA TNA | ok | NO | NO | NO
POST /v1/events                void {event}                                      | KEY | TNA TNA | ok OUT  | ok | NO | NO | NO
POST /v1/validate              report {station}                                  | KEY | ok ok   | ok ok   | ok | ok | NO | NO
GET  /v1/openapi.json          /v1/openapi.json                                  | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /v1/asyncapi.json         /v1/asyncapi.json                                 | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /healthz                  /healthz                                          | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /readyz                   /readyz                                           | ok  | ok ok   | ok ok   | ok | ok | ok | ok
GET  /metrics                  /metrics                                          | KEY | NO NO   | NO NO   | ok | NO | NO | NO
"""
WORDS = {"NO": NO, "KEY": KEY, "OUT": OUT, "INA": "indicatorNotAllowed", "TNA": "typeNotAllowed"}


def cells(line):
    left, *columns = [part.strip() for part in line.split("|")]
    method, route, how = left.split(None, 2)
    expected = {}
    for role, column in zip(ROLES, columns):
        words = [WORDS.get(word, word) for word in column.split()]
        expected[role] = {"own": words[0], "other": words[-1]}
    return method, route, how, expected


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        keys = {role: ledger.key(role, *([COUNTY] if role in CONFINED else [])) for role in ROLES if role != "public"}
        with Service(ledger.path, "--set", "rate-limits=false") as service:
            table(tally, service, keys)
            complete(tally, service)
            others(tally, service, keys, ledger)
            budgets(tally, ledger)
        accounted(tally, ledger)
        policies(tally, ledger, place)


def things(service, key):
    """What stands in for each word of the table, by county."""
    found = {"own": {"county": COUNTY, "station": STATION}, "other": {"county": OTHER}}
    opened = service.get("/v1/events?type=station.opened&limit=1000", key).json
    scans = service.get("/v1/events?type=parcel.scanned&limit=5000", key).json
    filed = service.get("/v1/events?type=complaint.filed&limit=1000", key).json
    villages = service.get("/v1/events?type=village.povertyStatusSet&limit=1000", key).json
    for side, code in (("own", COUNTY), ("other", OTHER)):
        mine = [e for e in opened if e["data"]["region"].startswith(code)]
        names = {e["data"]["station"] for e in mine}
        found[side]["station"] = STATION if side == "own" else mine[0]["data"]["station"]
        found[side]["event"] = str(int(mine[-1]["sequence"]))
        found[side]["reference"] = mine[-1]
        found[side]["complaint"] = next(e["data"]["complaint"] for e in filed if e["data"]["station"] in names)
        found[side]["village"] = next(e["data"]["village"] for e in villages if e["data"]["village"].startswith(code))
        touched = {}
        for e in scans:
            touched.setdefault(e["data"]["parcel"], set()).add(e["data"]["county"][:6])
        found[side]["parcel"] = next(name for name, counties in touched.items()
                                     if counties <= {code, "540200"} and code in counties)
        answer = service.get(f"/v1/indicators/exits?asOf=2019-12-31&region={code}", key).json
        found[side]["exits"] = quote(answer["figure"])
    return found


def body(how, words, number):
    kind = how.split()[0]
    station, county = words["station"], words["county"]
    base = {"specversion": "1.0", "id": f"role-{number}", "source": "/role", "time": "2026-02-03T10:00:00+08:00"}
    if kind == "report":
        return event(f"role-{number}", station=station)
    if kind == "inspection":
        return {**base, "type": "station.inspected", "subject": f"station/{station}",
                "data": {"station": station, "ledgerCompliant": True}}
    if kind == "upheld":
        return {**base, "type": "complaint.upheld", "subject": f"complaint/{words['complaint']}",
                "data": {"complaint": words["complaint"]}}
    if kind == "poverty":
        return {**base, "type": "village.povertyStatusSet", "subject": f"village/{words['village']}",
                "data": {"village": words["village"], "status": "delisted", "listVersion": "x", "validFrom": "2026-01-01"}}
    if kind == "payment":
        return {**base, "type": "fund.disbursed", "subject": "fund/line", "data": {
            "payment": f"p-{number}", "line": "L1", "source": "central", "payee": "synthetic", "county": f"{county}000000",
            "amountFen": 1, "purpose": "x", "classes": [], "voucher": "x"}}
    target = words["reference"]
    return {**base, "type": "event.voided", "subject": target["subject"],
            "data": {"source": target["source"], "id": target["id"], "reason": "x", "authority": "x"}}


def table(tally, service, keys):
    city = keys["city"]
    words = things(service, city)
    number = 0
    for line in TABLE.strip().splitlines():
        method, route, how, expected = cells(line)
        for role in ROLES:
            for side in ("own", "other") if role in CONFINED else ("own",):
                number += 1
                if method == "GET":
                    target = re.sub(r"\{(\w+)\}", lambda found: words[side][found.group(1)], how)
                    reply = service.get(target, keys.get(role))
                else:
                    reply = service.post(route, [body(how, words[side], number)], keys.get(role),
                                         type="application/cloudevents-batch+json")
                    # A void that was recorded must not be voided again: what follows may void the next one.
                    if how.startswith("void") and reply.status == 201:
                        position = reply.json["outcomes"][0]["position"]
                        void = service.get(f"/v1/events/{position}", city).json
                        again = {**body(how, words[side], f"{number}-back"), "subject": void["subject"]}
                        again["data"].update(source=void["source"], id=void["id"])
                        assert service.post("/v1/events", again, city).status == 201
                found = "ok" if reply.status < 300 else reply.code
                tally.same(f"{role} ({side}) {method} {how}", found, expected[role][side])


def complete(tally, service):
    """The table speaks of every route that the service describes."""
    paths = service.get("/v1/openapi.json").json["paths"]
    described = {(method.upper(), path) for path, methods in paths.items() for method in methods}
    listed = {cells(line)[:2] for line in TABLE.strip().splitlines()}
    tally.same("every route is in the table", listed, described)


def others(tally, service, keys, ledger):
    for given, code in [
        ("Bearer x", KEY), ("Bearer ", KEY), ("Basic eDp5", KEY), ("Bearer " + keys["city"][:-1], KEY),
        ("Bearer " + keys["city"] + "x", KEY), ("bearer " + keys["city"], 200), ("Bearer  " + keys["city"], 200),
        (keys["city"], KEY),
    ]:
        reply = service.ask("GET", "/v1/head", headers={"Authorization": given})
        tally.same(f"Authorization: {given[:12]}…", reply.code, code)
    other_id = "cairn_000000000000_" + keys["city"].split("_", 2)[2]
    tally.same("a secret under another id", service.get("/v1/head", other_id).code, KEY)
    stored = (ledger.path / "keys/api-keys.json").read_text()
    tally.true("no secret is stored", all(key.split("_", 2)[2] not in stored for key in keys.values()))
    tally.same("only its owner reads the file", oct((ledger.path / "keys/api-keys.json").stat().st_mode & 0o777), "0o600")
    late = ledger.key("city", actor="late")
    reload(service, late)
    tally.same("a key made later, after SIGHUP", service.get("/v1/events?limit=1", late).code, 200)
    cairn("keys", "revoke", late.split("_")[1], ledger=ledger.path)
    wait_until(lambda: service.get("/v1/events?limit=1", late).code == KEY, 30, "the end of a revoked key")
    both = ledger.key("clerk", COUNTY, OTHER)
    none = ledger.key("clerk")
    reload(service, none)
    for station in (STATION, OTHER_STATION):
        tally.same(f"a key of two counties: {station}",
                   service.post("/v1/events", event(f"both-{station}", station=station), both).status, 201)
        tally.same(f"a key of no county: {station}",
                   service.post("/v1/events", event(f"none-{station}", station=station), none).code, OUT)


def reload(service, key):
    """Has the keys read again, and waits until a new one is known."""
    service.process.send_signal(signal.SIGHUP)
    wait_until(lambda: service.get("/v1/head", key).code == 200, 30, "the new key")


def budgets(tally, ledger):
    place = ledger.path.parent
    (place / "slow.yaml").write_text("version: 1\nroles:\n  public: {rights: [proofs], requestsPerSecond: 5}\n")
    with Service(copy(ledger, place), "--access-policy", str(place / "slow.yaml")) as service:
        start = time.monotonic()
        replies = [service.get("/v1/head") for _ in range(30)]
        while replies[-1].status != 429 and len(replies) < 1_000:
            replies.append(service.get("/v1/head"))
        seconds, served = time.monotonic() - start, sum(reply.status == 200 for reply in replies)
        tally.true("a rate is held", 10 <= served <= 11 + 5 * seconds, (served, seconds))
        tally.same("others are refused", {reply.code for reply in replies}, {200, "tooManyRequests"})
        tally.same("and told when to come again", replies[-1].headers.get("retry-after"), "1")


def copy(ledger, place):
    import shutil
    target = place / "slow.ledger"
    shutil.copytree(ledger.path, target, ignore=shutil.ignore_patterns("access", "*.lock", "lock.mdb"))
    return target


def accounted(tally, ledger):
    """Reads of the auditor, and of personal fields by anybody, stand in the access ledger, before they were answered."""
    import json
    reads = [json.loads(line) for line in cairn("events", "--json", ledger=ledger.path / "access").splitlines()]
    who = {read["actor"] for read in reads}
    tally.same("who is accounted for", who, {"auditor-all", "county-540202", "city-all"})
    routes = {read["data"]["route"] for read in reads if read["actor"] == "auditor-all"}
    tally.true("the auditor's reads", {"GET /v1/events", "GET /v1/indicators/{name}", "GET /v1/explain/{figure+}",
                                       "GET /v1/feeds/{name}", "GET /v1/stations/{id}"} <= routes, routes)
    tally.true("others only where fields are opened",
               all(read["data"]["unsealed"] for read in reads if read["actor"] != "auditor-all"), reads[:3])
    tally.same("the access ledger verifies", cairn("verify", ledger=ledger.path / "access", check=False).returncode, 0)


def policies(tally, ledger, place):
    """A policy with a mistake starts nothing."""
    for text, word in [
        ("version: 2\nroles: {}", "version 1"), ("roles: {}", "version"), ("version: 1", "roles"),
        ("version: 1\nroles:\n  mayor: {}", "mayor"), ("version: 1\nroles:\n  city: {right: [append]}", "right"),
        ("version: 1\nroles:\n  city: {rights: [everything]}", "everything"),
        ("version: 1\nroles:\n  city: {append: ['*.x']}", "*.x"), ("version: 1\nroles:\n  city: {counties: some}", "own"),
        ("version: 1\nroles:\n  city: {requestsPerSecond: 0}", "1000000"), ("version: 1\nroles: [", "YAML"),
    ]:
        path = place / "bad.yaml"
        path.write_text(text)
        done = cairn("serve", "--port", "0", "--access-policy", str(path), ledger=ledger.path, check=False)
        tally.true(f"policy {text!r}", done.returncode == 2 and word in done.stderr.decode(), done.stderr)
    with folder() as elsewhere:
        empty = Ledger(elsewhere, history=None)
        done = cairn("serve", "--host", "0.0.0.0", "--port", "0", ledger=empty.path, check=False)
        tally.true("open to others without keys", done.returncode == 2 and b"keys create" in done.stderr, done.stderr)
        with Service(empty.path) as service:
            tally.same("without configuration: public indicators", service.get("/v1/indicators/funds").status, 200)
            tally.same("and nothing else", service.get("/v1/events").code, KEY)
            tally.same("nothing is recorded", service.post("/v1/events", event("x")).code, KEY)
