"""PostgreSQL 15: a cluster of its own in the scratch folder, as an unprivileged user, on a unix socket."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

import host
import questions
import sql
from events import NAMES
from peer import Peer, Unsupported, timed

BIN = "/usr/lib/postgresql/15/bin"

SETTINGS = {
    "fsync": "on", "synchronous_commit": "on", "shared_buffers": "2GB", "max_wal_size": "8GB",
    "work_mem": "256MB", "maintenance_work_mem": "512MB", "effective_cache_size": "8GB",
    "max_parallel_workers_per_gather": "2", "autovacuum": "off", "listen_addresses": "",
    "max_connections": "100", "jit": "off",
    # Its planner has no statistics of a WITH query and joins thousands of rows in nested loops: 27 s
    # for the exits instead of 0.3 s.
    "enable_nestloop": "off",
}

WRITER_SCRIPT = r"""\set n :n + 1
INSERT INTO events (position, recorded, occurred, zone, day, type, source, id, subject, station,
    county, kind, level) VALUES (:client_id * 100000000::bigint + :n, 1530574401000, 1530573401000, 480,
    17715, 'parcel.scanned', '/synthetic/540222/stations/540222211200-' || :client_id, :n,
    'parcel/SYN1' || :client_id || :n, '540222211200-01', '540222000000', 'departed', 'village');
