#!/usr/bin/env python3
"""Measures the service on this machine, its clients on the same cores: Benchmarks/service.md.

    service.py [--events N] [--seconds S] [--memory-minutes M] [--only NAME,…]

Needs wrk, and Datasette for the control: Benchmarks/Service/prepare installs them.
"""
import argparse
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("CAIRN_PROGRAM") or str(ROOT / ".build/release/cairn")
HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 3  # medians are told, and how far apart the rounds were


def cairn(*arguments, ledger):
    return subprocess.run([PROGRAM, *arguments, "--ledger", str(ledger)], capture_output=True, check=False).stdout


class Service:
    def __init__(self, ledger, *more):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--json", "--port", "0", "--ledger", str(ledger), "--set", "rate-limits=false", "--set",
             "log-level=error", *more], stdout=subprocess.PIPE)
        self.port = json.loads(self.process.stdout.readline())["port"]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def memory(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", text).group(1)) / 1024

    def get(self, target, key, connection=None):
        own = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        own.request("GET", target, headers={"Authorization": f"Bearer {key}"})
        reply = own.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()


def wrk(url, seconds, connections, *more, threads=1):
    """Requests a second and p99 in milliseconds."""
    script = list(more)
    tail = []
    if "--" in script:
        place = script.index("--")
        script, tail = script[:place], script[place:]
    out = subprocess.run(["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency", *script, url, *tail],
                         capture_output=True, text=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    found = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    scale = {"us": 0.001, "ms": 1, "s": 1000}[found.group(2)]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return rate, float(found.group(1)) * scale, int(refused.group(1)) if refused else 0


def middle(results, place=0):
    return statistics.median(result[place] for result in results)


def spread(results):
    """Least and most of several rounds."""
    return f"{min(r[0] for r in results):,.0f}–{max(r[0] for r in results):,.0f}"


def pressure():
    try:
        return re.search(r"avg10=([\d.]+)", pathlib.Path("/proc/pressure/cpu").read_text()).group(1)
    except OSError:
        return "—"


def fdatasync(folder):
    """p50 of flushing 4 KiB, in milliseconds."""
    path = pathlib.Path(folder) / "flush"
    times = []
    with open(path, "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            start = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    path.unlink()
    return sorted(times)[100] * 1000


class Bench:
    def __init__(self, args):
        self.args, self.rows = args, []

    def row(self, what, figure, must, holds, note=""):
        self.rows.append((what, figure, must, "yes" if holds else "**no**", note))
        print(f"{what}: {figure} (must be {must}) {note}", flush=True)

    def wanted(self, name):
        return not self.args.only or name in self.args.only.split(",")

    def run(self, folder):
        ledger = folder / "bench.ledger"
        cairn("init", "--synthetic", ledger=ledger)
        simulated = subprocess.Popen([PROGRAM, "simulate", "--seed", "1", "--events", str(self.args.events)],
                                     stdout=subprocess.PIPE)
        subprocess.run([PROGRAM, "import", "--restore-recorded-time", "-", "--ledger", str(ledger)], stdin=simulated.stdout,
                       stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        cairn("checkpoint", ledger=ledger)
        self.key = json.loads(cairn("keys", "create", "--json", "--actor", "bench", "--role", "city", ledger=ledger))["key"]
        if self.wanted("answers"):
            self.answers(ledger)
        if self.wanted("feed"):
            self.feed(ledger)
        if self.wanted("writers"):
            self.writers(ledger, folder)
        if self.wanted("control"):
            self.control(ledger, folder)
        if self.wanted("memory") and self.args.memory_minutes:
            self.memory(ledger)

    def answers(self, ledger):
        seconds = self.args.seconds
        with Service(ledger) as service:
            target = "/v1/indicators/funds?asOf=2019-12-31"
            _, headers, body = service.get(target, self.key)
            match = f"If-None-Match: {headers['etag']}"
            rounds = [(wrk(service.url + target, seconds, 32), wrk(service.url + target, seconds, 32, "-H", match),
                       wrk(service.url + "/healthz", seconds, 32)) for _ in range(ROUNDS)]
            warm, unchanged, nothing = zip(*rounds)
            self.warm, late = middle(warm), middle(warm, 1)
            self.row("warm indicator answer, 32 connections", f"{self.warm:,.0f}/s, p99 {late:.1f} ms", "≥ 20,000/s, ≤ 10 ms",
                     self.warm >= 20_000 and late <= 10 and not any(refused for _, _, refused in warm),
                     f"{len(body):,} bytes each; {spread(warm)}")
            self.row("304", f"{middle(unchanged):,.0f}/s, p99 {middle(unchanged, 1):.1f} ms", "≥ 40,000/s",
                     middle(unchanged) >= 40_000, spread(unchanged))
            self.row("control: nothing behind it (/healthz)", f"{middle(nothing):,.0f}/s", "what the HTTP stack leaves", True,
                     spread(nothing))
            rng, times = random.Random(5), []
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
            for _ in range(300):
                day = f"20{rng.choice(['18', '19'])}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
                known = f"20{rng.choice(['18', '19'])}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T0{rng.randint(0, 9)}:00:00Z"
                name = rng.choice(["funds", "coverage", "exits"])
                start = time.perf_counter()
                status, _, _ = service.get(f"/v1/indicators/{name}?asOf={day}&knownAt={known}", self.key, connection)
                times.append((time.perf_counter() - start) * 1000)
                assert status == 200
            times.sort()
            self.row(f"never-asked (asOf, knownAt), {self.args.events:,} events", f"p50 {times[150]:.1f}, p99 {times[297]:.1f} ms",
                     "p99 ≤ 50 ms", times[297] <= 50)

    def feed(self, ledger):
        with Service(ledger) as service:
            start = time.perf_counter()
            child = subprocess.run(
                ["curl", "--silent", "--no-buffer", "--max-time", str(self.args.seconds), "--header",
                 f"Authorization: Bearer {self.key}", f"{service.url}/v1/feeds/events?format=ndjson"], capture_output=True)
            seconds = time.perf_counter() - start
            count = child.stdout.count(b'"specversion"')
            self.row("feed to one receiver (curl, NDJSON)", f"{count / seconds:,.0f} events/s", "≥ 150,000/s",
                     count / seconds >= 150_000, f"{len(child.stdout) / seconds / 1e6:,.0f} MB/s")

    def write(self, service, seconds, connections, size, run, pause=0):
        before = json.loads(service.get("/v1/head", self.key)[2])["eventCount"]
        start = time.perf_counter()
        rate, late, refused = wrk(service.url, seconds, connections, "-s", str(HERE / "Service/write.lua"), "--", self.key, run,
                                  str(size), str(pause), threads=2)
        elapsed = time.perf_counter() - start
        written = json.loads(service.get("/v1/head", self.key)[2])["eventCount"] - before
        return written / elapsed, late, refused

    def writers(self, ledger, folder):
        seconds, flush = self.args.seconds, fdatasync(folder)
        note = f"fdatasync p50 {flush:.2f} ms, CPU pressure {pressure()} %"
        with Service(ledger) as service:
            single = [self.write(service, seconds, 64, 1, f"1{turn}") for turn in range(ROUNDS)]
            rate, late = middle(single), middle(single, 1)
            self.row("64 concurrent single-event writers, durable", f"{rate:,.0f} events/s, p99 {late:.1f} ms", "≥ 10,000/s",
                     rate >= 10_000 and not any(refused for _, _, refused in single), f"{spread(single)}; {note}")
            batch = [self.write(service, seconds, 8, 1_000, f"2{turn}") for turn in range(ROUNDS)]
            rate = middle(batch)
            self.row("batches of 1,000, 8 connections, durable", f"{rate:,.0f} events/s", "≥ 300,000/s",
                     rate >= 300_000 and not any(refused for _, _, refused in batch),
                     f"{spread(batch)}; ids rise for each device, as counters do")
            rate, _, refused = self.write(service, seconds, 8, 1_000, "random")
            self.row("the same with random ids", f"{rate:,.0f} events/s", "—", not refused,
                     "each is looked for in every block of its device")
            target = "/v1/indicators/funds?asOf=2019-12-31&knownAt=2019-12-31"
            service.get(target, self.key)
            for pause, name in ((40, "8 clerks with 200 events a second"), (0, "8 clerks that never rest")):
                pairs = [self.beside(service, target, pause, turn) for turn in range(ROUNDS + 2)]
                ratio = statistics.median(beside / alone for alone, beside in pairs)
                self.row(f"readers beside {name}", f"{ratio:.2f} of alone", "≥ 0.90", ratio >= 0.9,
                         f"alone {statistics.median(alone for alone, _ in pairs):,.0f}/s, clients on the same 2 cores; "
                         f"pairs {min(b / a for a, b in pairs):.2f}–{max(b / a for a, b in pairs):.2f}")

    def beside(self, service, target, pause, turn):
        """Requests a second of readers alone, and beside writers."""
        seconds = max(2, self.args.seconds // 2)
        head = f"Authorization: Bearer {self.key}"
        alone, _, _ = wrk(service.url + target, seconds, 8, "-H", head)
        thread = threading.Thread(target=self.write, args=(service, seconds + 2, 8, 1, f"3-{pause}-{turn}", pause))
        thread.start()
        time.sleep(1)
        beside, _, _ = wrk(service.url + target, seconds, 8, "-H", head)
        thread.join()
        return alone, beside

    def control(self, ledger, folder):
        program = ROOT / ".build/control-python/bin/datasette"
        if not program.is_file():
            self.row("control: Datasette over SQLite, the same rows", "not installed here", "—", True)
            return
        answer = json.loads(cairn("query", "funds", "--as-of", "2019-12-31", "--json", ledger=ledger))
        path = folder / "funds.db"
        with sqlite3.connect(path) as database:
            names = list(answer["rows"][0])
            database.execute(f"create table funds ({', '.join(names)})")
            for row in answer["rows"]:
                database.execute(f"insert into funds values ({', '.join('?' * len(names))})", [row.get(name) for name in names])
        child = subprocess.Popen([str(program), "serve", str(path), "--port", "8799"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        try:
            for _ in range(100):
                try:
                    http.client.HTTPConnection("127.0.0.1", 8799).request("GET", "/")
                    break
                except OSError:
                    time.sleep(0.1)
            rate, late, _ = wrk("http://127.0.0.1:8799/funds/funds.json?_shape=array&_size=100", self.args.seconds, 32)
            self.row("control: Datasette over SQLite, the same rows", f"{rate:,.0f}/s, p99 {late:.0f} ms", "—", True,
                     f"{self.warm / rate:,.0f} times" if hasattr(self, "warm") else "")
        finally:
            child.terminate()
            child.wait()

    def memory(self, ledger):
        minutes = self.args.memory_minutes
        with Service(ledger) as service:
            stop = time.monotonic() + minutes * 60
            readings = []

            def mixed():
                rng = random.Random(1)
                connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
                while time.monotonic() < stop:
                    day = f"2019-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
                    for target in (f"/v1/indicators/coverage?asOf={day}&knownAt=2019-{rng.randint(1, 12):02}-01",
                                   f"/v1/events?limit=50&fromPosition={rng.randrange(self.args.events)}",
                                   "/v1/feeds/events?limit=500", "/v1/indicators/exits?asOf=" + day):
                        service.get(target, self.key, connection)

            threads = [threading.Thread(target=mixed) for _ in range(2)]
            threads.append(threading.Thread(target=self.write, args=(service, minutes * 60, 4, 1, "4")))
            for thread in threads:
                thread.start()
            while time.monotonic() < stop:
                time.sleep(5)
                readings.append(service.memory())
            for thread in threads:
                thread.join()
            third = len(readings) // 3
            middle, last = max(readings[third:2 * third]), max(readings[2 * third:])
            self.row(f"anonymous memory over {minutes} minutes of mixed load", f"{middle:,.0f} MiB, then {last:,.0f} MiB",
                     "flat (within a tenth)", last <= 1.1 * middle, f"{readings[0]:,.0f} MiB after 5 s")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--memory-minutes", type=int, default=10)
    parser.add_argument("--only")
    args = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="cairn-bench-", dir=os.environ.get("CAIRN_BENCH_DIR")))
    try:
        bench = Bench(args)
        bench.run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    lines = ["# The service, measured", "",
             f"`make bench-service` on {os.cpu_count()} cores ({cpu.group(1) if cpu else 'unknown'}), loopback, clients on the same "
             f"cores; {args.events:,} events.", "",
             "| what | figure | must be | holds | |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(row) + " |" for row in bench.rows]
    if not args.only:
        (HERE / "service.md").write_text("\n".join(lines) + "\n")
    else:
        print("\n".join(lines))


if __name__ == "__main__":
    main()
