"""PyPI eventsourcing: its application recorder on SQLite, one aggregate a subject."""

import time
from itertools import islice
from uuid import NAMESPACE_URL, uuid5

import host
from peer import Peer, timed


class EventSourcing(Peer):
    name = "eventsourcing"
    note = ("its SQLite recorder: WAL, SQLite's default synchronous=FULL; StoredEvents made before timing, "
            "the event's JSON as their state, without its transcoder")
    no_writers = "one writer at a time"
    limit = "one statement an event in Python; a primary key by aggregate and version beside the table"

    def __init__(self, scratch):
        super().__init__(scratch)
        self.store_ = None

    def version(self):
        from importlib import metadata
        return f"eventsourcing {metadata.version('eventsourcing')}"

    @staticmethod
    def open(path):
        from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
        recorder = SQLiteApplicationRecorder(SQLiteDatastore(str(path)))
        recorder.create_table()
        return recorder

    @staticmethod
    def events(payloads, versions):
        from eventsourcing.persistence import StoredEvent
        result = []
        for type_, subject, line in payloads:
            version = versions.get(subject, 0)
            versions[subject] = version + 1
            result.append(StoredEvent(uuid5(NAMESPACE_URL, subject), version, type_, line))
        return result

    def append(self, input_, per_commit, seconds):
        recorder = self.open(host.fresh(self.folder / "append") / "events.db")
        try:
            events = self.events(
                input_.payloads[:int((15_000 if per_commit == 1 else 100_000) * seconds)], {})
            batches = input_.batches(events, per_commit, len(events))

            def commit(batch):
                recorder.insert_events(batch)
                return len(batch)
            return timed(batches, seconds, commit)
        finally:
            recorder.datastore.close()

    def load(self, history):
        folder, empty = self.store(history)
        self.store_ = self.open(folder / "events.db")
        self.history = history
        self.path = folder
        if not empty:
            return
        versions = {}
        for batch in history.payload_batches():
            self.store_.insert_events(self.events(batch, versions))
        self.checkpoint()
        self.done(folder)

    def checkpoint(self):
        with self.store_.datastore.get_connection(commit=False) as connection:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()

    def size(self):
        return host.folder_bytes(self.path)

    def replay(self):
        start = time.perf_counter()
        next_ = 1
        while events := self.store_.select_notifications(next_, 10_000):
            next_ = events[-1].id + 1
        if next_ - 1 != self.history.count:
            raise RuntimeError(f"read {next_ - 1} events back")
        return time.perf_counter() - start, "read back"

    def stream(self, subject):
        return len(list(islice(self.store_.select_events(uuid5(NAMESPACE_URL, subject)), 10_000)))

    def close(self):
        if self.store_:
            self.store_.datastore.close()
            self.store_ = None
