"""DuckDB over its own table, and over one Parquet file."""

import time

import host
import questions
import sql
from peer import Peer, Unsupported, timed

ENUMS = ("type", "source", "station", "county", "kind", "level", "metric", "actor", "role")


class DuckDB(Peer):
    name = "DuckDB"
    note = ("own table, few-valued text columns as ENUM for the questions; appends: Arrow batches into an "
            "empty table without indexes, the log flushed at each commit")
    no_writers = "one writer at a time"
    limit = ("an analytic engine: a commit costs the log and its flush, one row a commit the planning of "
             "a statement too; no index, so a parcel's history scans the column (see the row with one)")
    big = True
    threads = 2

    def __init__(self, scratch):
        super().__init__(scratch)
        self.base = None

    def version(self):
        import duckdb
        return f"DuckDB {duckdb.__version__}"

    def connect(self, path):
        import duckdb
        base = duckdb.connect(str(path))
        base.execute(f"SET threads = {self.threads}")
        return base

    def append(self, input_, per_commit, seconds):
        import pyarrow
        base = self.connect(host.fresh(self.folder / "append") / "events.duckdb")
        try:
            base.execute(sql.events_table("VARCHAR"))
            names = [name for name, _ in sql.COLUMNS]
            batches = input_.batches(input_.rows, per_commit, 200_000 * seconds)
            if per_commit == 1:
                def commit(batch):
                    base.execute(sql.INSERT, batch[0])
                    return 1
            else:
                batches = [pyarrow.table([list(column) for column in zip(*batch)], names=names)
                           for batch in batches]

                def commit(batch):
                    base.execute("INSERT INTO events SELECT * FROM batch")
                    return len(batch)
            return timed(batches, seconds, commit)
        finally:
            base.close()

    def load(self, history):
        folder, empty = self.store(history)
        self.close()
        self.base = self.connect(folder / "events.duckdb")
        self.history = history
        self.path = folder
        if not empty:
            return
        parquet = history.parquet
        for name in ENUMS:
            self.base.execute(f"CREATE TYPE {name}_name AS ENUM (SELECT DISTINCT {name} FROM '{parquet}' "
                              f"WHERE {name} IS NOT NULL ORDER BY {name})")
        casts = ", ".join(f"{name}::{name}_name AS {name}" for name in ENUMS)
        self.base.execute(f"CREATE TABLE events AS SELECT * REPLACE ({casts}) FROM '{parquet}'")
        self.small_tables()
        self.base.execute("CHECKPOINT")
        self.done(folder)

    def small_tables(self):
        sql.small_tables(self.base.execute, self.many, "?")
        sql.voided_table(self.base.execute, self.many, self.history.voided(), "?")

    def many(self, statement, rows):
        """executemany, which DuckDB runs row by row: in one statement instead."""
        import pyarrow
        batch = pyarrow.table([list(column) for column in zip(*rows)] or [[]] * statement.count("?"),
                              names=[f"c{index}" for index in range(statement.count("?"))])
        if len(batch):
            self.base.execute(statement[:statement.index("VALUES")] + "SELECT * FROM batch")

    def size(self):
        self.base.execute("CHECKPOINT")
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
        return len(self.base.execute("SELECT * FROM events WHERE subject = ? ORDER BY position",
                                     [subject]).fetchall())

    def index_by_subject(self):
        """Adds an index by subject; returns its bytes."""
        before = self.used()
        self.base.execute("CREATE INDEX IF NOT EXISTS" + sql.BY_SUBJECT.removeprefix("CREATE INDEX"))
        return self.used() - before

    def used(self):
        """Bytes of the blocks that are not free."""
        self.base.execute("CHECKPOINT")
        return self.run("SELECT used_blocks * block_size FROM pragma_database_size()")[0][0]

    def close(self):
        if self.base:
            self.base.close()
            self.base = None


class Parquet(DuckDB):
    name = "Parquet zstd"
    note = "one file written by DuckDB (zstd), asked by DuckDB; no appends: a file is written once"
    no_writers = "a Parquet file cannot be appended to"
    limit = "pages are decompressed and strings decoded in every question"

    def append(self, input_, per_commit, seconds):
        raise Unsupported("a Parquet file cannot be appended to")

    def load(self, history):
        self.close()
        self.base = self.connect(":memory:")
        self.history = history
        self.path = history.parquet
        self.base.execute(f"CREATE VIEW events AS FROM '{history.parquet}'")
        self.small_tables()

    def size(self):
        return host.folder_bytes(self.path)

    index_by_subject = None
    """A Parquet file has none."""
