"""The machine under the comparison: flush times, pressure, processes, folders, medians."""

import os
import shutil
import signal
import socket
import statistics
import subprocess
import time
from pathlib import Path

FLUSH_LIMIT_MS = 0.5
"""A round during which half of the flushes take longer than this is not reported."""


def fdatasync_p50(folder, count=200):
    """Milliseconds: half of `count` 4 KiB writes with fdatasync take no longer. Worse of two ways:
    appending to a file, and overwriting its start."""
    path = Path(folder) / "flush-probe"
    block = os.urandom(4096)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        medians = []
        for overwrite in (False, True):
            times = []
            for index in range(count):
                start = time.perf_counter()
                os.pwrite(handle, block, 0 if overwrite else index * 4096)
                os.fdatasync(handle)
                times.append((time.perf_counter() - start) * 1000)
            medians.append(statistics.median(times))
        return max(medians)
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)


def cpu_pressure():
    """Share of the last 10 seconds (percent) in which a task waited for a processor; None where
    the kernel does not say."""
    try:
        line = Path("/proc/pressure/cpu").read_text().splitlines()[0]
        return float(line.split("avg10=")[1].split()[0])
    except (OSError, IndexError):
        return None


def cpu_waiting():
    """Seconds since boot in which some task waited for a processor; None where unknown."""
    try:
        line = Path("/proc/pressure/cpu").read_text().splitlines()[0]
        return int(line.split("total=")[1]) / 1e6
    except (OSError, IndexError):
        return None


def _stranger_ticks():
    """Processor time so far of all processes that are neither ours nor the kernel's own threads (those
    flush what we write), and of those of theirs that ended; in ticks."""
    children, ticks = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue  # it ended meanwhile
            children.setdefault(int(fields[1]), []).append(int(folder.name))
            ticks[int(folder.name)] = sum(map(int, fields[11:15]))
    below = [os.getpid(), 2]  # 2 is the parent of the kernel's threads
    while below:
        process = below.pop()
        ticks.pop(process, None)
        below += children.get(process, [])
    return sum(ticks.values())


class Strangers:
    """How much of the processors processes other than ours use, in cores, from the making on."""

    def __init__(self):
        self.start = time.monotonic()
        self.before = _stranger_ticks()

    def cores(self):
        elapsed = max(0.01, time.monotonic() - self.start)
        return max(0, _stranger_ticks() - self.before) / os.sysconf("SC_CLK_TCK") / elapsed


def describe():
    """One line: processor, cores, memory, kernel."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux {os.uname().release}"


def folder_bytes(*folders):
    """Bytes allocated on the disk (not file lengths: maps and logs are sparse), each inode once."""
    seen = {}
    for folder in folders:
        paths = [Path(folder)] if Path(folder).is_file() else Path(folder).rglob("*")
        for path in paths:
            status = path.lstat()
            if not path.is_dir():
                seen[status.st_ino] = status.st_blocks * 512
    return sum(seen.values())


def fresh(folder, owner=None):
    """The folder, empty; for `owner` (a user's name) if given."""
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)
    if owner:
        shutil.chown(folder, owner, owner)
    return Path(folder)


def free_port():
    """A port on 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A process of ours: started with its output in a file, stopped by its own process id."""

    def __init__(self, command, log, user=None, stop=signal.SIGTERM, env=None):
        self.stop_signal = stop
        self.log = Path(log)
        options = {}
        if user and os.geteuid() == 0:
            options = {"user": user, "group": user, "extra_groups": []}
        with open(log, "wb") as output:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, env=env, cwd="/", **options)

    def wait_for(self, ready, seconds=20):
        """Until ready() answers without an exception; raises with the log's end otherwise."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return ready()
            except Exception as error:  # whatever the client raises while the server starts
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.stop()
                    tail = self.log.read_text(errors="replace")[-400:]
                    raise RuntimeError(f"did not start: {error}; log: {tail}") from error
                time.sleep(0.02)

    def stop(self):
        """Stops it and waits; kills it after ten seconds."""
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def percentile(values, share):
    """Nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


class Clock:
    """Measures one bounded run: `go` is true until the seconds are over."""

    def __init__(self, seconds):
        self.start = time.perf_counter()
        self.end = self.start + seconds

    @property
    def go(self):
        return time.perf_counter() < self.end

    @property
    def elapsed(self):
        return time.perf_counter() - self.start
