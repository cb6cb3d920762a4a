"""The lines of the README's chapter on the service, run as they are printed, but for port, key and folder."""

import json
import subprocess

from served import ENVIRONMENT, ROOT, Ledger, Service, cairn, folder


def check(tally):
    text = (ROOT / "README.md").read_text()
    chapter = text[text.index("## The service"):]
    block = chapter[chapter.index("```\n") + 4:]
    lines = [line for line in block[:block.index("```")].splitlines() if line.startswith("curl")]
    tally.same("five lines", len(lines), 5)
    with folder() as place:
        ledger = Ledger(place)
        cairn("checkpoint", ledger=ledger.path)
        (place / "city.key").write_text(f"Authorization: Bearer {ledger.key('city')}\n")
        with Service(ledger.path) as service:
            def run(line, seconds=60):
                line = line.replace("127.0.0.1:8642", f"127.0.0.1:{service.port}")
                line = line.replace(".build/demo/city.key", str(place / "city.key"))
                line = line.replace(".build/demo/shigatse.ledger", str(ledger.path))
                line = line.replace("proof.json", str(place / "proof.json"))
                try:
                    done = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, timeout=seconds, env=ENVIRONMENT)
                    return done.returncode, done.stdout
                except subprocess.TimeoutExpired as stopped:
                    return 0, stopped.stdout or b""

            record, query, explain, follow, verify = lines
            status, out = run(record)
            tally.same("record", (status, json.loads(out)["outcomes"][0]["outcome"]), (0, "recorded"))
            status, out = run(record)
            tally.same("record again", json.loads(out)["outcomes"][0]["outcome"], "duplicate")
            status, out = run(query)
            tally.same("query", json.loads(out)["asOf"], "2019-12-31")
            tally.true("as it was known", json.loads(out)["knownAt"].startswith("2019-12-31"))
            status, out = run(explain)
            tally.true("explain", json.loads(out)["figure"].startswith("fig:funds/CAP-a/paid"))
            status, out = run(follow, 10)
            kinds = ["feed" in json.loads(line) for line in out[:out.rfind(b"\n") + 1].splitlines()]
            tally.true("follow", kinds[0] and kinds.count(False) > 50, kinds[:5])
            status, out = run(verify.replace("python3", ".ci/python -B"))
            tally.same("verify", status, 0)
