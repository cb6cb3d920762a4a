"""Cairn twice: its command line in whole processes, and `cairn-bench`, which does the work in one process.

The contract with `cairn-bench` (CAIRN_BENCH, else Benchmarks/.build/release/cairn-bench): a word and
`--name value` pairs; it prints one JSON object whose `count` is what was done and whose `nanoseconds` are
the times of each repetition, question or read.

    append  --ledger NEW --events N --request K         N events in commits of K, one caller
    callers --ledger NEW --events N --callers C         each caller waits for each event
    replay  --ledger L --kind headline --threads T --runs R
    questions --ledger L --count N                      coverage, funds, exits in turn, random dates
    points  --ledger L --of parcels --count N           one parcel's history each
"""

import json
import os
import shutil
import subprocess
import time
from itertools import islice
from pathlib import Path

import host
import questions
from events import cairn_program, iso
from peer import Peer, Unsupported

ROOT = Path(__file__).resolve().parents[2]


class Cairn(Peer):
    """The command line: every figure holds the start of a process, reading JSON and validating it."""

    name = "Cairn, command line"
    note = ("`cairn` in whole processes: import of NDJSON (parse, validate, digest, Merkle tree, durable at each "
            "batch), three `cairn query` a question, `cairn events` a parcel")
    limit = "process start in every figure; one core reads the JSON"
    big = True

    def __init__(self, scratch):
        super().__init__(scratch)
        self.program = cairn_program(ROOT)
        self.ledger = None

    def version(self):
        return subprocess.run([self.program, "--version"], check=True, capture_output=True,
                              text=True).stdout.strip()

    def call(self, *arguments, allowed=(0,)):
        done = subprocess.run([self.program, *map(str, arguments)], stdin=subprocess.DEVNULL,
                              capture_output=True, check=False)
        if done.returncode not in allowed:
            raise RuntimeError(f"cairn {arguments[0]}: {done.stderr[-300:].decode(errors='replace')}")
        return done.stdout

    def append(self, input_, per_commit, seconds):
        """A first short run says how many events fit into the time; the second is the figure."""
        def run(count):
            folder = host.fresh(self.folder / "append")
            file = folder / "input.ndjson"
            with open(input_.history.ndjson, "rb") as source, open(file, "wb") as target:
                target.writelines(islice(source, count))
            self.call("init", "--ledger", folder / "ledger")
            start = time.perf_counter()
            self.call("import", "--restore-recorded-time", "--batch", per_commit, "--ledger",
                      folder / "ledger", file)
            return count / (time.perf_counter() - start)
        return fitted(run, per_commit, seconds, input_.history.count)

    def writers(self, input_, count, seconds):
        raise Unsupported("one process writes; `cairn-bench` measures many callers in it")

    def load(self, history):
        folder, empty = self.store(history)
        self.ledger = folder / "ledger"
        self.history = history
        if not empty:
            return
        self.call("init", "--ledger", self.ledger)
        self.call("import", "--restore-recorded-time", "--batch", 100_000, "--ledger", self.ledger,
                  history.ndjson)
        self.done(folder)

    def size(self):
        return host.folder_bytes(self.ledger)

    def replay(self):
        return self.as_of(self.history.last_day()), "rebuild"

    def answers(self, day):
        return questions.from_cairn(self.program, self.ledger, day)

    def as_of(self, day):
        start = time.perf_counter()
        for question in ("coverage", "funds", "exits"):
            # 6: there are findings
            self.call("query", question, "--ledger", self.ledger, "--as-of", iso(day), "--format",
                      "json", allowed=(0, 6))
        return time.perf_counter() - start

    def stream(self, subject):
        return self.call("events", "--stream", subject, "--json", "--ledger",
                         self.ledger).count(b"\n")


class CairnInProcess(Cairn):
    """`cairn-bench`: no process start, events as Swift values, digest inside the time."""

    name = "Cairn, in process"
    note = "`cairn-bench`: events as Swift values (no JSON), digest and Merkle tree inside the time"
    limit = "one writer thread; digests on the caller's"
    threads = 1

    def __init__(self, scratch):
        super().__init__(scratch)
        # The same ledgers as the command line's.
        self.folder = Path(scratch) / Cairn(scratch).folder.name
        self.bench = os.environ.get("CAIRN_BENCH", str(ROOT / "Benchmarks/.build/release/cairn-bench"))

    def version(self):
        if not os.access(self.bench, os.X_OK):
            raise Unsupported("cairn-bench is not built")
        return super().version()

    def measure(self, word, *arguments):
        """(count, seconds of each)."""
        done = subprocess.run([self.bench, word, *map(str, arguments)], capture_output=True,
                              text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            raise RuntimeError(f"cairn-bench {word}: {done.stderr[-300:]}")
        answer = json.loads(done.stdout)
        return answer["count"], [value / 1e9 for value in answer["nanoseconds"]]

    def rate(self, word, *arguments):
        folder = self.folder / "bench-append"
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        count, times = self.measure(word, "--ledger", folder, *arguments)
        shutil.rmtree(folder, ignore_errors=True)
        return count / sum(times)

    def append(self, input_, per_commit, seconds):
        return fitted(lambda count: self.rate("append", "--events", count, "--request", per_commit),
                      per_commit, seconds, 2_000_000)

    def writers(self, input_, count, seconds):
        return fitted(lambda events: self.rate("callers", "--events", events, "--callers", count),
                      count, seconds, 2_000_000)

    def replay(self):
        _, times = self.measure("replay", "--ledger", self.ledger, "--kind", "headline", "--threads",
                                self.threads, "--runs", 3)
        return sorted(times)[1], "rebuild"

    def answers(self, day):
        raise Unsupported("gives times, not answers; the command line's are compared")

    def as_of_all(self, days):
        """Seconds for three questions, of as many triples as there are days, at random dates."""
        _, times = self.measure("questions", "--ledger", self.ledger, "--count", 3 * len(days))
        return [sum(times[index:index + 3]) for index in range(0, len(times), 3)]

    def streams_all(self, subjects):
        """Seconds of each read, for as many parcels of its own choice."""
        return self.measure("points", "--ledger", self.ledger, "--of", "parcels", "--count",
                            len(subjects))[1]


class CairnTwoThreads(CairnInProcess):
    """The replay again on two threads."""

    name = "Cairn, in process, 2 threads"
    threads = 2


def fitted(run, step, seconds, at_most):
    """The rate of a run of about `seconds`: its length comes from a first run of a twentieth."""
    count = max(step, min(at_most, max(10 * step, 2_000)) // step * step)
    rate = run(count)
    wanted = min(at_most, int(rate * seconds)) // step * step
    return run(wanted) if wanted > count else rate
