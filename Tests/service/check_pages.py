"""Pages of events: every filter against the whole history, cursors from end to end, both directions."""

import json
import random

from served import COUNTY, OTHER, OTHER_STATION, STATION, Ledger, Service, cairn, event, folder, quote


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        keys = {"city": ledger.key("city"), "county": ledger.key("county", COUNTY), "other": ledger.key("county", OTHER)}
        history = [json.loads(line) for line in cairn("events", "--json", ledger=ledger.path).splitlines()]
        with Service(ledger.path) as service:
            filters(tally, service, keys, history)
            cursors(tally, service, keys, history)
            scopes(tally, service, keys, history)
            streams(tally, service, keys, history)
            wrong(tally, service, keys)


def pages(service, target, key):
    """Follows `next` to the end."""
    events, cursor = [], ""
    while True:
        mark = "&" if "?" in target else "?"
        reply = service.get(f"{target}{mark}format=json" + (f"&cursor={cursor}" if cursor else ""), key)
        assert reply.status == 200, reply
        events += reply.json["events"]
        cursor = reply.json["next"]
        if not cursor:
            return events


def filters(tally, service, keys, history):
    def when(event):
        return event["recordedtime"]

    for what, query, passes in [
        ("everything", "", lambda e: True),
        ("types", "type=fund.disbursed,station.opened", lambda e: e["type"] in ("fund.disbursed", "station.opened")),
        ("a stream", f"subject=station/{STATION}", lambda e: e["subject"] == f"station/{STATION}"),
        ("streams", "subject=complaint/*", lambda e: e["subject"].startswith("complaint/")),
        ("business dates", "from=2019-03-01&to=2019-03-31",
         lambda e: "2019-03-01" <= e["time"][:10] <= "2019-03-31"),
        ("recorded", "recordedFrom=2019-05-01T00:00:00Z&recordedTo=2019-05-31T23:59:59.999Z",
         lambda e: "2019-05-01" <= when(e)[:10] <= "2019-05-31"),
        ("positions", "fromPosition=16380&toPosition=16390", lambda e: 16380 <= int(e["sequence"]) <= 16390),
        ("several", "type=parcel.scanned&from=2019-01-01&to=2019-01-07&fromPosition=100",
         lambda e: e["type"] == "parcel.scanned" and "2019-01-01" <= e["time"][:10] <= "2019-01-07"
         and int(e["sequence"]) >= 100),
        ("nothing", "fromPosition=5&toPosition=4", lambda e: False),
    ]:
        expected = [e for e in history if passes(e)]
        target = f"/v1/events?limit=10000&{query}"
        tally.same(f"{what}: forwards", pages(service, target, keys["city"]), expected)
        tally.same(f"{what}: backwards", pages(service, target + "&backwards=true", keys["city"]), expected[::-1])


def cursors(tally, service, keys, history):
    expected = [e for e in history if e["type"] == "fund.disbursed"]
    for limit in (1, 7, 50):
        for backwards in ("false", "true"):
            target = f"/v1/events?type=fund.disbursed&limit={limit}&backwards={backwards}"
            found = pages(service, target, keys["city"])
            tally.same(f"pages of {limit}, backwards {backwards}", found,
                       expected[::-1] if backwards == "true" else expected)
    first = service.get("/v1/events?type=fund.disbursed&limit=3", keys["city"])
    cursor = first.headers["cairn-next"]
    tally.true("the next page by its link", f"cursor={cursor}" in first.headers["link"], first.headers["link"])
    linked = first.headers["link"].split(">")[0][1:]
    tally.same("the link leads on", [e["id"] for e in service.get(linked, keys["city"]).json],
               [e["id"] for e in expected[3:6]])
    other = service.get(f"/v1/events?type=station.opened&limit=3&cursor={cursor}", keys["city"])
    tally.same("a cursor goes with its question", other.code, "badCursor")
    # What is recorded between two pages comes on the last one, once.
    target = "/v1/events?type=station.reportSubmitted&limit=1000"
    page = service.get(target + "&format=json", keys["city"]).json
    service.post("/v1/events", event("page-1"), keys["city"])
    rest = pages(service, target, keys["city"])
    tally.true("a new event comes at the end", rest[-1]["id"] == "page-1" and page["events"] == rest[:len(page["events"])])


