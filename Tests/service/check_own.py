"""A deployment's own event types and indicators, without recompiling: the worked example, served like the built-in ones."""

import base64
import json

from served import ROOT, Ledger, Service, cairn, folder, wait_until

EXAMPLE = ROOT / "Schemas/examples/school-meals"
LINES = "application/x-ndjson"


def meal(identity, **data):
    return {
        "specversion": "1.0", "id": identity, "source": "/540202/meals", "type": "meal.served", "subject": "school/SYN-S3",
        "time": "2026-03-04T12:00:00+08:00",
        "data": {"school": "SYN-S3", "county": "540202000000", "meals": 1, "amountFen": 500, "kind": "lunch", **data},
    }


def check(tally):
    with folder() as place:
        path = place / "meals.ledger"
        cairn("init", "--synthetic", "--schemas", str(EXAMPLE), ledger=path)
        ledger = Ledger.__new__(Ledger)
        ledger.path = path
        city, county, feed = ledger.key("city"), ledger.key("county", "540202"), ledger.key("feed")
        with Service(path) as service:
            reply = service.post("/v1/events", (EXAMPLE / "events.ndjson").read_bytes(), city, type=LINES)
            tally.same("the example's events", (reply.status, reply.json["eventCount"]), (201, 5))
            served = service.get("/v1/schemas/meal.served", city).json
            tally.same("its schema", served["properties"]["photo"]["contentEncoding"], "base64")
            fields(tally, service, city)
            answers(tally, service, path, city)
            stored = [json.loads(line) for line in cairn("events", "--json", ledger=path).splitlines()]
            tally.same("its feed", service.get("/v1/feeds/meal", feed).json, stored)
            page = service.get("/v1/events?type=meal.returned", city).json
            tally.same("its events", [one["id"] for one in page], ["m-4"])
            tally.same("a county's right", service.post("/v1/events", meal("r-1"), county).code, "typeNotAllowed")
            names = [card["name"] for card in service.get("/v1/indicators").json["indicators"]]
            tally.same("its indicator is listed", names, ["coverage", "funds", "exits", "exceptions", "meals"])
        tally.same("the ledger verifies", cairn("verify", ledger=path, check=False).returncode, 0)
        backup = place / "backup"
        cairn("backup", "--output", str(backup), ledger=path)
        cairn("restore", str(backup), ledger=place / "restored.ledger")
        tally.same("the backup takes the types along",
                   cairn("query", "meals", "--as-of", "2026-03-31", "--format", "csv", ledger=place / "restored.ledger"),
                   cairn("query", "meals", "--as-of", "2026-03-31", "--format", "csv", ledger=path))
        definitions(tally, place)


def fields(tally, service, key):
    """All kinds of fields at the door, `bytes` among them: one spelling, a bound in bytes."""
    good = base64.b64encode(bytes(range(256)) * 64).decode()
    tally.same("16,384 bytes", service.post("/v1/events", meal("f-1", photo=good), key).status, 201)
    stored = service.get("/v1/events?subject=school/SYN-S3", key).json[0]["data"]["photo"]
    tally.same("come back as they were", stored, good)
    for what, photo in [
        ("one byte more", base64.b64encode(bytes(16_385)).decode()), ("without padding", "AAA"), ("padding inside", "AA==AAAA"),
        ("another alphabet", "-_8="), ("another spelling of the same bytes", "AB=="), ("white space", "AAAA AAAA"),
        ("too much padding", "A==="), ("a number", 5), ("a list", ["AAAA"]),
    ]:
        tally.same(f"bytes: {what}", service.post("/v1/events", meal("f-2", photo=photo), key).code, "schema")
    tally.same("no bytes at all", service.post("/v1/events", meal("f-2", photo=""), key).status, 201)
    for what, data in [
        ("another choice", {"kind": "supper"}), ("a list of numbers", {"menu": [1]}), ("no object", {"weighing": [1]}),
        ("an unknown field", {"price": 1}), ("a negative number", {"meals": -1}), ("a bad division", {"county": "5402"}),
    ]:
        tally.same(f"field: {what}", service.post("/v1/events", meal("f-3", **data), key).code, "schema")
    deep = {"weighing": {"a": {"b": [{"c": "é\U0001f642"}, True, -9007199254740991]}}}
    tally.same("a free-form object", service.post("/v1/events", meal("f-4", **deep), key).status, 201)
    page = service.get("/v1/events?subject=school/SYN-S3&backwards=true&limit=1", key).json
    tally.same("comes back as it was", page[0]["data"]["weighing"], deep["weighing"])


