"""What is measured: every row of the report, in the order in which it is run."""

import math
import os
import shutil
import subprocess
import sys
import time

from . import machine
from .runs import percentile, say

# What the design demands, on the kind of machine that it names.
REQUIRED = {
    "replay.headline.1": (">=", 200e6),
    "replay.instants.1": (">=", 100e6),
    "replay.events.1": (">=", 8e6),
    "append.10000": (">=", 1.5e6),
    "append.1000": (">=", 800e3),
    "append.100": (">=", 150e3),
    "callers.1": (">=", 3.5e3),
    "callers.64": (">=", 60e3),
    "callers.1024": (">=", 400e3),
    "import.ndjson": (">=", 600e3),
    "size.counting": ("<=", 20),
    "size.uuid7": ("<=", 32),
    "asof.cold": ("<=", 0.250),
    "asof.warm.p99": ("<=", 0.005),
    "open.first": ("<=", 0.100),
    "point.parcel.p50": ("<=", 0.001),
    "point.parcel.p99": ("<=", 0.005),
    "point.event.p50": ("<=", 0.001),
    "point.event.p99": ("<=", 0.005),
}


def named(count):
    """1000000 as 1M."""
    return f"{count // 1_000_000}M" if count % 1_000_000 == 0 else f"{count // 1000}k"


