"""The Debian package on a machine to throw away: installed, started, held to its hardening, upgraded, removed."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

from served import ROOT

HERE = pathlib.Path(__file__).resolve().parent
LEDGER = "/var/lib/cairn/ledger"
EVENT = {
    "specversion": "1.0", "id": "package-1", "source": "/540202/office", "type": "station.reportSubmitted",
    "subject": "station/540202201215-01", "time": "2026-02-03T10:00:00+08:00",
    "data": {"station": "540202201215-01", "month": "2026-01"},
}


class Machine:
    """Namespaces of their own in which systemd runs; nothing of it is left behind."""

    NAMESPACES = ["--mount", "--pid", "--fork", "--uts", "--ipc", "--cgroup", "--net", "--kill-child"]
    HIERARCHIES = ["/sys/fs/cgroup", "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified"]

    def __init__(self, package):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cairn-machine-"))
        shutil.copy(package, self.folder)
        # Its systemd makes its control groups beneath one of its own.
        self.groups = [pathlib.Path(root, self.folder.name) for root in self.HIERARCHIES
                       if os.access(f"{root}/cgroup.procs", os.W_OK)]
        for group in self.groups:
            group.mkdir()
        enter = "".join(f"echo $$ > {group}/cgroup.procs; " for group in self.groups)
        words = ["unshare", *self.NAMESPACES, str(HERE / "machine.sh"), str(self.folder)]
        self.outer = subprocess.Popen(["sh", "-c", enter + 'exec "$@"', "sh", *words],
                                      stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=open(self.folder / "errors", "wb"))
        self.first = None

    def start(self, patience=180):
        """Waits until its systemd is done with starting; whether it is."""
        end = time.monotonic() + patience
        while time.monotonic() < end and self.outer.poll() is None:
            with contextlib.suppress(OSError):  # a process may end while it is looked at
                children = pathlib.Path(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children").read_text().split()
                if children and b"systemd" in pathlib.Path(f"/proc/{children[0]}/cmdline").read_bytes():
                    self.first = int(children[0])
                    if self.run("systemctl is-system-running").stdout.strip() in ("running", "degraded"):
                        return True
            time.sleep(0.2)
        return False

    @property
    def errors(self):
        return (self.folder / "errors").read_text()

    def run(self, line, given=None):
        """A command line as root of that machine."""
        return subprocess.run(["nsenter", "--target", str(self.first), "--all", "env", "-i", "--chdir=/",
                               "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/root", "sh", "-c", line],
                              capture_output=True, text=True, input=given)

    def ask(self, *words, data=None):
        """curl to the service there: status and body."""
        more = ["--data-binary", "@-"] if data else []
        line = " ".join(["curl -s -m 20 -w '\\n%{http_code}'", *words, *more])
        body, _, status = self.run(line, given=data).stdout.rpartition("\n")
        return int(status or 0), body

    def show(self, name):
        return self.run(f"systemctl show cairn -P {name}").stdout.strip()

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            time.sleep(0.2)
        return False

    def stop(self):
        if self.first:
            os.kill(self.first, signal.SIGKILL)
        self.outer.kill()
        self.outer.wait()
        # They are free when the last of its processes is gone.
        self.wait(lambda: all(self.is_removed(group) for group in self.groups))
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def is_removed(group):
        for path, _, _ in os.walk(group, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(path)
        return not group.exists()


def package():
    found = sorted((ROOT / ".build/deb").glob("cairn_*.deb"))
    if not found:
        raise SystemExit("service package: no package in .build/deb; `make deb` makes it")
    return found[-1]


def check(tally):
    path = package()
    contents(tally, path)
    if os.geteuid() != 0 or subprocess.run(["unshare", *Machine.NAMESPACES, "true"], capture_output=True).returncode:
        print("service package: SKIPPED installing, since this user may not make namespaces")
        return
    machine = Machine(path)
    try:
        if not machine.start():
            tally.true(f"systemd runs on the machine to throw away: {machine.errors}", False)
            return
        life(tally, machine, path.name)
    finally:
        machine.stop()


def contents(tally, path):
    lines = subprocess.run(["dpkg-deb", "--contents", str(path)], capture_output=True, text=True, check=True).stdout.splitlines()
    names = {line.split()[5].removeprefix("./") for line in lines}
    for name in ["usr/bin/cairn", "lib/systemd/system/cairn.service", "etc/cairn/cairn.yaml", "usr/share/cairn/verify.py",
                 "usr/share/cairn/receiver.py", "usr/share/doc/cairn/copyright", "usr/share/doc/cairn/changelog.gz",
                 "usr/share/bash-completion/completions/cairn", "usr/lib/sysusers.d/cairn.conf"]:
        tally.true(f"the package holds {name}", name in names)
    tally.same("all of it is root's", {line.split()[1] for line in lines}, {"root/root"})
    tally.same("nothing is writable by others or runs as its owner",
                [line for line in lines if re.match(r"^.{8}w|^...s|^......s", line)], [])
    fields = subprocess.run(["dpkg-deb", "--field", str(path)], capture_output=True, text=True, check=True).stdout
    tally.true("it names the libraries that it needs", "liblmdb0" in fields and "libzstd1" in fields)
    analyzed = subprocess.run(["systemd-analyze", "security", "--offline=true", str(ROOT / "Packaging/cairn.service")],
                              capture_output=True, text=True).stdout
    found = re.search(r"exposure level for .*?: ([\d.]+)", analyzed)
    tally.true(f"systemd calls the exposure of the unit at most 1.5: {found and found.group(1)}",
               found and float(found.group(1)) <= 1.5)


def life(tally, machine, name):
    done = machine.run(f"dpkg -i /root/{name}")
    tally.same(f"dpkg installs it: {done.stderr[-300:]}", done.returncode, 0)
    tally.true("and says what to do next", "cairn init" in done.stdout)
    tally.same("the user is there", machine.run("id -un cairn").stdout.strip(), "cairn")
    tally.same("the unit is enabled", machine.run("systemctl is-enabled cairn").stdout.strip(), "enabled")
    done = machine.run("systemd-analyze verify cairn.service")
    tally.true("the unit is sound", done.returncode == 0 and "cairn" not in done.stderr, done.stderr)
    machine.run("systemctl start cairn")
    tally.same("without a ledger it does not start, and does not fail", machine.show("ActiveState"), "inactive")
    as_user = "runuser -u cairn -- cairn"
    done = machine.run(f"cd / && {as_user} init --ledger {LEDGER} --synthetic")
    tally.same(f"a ledger is made: {done.stderr[-300:]}", done.returncode, 0)
    key = json.loads(machine.run(f"{as_user} keys create --json --ledger {LEDGER} --actor clerk --role city").stdout)
    done = machine.run("systemctl start cairn")
    url = "http://127.0.0.1:8642"
    ready = machine.wait(lambda: machine.ask(f"{url}/readyz")[0] == 200)
    journal = "" if ready else machine.run("journalctl -u cairn --no-pager | tail -20").stdout
    tally.true(f"it starts and is ready: {done.stderr}{journal}", ready)
    if not ready:
        return
    sender = f"-H 'Authorization: Bearer {key['key']}' -H 'Content-Type: application/cloudevents+json'"
    status, _ = machine.ask(f"{url}/v1/events", sender, data=json.dumps(EVENT))
    tally.same("an event is recorded", status, 201)

    process = machine.show("MainPID")
    facts = dict(re.findall(r"^(\w+):\s+(.*)$", machine.run(f"cat /proc/{process}/status").stdout, re.MULTILINE))
    tally.same("it has no capability, gains none, and its calls are filtered",
                (int(facts["CapEff"], 16), int(facts["CapBnd"], 16), facts["NoNewPrivs"], facts["Seccomp"]), (0, 0, "1", "2"))
    tally.true("it is not root", facts["Uid"].split()[0] != "0")
    inside = f"nsenter --target {process} --mount --user --setuid $(id -u cairn) --setgid $(id -g cairn) -- "
    for place in ["/usr/bin/x", "/etc/cairn/x", "/root/x", "/var/lib/x"]:
        tally.true(f"it cannot write {place}", machine.run(f"{inside} touch {place}").returncode != 0)

    machine.run(f"{as_user} keys revoke --ledger {LEDGER} {key['id']} && systemctl reload cairn")
    tally.true("a reload takes a revoked key away",
               machine.wait(lambda: machine.ask(f"{url}/v1/head", sender)[0] == 401))
    machine.run(f"kill -9 {process}")
    tally.true("killed, it comes back", machine.wait(
        lambda: machine.show("MainPID") not in ("0", process) and machine.ask(f"{url}/readyz")[0] == 200))
    count = f"{as_user} events --ledger {LEDGER} --json | grep -c package-1"
    tally.same("with what it acknowledged", machine.run(count).stdout.strip(), "1")
    before = machine.show("MainPID")
    done = machine.run(f"dpkg -i /root/{name}")
    tally.same("an upgrade works while it runs", done.returncode, 0)
    tally.true("and starts the new program", machine.wait(
        lambda: machine.show("MainPID") not in ("0", before) and machine.ask(f"{url}/readyz")[0] == 200))
    machine.run("systemctl stop cairn")
    tally.same("it stops as asked", (machine.show("ActiveState"), machine.show("Result")), ("inactive", "success"))
    machine.run("sh -c 'echo no-such-setting: 1 >> /etc/cairn/cairn.yaml'; systemctl start cairn")
    tally.true("a setting that cannot be ends it, and it is not tried again and again",
               machine.wait(lambda: machine.show("ActiveState") == "failed") and machine.show("NRestarts") == "0")
    machine.run("sed -i /no-such-setting/d /etc/cairn/cairn.yaml; systemctl reset-failed cairn; systemctl start cairn")
    machine.wait(lambda: machine.ask(f"{url}/readyz")[0] == 200)

    tally.same("it is removed", machine.run("dpkg -r cairn").returncode, 0)
    tally.same("stopped first", machine.ask(f"{url}/readyz")[0], 0)
    tally.same("without its program", machine.run("test -e /usr/bin/cairn").returncode, 1)
    tally.same("with its settings", machine.run("test -e /etc/cairn/cairn.yaml").returncode, 0)
    done = machine.run("dpkg -P cairn")
    tally.same("it is purged", done.returncode, 0)
    tally.same("with its settings", machine.run("test -e /etc/cairn/cairn.yaml").returncode, 1)
    tally.same("the ledger stays", machine.run(f"test -e {LEDGER}/cairn.json").returncode, 0)
    tally.true("and is named", "/var/lib/cairn" in done.stdout)
    tally.true("no unit is left", "cairn" not in machine.run("systemctl list-unit-files --no-pager").stdout)
