"""Redis streams with appendfsync always, spoken to in raw RESP over a unix socket."""

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import host
from peer import Peer, Unsupported, timed


def command(*parts):
    """One command in RESP."""
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"*%d\r\n" % len(encoded) + b"".join(
        b"$%d\r\n%s\r\n" % (len(part), part) for part in encoded)


class Redis(Peer):
    name = "Redis streams"
    note = ("appendonly, appendfsync always; XADD to one stream, pipelined from prepared bytes; all events "
            "stay in memory as well")
    limit = ("one thread that also flushes; a pipeline is acknowledged command by command, not written "
             "whole or not at all; the whole history in memory; no index by parcel")

    def __init__(self, scratch):
        super().__init__(scratch)
        self.server = None
        self.socket = None
        self.sockets = None

    def version(self):
        text = subprocess.run(["redis-server", "--version"], check=True, capture_output=True,
                              text=True).stdout
        return "Redis " + text.split("v=")[1].split()[0]

    def start(self, folder, log):
        self.close()
        self.sockets = tempfile.mkdtemp(prefix="peers-")
        path = f"{self.sockets}/redis"
        self.server = host.Server(
            ["redis-server", "--port", "0", "--unixsocket", path, "--dir", str(folder), "--appendonly",
             "yes", "--appendfsync", "always", "--save", "", "--auto-aof-rewrite-percentage", "0"], log)

        def ready():
            client = socket.socket(socket.AF_UNIX)
            client.settimeout(60)
            try:
                client.connect(path)
            except OSError:
                client.close()
                raise
            self.socket = client
            self.buffer = b""
            while (answer := self.ask("PING")) != b"+PONG":
                time.sleep(0.1)  # it is still reading its file
                assert answer.startswith(b"-LOADING"), answer
        self.server.wait_for(ready, 60)

    def line(self):
        """One line of an answer, without its end."""
        while (end := self.buffer.find(b"\r\n")) < 0:
            more = self.socket.recv(1 << 20)
            if not more:
                raise RuntimeError("Redis closed the connection")
            self.buffer += more
        line, self.buffer = self.buffer[:end], self.buffer[end + 2:]
        return line

    def ask(self, *parts):
        self.socket.sendall(command(*parts))
        return self.line()

    def acknowledged(self, count):
        """Reads `count` answers of XADD: each a length and an id, two lines."""
        seen = self.buffer.count(b"\n")
        last = self.buffer
        while seen < 2 * count:
            last = self.socket.recv(1 << 20)
            if not last:
                raise RuntimeError("Redis closed the connection")
            if last.startswith(b"-") or b"\r\n-" in last:
                raise RuntimeError(last[:200].decode(errors="replace"))
            seen += last.count(b"\n")
        self.buffer = b""

    def pipeline(self, data, count):
        """Sends while it reads, or both ends would wait with full buffers."""
        if len(data) < 100_000:
            self.socket.sendall(data)
        else:
            import threading
            sender = threading.Thread(target=self.socket.sendall, args=(data,))
            sender.start()
            self.acknowledged(count)
            sender.join()
            return count
        self.acknowledged(count)
        return count

    @staticmethod
    def encoded(payloads):
        return [command("XADD", "events", "*", "e", line) for _, _, line in payloads]

    def append(self, input_, per_commit, seconds):
        folder = host.fresh(self.folder / "append")
        self.start(folder, self.folder / "append.log")
        try:
            commands = self.encoded(input_.payloads[:int(500_000 * seconds)])
            batches = [(b"".join(batch), len(batch))
                       for batch in input_.batches(commands, per_commit, len(commands))]
            return timed(batches, seconds, lambda batch: self.pipeline(*batch))
        finally:
            self.close()

    def load(self, history):
        folder, empty = self.store(history)
        self.path = folder / "data"
        self.path.mkdir(exist_ok=True)
        self.start(self.path, folder / "log")
        self.history = history
        if not empty:
            return
        self.ask("CONFIG", "SET", "appendfsync", "no")  # filling is not a figure
        for batch in history.payload_batches():
            self.pipeline(b"".join(self.encoded(batch)), len(batch))
        if not self.ask("BGREWRITEAOF").startswith(b"+"):
            raise RuntimeError("Redis does not rewrite its file")
        while b"aof_rewrite_in_progress:1" in self.info("persistence"):
            time.sleep(0.1)
        self.ask("CONFIG", "SET", "appendfsync", "always")
        self.done(folder)

    def info(self, section):
        length = int(self.ask("INFO", section)[1:])
        while len(self.buffer) < length + 2:
            self.buffer += self.socket.recv(1 << 20)
        text, self.buffer = self.buffer[:length], self.buffer[length + 2:]
        return text

    def size(self):
        return host.folder_bytes(self.path)

    def memory(self):
        """Bytes of memory that the loaded history takes."""
        for line in self.info("memory").splitlines():
            if line.startswith(b"used_memory:"):
                return int(line.split(b":")[1])
        raise RuntimeError("Redis does not say how much memory it uses")

    def replay(self):
        start = time.perf_counter()
        next_, count = b"-", 0
        while True:
            self.socket.sendall(command("XRANGE", "events", next_, "+", "COUNT", 10_000))
            expected = int(self.line()[1:])
            if not expected:
                break
            # An entry is eight lines: *2, $n, id, *2, $1, e, $n, payload, of which none holds a line
            # end; so counting line ends suffices.
            parts, seen = [self.buffer], self.buffer.count(b"\n")
            while seen < 8 * expected:
                parts.append(self.socket.recv(1 << 20))
                seen += parts[-1].count(b"\n")
            page, self.buffer = b"".join(parts), b""
            last = page[page.rindex(b"*2\r\n$", 0, page.rindex(b"*2\r\n$1\r\ne\r\n")):]
            next_ = b"(" + last.split(b"\r\n")[2]
            count += expected
        if count != self.history.count:
            raise Unsupported(f"read {count} of {self.history.count} events back")
        return time.perf_counter() - start, "read back"

    def stream(self, subject):
        raise Unsupported("no index: a stream a parcel would have to be written as well")

    def close(self):
        if self.socket:
            self.socket.close()
        if self.server:
            self.server.stop()
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
        self.server = self.socket = self.sockets = None