def scopes(tally, service, keys, history):
    """A county's key sees its county's events: those that name it, and those of its stations and their complaints."""
    stations = {e["data"]["station"]: e["data"]["region"][:6] for e in history if e["type"] == "station.opened"}
    complaints = {e["data"]["complaint"]: e["data"]["station"] for e in history if e["type"] == "complaint.filed"}
    streams = {}

    def counties(e):
        data = e["data"]
        codes = {data[n][:6] for n in ("county", "region", "village", "code", "parent") if n in data and len(data[n]) == 12}
        codes |= {data[n][:6] for n in ("origin", "destination") if n in data}
        codes = {code for code in codes if not code.endswith("00")}
        if codes or any(n in data for n in ("county", "region", "village", "code", "origin")):
            return codes
        station = data.get("station") or data.get("node") or complaints.get(data.get("complaint"))
        if station:
            return {stations[station]} if station in stations else set()
        return streams.get(e["subject"], set())

    for e in history:
        found = counties(e)
        streams.setdefault(e["subject"], set())
        streams[e["subject"]] = streams[e["subject"]] or found
    types = "station.reportSubmitted,complaint.filed,complaint.upheld,station.inspected,station.opened,parcel.accepted"
    for name, county in (("county", COUNTY), ("other", OTHER)):
        expected = [e["sequence"] for e in history if e["type"] in types.split(",") and county in counties(e)]
        found = [e["sequence"] for e in pages(service, f"/v1/events?limit=10000&type={types}", keys[name])]
        # One report was recorded by an earlier check.
        found = [sequence for sequence in found if int(sequence) < len(history)]
        tally.same(f"what {county} sees", found, expected)
        tally.true(f"{county} sees something of each", len(expected) > 100, len(expected))
    foreign = next(e for e in history if e["type"] == "station.opened" and e["data"]["region"].startswith(OTHER))
    tally.same("one event of another county", service.get(f"/v1/events/{int(foreign['sequence'])}", keys["county"]).code,
               "outOfScope")
    tally.same("its proof", service.get(f"/v1/proofs/inclusion?event={int(foreign['sequence'])}", keys["county"]).code,
               "outOfScope")
    tally.same("its stream", service.get(f"/v1/streams/{foreign['subject']}", keys["county"]).json, [])
    tally.same("its station", service.get(f"/v1/stations/{foreign['data']['station']}", keys["county"]).code, "outOfScope")


def streams(tally, service, keys, history):
    rng = random.Random(7)
    subjects = rng.sample(sorted({e["subject"] for e in history}), 12)
    for subject in subjects:
        expected = [e for e in history if e["subject"] == subject]
        for spelled in (subject, quote(subject)):
            reply = service.get(f"/v1/streams/{spelled}?limit=10000", keys["city"])
            revision = int(reply.headers["cairn-revision"])
            tally.true(f"stream {spelled}", reply.json[:len(expected)] == expected and revision + 1 == len(reply.json))
    tally.same("a stream that is not there", service.get("/v1/streams/station/none", keys["city"]).code, "unknownStream")
    station = service.get(f"/v1/stations/{STATION}?asOf=2019-12-31&knownAt=2020-01-31", keys["city"]).json
    expected = [e for e in history if e["subject"] == f"station/{STATION}" and e["time"][:10] <= "2019-12-31"]
    tally.same("a station's timeline", [one["event"] for one in station["events"]], expected)
    tally.true("its grounds", {row["rule"] for row in station["grounds"]} >= {"R-EXIT-03", "R-EXIT-05"})
    tally.same("a station before it opened", service.get(f"/v1/stations/{STATION}?asOf=2018-01-01", keys["city"]).code,
               "unknownStation")
    parcel = next(e["data"]["parcel"] for e in history if e["type"] == "parcel.accepted")
    found = service.get(f"/v1/parcels/{parcel}", keys["city"]).json
    tally.same("a parcel", [one["event"] for one in found["events"]],
               [e for e in history if e["subject"] == f"parcel/{parcel}"])
    voided = [e for e in history if e["type"] == "event.voided"]
    if voided:
        target = voided[0]["data"]
        event_ = next(e for e in history if (e["source"], e["id"]) == (target["source"], target["id"]))
        if event_["subject"].startswith("station/"):
            station = service.get(f"/v1/stations/{event_['subject'][8:]}", keys["city"]).json
            marks = {one["event"]["id"]: one["voided"] for one in station["events"]}
            tally.same("a voided event is marked", marks[event_["id"]], True)
    named = service.get(f"/v1/events/{quote(history[41]['source'] + '#' + history[41]['id'])}", keys["city"])
    tally.same("by source and id", named.json, history[41])
    tally.same("an event that is not there", service.get("/v1/events/99999999", keys["city"]).code, "unknownEvent")


