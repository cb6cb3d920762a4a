"""A real service over a real ledger, and a plain client: what the checks of this folder share."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CAIRN_PROGRAM") or str(ROOT / ".build/release/cairn")
HISTORY = ROOT / "Replay/shigatse-2019/events.ndjson.zst"
VERIFIER = ROOT / "Replay/verifier/verify.py"
for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
    del os.environ[name]  # everything here is asked for on this machine
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_") or name == "CAIRN_MAP_GIB"}
ENVIRONMENT.update({"SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"})

# Of the synthetic history: two counties, a station of the first, one of the second.
COUNTY, OTHER = "540202", "540222"
STATION, OTHER_STATION = "540202201215-01", "540222100-01"


def cairn(*arguments, ledger=None, check=True, given=None):
    """Runs the command line; standard output as bytes. Findings (6) are an answer."""
    arguments = [PROGRAM, *arguments] + (["--ledger", str(ledger)] if ledger else [])
    done = subprocess.run(arguments, capture_output=True, env=ENVIRONMENT, input=given)
    if check and done.returncode not in (0, 6):
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stderr.decode()}")
    return done.stdout if check else done


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of a problem; of anything else the status."""
        if self.headers.get("content-type") == "application/problem+json":
            return self.json["code"]
        return self.status

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Ledger:
    """A ledger in a folder of its own, made from the recorded history of Shigatse."""

    def __init__(self, folder, history=HISTORY):
        self.path = pathlib.Path(folder) / "shigatse.ledger"
        cairn("init", "--synthetic", ledger=self.path)
        if history:
            cairn("import", "--restore-recorded-time", str(history), ledger=self.path)

    def key(self, role, *counties, actor=None, expires=None):
        """Makes an API key."""
        more = [word for county in counties for word in ("--county", county)]
        more += ["--expires", expires] if expires else []
        made = cairn("keys", "create", "--json", "--actor", actor or f"{role}-{'-'.join(counties) or 'all'}",
                     "--role", role, *more, ledger=self.path)
        return json.loads(made)["key"]

    @property
    def public_key(self):
        return json.loads((self.path / "cairn.json").read_text())["key"]


class Service:
    """The program as a child process, on a port of its own."""

    def __init__(self, ledger, *arguments, environment=None, log=None):
        self.keeps_log = log is not None
        self.log_path = log or tempfile.mktemp(prefix="cairn-service-", suffix=".log")
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--json", "--port", "0", "--ledger", str(ledger), *arguments],
            stdout=subprocess.PIPE, stderr=self.log, env={**ENVIRONMENT, **(environment or {})},
        )
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            raise AssertionError(f"the service did not start: {pathlib.Path(self.log_path).read_text()}")
        self.started = json.loads(line)
        self.port = self.started["port"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        self.forget()

    def stop(self, patience=60):
        """Ends it as systemd would; its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.forget()

    def forget(self):
        self.log.close()
        if not self.keeps_log:
            pathlib.Path(self.log_path).unlink(missing_ok=True)

    def connect(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, target, key=None, body=None, type=None, headers=None, connection=None, timeout=60):
        """One request; the whole answer."""
        sent = {"Accept-Language": "en"}
        if key:
            sent["Authorization"] = f"Bearer {key}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None:
            sent["Content-Type"] = type or "application/json"
        sent.update(headers or {})
        own = connection or self.connect(timeout)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before it was sent whole
            own.request(method, target, body=body, headers=sent)
        response = own.getresponse()
        reply = Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        if not connection:
            own.close()
        return reply

    def get(self, target, key=None, **more):
        return self.ask("GET", target, key, **more)

    def post(self, target, body, key=None, **more):
        return self.ask("POST", target, key, body, **more)

    @property
    def log_text(self):
        return pathlib.Path(self.log_path).read_text()

    @property
    def is_alive(self):
        return self.process.poll() is None


def quote(text):
    return urllib.parse.quote(text, safe="")


def event(identity, station=STATION, month="2026-01", **more):
    """A report of a station: an event that every clerk records."""
    return {
        "specversion": "1.0", "id": identity, "source": f"/{station[:6]}/office", "type": "station.reportSubmitted",
        "subject": f"station/{station}", "time": "2026-02-03T10:00:00+08:00",
        "data": {"station": station, "month": month}, **more,
    }


@contextlib.contextmanager
def folder(prefix="cairn-service-"):
    path = tempfile.mkdtemp(prefix=prefix)
    try:
        yield pathlib.Path(path)
    finally:
        shutil.rmtree(path, ignore_errors=True)


def wait_until(condition, seconds=30, what="a condition"):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about in {seconds} s")


class Tally:
    """Counts what was checked, and says what differs."""

    def __init__(self):
        self.checks = 0
        self.faults = []

    def same(self, what, found, expected):
        self.checks += 1
        if found != expected:
            self.faults.append(what)
            print(f"{what}: found {str(found)[:400]}, expected {str(expected)[:400]}")

    def true(self, what, holds, found=""):
        self.checks += 1
        if not holds:
            self.faults.append(what)
            print(f"{what}: {str(found)[:3_000]}")
