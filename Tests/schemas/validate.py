"""Checks the schema files with an independent validator (PyPI jsonschema, draft 2020-12).

Every event of Replay/ and of Schemas/examples/ must satisfy the schema of its type, events that are made wrong in a way the
schema speaks about must not, and every type must occur. Run by `make test`; exits 1 at any disagreement.
"""

import copy
import glob
import json
import pathlib
import subprocess
import sys

from jsonschema import Draft202012Validator

ROOT = pathlib.Path(__file__).resolve().parents[2]
URN = "urn:cairn:schema:"


def load_schemas():
    """Schema files by (type, version)."""
    found = {}
    for path in sorted(glob.glob(str(ROOT / "Schemas" / "**" / "*.json"), recursive=True)):
        schema = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        if not str(schema.get("$id", "")).startswith(URN):
            continue
        Draft202012Validator.check_schema(schema)
        kind, version = schema["$id"][len(URN):].rsplit(":", 1)
        found[kind, int(version)] = Draft202012Validator(schema)
    return found


def lines_of(path):
    """Lines of a file of events, plain or compressed."""
    if path.endswith(".zst"):
        text = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    else:
        text = pathlib.Path(path).read_bytes()
    return [line for line in text.decode("utf-8").split("\n") if line.strip()]


def validator_of(event, schemas):
    """The schema that the event names, or the newest of its type."""
    if "dataschema" in event:
        kind, version = event["dataschema"][len(URN):].rsplit(":", 1)
        return schemas[kind, int(version)]
    newest = max(version for kind, version in schemas if kind == event["type"])
    return schemas[event["type"], newest]


def mutations(data, schema):
    """Wrong versions of good data, each with what is wrong."""
    yield "unknown member", {**data, "surprise": 1}
    for name in schema.get("required", []):
        wrong = copy.deepcopy(data)
        del wrong[name]
        yield f"without {name}", wrong
    for name, value in data.items():
        for other in (None, [["x"]], 1.5, {"a": {"b": 1}}):
            if schema["properties"][name].get("type") == "object" and isinstance(other, dict):
                continue
            yield f"{name} = {other!r}", {**data, name: other}
        field = schema["properties"][name]
        if isinstance(value, bool):
            yield f"{name} as text", {**data, name: "true"}
        elif isinstance(value, int):
            yield f"{name} as text", {**data, name: str(value)}
            yield f"{name} beyond 2^53", {**data, name: 2**53}
            if "minimum" in field:
                yield f"{name} below", {**data, name: field["minimum"] - 1}
        elif "enum" in field:
            yield f"{name} off the list", {**data, name: "offTheList"}
        elif "pattern" in field:
            yield f"{name} ill-formed", {**data, name: "?"}
        if "minLength" in field:
            yield f"{name} empty", {**data, name: ""}
        if "maxLength" in field:
            yield f"{name} too long", {**data, name: "x" * (field["maxLength"] + 1)}
    for rule in schema.get("allOf", []):
        first, second = rule["if"]["required"][0], rule["then"]["required"][0]
        yield f"{first} without {second}", {**data, first: True, second: False}


def main():
    schemas = load_schemas()
    if not schemas:
        sys.exit("no schema files under Schemas/")
    files = sorted(glob.glob(str(ROOT / "Replay" / "*" / "events.ndjson*")))
    if not files:
        sys.exit("no histories under Replay/")
    # Types whose events need the keys of a ledger, so that no history that anybody can replay has them.
    files.append(str(ROOT / "Tests" / "schemas" / "events-of-a-ledger.ndjson"))
    files += sorted(glob.glob(str(ROOT / "Schemas" / "examples" / "*" / "events.ndjson")))
    failures, seen, event_count, mutation_count = [], {}, 0, 0
    for path in files:
        for number, line in enumerate(lines_of(path), start=1):
            event = json.loads(line)
            event_count += 1
            validator = validator_of(event, schemas)
            where = f"{pathlib.Path(path).relative_to(ROOT)}:{number}"
            for error in validator.iter_errors(event["data"]):
                failures.append(f"{where}: {event['type']}: {error.message}")
            # A few events of each type and shape are enough for the wrong versions.
            shape = (event["type"], tuple(sorted(event["data"])))
            if seen.setdefault(shape, 0) >= 3:
                continue
            seen[shape] += 1
            for what, wrong in mutations(event["data"], validator.schema):
                mutation_count += 1
                if validator.is_valid(wrong):
                    failures.append(f"{where}: {event['type']} {what}: accepted, must be refused")
    types = {kind for kind, _ in seen}
    for kind in sorted({kind for kind, _ in schemas} - types):
        failures.append(f"{kind}: no event has this type")
    for failure in failures[:50]:
        print(failure, file=sys.stderr)
    print(
        f"{len(schemas)} schema files; {event_count} events of {len(types)} types valid, "
        f"{mutation_count} wrong versions refused; {len(failures)} disagreements"
    )
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
