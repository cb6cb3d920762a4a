"""NATS JetStream with a file store, spoken to in its text protocol from prepared bytes."""

import json
import socket
import subprocess
import threading
import time

import host
from peer import Peer, Unsupported, timed

STREAM = "EVENTS"


def subject_name(subject):
    """A stream's name as a NATS subject."""
    return "e." + subject.replace("/", ".")


class JetStream(Peer):
    name = "JetStream"
    note = ("NOT flushed per acknowledgement (its file store syncs every two minutes): faster than what the "
            "others promise; publishes pipelined from prepared bytes, one acknowledgement each")
    limit = "an acknowledgement says: handed to the kernel; power loss may take minutes of events"

    def __init__(self, scratch):
        super().__init__(scratch)
        self.server = None
        self.socket = None

    def version(self):
        text = subprocess.run(["nats-server", "--version"], check=True, capture_output=True,
                              text=True).stdout
        return f"nats-server {text.split()[-1]}"

    def start(self, folder, log):
        self.close()
        port = host.free_port()
        settings = folder.with_suffix(".conf")
        # A client that waits for its turn answers no pings.
        settings.write_text(f'listen: "127.0.0.1:{port}"\nping_interval: "1h"\n'
                            f'jetstream {{ store_dir: "{folder}" }}\n')
        self.server = host.Server(["nats-server", "--config", str(settings)], log)

        def ready():
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.buffer = b""
            self.line()
            self.socket.sendall(b'CONNECT {"verbose":false,"headers":true}\r\nSUB i.> 1\r\nPING\r\n')
            assert self.line() == b"PONG"
            self.request("$JS.API.INFO", {})
        self.server.wait_for(ready)

    def more(self):
        block = self.socket.recv(1 << 20)
        if not block:
            raise RuntimeError("nats-server closed the connection")
        if b"PING\r\n" in block[:64]:
            self.socket.sendall(b"PONG\r\n")
        return block

    def line(self):
        while (end := self.buffer.find(b"\r\n")) < 0:
            self.buffer += self.more()
        line, self.buffer = self.buffer[:end], self.buffer[end + 2:]
        return line

    def message(self):
        """The payload of the next message."""
        while not (head := self.line()).startswith(b"MSG"):
            if head == b"PING":
                self.socket.sendall(b"PONG\r\n")
        length = int(head.split()[-1])
        while len(self.buffer) < length + 2:
            self.buffer += self.more()
        body, self.buffer = self.buffer[:length], self.buffer[length + 2:]
        return body

    def request(self, subject, body):
        data = json.dumps(body).encode()
        self.socket.sendall(b"PUB %s i.r %d\r\n%s\r\n" % (subject.encode(), len(data), data))
        answer = json.loads(self.message())
        if "error" in answer:
            raise RuntimeError(f"{subject}: {answer['error']}")
        return answer

    def create(self):
        self.request(f"$JS.API.STREAM.CREATE.{STREAM}", {
            "name": STREAM, "subjects": ["e.>"], "storage": "file", "retention": "limits",
            "discard": "old", "num_replicas": 1, "max_msgs": -1, "max_bytes": -1, "max_age": 0,
            "duplicate_window": 0})

    @staticmethod
    def encoded(payloads):
        return [b"PUB %s i.a %d\r\n%s\r\n" % (subject_name(subject).encode(), len(line), line)
                for _, subject, line in payloads]

    def pipeline(self, data, count):
        """Publishes and waits for every acknowledgement."""
        sender = None
        if len(data) < 100_000:
            self.socket.sendall(data)
        else:
            sender = threading.Thread(target=self.socket.sendall, args=(data,))
            sender.start()
        seen, rest = 0, b""
        while seen < count:
            text = rest + self.more()
            if b'"error"' in text:
                raise RuntimeError(text[-300:].decode(errors="replace"))
            seen += text.count(b"}\r\n")  # the end of each acknowledgement
            rest = text[-2:]
        if sender:
            sender.join()
        return count

    def append(self, input_, per_commit, seconds):
        folder = host.fresh(self.folder / "append")
        self.start(folder, self.folder / "append.log")
        try:
            self.create()
            commands = self.encoded(input_.payloads[:int(300_000 * seconds)])
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
        self.create()
        for batch in history.payload_batches(10_000):
            self.pipeline(b"".join(self.encoded(batch)), len(batch))
        self.done(folder)

    def size(self):
        return host.folder_bytes(self.path)

    def replay(self):
        """A push consumer without acknowledgements; counts messages in the bytes that come."""
        wish = json.dumps({"stream_name": STREAM, "config": {
            "deliver_subject": "d.replay", "deliver_policy": "all", "ack_policy": "none",
            "replay_policy": "instant", "max_deliver": -1}}).encode()
        start = time.perf_counter()
        self.socket.sendall(b"SUB d.replay 2\r\nPUB $JS.API.CONSUMER.CREATE.%s i.r %d\r\n%s\r\n"
                            % (STREAM.encode(), len(wish), wish))
        pattern = b"MSG e."
        seen, rest = 0, b""
        while seen < self.history.count:
            text = rest + self.more()
            seen += text.count(pattern)
            rest = text[-5:]
        elapsed = time.perf_counter() - start
        # The consumer goes with its server; what is left of the last message goes with the socket.
        self.start(self.path, self.path.parent / "log")
        return elapsed, "read back"

    def stream(self, subject):
        name, sequence, count = subject_name(subject), 1, 0
        while True:
            try:
                answer = self.request(f"$JS.API.STREAM.MSG.GET.{STREAM}",
                                      {"seq": sequence, "next_by_subj": name})
            except RuntimeError:
                return count
            sequence, count = answer["message"]["seq"] + 1, count + 1

    def close(self):
        if self.socket:
            self.socket.close()
        if self.server:
            self.server.stop()
        self.socket = self.server = None
