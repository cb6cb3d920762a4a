"""Answers over HTTP are those of the command line, to the byte; tags, forms and codings as the RFCs say."""

import gzip
import json
import subprocess
import sys

from served import Ledger, Service, VERIFIER, cairn, folder, quote

# Indicator, parameters over HTTP, arguments of the command line.
QUESTIONS = [
    ("coverage", "asOf=2019-12-31", ["--as-of", "2019-12-31"]),
    ("coverage", "asOf=2019-06-30&knownAt=2019-07-31", ["--as-of", "2019-06-30", "--known-at", "2019-07-31"]),
    ("coverage", "asOf=2019-12-31&reading=frozenList", ["--as-of", "2019-12-31", "--reading", "frozenList"]),
    ("coverage", "asOf=2019-12-31&region=540222", ["--as-of", "2019-12-31", "--region", "540222"]),
    ("coverage", "asOf=2019-12-31&region=540222000000", ["--as-of", "2019-12-31", "--region", "540222"]),
    ("funds", "asOf=2019-12-31", ["--as-of", "2019-12-31"]),
    ("funds", "asOf=2019-12-31&knownAt=2019-12-31T23:59:59.999+08:00",
     ["--as-of", "2019-12-31", "--known-at", "2019-12-31"]),
    ("funds", "asOf=2019-12-31&reading=CAP-b", ["--as-of", "2019-12-31", "--reading", "CAP-b"]),
    ("exits", "asOf=2019-12-31", ["--as-of", "2019-12-31"]),
    ("exits", "asOf=2019-12-31&include=all", ["--as-of", "2019-12-31", "--all"]),
    ("exits", "asOf=2019-09-30&include=all,closed&region=540202",
     ["--as-of", "2019-09-30", "--all", "--include-closed", "--region", "540202"]),
    ("exceptions", "asOf=2019-12-31&knownAt=2019-12-31", ["--as-of", "2019-12-31", "--known-at", "2019-12-31"]),
]


def check(tally):
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        key = ledger.key("city")
        with Service(ledger.path) as service:
            answers(tally, service, ledger, key)
            tags(tally, service, key)
            forms(tally, service, key)
            figures(tally, service, ledger, key)
            proofs(tally, service, ledger, key, place)


def answers(tally, service, ledger, key):
    for indicator, parameters, arguments in QUESTIONS:
        for form in ("json", "csv"):
            reply = service.get(f"/v1/indicators/{indicator}?{parameters}&format={form}", key)
            expected = cairn("query", indicator, *arguments, "--format", form, ledger=ledger.path)
            tally.same(f"{indicator} {parameters} {form}", reply.body, expected)
    for figure in ("funds/CAP-a/paid", "coverage/all/townships", "coverage/all/villages"):
        reply = service.get(f"/v1/explain/{figure}?asOf=2019-12-31", key)
        expected = cairn("explain", figure, "--as-of", "2019-12-31", "--json", ledger=ledger.path, check=False)
        tally.same(f"explain {figure}", (reply.status, reply.body), (200, expected.stdout))
    reply = service.get("/v1/diff?indicator=funds&from=2019-06-30@2019-07-31&to=2019-12-31", key)
    expected = cairn("diff", "funds", "--from", "2019-06-30@2019-07-31", "--to", "2019-12-31", "--json",
                     ledger=ledger.path)
    tally.same("diff", reply.body, expected)


def tags(tally, service, key):
    target = "/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31"
    first = service.get(target, key)
    tag = first.headers["etag"]
    tally.true("a strong tag", tag.startswith('"') and tag.endswith('"'), tag)
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        reply = service.get(target, key, headers={"If-None-Match": given})
        tally.same(f"If-None-Match: {given}", (reply.status, reply.body, reply.headers["etag"]), (304, b"", tag))
    other = service.get(target, key, headers={"If-None-Match": '"other"'})
    tally.same("another tag", (other.status, other.body), (200, first.body))
    coded = service.get(target, key, headers={"Accept-Encoding": "gzip"})
    tally.same("gzip", (coded.headers.get("content-encoding"), gzip.decompress(coded.body)), ("gzip", first.body))
    tally.true("another coding has another tag", coded.headers["etag"] != tag)
    refused = service.get(target, key, headers={"Accept-Encoding": "gzip;q=0"})
    tally.same("gzip;q=0", (refused.headers.get("content-encoding"), refused.body), (None, first.body))
    distinct = {
        service.get(f"/v1/indicators/{name}?asOf={day}&knownAt={known}&format={form}", key).headers["etag"]
        for name in ("funds", "coverage") for day in ("2019-06-30", "2019-12-31")
        for known in ("2019-07-31", "2019-12-31") for form in ("json", "csv")
    }
    tally.same("tags tell questions apart", len(distinct), 16)
    head = service.ask("HEAD", target, key)
    tally.same("HEAD", (head.status, head.body, head.headers["content-length"]), (200, b"", str(len(first.body))))


