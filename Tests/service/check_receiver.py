"""receiver.py against a service that misbehaves: attacks, cuts, kills, damaged stores. What it takes is what was signed."""

import base64
import contextlib
import datetime
import hashlib
import http.server
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from served import ENVIRONMENT, HISTORY, ROOT, VERIFIER, folder, wait_until

RECEIVER = ROOT / "Replay/receiver/receiver.py"
EPOCH = "5a1e0c2f9b3d4786"
CLEAN = {name: value for name, value in ENVIRONMENT.items() if not name.lower().endswith("_proxy")}
# Dies as by kill -9 just before its n-th call of some functions.
DYING = """
import os, signal, sys
sys.path.insert(0, sys.argv.pop(1))
import receiver
calls = int(sys.argv.pop(1))
def dying(real):
    def call(*arguments):
        global calls
        calls -= 1
        if calls == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments)
    return call
for name in sys.argv.pop(1).split(","):
    place = receiver if name == "leaf" else os
    setattr(place, name, dying(getattr(place, name)))
receiver.main()
"""


def check(tally):
    spelling(tally)
    honest(tally)
    attacks(tally)
    malformed(tally)
    checkpoints(tally)
    forgeries(tally)
    selections(tally)
    refusals(tally)
    cuts(tally)
    crashes(tally)
    damage(tally)


