"""Compares Cairn with its peers in one run, interleaved round by round; `make bench-peers` calls it.

Results of an earlier call with the same sizes are kept in the scratch folder, so that a long run can be
split by phase (--phases append,replay …); the report always shows all of them. Everything is bounded: each
append by --seconds, each phase by the rounds, the whole by --minutes.
"""

import argparse
import contextlib
import importlib
import json
import signal
import statistics
import sys
import time
import traceback
from pathlib import Path

import host
import questions
import report
import sql
from events import History, cairn_program, iso
from peer import Input, Unsupported

ROOT = Path(__file__).resolve().parents[2]

PEERS = (("cairn", "Cairn"), ("cairn", "CairnInProcess"), ("cairn", "CairnTwoThreads"),
         ("uma", "UmaDB"), ("postgres", "Postgres"), ("sqlite_wal", "SQLite"), ("duck", "DuckDB"),
         ("duck", "Parquet"), ("sourcing", "EventSourcing"), ("redis_streams", "Redis"),
         ("jetstream", "JetStream"))

PHASES = ("append", "writers", "replay", "as-of", "history", "size")

COMMITS = (1, 100, 1_000, 10_000)
WRITERS = 64

READ_SECONDS = 8
"""A round of reads of one peer begins no further one after this time, once it has a few."""

ONE_THREADED = ("Cairn, in process, 2 threads",)
"""Left out where a second thread has nothing to do."""

STRANGERS_CORES = 0.15
"""A figure during which other processes used more of the processors than this is taken again."""


