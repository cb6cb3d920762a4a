"""Opens audit packages as their receivers do, with other programs, and computes their money again.

For every recorded history packages are made by the command line, under two clocks and languages, and must have
the same bytes. Then each file is opened by a program that shares nothing with the one that wrote it (zipfile,
hashlib, zstd, csv, sqlite3, openpyxl), tables of all forms are compared cell by cell, and journal, balances,
payments and answers are computed again from the events alone.
"""

import base64
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "histories"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from books import compare_books
from forms import compare_forms
from opened import Opened
from wire import read_events

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "Replay/verifier/verify.py"
PROGRAM = os.environ.get("CAIRN_PROGRAM") or str(ROOT / ".build/debug/cairn")

QUESTIONS = {
    "annex-1": [
        {"asOf": "2018-07-19"}, {"asOf": "2019-03-01", "knownAt": "2019-03-05"},
        {"asOf": "2019-07-10", "from": "2019-06-01"},
    ],
    "boundaries": [{"asOf": "2018-12-10"}, {"asOf": "2019-12-31", "from": "2018-11-02"}],
    "late-and-corrected": [
        {"asOf": "2019-04-20", "knownAt": "2019-04-24"}, {"asOf": "2019-12-31"},
        {"asOf": "2019-08-31", "knownAt": "2019-10-04", "from": "2019-02-02"},
    ],
    "shigatse-2019": [
        {"asOf": "2019-12-31", "knownAt": "2019-12-31"},
        {"asOf": "2019-12-31", "from": "2019-07-01"},
    ],
}
# What a machine may be set to and must not show in a package.
SETTINGS = [
    {"TZ": "Asia/Shanghai", "LC_ALL": "zh_CN.UTF-8"},
    {"TZ": "America/New_York", "LC_ALL": "C"},
]