class Suite:
    """Measures everything with one driver and collects rows."""

    def __init__(self, bench, sizes, seed, wanted):
        self.bench = bench
        self.sizes = sizes
        self.seed = seed
        self.wanted = wanted
        self.rows = []
        self.controls = {}
        self.growth = {}
        self.ledgers = {}
        self.failures = []

    # The size that the design's figures are stated for.
    @property
    def main_size(self):
        return 10_000_000 if 10_000_000 in self.sizes else max(self.sizes)

    def is_judged(self, name):
        """Figures about a history are demanded of one of 10 million events; others always."""
        return self.main_size >= 10_000_000 or name.split(".")[0] in ("append", "callers", "import")

    def wants(self, group):
        return self.wanted is None or any(group.startswith(name) for name in self.wanted)

    def add(self, name, title, figure, unit, run, control=None, **extra):
        """Notes a row and says it."""
        value = self.controls.get(control)
        required = REQUIRED.get(name) if self.is_judged(name) else None
        holds = None
        if required:
            holds = figure >= required[1] if required[0] == ">=" else figure <= required[1]
        row = {
            "name": name,
            "title": title,
            "figure": figure,
            "unit": unit,
            "control": control,
            "controlFigure": value["figure"] if value else None,
            "controlUnit": value["unit"] if value else None,
            "ratio": figure / value["figure"] if value else None,
            "required": {"op": required[0], "figure": required[1]} if required else None,
            "holds": holds,
            "isRejected": run.is_rejected if run else False,
            "flushP50": run.flush["p50"] if run and run.flush else None,
            "flushP99": run.flush["p99"] if run and run.flush else None,
            "cpuPressurePercent": run.pressure if run else None,
            "peakResidentBytes": run.usage.resident if run else None,
            "peakAnonymousBytes": run.usage.anonymous if run else None,
            "processSeconds": run.seconds if run else None,
            **extra,
        }
        self.rows.append(row)
        shown = "rejected" if row["isRejected"] else f"{figure:.4g} {unit}"
        say(f"  {title}: {shown}")
        return row

    def control(self, name, title, figure, unit, run):
        self.controls[name] = {
            "title": title,
            "figure": figure,
            "unit": unit,
            "isRejected": run.is_rejected,
            "flushP50": run.flush["p50"] if run.flush else None,
            "cpuPressurePercent": run.pressure,
        }
        say(f"  control {title}: {figure:.4g} {unit}")

    def remove(self, path):
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.remove(path)

    def describe(self, events, **more):
        return {"input": {"events": events, "seed": self.seed, **more}}

    # Controls

    def measure_controls(self):
        say("controls")
        bench = self.bench
        for threads in (1, 2):
            run = bench.run("memory", threads=threads)
            self.control(
                f"memory.{threads}", f"memory scan, {threads} thread(s)",
                run.per_second / 1e9, "GB/s", run,
            )
        times = bench.flush()
        for write, values in times.items():
            run = bench.run("memory", bytes=1 << 20)
            run.flush = {"p50": percentile(values, 0.5), "p99": percentile(values, 0.99)}
            self.control(
                f"flush.{write}", f"fdatasync after {write} of 4 KiB, p50",
                percentile(values, 0.5) * 1e6, "µs", run,
            )
            self.controls[f"flush.{write}"]["p99"] = percentile(values, 0.99) * 1e6
        for per_commit, records in ((1, 4_000), (100, 200_000), (1_000, 1_000_000), (10_000, 4_000_000)):
            folder = bench.path("lmdb")
            self.remove(folder)
            os.mkdir(folder)
            run = bench.durable("lmdb-append", folder=folder, records=records, per_commit=per_commit)
            self.control(
                f"lmdb.append.{per_commit}", f"LMDB append, 100 B, {per_commit} a commit",
                run.per_second, "records/s", run,
            )
        run = bench.run("lmdb-scan", folder=folder)
        self.control("lmdb.scan", "LMDB scan and fold, 100 B a record", run.per_second, "records/s", run)
        self.remove(folder)

    # Ledgers

    def make_ledgers(self):
        """The ledgers that are read, made by the same door and writer as every append."""
        for size in self.sizes:
            say(f"ledger of {named(size)}")
            path = self.bench.path(f"l{named(size)}")
            self.remove(path)
            run = self.bench.durable("make", ledger=path, events=size, seed=self.seed)
            self.ledgers[size] = path
            self.note_growth("make", size, run)
            bytes_of = os.stat(os.path.join(path, "log", "data.mdb"))
            self.add(
                f"make.{named(size)}", f"ledger of {named(size)} from the generator, 16,384 a commit",
                run.per_second, "events/s", run, control="lmdb.append.10000",
                durability="fdatasync each commit",
                **self.describe(size, bytes=bytes_of.st_blocks * 512),
            )

    def note_growth(self, what, size, run, seconds=None):
        self.growth.setdefault(what, {})[size] = {
            "seconds": seconds if seconds is not None else run.median,
            "residentBytes": run.usage.resident,
            "anonymousBytes": run.usage.anonymous,
        }

    # Replay

    def measure_replay(self):
        say("replay")
        kinds = {
            "headline": ("three headline projections", "lmdb.scan"),
            "instants": ("a projection that needs every instant", "lmdb.scan"),
            "events": ("full events, packed, every byte looked at", None),
            "values": ("full events as values of their own, with strings", None),
        }
        for size in self.sizes:
            for kind, (title, control) in kinds.items():
                if kind in ("events", "values") and size > self.main_size:
                    continue
                for threads in (1, 2):
                    run = self.bench.run(
                        "replay", ledger=self.ledgers[size], kind=kind, threads=threads,
                        runs={"events": 3, "values": 1}.get(kind, 7),
                    )
                    name = f"replay.{kind}.{threads}"
                    name += "" if size == self.main_size else f".{named(size)}"
                    self.add(
                        name, f"replay, {title}, {named(size)}, {threads} thread(s), warm",
                        run.per_second, "events/s", run, control=control, **self.describe(size),
                    )
                    if threads == 1:
                        self.note_growth(f"replay {kind}", size, run)
            self.measure_cold_replay(size)

    def measure_cold_replay(self, size):
        ledger = self.ledgers[size]
        how = []

        def forget():
            how.append(
                machine.drop_page_cache(self.bench.driver, os.path.join(ledger, "log", "data.mdb"))
            )

        run = self.bench.run(
            "replay", repeats=3, before=forget, ledger=ledger, kind="headline", threads=1
        )
        self.add(
            f"replay.headline.cold.{named(size)}",
            f"replay, three headline projections, {named(size)}, 1 thread, cold page cache",
            run.per_second, "events/s", run, cache=how[-1], **self.describe(size),
        )

    # Writing

    def measure_appends(self):
        say("append")
        for request, events in ((1, 4_000), (100, 100_000), (1_000, 400_000), (10_000, 1_000_000)):
            for in_flight in (1, 2):
                if request == 1 and in_flight == 2:
                    continue
                run = self.fresh("append", events=events, request=request, in_flight=in_flight)
                name = f"append.{request}" + ("" if in_flight == 1 else ".ahead")
                title = f"durable append, {request:,} a commit"
                title += "" if in_flight == 1 else ", next digests meanwhile"
                self.add(
                    name, title, run.per_second, "events/s", run,
                    control=f"lmdb.append.{request}", durability="fdatasync each commit",
                    **self.describe(events),
                )

    def measure_callers(self):
        say("concurrent callers")
        for callers, events in ((1, 4_000), (64, 100_000), (1_024, 400_000)):
            run = self.fresh("callers", events=events, callers=callers)
            self.add(
                f"callers.{callers}", f"durable single appends, {callers:,} caller(s)",
                run.per_second, "events/s", run, control="lmdb.append.1",
                durability="fdatasync each commit", **self.describe(events),
            )

    def fresh(self, word, repeats=3, **options):
        """A durable run, each repetition on a ledger of its own that is removed again."""
        made = []

        def before():
            for path in made:
                self.remove(path)
            made.append(self.bench.new_ledger())
            return {"ledger": made[-1]}

        run = self.bench.durable(word, repeats, before, seed=self.seed, **options)
        for path in made:
            self.remove(path)
        return run

    def measure_imports(self):
        say("import")
        events = min(1_000_000, self.main_size)
        files = {form: self.bench.path(f"history.{form}") for form in ("ndjson", "csv")}
        rows = {}
        for form, file in files.items():
            self.remove(file)
            result, *_ = self.bench.once(
                "text", ledger="unused", form=form, events=events, output=file, seed=self.seed
            )
            rows[form] = result["count"]
        run = self.bench.run("parse", repeats=3, file=files["ndjson"])
        self.control("door", "parse, validate and digest NDJSON, one thread", run.per_second, "events/s", run)
        run = self.bench.run("zstd", file=files["ndjson"])
        self.control("zstd", "zstd -1 decompression", run.per_second / 1e6, "MB/s", run)
        files["zst"] = files["ndjson"] + ".zst"
        subprocess.run(["zstd", "-q", "-f", "-3", files["ndjson"], "-o", files["zst"]], check=True)
        sizes = {form: os.path.getsize(file) for form, file in files.items()}
        for form in ("ndjson", "csv", "zst"):
            text = "csv" if form == "csv" else "ndjson"
            run = self.fresh("import", file=files[form], form=text)
            self.add(
                f"import.{form}", f"import {form} (parse, validate, digest, seal, durable)",
                run.per_second, "events/s", run, control="door",
                durability="fdatasync each commit of 10,000",
                **self.describe(rows[text], bytes=sizes[form]),
            )
        for file in files.values():
            self.remove(file)
        self.text_bytes = {"events": rows["ndjson"], "ndjson": sizes["ndjson"], "zst": sizes["zst"]}

    # Questions

    def measure_questions(self):
        say("questions")
        for size in self.sizes:
            ledger = self.ledgers[size]
            run = self.bench.run("first", repeats=5, ledger=ledger)
            self.note_growth("as-of, first answer", size, run)
            if size != self.main_size:
                continue
            self.add(
                "asof.cold", f"as-of question, {named(size)}, cold process, start to exit",
                run.seconds, "s", run, **self.describe(size),
            )
            self.add(
                "open.first", f"open {named(size)}, first answer", run.median, "s", run,
                **self.describe(size),
            )
        run = self.bench.run("questions", ledger=self.ledgers[self.main_size], count=300)
        for share, name in ((0.5, "p50"), (0.99, "p99")):
            self.add(
                f"asof.warm.{name}", f"300 random (asOf, knownAt), {named(self.main_size)}, warm, {name}",
                percentile(run.times, share), "s", run, **self.describe(self.main_size),
            )

    def measure_points(self):
        say("point reads")
        for size in self.sizes:
            for of, title in (("parcels", "one parcel's history"), ("events", "one event by source and id")):
                run = self.bench.run("points", ledger=self.ledgers[size], of=of, count=1_000)
                self.note_growth(f"point read, {title}", size, run, percentile(run.times, 0.5))
                for share, name in ((0.5, "p50"), (0.99, "p99")):
                    suffix = "" if size == self.main_size else f".{named(size)}"
                    self.add(
                        f"point.{of[:-1]}.{name}{suffix}", f"{title} out of {named(size)}, warm, {name}",
                        percentile(run.times, share), "s", run,
                        perRead=run.count / max(1, len(run.times)), **self.describe(size),
                    )

    def measure_proofs(self):
        say("proofs")
        for size in self.sizes:
            suffix = "" if size == self.main_size else f".{named(size)}"
            for of, title in (("events", "proof of one event"), ("extensions", "proof of an extension")):
                run = self.bench.run("proofs", ledger=self.ledgers[size], of=of, count=1_000)
                self.note_growth(title, size, run, percentile(run.times, 0.5))
                for share, name in ((0.5, "p50"), (0.99, "p99")):
                    self.add(
                        f"proof.{of}.{name}{suffix}", f"{title} out of {named(size)}, made and checked, warm, {name}",
                        percentile(run.times, share), "s", run, **self.describe(size),
                    )
        run = self.bench.run("proofs", ledger=self.ledgers[self.main_size], of="verification", count=2_000)
        self.add(
            "proof.verify", f"files of proofs out of {named(self.main_size)} checked, signature included",
            run.per_second, "proofs/s", run, **self.describe(self.main_size),
        )
        folder = self.bench.path("proofs")
        os.makedirs(folder, exist_ok=True)
        self.bench.once("proofs", ledger=self.ledgers[self.main_size], of="files", count=1_000, output=folder)
        with open(os.path.join(folder, "key"), encoding="utf-8") as file:
            key = file.read()
        verifier = os.path.join(os.path.dirname(__file__), "..", "..", "Replay", "verifier", "verify.py")
        files = [os.path.join(folder, f"{index}.json") for index in range(1_000)]
        start = time.monotonic()
        subprocess.run(
            [sys.executable, "-B", verifier, "proof", *files, "--key", key],
            check=True, stdout=subprocess.DEVNULL,
        )
        self.add(
            "proof.verify.python", "the same by verify.py, its start included",
            1_000 / (time.monotonic() - start), "proofs/s", None, **self.describe(self.main_size),
        )
        shutil.rmtree(folder)

    def measure_verify(self):
        say("verify")
        for size in self.sizes:
            run = self.bench.run("verify", ledger=self.ledgers[size])
            if run.count != size:
                self.failures.append(f"verify found the ledger of {named(size)} unsound")
            self.note_growth("verify", size, run)
            self.add(
                f"verify.{named(size)}", f"verify {named(size)}", run.per_second, "events/s", run,
                **self.describe(size),
            )

    # Size

    def measure_sizes(self):
        say("size")
        self.space = {}
        events = min(1_000_000, self.main_size) if len(self.sizes) < 2 else self.main_size
        for ids in ("counting", "uuid7"):
            ledger = self.ledgers.get(events) if ids == "counting" else self.bench.path("luuid7")
            if ids == "uuid7":
                self.remove(ledger)
                self.bench.once("make", ledger=ledger, events=events, ids=ids, seed=self.seed)
            result, *_ = self.bench.once("space", ledger=ledger, ids=ids)
            facts = result["facts"]
            self.space[ids] = {"events": result["count"], "bytes": facts}
            self.add(
                f"size.{ids}", f"bytes an event on the disk, {ids} ids, {named(events)}",
                facts["file"] / result["count"], "B/event", None, **self.describe(events, ids=ids),
            )
            if ids == "uuid7":
                self.remove(ledger)

    def measure(self):
        """Everything that was asked for, in an order in which the disk is quiet when it must be."""
        self.measure_controls()
        if self.wants("append"):
            self.measure_appends()
        if self.wants("callers"):
            self.measure_callers()
        if self.wants("import"):
            self.measure_imports()
        reads = [
            ("replay", self.measure_replay),
            ("question", self.measure_questions),
            ("point", self.measure_points),
            ("size", self.measure_sizes),
            ("proofs", self.measure_proofs), ("verify", self.measure_verify),
        ]
        if any(self.wants(name) for name, _ in reads) or self.wants("make"):
            self.make_ledgers()
        for name, measure in reads:
            if self.wants(name):
                measure()
        for path in self.ledgers.values():
            self.remove(path)

    def exponents(self):
        """Per measure the slope of log(seconds) over log(events); None for fewer than two sizes."""
        found = {}
        for what, points in self.growth.items():
            if len(points) < 2:
                found[what] = None
                continue
            pairs = [(math.log(size), math.log(point["seconds"])) for size, point in points.items()]
            mean_x = sum(x for x, _ in pairs) / len(pairs)
            mean_y = sum(y for _, y in pairs) / len(pairs)
            found[what] = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / sum(
                (x - mean_x) ** 2 for x, _ in pairs
            )
        return found
