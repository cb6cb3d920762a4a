"""The contracts are valid, are what the service serves, and are what it does: validators, schemathesis, real answers."""

import json
import os
import pathlib
import re
import subprocess
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from served import ROOT, Ledger, Service, cairn, folder
from check_feeds import lines_of

CHECKS = ("not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,"
          "response_schema_conformance,unsupported_method,allow_header_conformance")


def check(tally):
    openapi = json.loads((ROOT / "Schemas/openapi.json").read_text())
    asyncapi = json.loads((ROOT / "Schemas/asyncapi.json").read_text())
    validate(openapi)
    tally.same("OpenAPI 3.1", openapi["openapi"], "3.1.0")
    tally.same("AsyncAPI 3", asyncapi["asyncapi"], "3.0.0")
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        keys = {"city": ledger.key("city"), "feed": ledger.key("feed")}
        with Service(ledger.path, "--set", "rate-limits=false", "--set", "log-level=error") as service:
            tally.same("OpenAPI as served", service.get("/v1/openapi.json").json, openapi)
            tally.same("AsyncAPI as served", service.get("/v1/asyncapi.json").json, asyncapi)
            parameters(tally, service, keys, openapi)
            codes(tally, openapi)
            messages(tally, service, keys, asyncapi)
            properties(tally, service, keys["city"])


def parameters(tally, service, keys, openapi):
    """The parameters described are those taken, and no others."""
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            described = {p["name"] for p in operation.get("parameters", []) if p["in"] == "query"}
            target = re.sub(r"\{\w+\}", "x", path) + "?no-such-parameter=1"
            reply = service.ask(method.upper(), target, keys["city"], body=b"{}" if method == "post" else None)
            if reply.code != "unknownParameter":
                tally.true(f"{method} {path}: {reply.code}", False, reply)
                continue
            words = reply.json["remedy"]
            taken = set() if words == "this resource takes none" else set(words.removeprefix("use ").split(", "))
            tally.same(f"{method} {path}: parameters", taken, described)
            right = operation.get("x-cairn-right")
            anonymous = service.ask(method.upper(), re.sub(r"\{\w+\}", "x", path), body=b"{}" if method == "post" else None)
            if right in (None, "proofs", "indicators"):
                tally.true(f"{method} {path}: open to the public", anonymous.code not in ("unauthenticated",)
                           or path.startswith("/v1/indicators/"), anonymous)
            else:
                tally.same(f"{method} {path}: not open", anonymous.code, "unauthenticated")


def codes(tally, openapi):
    """The codes of problems described are those in the sources."""
    source = "".join(path.read_text() for path in sorted((ROOT / "Sources/CairnServer").rglob("*.swift")))
    found = set(re.findall(r"Problem\(\s*\.\w+,\s*\"(\w+)\"", source))
    found |= set(re.findall(r"(?:unavailable|notFound|self\.init)\(\s*(?:\.\w+,\s*)?\"(\w+)\"", source))
    found.add("unauthenticated")
    for name in ("FigureMessages", "QuestionMessages"):
        found |= set(re.findall(r"Message\(\s*\"(\w+)\"", (ROOT / f"Sources/Messages/{name}.swift").read_text()))
    refusals = (ROOT / "Sources/EventModel/Event/Refusal.swift").read_text()
    found |= set(re.findall(r"^    case (\w+)$", refusals, re.MULTILINE))
    tally.same("codes of problems", set(openapi["components"]["schemas"]["Problem"]["properties"]["code"]["enum"]), found)


def messages(tally, service, keys, asyncapi):
    """What a stream sends obeys the payloads described."""
    payload = {name: Draft202012Validator(message["payload"]) for name, message in
               asyncapi["components"]["messages"].items()}
    lines = [json.loads(line) for line in lines_of(service, keys["feed"], "complaint?format=ndjson", 3).splitlines()]
    kinds = {"head": 0, "event": 0}
    for line in lines:
        kind = "head" if "feed" in line else "event"
        kinds[kind] += 1
        errors = list(payload[kind].iter_errors(line))
        tally.true(f"a {kind} obeys its payload", not errors, errors[:1])
    tally.true("heads and events", kinds["head"] > 0 and kinds["event"] > 50, kinds)

    def references(value):
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    for reference in references(asyncapi):
        place = asyncapi
        for word in reference[2:].split("/"):
            place = place.get(word, {})
        tally.true(f"{reference} is there", place)


def properties(tally, service, key):
    """schemathesis against the real service: no 5xx, no answer against its description."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{service.port}/v1/openapi.json",
               "--header", f"Authorization: Bearer {key}", "--phases", "examples,coverage,fuzzing", "--continue-on-failure",
               "--max-examples", os.environ.get("CAIRN_EXAMPLES", "20"), "--seed", "1", "--request-timeout", "60",
               "--warnings", "off", "--no-color", "--generation-database", "none"]
    for what, more in [
        # Streams do not end; /v1/validate answers of wrong events that they are wrong.
        ("what is wrong is refused", ["--checks", CHECKS + ",negative_data_rejection", "--exclude-path", "/v1/validate",
                                      "--exclude-path", "/v1/feeds/{name}"]),
        ("/v1/validate", ["--checks", CHECKS, "--include-path", "/v1/validate"]),
    ]:
        with folder() as place:
            done = subprocess.run(command + more, capture_output=True, text=True, cwd=place)
        summary = done.stdout[done.stdout.rfind("= SUMMARY ="):]
        tally.true(f"schemathesis: {what}", done.returncode == 0, done.stdout[done.stdout.find("FAILURES"):] + done.stderr[-500:])
        counted = re.search(r"(\d+) generated.*", summary)
        print(f"schemathesis ({what}): {counted.group(0) if counted else summary}")