def run(ledger, *words, **settings):
    """Runs the program; its output."""
    environment = {"PATH": os.environ["PATH"], "CAIRN_LEDGER": ledger, "LC_ALL": "C", **settings}
    done = subprocess.run(
        [PROGRAM, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise AssertionError(f"cairn {' '.join(words)}: {done.stderr}")
    return done.stdout


class Check:
    """Collects what does not hold."""

    def __init__(self):
        self.failures, self.packages, self.cells = [], 0, 0

    def fail(self, place, said):
        """Notes a failure."""
        self.failures.append(f"{place}: {said}")

    def equal(self, place, found, expected):
        """Notes a difference."""
        if found != expected:
            self.fail(place, f"found {str(found)[:300]}, expected {str(expected)[:300]}")

    def history(self, name, number, folder):
        """One package of one history."""
        source, asked = ROOT / "Replay" / name, QUESTIONS[name][number]
        path = folder / f"{name}-{number}"
        ledger = str(path)
        key = json.loads(run(ledger, "init", "--synthetic", "--json"))["key"]
        file = next(source.glob("events.ndjson*"))
        run(ledger, "import", "--restore-recorded-time", str(file))
        events = read_events(source)
        self.package(f"{name} {asked}", ledger, events, asked, path)
        self.verify(f"{name} {asked}", f"{path}-0.zip", key)
        if name == "annex-1":
            self.attacks(f"{name} {asked}", f"{path}-0.zip", key)

    def verify(self, place, path, key):
        """The verifier that packages take along confirms the package."""
        done = self.python(path, key)
        self.equal(f"{place}: verify.py", (done.returncode, done.stderr), (0, ""))

    def attacks(self, place, path, key):
        """Forged packages, each refused by name."""
        with zipfile.ZipFile(path) as archive:
            files = [(name, archive.read(name)) for name in archive.namelist()]

        def changed(wanted, change):
            return [(name, change(content) if name == wanted else content) for name, content in files]

        flip = lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
        # Another signature of the right length: its last bit lies within the 64 bytes of Ed25519.
        def other_signature(note):
            head, line = note.rstrip(b"\n").rsplit(b" ", 1)
            signature = bytearray(base64.b64decode(line))
            signature[-1] ^= 1
            return head + b" " + base64.b64encode(signature) + b"\n"

        sums = lambda content: content.replace(content[:8], b"00000000", 1)
        forged = {
            "a journal in front of the journal": ([("csv/fund_journal.csv", b"forged")] + files, "otherFiles"),
            "a file too many": (files + [("csv/more.csv", b"more")], "otherFiles"),
            "a file less": ([f for f in files if f[0] != "csv/funds.csv"], "otherFiles"),
            "a longer file": (changed("csv/funds.csv", lambda content: content + b" "), "otherFiles"),
            "other sums": (changed("SHA256SUMS", sums), "otherFile"),
            "another manifest": (changed("manifest.json", flip), "otherFile"),
            "no manifest": ([f for f in files if f[0] != "manifest.json"], "malformed"),
            "another signature": (changed("manifest.note", other_signature), "badSignature"),
        }
        for name in ("csv/funds.csv", "excel/journal.xlsx", "audit.sqlite", "viewer.html", "checkpoint.txt",
                     "events.ndjson.zst", "answers/funds.json", "definitions/funds.json", "verify.py"):
            forged[f"a bit of {name}"] = (changed(name, flip), "otherFile")
        for attack, (members, reason) in forged.items():
            other = f"{path}.forged"
            with warnings.catch_warnings(), zipfile.ZipFile(other, "w") as archive:
                warnings.simplefilter("ignore")
                for name, content in members:
                    archive.writestr(name, content)
            self.refused(place, attack, other, key, reason)
        whole = pathlib.Path(path).read_bytes()
        for attack, content in {
            "another archive in front": pathlib.Path(other).read_bytes() + whole,
            "bytes in front": b"more" + whole, "bytes behind": whole + b"more",
        }.items():
            pathlib.Path(other).write_bytes(content)
            self.refused(place, attack, other, key, "otherFiles")

    def refused(self, place, attack, path, key, reason):
        """The verifier refuses a package by a name."""
        done = self.python(path, key)
        told = done.stderr.split(":")[1].strip() if done.stderr.startswith("refused:") else done.stderr
        self.equal(f"{place}: {attack}", (done.returncode, told), (1, reason))

    def python(self, path, key):
        """A run of the verifier."""
        words = [sys.executable, "-B", str(VERIFIER), "package", str(path), "--key", key]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    def package(self, place, ledger, events, asked, path):
        """One package, made twice."""
        words = ["--as-of", asked["asOf"]]
        for option in ("from", "knownAt"):
            if option in asked:
                words += ["--known-at" if option == "knownAt" else "--from", asked[option]]
        made = []
        for index, settings in enumerate(SETTINGS):
            output = f"{path}-{index}.zip"
            run(ledger, "export", "audit", *words, "--output", output, **settings)
            made.append(pathlib.Path(output).read_bytes())
        self.equal(f"{place}: bytes under another clock and language", made[0] == made[1], True)
        package = Opened(f"{path}-0.zip", self, place)
        package.check_digests()
        package.check_events(events)
        compare_books(package, events, asked)
        self.cells += compare_forms(package)
        self.packages += 1


def checked(name, number, folder):
    """The check of one package."""
    check = Check()
    check.history(name, number, pathlib.Path(folder))
    return check


def main():
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ProcessPoolExecutor() as pool:
        # The longest history first, so that the others are done beside it.
        work = [(name, n) for name in reversed(QUESTIONS) for n in range(len(QUESTIONS[name]))]
        checks = [pool.submit(checked, *item, folder) for item in work]
        checks = [check.result() for check in checks]
    failures = [failure for check in checks for failure in check.failures]
    for failure in failures[:50]:
        print(failure, file=sys.stderr)
    print(
        f"{sum(check.packages for check in checks)} audit packages opened, "
        f"{sum(check.cells for check in checks)} cells compared in four forms; "
        f"{len(failures)} differences"
    )
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