"""


class Postgres(Peer):
    name = "PostgreSQL"
    note = ("fsync and synchronous_commit on, shared_buffers 2 GB, max_wal_size 8 GB; one row a commit by "
            "psycopg (prepared INSERT), more by COPY of prepared CSV; 64 writers by pgbench (in C), "
            "scans that differ in id and parcel")
    limit = ("two B-trees beside the heap and full pages in the WAL after a checkpoint; a process and "
             "a round trip for every statement; questions read 200-byte rows, in up to three processes")

    def __init__(self, scratch):
        super().__init__(scratch)
        self.user = self._unprivileged()
        self.server = None
        self.base = None
        self.running = None
        self.sockets = None

    @staticmethod
    def _unprivileged():
        if os.geteuid() != 0:
            return None
        for user in ("postgres", "nobody"):
            try:
                pwd.getpwnam(user)
                return user
            except KeyError:
                continue
        return None

    def version(self):
        import psycopg
        text = subprocess.run([f"{BIN}/postgres", "--version"], check=True, capture_output=True,
                              text=True).stdout
        return f"PostgreSQL {text.split()[2]}, psycopg {psycopg.__version__}"

    def start(self, folder, empty):
        """Runs the server over `folder`/data, which is made if `empty`; connects as its owner."""
        import psycopg
        if self.running == folder:
            return
        self.close()
        options = {}
        if self.user:
            options = {"user": self.user, "group": self.user, "extra_groups": []}
            shutil.chown(folder, self.user, self.user)
        data = folder / "data"
        if empty:
            subprocess.run([f"{BIN}/initdb", "--pgdata", str(data), "--auth", "trust", "--encoding",
                            "UTF8", "--locale", "C.UTF-8", "--username", "peer"], check=True,
                           capture_output=True, cwd="/", **options)
        self.sockets = tempfile.mkdtemp(prefix="peers-")
        if self.user:
            shutil.chown(self.sockets, self.user, self.user)
        command = [f"{BIN}/postgres", "-D", str(data), "-k", self.sockets]
        for key, value in SETTINGS.items():
            command += ["-c", f"{key}={value}"]
        self.server = host.Server(command, folder / "log", user=self.user, stop=signal.SIGINT)
        address = f"host={self.sockets} user=peer dbname=postgres"
        self.base = self.server.wait_for(lambda: psycopg.connect(address, autocommit=True))
        self.running = folder

    def create(self):
        for table in ("events", "calendar", "months", "voided"):
            self.base.execute(f"DROP TABLE IF EXISTS {table}")
        self.base.execute(sql.events_table("JSONB", " PRIMARY KEY"))
        self.base.execute(sql.UNIQUE)
        self.base.execute(sql.BY_SUBJECT)

    def empty_store(self):
        folder = self.folder / "append"
        if self.running != folder:
            self.start(host.fresh(folder), True)
        self.create()
        self.base.execute("CHECKPOINT")

    def append(self, input_, per_commit, seconds):
        self.empty_store()
        cursor = self.base.cursor()
        if per_commit == 1:
            statement = sql.INSERT.replace("?", "%s")

            def commit(batch):
                cursor.execute(statement, batch[0], prepare=True)
                return 1
            batches = input_.batches(input_.rows, 1, 20_000 * seconds)
        else:
            def commit(batch):
                data, count = batch
                with cursor.copy(f"COPY events ({NAMES}) FROM STDIN (FORMAT csv)") as copy:
                    copy.write(data)
                return count
            batches = [(b"".join(lines), len(lines)) for lines in
                       input_.batches(input_.csv, per_commit, 200_000 * seconds)]
        return timed(batches, seconds, commit)

    def writers(self, input_, count, seconds):
        self.empty_store()
        script = self.folder / "append" / "writers.sql"
        script.write_text(WRITER_SCRIPT)
        done = subprocess.run(
            [f"{BIN}/pgbench", "--no-vacuum", "--client", str(count), "--jobs", "1", "--time",
             str(max(1, round(seconds))), "--protocol", "prepared", "--define", "n=0", "--file", str(script),
             "--host", self.sockets, "--username", "peer", "postgres"],
            capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            if line.startswith("tps ="):
                return float(line.split()[2])
        raise Unsupported(f"pgbench failed: {done.stderr[-200:]}")

    def load(self, history):
        folder, empty = self.store(history)
        self.start(folder, empty)
        self.history = history
        if not empty:
            return
        self.base.execute(sql.events_table("JSONB", " PRIMARY KEY"))
        cursor = self.base.cursor()
        with cursor.copy(f"COPY events ({NAMES}) FROM STDIN (FORMAT csv)") as copy, \
                open(history.make_csv().csv, "rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        self.base.execute(sql.UNIQUE)
        self.base.execute(sql.BY_SUBJECT)
        sql.small_tables(cursor.execute, cursor.executemany, "%s")
        sql.voided_table(cursor.execute, cursor.executemany, history.voided(), "%s")
        self.base.execute("VACUUM (FREEZE, ANALYZE)")
        self.base.execute("CHECKPOINT")
        self.done(folder)

    def size(self):
        row = self.base.execute("SELECT pg_total_relation_size('events') + "
                                "pg_total_relation_size('voided')").fetchone()
        return row[0]

    def run(self, statement):
        cursor = self.base.execute(statement)
        return cursor.fetchall() if cursor.description else []

    def replay(self):
        start = time.perf_counter()
        questions.rebuild(self.run, self.history.last_day())
        return time.perf_counter() - start, "rebuild"

    def answers(self, day):
        return questions.ask(self.run, day, from_state=False)

    def as_of(self, day):
        start = time.perf_counter()
        self.answers(day)
        return time.perf_counter() - start

    def stream(self, subject):
        return len(self.base.execute("SELECT * FROM events WHERE subject = %s ORDER BY position",
                                     (subject,)).fetchall())

    def index_by_day(self):
        """Adds the index by type and day; returns its bytes."""
        self.base.execute("CREATE INDEX IF NOT EXISTS" + sql.BY_DAY.removeprefix("CREATE INDEX"))
        self.base.execute("ANALYZE events")
        return self.base.execute(
            "SELECT pg_relation_size('events_by_type_and_day')").fetchone()[0]

    def close(self):
        if self.base:
            self.base.close()
        if self.server:
            self.server.stop()
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.base = self.server = self.running = self.sockets = None