def forms(tally, service, key):
    target = "/v1/indicators/funds?asOf=2019-12-31"
    for accept, expected in [
        ("text/csv", "text/csv; charset=utf-8; header=present"), ("application/json", "application/json"),
        ("text/csv;q=0.5, application/json", "application/json"), ("text/*", "text/csv; charset=utf-8; header=present"),
        ("*/*", "application/json"), ("application/json;q=0, */*", "text/csv; charset=utf-8; header=present"),
        ("image/png", "application/problem+json"),
    ]:
        reply = service.get(target, key, headers={"Accept": accept})
        tally.same(f"Accept: {accept}", reply.headers["content-type"], expected)
    page = "/v1/events?type=fund.disbursed&limit=3"
    lines = service.get(page, key, headers={"Accept": "application/x-ndjson"})
    batch = service.get(page, key, headers={"Accept": "application/cloudevents-batch+json"})
    whole = service.get(page, key, headers={"Accept": "application/json"})
    events = [json.loads(line) for line in lines.body.splitlines()]
    tally.same("three forms of a page", (batch.json, whole.json["events"]), (events, events))
    tally.same("three events", len(events), 3)
    english = service.get("/v1/indicators/nothing", key, headers={"Accept-Language": "en-GB, zh;q=0.5"})
    chinese = service.get("/v1/indicators/nothing", key, headers={"Accept-Language": "zh-CN"})
    tally.same("languages", (english.headers["content-language"], chinese.headers["content-language"]), ("en", "zh-CN"))
    tally.same("a stable code", (english.json["code"], english.json["type"]),
               ("unknownIndicator", chinese.json["type"]))


def figures(tally, service, ledger, key):
    answer = service.get("/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31", key).json
    name = answer["figure"]
    reply = service.get(f"/v1/figures/{quote(name)}", key)
    tally.same("a quoted answer", reply.body, cairn("query", name, "--json", ledger=ledger.path))
    row = name.replace("fig:funds@", "fig:funds/CAP-a/paid/appropriated@")
    reply = service.get(f"/v1/figures/{quote(row)}", key)
    expected = cairn("query", row, "--json", ledger=ledger.path, check=False)
    tally.same("a quoted row", reply.body if expected.returncode in (0, 6) else reply.code,
               expected.stdout if expected.returncode in (0, 6) else json.loads(expected.stderr)["error"])
    forged = name[:-4] + ("0000" if not name.endswith("0000") else "1111")
    tally.same("another root", service.get(f"/v1/figures/{quote(forged)}", key).code, "otherRoot")
    tally.same("a misspelled name", service.get(f"/v1/figures/{quote(name + '&x=1')}", key).code, "badFigure")


def proofs(tally, service, ledger, key, place):
    public = ledger.public_key
    for position in (0, 41, 16_384, 44_999):
        reply = service.get(f"/v1/proofs/inclusion?event={position}", key)
        tally.same(f"proof of {position}", reply.body, cairn("prove", str(position), ledger=ledger.path))
        path = place / "proof.json"
        path.write_bytes(reply.body)
        done = subprocess.run([sys.executable, "-B", str(VERIFIER), "proof", str(path), "--key", public],
                              capture_output=True)
        tally.same(f"verify.py of {position}", done.returncode, 0)
    sizes = [checkpoint["treeSize"] for checkpoint in service.get("/v1/checkpoints").json["checkpoints"]]
    tally.same("checkpoints", sizes, [45_000])
    note = service.get("/v1/checkpoints/latest").body
    tally.same("the newest checkpoint", note, service.get("/v1/checkpoints/45000").body)
    tally.same("a checkpoint that is not there", service.get("/v1/checkpoints/44999").code, "unknownCheckpoint")