# MARK: A log, and what a service sends of it

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def spelled(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def event(position, **more):
    """An event as a log gives it, with what is hard to spell and what looks like members that are none."""
    moment = datetime.datetime(2026, 2, 3, 2) + datetime.timedelta(milliseconds=37 * position)
    looks = ',"sequence":"000000000001","recordedtime":"2026-01-01T00:00:00.000Z"'
    return {
        "actor": "clerk", "id": f"r-{position}", "source": "/540202/office", "specversion": "1.0",
        "type": "complaint.received", "subject": f"complaint/{position}", "time": "2026-02-03T10:00:00+08:00",
        "data": {"amountFen": 1_001 * position, "text": f"日喀则 གཞིས་ཀ་རྩེ 😀 \"\\/\b\n\u0007\u2028{looks}", "none": None,
                 "parts": [{"sequence": "7"}, [], True, -position], "recordedtime": "", "more": "x" * (position % 97)},
        "sequence": f"{position:012}", "recordedtime": moment.isoformat(timespec="milliseconds") + "Z", **more,
    }


def leaf(event):
    recorded = datetime.datetime.fromisoformat(event["recordedtime"][:-1] + "+00:00")
    given = spelled({name: value for name, value in event.items() if name not in ("sequence", "recordedtime")})
    entry = int(event["sequence"]).to_bytes(8, "big") + round(recorded.timestamp() * 1_000).to_bytes(8, "big") + sha(given)
    return sha(b"\0", entry)


def root(leaves):
    """By the definition of RFC 9162, 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", root(leaves[:split]), root(leaves[split:]))


class Signer:
    def __init__(self, name="receiver.test/log", seed=b"the log"):
        self.private = Ed25519PrivateKey.from_private_bytes(sha(seed))
        public = b"\1" + self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.name, self.id = name, sha(name.encode(), b"\n", public)[:4]
        self.key = f"{name}+{self.id.hex()}+{base64.b64encode(public).decode()}"

    def sign(self, text, as_name=None, as_id=None):
        signed = base64.b64encode((as_id or self.id) + self.private.sign(text.encode())).decode()
        return f"{text}\n— {as_name or self.name} {signed}\n"

    def note(self, size, root, **more):
        return self.sign(f"{self.name}\n{size}\n{base64.b64encode(root).decode()}\n", **more)


SIGNER = Signer()


class History:
    """Events of a log, its checkpoints, and the runs in which a service sends them."""

    def __init__(self, count, changed=()):
        self.events = [event(n, actor="forger") if n in changed else event(n) for n in range(count)]
        self.lines = [spelled(event) + b"\n" for event in self.events]
        self.leaves = [leaf(event) for event in self.events]

    def note(self, size, signer=SIGNER):
        return signer.note(size, root(self.leaves[:size]))

    def head(self, first, end, note=None, **more):
        feed = {
            "name": "events", "epoch": EPOCH, "from": first, "next": end, "eventCount": len(self.lines),
            "cursor": f"{EPOCH}:{end - 1:012}" if end else None,
            "previousEntry": self.leaves[first - 1].hex() if first else None, "checkpoint": note, **more,
        }
        feed = {name: value for name, value in feed.items() if value is not KeyError}
        return json.dumps({"feed": feed}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    def run(self, first, end, note=None, lines=None, **more):
        return self.head(first, end, note, **more) + b"".join(self.lines[first:end] if lines is None else lines)


HONEST = History(60)
TWO = HONEST.run(0, 10) + HONEST.run(10, 20)  # what comes before most attacks


class Service:
    """Gives each connection the next answer: lines, (status, text), or a function that does what it likes."""

    def __init__(self, *answers, last=(404, "no more")):
        answers, self.asked = iter(answers), []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
                outer.asked.append(query)
                answer = next(answers, last)
                self.close_connection = True
                with contextlib.suppress(OSError):
                    if callable(answer):
                        answer(self, query)
                    elif isinstance(answer, tuple):
                        self.send_response(answer[0])
                        self.end_headers()
                        self.wfile.write(answer[1].encode())
                    else:
                        self.wfile.write(response(answer))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1/feeds/events"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def response(body, chunk=1_777, is_ended=True):
    """As the service answers: in chunks, which have nothing to do with lines."""
    pieces = [body[n:n + chunk] for n in range(0, len(body), chunk)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + (b"0\r\n\r\n" if is_ended else b"")


def command(url, place, until, *more, log=SIGNER.key, program=(str(RECEIVER),)):
    """The command line of a receiver."""
    return [sys.executable, "-B", *program, url, "--store", str(place), "--until", str(until), "--pause", "0.01",
            *(["--log-key", log] if log else []), *more]


class Done:
    """A receiver that has ended, and what it stored."""

    def __init__(self, url, place, until, *more, **options):
        try:
            done = subprocess.run(command(url, place, until, *more, **options), capture_output=True, env=CLEAN, timeout=300)
            self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        except subprocess.TimeoutExpired:
            self.status, self.out, self.err = "too late", "", ""
        self.stored = read(place / "events.ndjson")
        with contextlib.suppress(OSError, ValueError):
            self.state = json.loads(read(place / "state.json"))

    def __repr__(self):
        return f"{self.status} {self.out}{self.err}"


def read(path):
    return path.read_bytes() if path.exists() else b""


def receive(*answers, until=59, more=(), place=None, **options):
    """A receiver of some answers, into a new store if none is given."""
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(Service(*answers))
        place = place or stack.enter_context(folder("cairn-receiver-"))
        done = Done(service.url, place, until, *more, **options)
        done.asked = service.asked
        return done


def broken(tally, what, stream, words, kept, **options):
    """It ends with 7 and says why; the runs before are stored, nothing of the one that broke, and no more is asked."""
    done = receive(stream, **options)
    tally.same(f"{what}: status", done.status, 7)
    tally.true(f"{what}: told", re.search(words, done.err) and "Traceback" not in done.err, done)
    tally.same(f"{what}: stored", done.stored, b"".join(HONEST.lines[:kept]) if isinstance(kept, int) else kept)
    tally.same(f"{what}: at once", len(done.asked), 1)
    return done


# MARK: What must hold

def spelling(tally):
    """Real events: the receiver's leaf hash is that of the verifier, which shares no code with it, and of this file."""
    sys.path[:0] = [str(RECEIVER.parent), str(VERIFIER.parent)]
    import receiver
    import verify
    unpacking = subprocess.Popen(["zstd", "-dcq", str(HISTORY)], stdout=subprocess.PIPE)
    lines = [unpacking.stdout.readline()[:-1] for _ in range(500)]
    unpacking.stdout.close()
    unpacking.wait()
    for line in lines + [line[:-1] for line in HONEST.lines[::7]]:
        position, _, expected, _ = verify.leaf_of(json.loads(line))
        tally.same(f"leaf {position}", (receiver.leaf(line), leaf(json.loads(line))), ((position, expected), expected))


def honest(tally):
    """Whatever the sizes of runs and checkpoints: all is stored, and said how far it is signed."""
    everything, name = b"".join(HONEST.lines), root(HONEST.leaves).hex()
    for what, ends, sizes, signed in [
        ("no checkpoint", [10, 20, 60], [None, None, None], 0),
        ("behind", [10, 20, 30, 40, 50, 60], [None, 7, 7, 25, 25, 48], 48),
        ("ahead, and reached", [25, 60], [33, 33], 33),
        ("reached at a run's end", [20, 60], [20, 60], 60),
        ("at a head", [10, 30, 60], [None, 10, 30], 30),
        ("ahead, then behind", [10, 30, 60], [60, 8, 30], 60),
        ("backwards", [20, 40, 60], [None, 19, 3], 19),
        ("of nothing", [60], [0], 0),
        ("of more than comes", [30, 60], [61, 61], 0),
        ("one by one", list(range(1, 61)), [n // 3 for n in range(60)], 19),
        ("empty runs", [0, 0, 30, 30, 60], [None, None, None, 30, 30], 30),
    ]:
        longer = History(61)
        runs = [HONEST.run(first, end, None if size is None else longer.note(size))
                for first, end, size in zip([0] + ends, ends, sizes)]
        done = receive(b"".join(runs))
        tally.same(f"{what}: status and words", (done.status, done.out, done.err),
                   (0, f"60 positions received, root {name}, signed up to {signed}\n", ""))
        tally.same(f"{what}: stored", done.stored, everything)
    with folder() as place:  # a store that goes on: in each life some more, and some more of it signed
        for until, size, signed in [(9, None, 0), (22, 5, 5), (23, 17, 17), (40, 17, 17), (50, 30, 30), (59, 58, 58)]:
            first = len(read(place / "events.ndjson").splitlines())
            note = None if size is None else HONEST.note(size)
            done = receive(HONEST.run(first, min(until + 4, 60), note), until=until, place=place)
            found = (done.status, done.state["next"], done.state["signed"]["size"])
            tally.same(f"on to {until}", found, (0, until + 1, signed))
            tally.same(f"on to {until}: stored", done.stored, b"".join(HONEST.lines[:until + 1]))
            tally.same(f"on to {until}: asked", done.asked[0].get("lastEventId"), f"{EPOCH}:{first - 1}" if first else None)
        tally.same("after all: stored", done.stored, everything)
        done = receive(place=place)
        tally.same("all is there: nobody is asked", (done.status, done.asked), (0, []))
        tally.true("and the same said", f"root {name}, signed up to 58" in done.out, done)
    done = receive(b"".join(HONEST.run(n, n + 20, HONEST.note(n)) for n in (0, 20, 40)), log=None)
    tally.same("without the log's key", (done.status, done.stored, "signed up to 0" in done.out), (0, everything, True))


def attacks(tally):
    """Positions, runs, entries before, epochs."""
    lines, run, head = HONEST.lines, HONEST.run, HONEST.head
    swapped = lines[20:24] + [lines[25], lines[24]] + lines[26:30]
    for what, stream, words in [
        ("events lost inside a run", run(20, 30, lines=lines[20:24] + lines[26:30]), "position 26 came where 24 was due"),
        ("events lost at a run's end", run(20, 30, lines=lines[20:25]) + run(30, 40), "position 25 is missing"),
        ("events lost at a run's start", run(20, 30, lines=lines[21:30]), "position 21 came where 20 was due"),
        ("all events of a run lost", run(20, 30, lines=[]) + run(30, 40), "position 20 is missing"),
        ("a run skipped", run(30, 40), "begins at 30 where 20 was due"),
        ("a run doubled", run(10, 20), "begins at 10 where 20 was due"),
        ("runs that overlap", run(15, 25), "begins at 15 where 20 was due"),
        ("events in another order", run(20, 30, lines=swapped), "position 25 came where 24 was due"),
        ("an event doubled", run(20, 30, lines=[*lines[20:25], lines[24], *lines[25:30]]), "position 24 came where 25"),
        ("an event of earlier", run(20, 30, lines=[lines[3]]), "position 3 came where 20 was due"),
        ("an event outside the run", run(20, 25, lines=[lines[20], lines[25]]), "position 25 came where 21"),
        ("an event in an empty run", run(20, 20, lines=lines[20:21]), "position 20 came .* ends before 20"),
        ("a run of another entry", head(20, 30, previousEntry=HONEST.leaves[18].hex()), "entry before 20 is not the one"),
        ("a run of no entry", head(20, 30, previousEntry=None), "entry before 20 is not the one"),
        ("an entry in capitals", head(20, 30, previousEntry=HONEST.leaves[19].hex().upper()), "entry before 20 is not"),
        ("another epoch", run(20, 30, epoch=EPOCH[::-1]), "another epoch"),
    ]:
        broken(tally, what, TWO + stream, words, 20)
    broken(tally, "an event behind the run", TWO + run(20, 25, lines=lines[20:26]), "position 25 came .* ends before 25", 25)
    broken(tally, "an entry before the first", HONEST.run(0, 10, previousEntry="00" * 32), "entry before 0 is not", 0)
    broken(tally, "events without a head", b"".join(HONEST.lines), "where a head was due", 0)
    broken(tally, "no feed at all", b"<html>\n</html>\n", "where a head was due", 0)
    broken(tally, "another start", HONEST.run(10, 20), "begins at 10 where 0 was due", 0)
    # The same, at the start of a later connection.
    for what, stream, words in [
        ("a run skipped", run(30, 40), "begins at 30 where 20"),
        ("from the start again", run(0, 10), "begins at 0 where 20"),
        ("another entry", head(20, 30, previousEntry="00" * 32), "entry before 20 is not"),
        ("another epoch", run(20, 30, epoch="0"), "another epoch"),
    ]:
        done = receive(TWO, stream)
        tally.true(f"reconnected: {what}", done.status == 7 and re.search(words, done.err), done)
        tally.same(f"reconnected: {what}: stored", done.stored, b"".join(lines[:20]))
        tally.same(f"reconnected: {what}: asked", [query.get("lastEventId") for query in done.asked], [None, f"{EPOCH}:19"])


def malformed(tally):
    """What is no head and no event: told in a line, without a word of Python's own."""
    head, line, position = HONEST.head, HONEST.lines[20], HONEST.events[20]

    def less(name):
        return spelled({key: value for key, value in position.items() if key != name}) + b"\n"

    heads = {
        "cut": head(20, 30)[:60] + b"\n", "no object": b'{"feed":5}\n', "null": b'{"feed":null}\n',
        "a list": b'{"feed":[]}\n',
        "empty": b'{"feed":{}}\n', "no JSON": b'{"feed":{]}\n', "no UTF-8": b'{"feed":"\xff"}\n', "NUL": b'{"feed":\0}\n',
        "deep": b'{"feed":' + b"[" * 100_000 + b"\n", "a huge number": head(20, 10**30),
        "huger": head(20, 30).replace(b'"next":30', b'"next":' + b"9" * 5_000), "beyond 63 bits": head(20, 1 << 63),
        "below zero": head(20, 30, **{"from": -1}), "backwards": head(20, 19), "words": head(20, 30, next="30"),
        "true": head(20, 30, **{"from": True}), "a fraction": head(20, 30, next=30.0),
        "infinite": head(20, 30, next=float("inf")), "an exponent": head(20, 30).replace(b'"next":30', b'"next":3e1'),
        "no next": head(20, 30, next=KeyError), "no epoch": head(20, 30, epoch=KeyError),
        "epoch null": head(20, 30, epoch=None), "epoch 7": head(20, 30, epoch=7),
        "no entry": head(20, 30, previousEntry=KeyError), "no checkpoint": head(20, 30, checkpoint=KeyError),
    }
    events = {
        "cut": line[:70] + b"\n", "empty": b"\n", "a number": b"7\n", "a list": b"[]\n", "no object": b'"sequence"\n',
        "no UTF-8": line.replace(b"clerk", b"cl\xffrk"), "half a character": line.replace(b"clerk", b"cl\\ud800rk"),
        "deep": b'{"data":' + b"[" * 100_000 + b"\n", "no sequence": less("sequence"), "no time": less("recordedtime"),
        "twice": line.replace(b'{"actor"', b'{"actor":"clerk","actor"'), "a line end of DOS": line[:-1] + b"\r\n",
        "a blank": line.replace(b'"actor":', b'"actor": '), "escapes": line.replace(b"clerk", b"cl\\u0065rk"),
        "a huge number": line.replace(b"20020", b"9" * 400), "huger": line.replace(b"20020", b"9" * 5_000),
        "a fraction": line.replace(b"20020", b"20020.0"),
        "not a number": line.replace(b"20020", b"NaN"), "an exponent": line.replace(b"20020", b"2002e1"),
    }
    for name, value in [
        ("sequence", 20), ("sequence", "20"), ("sequence", "0" * 13 + "20"), ("sequence", "00000000002O"),
        ("sequence", None), ("sequence", "-00000000020"), ("sequence", "9" * 5_000), ("sequence", "9" * 20),
        ("sequence", "00000000002٠"),
        ("recordedtime", 5), ("recordedtime", ""), ("recordedtime", "2026-02-30T02:00:00.000Z"),
        ("recordedtime", "2026-02-03T02:00:00Z"), ("recordedtime", "1969-12-31T23:59:59.999Z"),
        ("recordedtime", "2026-02-03T02:00:00.7400Z"), ("recordedtime", "2026-02-03 02:00:00.740Z"),
        ("recordedtime", "2026-02-03T02:00:00.740X"), ("recordedtime", "99999-02-03T02:00:00.740Z"),
    ]:
        events[f"{name} {str(value)[:30]}"] = spelled({**position, name: value}) + b"\n"
    # Lines that hold the same event, or its digest, but are not the line that the ledger has.
    sequence, recorded = b',"sequence":"000000000020"', b',"recordedtime":"%s"' % position["recordedtime"].encode()
    bare = line.replace(sequence, b"").replace(recorded, b"")
    events["members first"] = b"{" + (sequence + recorded)[1:] + b"," + bare[1:]
    events["members last"] = bare[:-2] + recorded + sequence + b"}\n"
    events["members within data"] = bare.replace(b'"amountFen":20020', b'"amountFen":20020' + recorded + sequence)
    events["members within a text"] = bare.replace(b"clerk", b"cl" + recorded + sequence + b"rk")
    for what, stream in [(f"head: {what}", data) for what, data in heads.items()] + [
            (f"event: {what}", head(20, 30) + data) for what, data in events.items()]:
        assert stream not in (head(20, 30), head(20, 30) + line), what
        broken(tally, what, TWO + stream, "^stopped: malformed where 20 was due: ", 20, log=None)
    sent = []

    def endless(handler, _):
        handler.wfile.write(response(TWO + head(20, 30), is_ended=False))
        while len(sent) < 1_024:
            handler.wfile.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")
            sent.append(65_536)

    broken(tally, "a line without end", endless, "a line is too long", 20)
    tally.true("a line without end is not read to its end", sum(sent) < 48 << 20, sum(sent))


def checkpoints(tally):
    """Of another key, of another root, malformed."""
    run, note = HONEST.run, HONEST.note
    other, named = Signer("receiver.test/other", b"other"), Signer(seed=b"other")
    text = note(20).partition("\n\n")[0] + "\n"
    for what, wrong, words in [
        ("another log's", note(20, other), "not signed by the log"),
        ("another key's", note(20, named), "not signed by the log"),
        ("another key's under the name", named.note(20, root(HONEST.leaves[:20]), as_id=SIGNER.id), "signature is wrong"),
        ("another log's, signed", SIGNER.sign(text.replace("/log", "/xxx")), "not signed by the log"),
        ("of another size", note(20).replace("\n20\n", "\n19\n"), "signature is wrong"),
        ("without signature", text + "\n", "not signed by the log"),
        ("a signature cut off", note(20)[:-9] + "\n", "signature is wrong"),
        ("no note", "x", "malformed"), ("empty", "", "malformed"),
        ("a number", 20, "malformed"), ("an object", {}, "malformed"), ("false", False, "malformed"),
        ("of a word", SIGNER.note("many", sha()), "malformed"),
        ("of too many", SIGNER.note("9" * 5_000, sha()), "malformed"),
        ("without root", SIGNER.sign(f"{SIGNER.name}\n20\n"), "malformed"),
        ("of another root", SIGNER.note(20, sha()), "over 20 events has another root"),
        ("of another root, of less", SIGNER.note(7, root(HONEST.leaves[:8])), "over 7 events has another root"),
        ("of another root, of nothing", SIGNER.note(0, bytes(32)), "over 0 events has another root"),
        ("of another root, of more", SIGNER.note(23, root(HONEST.leaves[:22])), "over 23 events has another root"),
    ]:
        broken(tally, f"checkpoint: {what}", TWO + run(20, 60, wrong), words, 20)
    broken(tally, "checkpoint: two roots ahead", TWO + run(20, 30, note(55)) + run(30, 40, SIGNER.note(55, sha())),
           "two roots over 55", 30)
    broken(tally, "checkpoint: two roots", TWO + run(20, 30, note(15)) + run(30, 40, SIGNER.note(15, sha())),
           "over 15 events has another root", 30)
    cosigned = note(20) + "— witness.test " + base64.b64encode(b"x" * 76).decode() + "\n"
    done = receive(TWO + run(20, 60, cosigned))
    tally.same("checkpoint: with a witness's line", (done.status, done.state["signed"]["size"]), (0, 20))
    # One that was ahead when a connection broke off counts in the next as well, where nothing is said of it.
    done = receive(run(0, 10, SIGNER.note(15, sha())), run(10, 20))
    tally.same("checkpoint: of the connection before", (done.status, done.stored), (7, b"".join(HONEST.lines[:10])))


def forgeries(tally):
    """Events changed with care. What holds: as far as it was signed, what is stored is what the log has."""
    signed, name = HONEST.note(20), b"".join
    for what, position, stream, words, kept in [
        ("changed last in its run, the next head as it was", 29, lambda f: f.run(20, 30) + HONEST.run(30, 40),
         "entry before 30 is not the one", 30),
        ("changed, signed up to there", 23, lambda f: f.run(20, 30, HONEST.note(24)), "over 24 events has another root", 20),
        ("changed, signed in the run behind", 23, lambda f: f.run(20, 30) + f.run(30, 40, HONEST.note(38)),
         "over 38 events has another root", 30),
        ("changed with the entry before the next run", 29, lambda f: f.run(20, 30) + f.run(30, 60, HONEST.note(60)),
         "over 60 events has another root", 30),
        ("the checkpoint withheld and sent later", 23,
         lambda f: f.run(20, 30) + f.run(30, 40) + f.run(40, 50, HONEST.note(25)),
         "over 25 events has another root: another history from 20 on", 40),
        ("sent later, of just the changed one", 29,
         lambda f: f.run(20, 30) + f.run(30, 40) + f.run(40, 50, HONEST.note(30)),
         "over 30 events has another root: another history from 20 on", 40),
        ("sent later, an older one before", 24,
         lambda f: f.run(20, 30) + f.run(30, 40, HONEST.note(24)) + f.run(40, 50, HONEST.note(25)),
         "over 25 events has another root: another history from 24 on", 40),
    ]:
        forged = History(60, [position])
        start = HONEST.run(0, 10) + HONEST.run(10, 20) + HONEST.run(20, 20, signed)
        done = broken(tally, what, start + stream(forged), words, name(forged.lines[:kept]))
        size, end = done.state["signed"]["size"], done.state["signed"]["bytes"]
        tally.same(f"{what}: what is signed", done.stored[:end], name(HONEST.lines[:size]))
        tally.true(f"{what}: signed so far", 20 <= size <= position, size)
    with folder() as place:  # in other lives of the receiver
        forged = History(60, [23])
        done = receive(HONEST.run(0, 20) + forged.run(20, 30, signed), until=29, place=place)
        tally.true("a changed event without checkpoint", done.status == 0 and done.out.endswith("signed up to 20\n"), done)
        done = receive(forged.run(30, 40, HONEST.note(22)), until=39, place=place)
        tally.true("and one that is behind it", done.status == 0 and done.out.endswith("signed up to 22\n"), done)
        for _ in range(2):
            done = receive(forged.run(40, 50, HONEST.note(24)), place=place)
            tally.true("and one that is over it", done.status == 7 and "another history from 22 on" in done.err, done)
        tally.same("what is stored stays", done.stored, name(forged.lines[:40]))
        tally.same("what is signed too", done.state["signed"]["size"], 22)


def selections(tally):
    """A part of the feed: positions rise, runs join; the rest cannot be known."""
    lines, more = HONEST.lines, ("--type", "complaint.received", "--county", "540202")
    run, odd = HONEST.run, [n for n in range(60) if n % 4 == 1]

    def part(first, end):
        return run(first, end, lines=[lines[n] for n in odd if first <= n < end])

    done = receive(part(0, 10) + part(10, 12) + part(12, 30) + part(30, 30), part(30, 45) + part(45, 45),
                   part(45, 60) + part(60, 60), more=more)
    tally.same("selection: ends well", (done.status, done.out), (0, "60 positions received, a selection\n"))
    tally.same("selection: stored", done.stored, b"".join(lines[n] for n in odd))
    tally.same("selection: asked", done.asked[1], {
        "format": "ndjson", "lastEventId": f"{EPOCH}:29", "type": "complaint.received", "county": "540202"})
    kept = b"".join(lines[n] for n in odd if n < 20)
    for what, stream, words in [
        ("falling", run(20, 40, lines=[lines[25], lines[21]]), "position 21 came where 26 was due"),
        ("doubled", run(20, 40, lines=[lines[25]] * 2), "position 25 came where 26 was due"),
        ("before the run", run(20, 40, lines=[lines[19]]), "position 19 came where 20 was due"),
        ("behind the run", run(20, 40, lines=[lines[40]]), "position 40 came where 20 was due"),
        ("a run skipped", part(30, 40), "begins at 30 where 20 was due"),
        ("a run doubled", part(10, 20), "begins at 10 where 20"),
        ("another epoch", run(20, 40, epoch="0", lines=[]), "another epoch"),
        ("malformed", HONEST.head(20, 30) + b"{}\n", "malformed where 20"),
    ]:
        broken(tally, f"selection: {what}", part(0, 10) + part(10, 20) + stream, words, kept, more=more)


def refusals(tally):
    """What the service refuses, and what the command line does not allow."""
    everything, stream = b"".join(HONEST.lines), HONEST.run(0, 60)
    for status in (408, 429, 500, 502, 503, 504):
        done = receive((status, "later"), stream)
        tally.same(f"{status}: again", (done.status, done.stored), (0, everything))
        tally.true(f"{status}: told", f"says {status}: later" in done.err, done)
    for status, expected in [(400, 1), (401, 1), (403, 1), (404, 1), (410, 7)]:
        done = receive(TWO, (status, "the reason"))
        tally.same(f"{status}: the end", (done.status, done.stored), (expected, b"".join(HONEST.lines[:20])))
        tally.true(f"{status}: told", f"says {status}: the reason" in done.err and "Traceback" not in done.err, done)
    for what, more in [
        ("no such option", ["--none"]), ("a number", ["--until", "x"]), ("no log's key", ["--log-key", "x"]),
        ("another key's id", ["--log-key", SIGNER.key.replace("+" + SIGNER.id.hex(), "+00000000")]),
        ("a witness's key", ["--log-key", "w+01020304+" + base64.b64encode(b"\4" + bytes(32)).decode()]),
        ("no file of a key", ["--key", "/nowhere/key"]), ("no folder", ["--store", "/dev/null/store"]),
    ]:
        done = receive(stream, more=more, log=None)
        tally.same(f"usage: {what}", (done.status, len(done.err.splitlines()), done.asked), (1, 1, []))
    for what, url in [("no address", "here"), ("no scheme known", "none://host/events"), ("no host", "http:///events")]:
        with folder() as place:
            done = Done(url, place, 59)
            tally.same(f"usage: {what}", (done.status, len(done.err.splitlines())), (1, 1))


# MARK: Interruptions

def serve(history, chance, pause=0.0):
    """Answers honestly from where the receiver is, in runs of any length, with checkpoints mostly behind."""
    def answer(query):
        first = int(query["lastEventId"].partition(":")[2]) + 1 if "lastEventId" in query else 0
        while first < len(history.lines):
            end = min(first + chance.randrange(1, 14), len(history.lines))
            yield history.run(first, end, history.notes[chance.randrange(max(1, first - 20), first + 10) // 10])
            first = end
            time.sleep(pause)
    return answer


def long_history(count=400):
    history = History(count)
    history.notes = [history.note(size) for size in range(0, count + 10, 10)]
    return history


def cuts(tally):
    """Cut off at any byte, of the headers too, gently and not: stored once, in order."""
    history, chance = long_history(), random.Random(9)
    answer = serve(history, chance)

    def cut(handler, query):
        body, length = b"".join(answer(query)), chance.randrange(chance.choice([120, 12_000, 12_000, 12_000]))
        data, how = response(body, chunk=chance.randrange(1, 3_000), is_ended=False)[:length], chance.randrange(6)
        if how == 0:  # as if it were the end
            data = response(body[:length])
        if how == 1:  # as an old server does
            data = b"HTTP/1.0 200 OK\r\n\r\n" + body[:length]
        handler.wfile.write(data)
        if how == 2:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            handler.connection.close()

    def whole(handler, query):
        handler.wfile.write(response(b"".join(answer(query))))

    done = receive(*[cut] * 40, whole, until=399)
    tally.same("cuts: ends well", (done.status, "Traceback" in done.err), (0, False))
    tally.true("cuts: each was one", 35 <= len(done.asked) <= 41, len(done.asked))
    tally.same("cuts: stored once, in order", done.stored, b"".join(history.lines))
    tally.true("cuts: the root", f"root {root(history.leaves).hex()}" in done.out, done)
    asked = [int(query.get("lastEventId", ":-1").partition(":")[2]) for query in done.asked]
    tally.true("cuts: gone on each time", asked == sorted(asked) and len(set(asked)) > 15, asked)


def crashes(tally):
    """Killed at each step of writing, and at any time: it goes on, and what state.json says is there."""
    history, chance = long_history(), random.Random(10)
    answer = serve(history, chance)

    def whole(handler, query):
        handler.wfile.write(response(b"".join(answer(query))))

    def killed(place, what):
        tally.true(f"{what}: killed", (place / "lock").exists())
        if (place / "state.json").exists():
            state, stored = json.loads(read(place / "state.json")), read(place / "events.ndjson")
            expected = b"".join(history.lines[:state["next"]])
            tally.same(f"{what}: what is good", (stored[:state["bytes"]], state["bytes"]), (expected, len(expected)))

    with folder() as place, Service(*[whole] * 20) as service:
        for steps, calls in [("fsync,replace", calls) for calls in range(1, 14)] + [("leaf", 3), ("leaf", 60), ("leaf", 35)]:
            program = ["-c", DYING, str(RECEIVER.parent), str(calls), steps]
            done = Done(service.url, place, 399, program=program)
            tally.same(f"dies at {steps} {calls}", done.status, -signal.SIGKILL)
            killed(place, f"{steps} {calls}")
        done = Done(service.url, place, 399)
        tally.same("after all: ends well", (done.status, done.stored), (0, b"".join(history.lines)))
        tally.true("after all: the root", f"root {root(history.leaves).hex()}" in done.out, done)
    dripping = serve(history, chance, pause=0.02)

    def drip(handler, query):
        handler.wfile.write(response(b"", is_ended=False))
        for run in dripping(query):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(run), run))

    with folder() as place, Service(*[drip] * 3, whole) as service:
        for n in range(3):
            child = subprocess.Popen(command(service.url, place, 399), env=CLEAN)
            wait_until(lambda: len(service.asked) > n, what="a connection")
            time.sleep(chance.random() * 0.1)
            child.kill()
            child.wait()
            killed(place, f"kill {n}")
        done = Done(service.url, place, 399)
        tally.same("killed at any time: ends well", (done.status, done.stored), (0, b"".join(history.lines)))


def damage(tally):
    """A store that somebody changed is told and left alone; what a crash leaves behind is cut off; only one receives."""
    stream = HONEST.run(0, 20, HONEST.note(20)) + HONEST.run(20, 40)
    good = b"".join(HONEST.lines[:40])
    for what, change, words, status in [
        ("events deleted", lambda place: (place / "events.ndjson").unlink(), "has 0 bytes, by state.json", 7),
        ("events shortened", lambda place: os.truncate(place / "events.ndjson", len(good) - 1), "bytes, by state.json", 7),
        ("state deleted", lambda place: (place / "state.json").unlink(), "by state.json 0: one of them was", 7),
        ("state cut off", lambda place: os.truncate(place / "state.json", 30), "state.json is malformed", 7),
        ("state of something else", lambda place: (place / "state.json").write_text("[7]"), "state.json is malformed", 7),
        ("state of nothing", lambda place: (place / "state.json").write_text("{}"), "state.json is malformed", 7),
        ("state of words", lambda place: (place / "state.json").write_text(json.dumps(
            {**json.loads(read(place / "state.json")), "bytes": "x"})), "state.json is malformed", 7),
        ("events behind the end", lambda place: (place / "events.ndjson").write_bytes(good + HONEST.lines[3] + b"{"), "", 0),
        ("a state half written", lambda place: (place / "state.json.new").write_text('{"epo'), "", 0),
        ("a signed event changed", lambda place: (place / "events.ndjson").write_bytes(
            good.replace(b"r-30", b"r-31")), "over 35 events has another root", 7),
    ]:
        with folder() as place:
            tally.same(f"{what}: before", receive(stream, until=39, place=place).status, 0)
            change(place)
            before = read(place / "events.ndjson")
            done = receive(HONEST.run(40, 60, HONEST.note(35)), place=place)
            tally.true(f"{what}: told", done.status == status and words in done.err and "Traceback" not in done.err, done)
            tally.same(f"{what}: left alone", done.stored, b"".join(HONEST.lines) if status == 0 else before)
    with folder() as place:
        tally.same("a whole feed", receive(stream, until=39, place=place).status, 0)
        done = receive(HONEST.run(40, 60), place=place, more=("--type", "complaint.received"))
        tally.true("and a part of it do not mix", done.status == 1 and "is of events?" in done.err, done)
        tally.same("nothing was asked", (done.asked, done.stored), ([], good))
    free = threading.Event()

    def slow(handler, _):
        handler.wfile.write(response(HONEST.run(0, 20), is_ended=False))
        free.wait(120)
        rest = HONEST.run(20, 60)
        handler.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(rest), rest))

    with folder() as place, Service(slow) as service:
        child = subprocess.Popen(command(service.url, place, 59), env=CLEAN, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        wait_until(lambda: b'"next": 20' in read(place / "state.json"), what="a run")
        second = receive(HONEST.run(0, 60), place=place)
        tally.true("a second receiver", second.status == 1 and "another receiver is at work" in second.err, second)
        tally.same("does nothing", (second.asked, second.stored), ([], b"".join(HONEST.lines[:20])))
        free.set()
        child.communicate(timeout=120)
        tally.same("the first goes on", (child.returncode, read(place / "events.ndjson")), (0, b"".join(HONEST.lines)))
