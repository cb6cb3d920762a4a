"""One run of cairn-bench at a time, with what the machine did meanwhile."""

import json
import os
import subprocess
import sys
import time

from . import machine

FLUSH_LIMIT_SECONDS = 0.5e-3


class Failed(Exception):
    """A run that gave no figure."""


def percentile(values, share):
    """The value below which that share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Run:
    """What one or several equal runs gave."""

    def __init__(self, results, pressure, usage, seconds, flush=None):
        self.results = results
        self.pressure = pressure
        self.usage = usage
        self.seconds = seconds
        # Seconds of a flush in the same folder, before and after: p50 and p99.
        self.flush = flush

    @property
    def count(self):
        return self.results[-1]["count"]

    @property
    def times(self):
        """Seconds of every repetition of every run."""
        return [time / 1e9 for result in self.results for time in result["nanoseconds"]]

    @property
    def median(self):
        return percentile(self.times, 0.5)

    @property
    def per_second(self):
        return self.count / self.median

    @property
    def is_rejected(self):
        """Whether the disk was too slow or too busy for a durable figure to mean anything."""
        return self.flush is not None and self.flush["p50"] > FLUSH_LIMIT_SECONDS


class Bench:
    """Runs the driver in a scratch folder."""

    def __init__(self, driver, scratch):
        self.driver = driver
        self.scratch = scratch
        self._ledgers = 0

    def path(self, name):
        return os.path.join(self.scratch, name)

    def new_ledger(self):
        """A path that no ledger has yet."""
        self._ledgers += 1
        return self.path(f"ledger-{self._ledgers}")

    def once(self, word, **options):
        """One process; gives its result, pressure, memory and seconds of wall time."""
        command = [self.driver, word]
        for name, value in options.items():
            command += ["--" + name.replace("_", "-"), str(value)]
        pressure, usage, start = machine.Pressure(), machine.Usage(), time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while True:
            try:
                text, errors = process.communicate(timeout=0.02)
                break
            except subprocess.TimeoutExpired:
                usage.sample(process.pid)
        seconds = time.monotonic() - start
        if process.returncode != 0:
            raise Failed(f"{' '.join(command)}: {errors.strip()}")
        result = json.loads(text)
        usage.resident = max(usage.resident, int(result.get("facts", {}).get("peakBytes", 0)))
        return result, pressure.share(), usage, seconds

    def run(self, word, repeats=1, before=None, **options):
        """Several equal processes; `before` runs before each and is not measured."""
        results, shares, usage, seconds = [], [], machine.Usage(), []
        for _ in range(repeats):
            changed = before() if before else {}
            result, share, used, took = self.once(word, **{**options, **(changed or {})})
            results.append(result)
            shares.append(share or 0)
            seconds.append(took)
            usage.anonymous = max(usage.anonymous, used.anonymous)
            usage.resident = max(usage.resident, used.resident)
        return Run(results, max(shares), usage, percentile(seconds, 0.5))

    def flush(self):
        """p50 and p99 of a flush after overwriting and after extending 4 KiB, in seconds."""
        times = {}
        for write in ("overwrite", "extend"):
            result, *_ = self.once("flush", folder=self.scratch, write=write, count=200)
            times[write] = [time / 1e9 for time in result["nanoseconds"]]
        return times

    def durable(self, word, repeats=1, before=None, **options):
        """As `run`, between two controls of the disk."""
        first = self.flush()
        if max(percentile(times, 0.5) for times in first.values()) > FLUSH_LIMIT_SECONDS:
            # It will be rejected, so once is enough to know that it runs at all.
            repeats = 1
        run = self.run(word, repeats, before, **options)
        last = self.flush()
        every = [time for times in (first, last) for write in times.values() for time in write]
        worst = max(percentile(times[write], 0.5) for times in (first, last) for write in times)
        run.flush = {"p50": worst, "p99": percentile(every, 0.99)}
        return run


def say(text):
    """Progress for whoever waits."""
    print(text, file=sys.stderr, flush=True)
