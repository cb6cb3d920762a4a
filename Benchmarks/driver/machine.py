"""What the machine is, how busy it is, and what a process took of it."""

import os
import platform
import re
import shutil
import subprocess
import time


def read(path):
    """The text of a small file of the kernel's; empty if it is not there."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def output(*command):
    """First line that a command prints; empty if it fails."""
    try:
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return text.strip().splitlines()[0] if text.strip() else ""


def facts(folder):
    """Processor, kernel and versions, for the head of the report."""
    cpu = re.search(r"model name\s*:\s*(.+)", read("/proc/cpuinfo"))
    memory = re.search(r"MemTotal:\s*(\d+)", read("/proc/meminfo"))
    return {
        "cpu": cpu.group(1).strip() if cpu else platform.processor(),
        "cores": os.cpu_count(),
        "memoryGiB": round(int(memory.group(1)) / 2**20, 1) if memory else None,
        "kernel": platform.release(),
        "fileSystem": output("stat", "-f", "-c", "%T", folder),
        "swift": output("swift", "--version"),
        "lmdb": output("pkg-config", "--modversion", "lmdb"),
        "zstd": output("pkg-config", "--modversion", "libzstd"),
        "freeDiskGiB": round(shutil.disk_usage(folder).free / 2**30, 1),
    }


class Pressure:
    """Share of time in which something waited for a processor, from /proc/pressure/cpu."""

    def __init__(self):
        self.start = self._total()
        self.began = time.monotonic()

    @staticmethod
    def _total():
        found = re.search(r"some .*total=(\d+)", read("/proc/pressure/cpu"))
        return int(found.group(1)) if found else None

    def share(self):
        """Percent since the start; None where the kernel does not say."""
        total = self._total()
        if total is None or self.start is None:
            return None
        return (total - self.start) / 1e4 / max(1e-9, time.monotonic() - self.began)

    @staticmethod
    def average10():
        """The kernel's own average over ten seconds, in percent."""
        found = re.search(r"some avg10=([\d.]+)", read("/proc/pressure/cpu"))
        return float(found.group(1)) if found else None


class Usage:
    """Peaks of a process's memory, sampled while it runs; bytes."""

    def __init__(self):
        self.anonymous = 0
        self.resident = 0

    def sample(self, pid):
        text = read(f"/proc/{pid}/status")
        for name, field in (("anonymous", "RssAnon"), ("resident", "VmHWM")):
            found = re.search(rf"{field}:\s*(\d+) kB", text)
            if found:
                setattr(self, name, max(getattr(self, name), int(found.group(1)) * 1024))


def drop_page_cache(driver, file):
    """Makes the next read of a file come from the disk; says how."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as control:
            control.write("1")
        return "drop_caches"
    except OSError:
        subprocess.run([driver, "forget", "--file", file], check=True, stdout=subprocess.DEVNULL)
        return "fadvise"