class Run:
    """One comparison: what was asked for, what came out so far."""

    def __init__(self, options):
        self.options = options
        self.scratch = Path(options.scratch).resolve()
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.deadline = time.monotonic() + 60 * options.minutes
        self.patience = options.patience
        self.file = self.scratch / f"results-{options.events}-{options.big}.json"
        self.results = {"rows": {}, "peers": {}, "machine": []}
        if self.file.exists() and not options.anew:
            self.results = json.loads(self.file.read_text())
        self.results |= {"host": host.describe(), "date": time.strftime("%Y-%m-%d"),
                         "events": options.events, "big": options.big}
        self.program = cairn_program(ROOT)
        self.peers = []

    def say(self, text):
        print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)

    # What was measured

    def row(self, section, peer, item, unit, **facts):
        """The row of one figure; made when it is first asked for."""
        key = f"{section}|{peer}|{item}"
        self.results["rows"][key] = {"section": section, "peer": peer, "item": item, "unit": unit,
                                     "values": [], "rejected": [], "disturbed": [], **facts}
        return self.results["rows"][key]

    def save(self):
        self.file.write_text(json.dumps(self.results, indent=1, ensure_ascii=False))

    def find_peers(self):
        """The peers that are there; one that is not becomes a row that says so."""
        for module, name in PEERS:
            try:
                peer = getattr(importlib.import_module(module), name)(self.scratch / "stores")
            except ImportError as error:
                self.results["peers"][name] = {"note": "", "limit": "", "absent": str(error)}
                continue
            if self.options.only and peer.name not in self.options.only.split(","):
                continue
            entry = self.results["peers"][peer.name] = {"note": peer.note, "limit": peer.limit}
            try:
                entry["version"] = peer.version()
                self.peers.append(peer)
            except Exception as error:  # not installed or not built, in as many ways as peers
                entry["absent"] = str(error)
                self.say(f"{peer.name} is left out: {error}")
        self.save()

    # Rounds

    def measure(self, row, work):
        """Adds what work() gives to the row, or its reason why not."""
        if time.monotonic() > self.deadline:
            row.setdefault("why", "the time of the whole run was over")
            return None
        if row.get("failed"):
            return None
        try:
            return work()
        except Unsupported as error:
            row["why"] = str(error)
        except Exception as error:
            row["why"] = f"failed: {type(error).__name__}: {str(error)[:200]}"
            self.say(traceback.format_exc())
        row["failed"] = True
        return None

    def at_rest(self):
        """Waits until others leave the processors alone, or the patience is over."""
        while self.patience > 0:
            start, strangers = time.monotonic(), host.Strangers()
            time.sleep(0.2)
            if strangers.cores() <= STRANGERS_CORES:
                return
            self.patience -= time.monotonic() - start

    def undisturbed(self, row, work):
        """(value, whether others left the processors alone meanwhile); tried again while they do not
        and there is patience."""
        while True:
            self.at_rest()
            start, strangers = time.monotonic(), host.Strangers()
            value = self.measure(row, work)
            if value is None or strangers.cores() <= STRANGERS_CORES:
                return value, True
            self.patience -= time.monotonic() - start
            if self.patience <= 0 or time.monotonic() > self.deadline:
                return value, False

    def rounds(self, phase, tasks, durable):
        """Runs every (row, work) once a round, in turning order; a durable round on a slow disk does
        not count and is repeated, up to a bound."""
        wanted, spare, number = self.options.rounds, self.options.repeats if durable else 0, 0
        while wanted > 0 and time.monotonic() < self.deadline:
            flush, before = host.fdatasync_p50(self.scratch), host.cpu_pressure()
            start, waited, found = time.monotonic(), host.cpu_waiting(), []
            for row, work in tasks[number % len(tasks):] + tasks[:number % len(tasks)]:
                value, calm = self.undisturbed(row, work)
                if value is not None:
                    found.append((row, value, calm))
            elapsed = time.monotonic() - start
            if waited is not None:
                waited = round(100 * (host.cpu_waiting() - waited) / elapsed, 1)
            flush = max(flush, host.fdatasync_p50(self.scratch))
            rejected = durable and flush > host.FLUSH_LIMIT_MS
            for row, value, calm in found:
                row["rejected" if rejected else "values" if calm else "disturbed"].append(value)
            self.results["machine"].append({
                "phase": phase, "round": number + 1, "seconds": round(elapsed, 1),
                "fdatasyncP50Ms": round(flush, 3), "cpuPressureBefore": before,
                "cpuPressureAfter": host.cpu_pressure(),
                "waitedPercent": waited, "rejected": rejected})
            self.say(f"{phase}, round {number + 1}: {elapsed:.0f} s, fdatasync p50 {flush:.2f} ms"
                     + (", rejected" if rejected else ""))
            number += 1
            if not rejected:
                wanted -= 1
            elif spare > 0:
                spare -= 1
            else:
                wanted = 0
            self.save()

    # Phases

    def history(self, count, uuids=False):
        self.say(f"{count:,} events{' with UUIDs' if uuids else ''}")
        return History(self.scratch / "events", self.program, count, uuids).make()

    def append(self):
        input_ = Input(self.history(self.options.events), self.options.prepared)
        tasks = []
        for commit in COMMITS:
            for peer in self.peers:
                if peer.name in ONE_THREADED:
                    continue
                row = self.row("append", peer.name, f"{commit:,} a commit", "events/s")
                tasks.append((row, lambda peer=peer, commit=commit:
                              peer.append(input_, commit, self.options.seconds)))
        self.rounds("append", tasks, durable=True)
        self.close()

    def writers(self):
        input_ = Input(self.history(self.options.events), self.options.prepared)
        tasks = [(self.row("append", peer.name, f"{WRITERS} writers", "events/s"), lambda peer=peer:
                  peer.writers(input_, WRITERS, self.options.seconds))
                 for peer in self.peers if peer.name not in ONE_THREADED]
        self.rounds("writers", tasks, durable=True)
        self.close()

    @contextlib.contextmanager
    def loaded(self, section, item, unit, big, without=()):
        """Loads the peers (the big ones only, if `big`); gives (peer, row) of those that could."""
        count = self.options.big if big else self.options.events
        history = self.history(count)
        pairs = []
        for peer in self.peers:
            if big and not peer.big or peer.name in without:
                continue
            row = self.row(section, peer.name, item.format(count=f"{count:,}"), unit, events=count)
            start = time.monotonic()
            if self.measure(row, lambda peer=peer: peer.load(history) or True):
                pairs.append((peer, row))
                self.say(f"{peer.name} holds {count:,} events ({time.monotonic() - start:.0f} s)")
        try:
            yield history, pairs
        finally:
            self.close()

    def replay(self):
        for big in (True, False):
            with self.loaded("replay", "{count} events", "events/s", big) as (_, pairs):
                def go(peer, row):
                    seconds, row["did"] = peer.replay()
                    return row["events"] / seconds
                self.rounds(f"replay of {count_of(pairs)}", [(row, lambda peer=peer, row=row: go(peer, row))
                                       for peer, row in pairs], durable=False)

    def as_of(self):
        for big in (True, False):
            with self.loaded("as-of", "{count} events", "ms", big, ONE_THREADED) as (history, pairs):
                days = history.dates(10)
                self.agree(history, pairs, days)
                self.ask(pairs, days)
                if not big:
                    self.with_index(pairs, days)

    def agree(self, history, pairs, days):
        """Compares the SQL peers' answers with Cairn's at each date: the same work."""
        cairn = next((peer for peer, _ in pairs if peer.name == "Cairn, command line"), None)
        if not cairn:
            return
        compared = days[1::4]
        right = {day: cairn.answers(day) for day in compared}
        for peer, row in pairs:
            if peer is cairn:
                continue
            try:
                wrong = sum(sum(questions.differences(peer.answers(day), right[day]))
                            for day in compared)
            except Unsupported:
                continue
            rows = sum(len(part) for answer in right.values() for part in answer)
            row["agreement"] = (f"all {rows} compared rows equal Cairn's at {len(compared)} dates" if not wrong
                                else f"{wrong} of {rows} rows DIFFER from Cairn's")
            self.say(f"{peer.name}: {row['agreement']}")

    def ask(self, pairs, days):
        def median(peer):
            if hasattr(peer, "as_of_all"):
                values = peer.as_of_all(days)
            else:
                values, clock = [], host.Clock(READ_SECONDS)
                for day in days[::3] + days[1::3] + days[2::3]:  # early and late ones first
                    if clock.go or len(values) < 4:
                        values.append(peer.as_of(day))
            return 1000 * statistics.median(values)
        self.rounds(f"as-of, {count_of(pairs)}", [(row, lambda peer=peer: median(peer)) for peer, row in pairs],
                    durable=False)

    def with_index(self, pairs, days):
        """Once more for the row stores, with the index of somebody who asks by date."""
        again = []
        for peer, row in pairs:
            if not getattr(peer, "index_by_day", None):
                continue
            more = self.row("as-of", f"{peer.name} + index by type and day", row["item"], "ms",
                            events=row["events"])
            size = self.measure(more, peer.index_by_day)
            if size is not None:
                more["did"] = f"the index takes {size / row['events']:.0f} bytes an event more"
                again.append((peer, more))
        if again:
            self.ask(again, days)
        for peer, _ in again:
            peer.run(sql.DROP_BY_DAY)

    def histories(self):
        for big in (True, False):
            with self.loaded("history", "{count} events", "ms", big, ONE_THREADED) as (history, pairs):
                subjects = history.subjects(200)
                self.read_streams(pairs, subjects)
                again = []
                for peer, row in pairs:
                    if getattr(peer, "index_by_subject", None):
                        more = self.row("history", f"{peer.name} + index by subject", row["item"], "ms",
                                        events=row["events"])
                        size = self.measure(more, peer.index_by_subject)
                        if size is not None:
                            more["did"] = f"the index takes {size / row['events']:.0f} bytes an event more"
                            again.append((peer, more))
                self.read_streams(again, subjects)
                for peer, _ in again:
                    peer.run(sql.DROP_BY_SUBJECT)

    def read_streams(self, pairs, subjects):
        def read(peer, row):
            if hasattr(peer, "streams_all"):
                times = peer.streams_all(subjects)
            else:
                times, clock = [], host.Clock(READ_SECONDS)
                for subject in subjects:
                    if not clock.go and len(times) >= 20:
                        row["did"] = f"only the first {len(times)} parcels in {READ_SECONDS} s"
                        break
                    start = time.perf_counter()
                    if not peer.stream(subject):
                        raise RuntimeError(f"{subject} is not there")
                    times.append(time.perf_counter() - start)
            row.setdefault("p99", []).append(1000 * host.percentile(times, 99))
            return 1000 * statistics.median(times)
        if pairs:
            self.rounds(f"history, {count_of(pairs)}", [(row, lambda peer=peer, row=row: read(peer, row))
                                    for peer, row in pairs], durable=False)

    def size(self):
        import formats
        for uuids in (False, True):
            history = self.history(self.options.events, uuids)
            item = f"{'UUIDv7' if uuids else 'counting ids'}, {history.count:,} events"
            for peer in self.peers:
                if peer.name.startswith("Cairn, in process"):
                    continue
                row = self.row("size", peer.name, item, "bytes/event", events=history.count)

                def weigh(peer=peer, row=row):
                    peer.load(history)
                    size = peer.noted_size() / history.count
                    if hasattr(peer, "memory"):
                        row["did"] = f"and {peer.memory() / history.count:.0f} bytes of memory an event"
                    return size
                value = self.measure(row, weigh)
                peer.close()
                if value is not None:
                    row["values"].append(value)
                    self.say(f"{peer.name}: {value:.1f} bytes an event ({item})")
                self.save()
            for name, value, did in formats.sizes(history, self.scratch / "formats", 100_000):
                row = self.row("size", name, item, "bytes/event", events=history.count, did=did)
                row["values"].append(value)
                self.say(f"{name}: {value:.1f} bytes an event ({item})")

    def stop(self, *_):
        """Stopped from outside, it still stops its servers; a client may swallow the exit, so the
        time is over as well."""
        self.deadline = 0
        sys.exit(1)

    def close(self):
        for peer in self.peers:
            with contextlib.suppress(Exception):
                peer.close()