def answers(tally, service, path, key):
    wait_until(lambda: (head := service.get("/v1/head").json)["answersSee"] == head["eventCount"], what="no lag")
    for query, arguments in [
        ("asOf=2026-03-31", ["--as-of", "2026-03-31"]), ("asOf=2026-03-05", ["--as-of", "2026-03-05"]),
        ("asOf=2026-03-01", ["--as-of", "2026-03-01"]), ("asOf=2026-03-31&knownAt=2000-01-01", ["--as-of", "2026-03-31", "--known-at", "2000-01-01"]),
    ]:
        for form in ("json", "csv"):
            reply = service.get(f"/v1/indicators/meals?{query}&format={form}", key)
            tally.same(f"meals {query} {form}", reply.body,
                       cairn("query", "meals", *arguments, "--format", form, ledger=path))
    rows = {row["school"]: (row["count"], row["sum"]) for row in
            service.get("/v1/indicators/meals?asOf=2026-03-31", key).json["rows"]}
    tally.same("computed by hand", rows, {"SYN-S1": (3, 60_000 + 54_000 - 9_000), "SYN-S2": (1, 20_000), "SYN-S3": (3, 1_500)})
    rows = {row["school"]: row["sum"] for row in service.get("/v1/indicators/meals?asOf=2026-03-05", key).json["rows"]}
    tally.same("before the return", rows["SYN-S1"], 114_000)
    first = service.get("/v1/indicators/meals?asOf=2026-03-31&knownAt=2099-01-01", key)
    again = service.get("/v1/indicators/meals?asOf=2026-03-31&knownAt=2099-01-01", key,
                        headers={"If-None-Match": first.headers["etag"]})
    tally.same("its tag", again.status, 304)
    tally.same("not for the public", service.get("/v1/indicators/meals").code, "unauthenticated")
    tally.same("no readings", service.get("/v1/indicators/meals?reading=x", key).code, "badParameters")
    definition = service.get("/v1/definitions/meals", key).json
    tally.same("its definition", definition["digest"], first.json["definition"])


def definitions(tally, place):
    """What is wrong with a definition or schema is said before anything is made."""
    good = (EXAMPLE / "meals.yaml").read_text()
    for what, text, word in [
        ("an unknown type", good.replace("meal.served", "meal.cooked"), "meal.cooked"),
        ("an unknown field", good.replace("sum: amountFen}", "sum: amount}"), "amount"),
        ("a sum of texts", good.replace("sum: amountFen}", "sum: kind}"), "kind"),
        ("a key that is none", good.replace("key: school", "key: meals"), "meals"),
        ("a built-in name", good.replace("name: meals", "name: funds"), "name"),
        ("a name with blanks", good.replace("name: meals", "name: my meals"), "name"),
        ("a type twice", good.replace("meal.returned", "meal.served"), "meal.served"),
        ("an unknown word", good + "colour: red\n", "colour"), ("no terms", good[:good.index("terms:")], "terms"),
        ("another sign", good.replace('sign: "-"', 'sign: "*"'), "sign"), ("no YAML", "name: [", "YAML"),
    ]:
        bad = place / "bad"
        bad.mkdir(exist_ok=True)
        for path in EXAMPLE.glob("*.json"):
            (bad / path.name).write_bytes(path.read_bytes())
        (bad / "meals.yaml").write_text(text)
        done = cairn("init", "--schemas", str(bad), ledger=place / "never.ledger", check=False)
        tally.true(f"{what}: {done.stderr[-120:]}", done.returncode == 1 and word in done.stderr.decode(), done.stderr)
        tally.true(f"{what}: nothing is made", not (place / "never.ledger").exists())