def wrong(tally, service, keys):
    for target, code in [
        ("/v1/events?limit=0", "badNumber"), ("/v1/events?limit=10001", "badNumber"), ("/v1/events?limit=x", "badNumber"),
        ("/v1/events?limit=+5", "badNumber"), ("/v1/events?limit=", "badNumber"),
        ("/v1/events?fromPosition=99999999999999999999999", "badNumber"), ("/v1/events?fromPosition=-1", "badNumber"),
        ("/v1/events?type=no.such", "unknownType"), ("/v1/events?region=abc", "badRegion"),
        ("/v1/events?from=2019-02-29", "badDate"), ("/v1/events?from=99999-01-01", "badDate"),
        ("/v1/events?recordedTo=now", "badInstant"), ("/v1/events?backwards=1", "badValue"),
        ("/v1/events?colour=red", "unknownParameter"), ("/v1/events?limit=1&limit=2", "repeatedParameter"),
        ("/v1/events?subject=%zz", "badEncoding"), ("/v1/events?subject=%ff", "badEncoding"),
        ("/v1/events?subject=%e4%b8", "badEncoding"), ("/v1/events?cursor=x", "badCursor"),
        ("/v1/events?format=xml", "badValue"), ("/v1/indicators/funds?asOf=2101-01-01", "badDate"),
        ("/v1/indicators/funds?asOf=", "badDate"), ("/v1/indicators/funds?knownAt=2019-13-01", "badInstant"),
        ("/v1/indicators/funds?reading=none", "unknownReading"), ("/v1/indicators/funds?region=540222", "badParameters"),
        ("/v1/indicators/funds?include=closed", "badValue"), ("/v1/indicators/none", "unknownIndicator"),
        ("/v1/indicators/exits?minPosition=x", "badNumber"), ("/v1/explain/funds", "figureWithoutRow"),
        ("/v1/explain/funds/none", "unknownRow"), ("/v1/explain/none/x", "unknownIndicator"),
        ("/v1/diff", "missingParameter"), ("/v1/diff?indicator=funds&from=x&to=2019-01-01", "badDate"),
        ("/v1/diff?indicator=funds&from=2019-01-01@x&to=2019-01-01", "badInstant"),
        ("/v1/proofs/inclusion", "missingParameter"), ("/v1/proofs/inclusion?event=x", "unknownEvent"),
        ("/v1/proofs/consistency?from=5", "unknownCheckpoint"), ("/v1/schemas/none", "unknownSchema"),
        ("/v1/schemas/station.opened?version=9", "unknownSchema"), ("/v1/checkpoints/x", "unknownCheckpoint"),
        ("/v1", "unknownRoute"), ("/v1/", "unknownRoute"), ("/", "unknownRoute"), ("/v2/head", "unknownRoute"),
        ("/v1/../v1/head", "unknownRoute"), ("/v1/events/1/2", "unknownRoute"), ("/v1//head", "unknownRoute"),
        ("/v1/events?" + "x" * 20_000, "targetTooLong"),
    ]:
        reply = service.get(target, keys["city"])
        tally.same(target[:80], reply.code, code)
        if reply.headers.get("content-type") == "application/problem+json":
            for member in ("type", "title", "status", "detail", "remedy", "request"):
                tally.true(f"{target[:80]}: {member}", reply.json.get(member))
    for method in ("PUT", "DELETE", "PATCH"):
        reply = service.ask(method, "/v1/events", keys["city"])
        tally.same(method, (reply.code, reply.headers.get("allow")), ("methodNotAllowed", "POST, GET, HEAD"))
