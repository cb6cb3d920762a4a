"""SQLite in WAL mode with synchronous=FULL, through Python's own module."""

import sqlite3
import time

import host
import questions
import sql
from peer import Peer, timed


class SQLite(Peer):
    name = "SQLite"
    note = "WAL, synchronous=FULL; executemany of prepared rows in Python's sqlite3"
    no_writers = "one writer at a time"
    limit = ("two B-trees (source+id, subject) beside the table; at one row a commit one flush and "
             "about 10 µs of Python; questions run on one thread, row by row")

    def __init__(self, scratch):
        super().__init__(scratch)
        self.base = None
        self.by_day = False

    def version(self):
        return f"SQLite {sqlite3.sqlite_version}"

    @staticmethod
    def open(path):
        base = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-262144",
                       "mmap_size=4294967296", "temp_store=MEMORY"):
            base.execute(f"PRAGMA {pragma}").fetchall()
        return base

    @staticmethod
    def create(base):
        base.execute(sql.events_table("TEXT", " PRIMARY KEY").replace("BIGINT PRIMARY", "INTEGER PRIMARY"))
        base.execute(sql.UNIQUE)
        base.execute(sql.BY_SUBJECT)

    def append(self, input_, per_commit, seconds):
        base = self.open(host.fresh(self.folder / "append") / "events.db")
        try:
            self.create(base)

            def commit(batch):
                base.execute("BEGIN IMMEDIATE")
                base.executemany(sql.INSERT, batch)
                base.execute("COMMIT")
                return len(batch)
            batches = input_.batches(input_.rows, per_commit, 150_000 * seconds)
            return timed(batches, seconds, commit)
        finally:
            base.close()

    def load(self, history):
        folder, empty = self.store(history)
        self.base = self.open(folder / "events.db")
        self.history = history
        self.path = folder
        if not empty:
            return
        self.create(self.base)
        self.base.execute("PRAGMA synchronous=OFF")  # filling is not a figure
        self.base.execute("BEGIN")
        for batch in history.batches():
            self.base.executemany(sql.INSERT, batch)
        sql.small_tables(self.base.execute, self.base.executemany, "?")
        sql.voided_table(self.base.execute, self.base.executemany, history.voided(), "?")
        self.base.execute("COMMIT")
        self.base.execute("ANALYZE")
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.done(folder)

    def size(self):
        return host.folder_bytes(self.path)

    def run(self, statement):
        return self.base.execute(statement).fetchall()

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
        return len(self.base.execute(
            "SELECT * FROM events WHERE subject = ? ORDER BY position", (subject,)).fetchall())

    def index_by_day(self):
        """Adds the index by type and day; returns its bytes."""
        before = self.used()
        self.base.execute("CREATE INDEX IF NOT EXISTS" + sql.BY_DAY.removeprefix("CREATE INDEX"))
        self.base.execute("ANALYZE")
        self.base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return self.used() - before

    def used(self):
        """Bytes of the pages that are not free."""
        pages, free, size = (self.run(f"PRAGMA {name}")[0][0]
                             for name in ("page_count", "freelist_count", "page_size"))
        return (pages - free) * size

    def close(self):
        if self.base:
            self.base.close()
            self.base = None