def count_of(pairs):
    """How many events the stores of a phase hold, for the table of rounds."""
    return f"{pairs[0][1]['events']:,}" if pairs else "none"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--events", type=int, default=1_000_000, help="events of the history that all peers get")
    add("--big", type=int, default=10_000_000, help="events for Cairn, DuckDB and Parquet as well")
    add("--prepared", type=int, default=400_000, help="events made ready for appends")
    add("--seconds", type=float, default=2, help="length of one append run, at most 5")
    add("--rounds", type=int, default=3)
    add("--repeats", type=int, default=3, help="durable rounds repeated when the disk is slow")
    add("--patience", type=float, default=300,
        help="seconds in all for waiting until others leave the processors alone, and for trying again")
    add("--minutes", type=float, default=25, help="bound of the whole run")
    add("--phases", default=",".join(PHASES))
    add("--only", help="names of peers, separated by commas")
    add("--scratch", default=str(ROOT / ".build/peers"), help="on the disk to be measured")
    add("--output", default=str(ROOT / "Benchmarks"), help="folder of peers.md and peers.json")
    add("--anew", action="store_true", help="forget the figures of earlier calls")
    options = parser.parse_args()
    options.seconds = min(5, options.seconds)
    run = Run(options)
    work = {"append": run.append, "writers": run.writers, "replay": run.replay, "as-of": run.as_of,
            "history": run.histories, "size": run.size}
    run.find_peers()
    signal.signal(signal.SIGTERM, run.stop)
    try:
        for phase in options.phases.split(","):
            run.results["machine"] = [entry for entry in run.results["machine"]
                                      if not entry["phase"].startswith(phase)]
            work[phase]()
            run.save()
    finally:
        run.close()
        run.save()
        report.write(run.results, Path(options.output))
    print((Path(options.output) / "peers.md").read_text())


if __name__ == "__main__":
    main()
