"""UmaDB: its server from the wheel, its Rust client behind Python threads."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import host
from peer import Peer, Unsupported, timed

SERVER = Path(sys.executable).parent / "umadb"


class UmaDB(Peer):
    name = "UmaDB"
    note = ("default settings, durable at each acknowledgement; gRPC on 127.0.0.1; one tag an event, its "
            "subject; batches of prepared Event objects")
    limit = ("one gRPC call and two flushes a commit, a B-tree of positions and one of tags, 4 KiB pages; reading back "
             "includes making a Python object per event; its file grows in steps of hundreds of MB")

    def __init__(self, scratch):
        super().__init__(scratch)
        self.server = None
        self.client = None

    def version(self):
        from importlib import metadata
        return f"UmaDB {metadata.version('umadb')}"

    def start(self, folder):
        import umadb
        self.close()
        port = host.free_port()
        self.server = host.Server([sys.executable, str(SERVER), "--listen", f"127.0.0.1:{port}",
                                   "--db-path", str(folder)], folder.with_suffix(".log"))
        self.address = f"http://127.0.0.1:{port}"

        def ready():
            client = umadb.Client(self.address)
            client.head()
            return client
        self.client = self.server.wait_for(ready)

    @staticmethod
    def events(payloads):
        import umadb
        return [umadb.Event(event_type=type_, data=line, tags=[subject])
                for type_, subject, line in payloads]

    def append(self, input_, per_commit, seconds):
        self.start(host.fresh(self.folder / "append"))
        try:
            batches = input_.batches(self.events(input_.payloads[:int(200_000 * seconds)]), per_commit,
                                     200_000 * seconds)

            def commit(batch):
                self.client.append(batch)
                return len(batch)
            return timed(batches, seconds, commit)
        finally:
            self.close()

    def writers(self, input_, count, seconds):
        import umadb
        self.start(host.fresh(self.folder / "append"))
        try:
            events = self.events(input_.payloads[:int(30_000 * seconds)])
            done = [0] * count
            gate = threading.Barrier(count + 1)

            def write(index):
                client = umadb.Client(self.address)
                client.head()
                gate.wait()
                clock = host.Clock(seconds)
                for event in events[index::count]:
                    if not clock.go:
                        break
                    client.append([event])
                    done[index] += 1
            threads = [threading.Thread(target=write, args=(index,)) for index in range(count)]
            for thread in threads:
                thread.start()
            gate.wait()
            clock = host.Clock(seconds)
            for thread in threads:
                thread.join()
            return sum(done) / clock.elapsed
        finally:
            self.close()

    def load(self, history):
        folder, empty = self.store(history)
        data = folder / "data"
        data.mkdir(exist_ok=True)
        self.start(data)
        self.history = history
        self.path = data
        if not empty:
            return
        for batch in history.payload_batches(5_000):  # a message holds 4 MiB
            self.client.append(self.events(batch))
        self.done(folder)

    def size(self):
        """The file grows in large steps: of a short history it says little."""
        return host.folder_bytes(self.path)

    def replay(self):
        start = time.perf_counter()
        count = sum(1 for _ in self.client.read())
        if count != self.history.count:
            raise Unsupported(f"read {count} of {self.history.count} events back")
        return time.perf_counter() - start, "read back"

    def stream(self, subject):
        import umadb
        query = umadb.Query(items=[umadb.QueryItem(tags=[subject])])
        return sum(1 for _ in self.client.read(query=query))

    def close(self):
        if self.client:
            self.client.close()
        if self.server:
            self.server.stop()
        self.client = self.server = None
