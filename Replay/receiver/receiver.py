#!/usr/bin/env python3
"""Follows a Cairn feed and keeps what it brings, without trusting who sends it. Needs Python 3.9.
  receiver.py URL --store DIR [--key FILE] [--log-key KEY] [--until POSITION] [--type T,…] [--county C,…] [--pause SECONDS]
URL is a feed's address, such as http://127.0.0.1:8642/v1/feeds/events, FILE holds the API key or token, KEY is the ledger's
C2SP verifier key from a source that you trust (it needs the package `cryptography`). Ends when POSITION was reached.
Every event is stored once, in order, in DIR/events.ndjson; DIR/state.json says how far all is good, and how far signed. Of
the feed `events` everything is verified: positions without gaps, each run up to its end, the digest of the entry before it
and, with --log-key, each checkpoint's signature and root. Of a selection (another feed, --type, --county) only the order can
be. After any interruption (of this program, the network, the service) it goes on behind the last event stored.
Exit status: 0 POSITION was reached, 7 what was sent or stored does not hold together (what was stored stays as it is, the
run that broke is not stored), 1 usage, or the service or the disk refuses. Formats: Schemas/evidence-format.md."""
import argparse, base64, datetime, fcntl, functools, hashlib, http.client, json, os, sys, time
import urllib.error, urllib.parse, urllib.request
LINE_MAX = 1 << 20  # no event and no head is that long
AGAIN = (408, 429, 500, 502, 503, 504)  # answers of a service that may be well again later
MALFORMED = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
EPOCH, MILLISECOND = datetime.datetime(1970, 1, 1), datetime.timedelta(milliseconds=1)

class Broken(Exception):
    """What the service sends does not hold together, or not with what is stored."""

def number(text):
    """A whole number as a ledger has them; int() takes no fraction and no exponent."""
    if len(text) > 20:
        raise ValueError("a number is too large")
    return int(text)

decode = json.JSONDecoder(parse_int=number, parse_float=number, parse_constant=number).decode
encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def leaf(line):
    """Position and leaf hash (RFC 9162) of an entry: position, recorded time, and digest of the event without these two.
    A line is taken in its one spelling only, with all members in their places: else several lines had one digest."""
    event = decode(line.decode())
    sequence, recorded = event["sequence"], event["recordedtime"]
    position, moment = number(sequence), datetime.datetime.fromisoformat(recorded[:-1])
    spelled = (f"{position:012}", moment.isoformat(timespec="milliseconds") + "Z")
    if (sequence, recorded) != spelled or list(event) != sorted(event) or encode(event).encode() != line:
        raise ValueError("an event is not in its canonical form")
    del event["sequence"], event["recordedtime"]
    entry = position.to_bytes(8, "big") + ((moment - EPOCH) // MILLISECOND).to_bytes(8, "big")
    return position, sha(b"\0", entry, sha(encode(event).encode()))

def grow(tree, size, digest):
    """Adds an entry to the Merkle tree over `size` ones, kept as its perfect subtrees (in hex), the largest first."""
    while size & 1:
        digest, size = sha(b"\1", bytes.fromhex(tree.pop()), digest), size >> 1
    tree.append(digest.hex())

def root_of(tree):
    digests = map(bytes.fromhex, reversed(tree))
    return functools.reduce(lambda right, left: sha(b"\1", left, right), digests) if tree else sha()

def log_key(text):
    """Name, id and public key (C2SP signed note, Ed25519)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    name, key_id, key = (text.split("+", 2) + ["", ""])[:3]
    key = base64.b64decode(key)
    if key[:1] != b"\1" or sha(name.encode(), b"\n", key)[:4].hex() != key_id:
        raise ValueError("--log-key is not the key of a log")
    return name, key_id, Ed25519PublicKey.from_public_bytes(key[1:])

def checkpoint(note, name, key_id, key):
    """Size and root of a checkpoint, after its signature."""
    from cryptography.exceptions import InvalidSignature
    text, _, signatures = note.rpartition("\n\n")
    origin, size, root = text.split("\n")[:3]
    signed = [base64.b64decode(line.split(" ")[2]) for line in signatures.splitlines() if line.split(" ")[1] == name]
    signed = [data[4:] for data in signed if data[:4].hex() == key_id]
    if origin != name or not signed:
        raise Broken("a checkpoint is not signed by the log")
    try:
        key.verify(signed[0], (text + "\n").encode())
    except InvalidSignature:
        raise Broken("a checkpoint's signature is wrong")
    return number(size), base64.b64decode(root)

class Store:
    """events.ndjson, and state.json that says how far it is good: what a crash left behind that is cut off."""

    def __init__(self, args):
        self.filters = {name: value for name, value in (("type", args.type), ("county", args.county)) if value}
        selection = args.url.rpartition("/")[2] + "?" + urllib.parse.urlencode(self.filters)
        self.is_whole, self.log = selection == "events?", args.log_key and log_key(args.log_key)
        self.note, self.pending = None, {}  # the last note; roots by signed sizes that were not reached yet
        os.makedirs(args.store, exist_ok=True)
        self.path, self.events_path = (os.path.join(args.store, name) for name in ("state.json", "events.ndjson"))
        self.lock = open(os.path.join(args.store, "lock"), "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.state = {"selection": selection, "epoch": None, "next": 0, "bytes": 0, "last": None, "tree": []}
        self.state["signed"] = {"size": 0, "bytes": 0, "tree": []}  # what the newest checkpoint is over, and where it ends
        self.events = open(self.events_path, "ab")
        size, good = self.events.tell(), 0
        try:
            with open(self.path) as file:
                found = json.load(file)
            self.state = {name: found[name] for name in self.state}
            good = self.state["bytes"]
            is_right = size >= good
        except FileNotFoundError:
            is_right = size == 0
        except MALFORMED as error:
            raise Broken(f"state.json is malformed: {error!r}")
        if not is_right:
            raise Broken(f"events.ndjson has {size} bytes, by state.json {good}: one of them was changed or removed")
        if self.state["selection"] != selection:
            raise ValueError(f"{args.store} is of {self.state['selection']}, not of {selection}")
        self.events.truncate(good)
        self.events.seek(good)
        self.keep()

    def keep(self):
        """First the events, then how far they are good."""
        self.events.flush()
        os.fsync(self.events.fileno())
        self.state["bytes"] = self.events.tell()
        with open(self.path + ".new", "w") as file:
            json.dump(self.state, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)

    def begin(self, line, before):
        """Ends the run before, of which all must have come, and takes the head of one that goes on there."""
        state, head = self.state, decode(line.decode())["feed"]
        first, end, epoch, note = (head[name] for name in ("from", "next", "epoch", "checkpoint"))
        if not (type(first) is type(end) is int and 0 <= first <= end < 1 << 63 and type(epoch) is str and epoch):
            raise ValueError(f"a head from {first!r} to {end!r} of {epoch!r}")
        if before and state["next"] != before["next"]:
            if self.is_whole:
                raise Broken(f"position {state['next']} is missing in a run that ends before {before['next']}")
            state["next"] = before["next"]
            self.keep()
        if state["epoch"] not in (None, epoch):
            raise Broken("the ledger has another epoch: it was restored")
        if first != state["next"]:
            raise Broken(f"a run begins at {first} where {state['next']} was due")
        if self.is_whole and head["previousEntry"] != state["last"]:
            raise Broken(f"the entry before {first} is not the one received")
        state["epoch"] = epoch
        if self.is_whole and self.log and note not in (None, self.note):
            (size, root), self.note = checkpoint(note, *self.log), note
            if self.pending.setdefault(size, root) != root:
                raise Broken(f"the log signed two roots over {size} events")
            if size <= first:
                self.compare(size)
        return head

    def take(self, line, head):
        """Takes an event of the run."""
        if not head:
            raise Broken("something else came where a head was due")
        state, (position, digest) = self.state, leaf(line)
        if not state["next"] <= position < head["next"] or self.is_whole and position != state["next"]:
            raise Broken(f"position {position} came where {state['next']} was due, in a run that ends before {head['next']}")
        self.events.write(line + b"\n")
        if self.is_whole:
            grow(state["tree"], position, digest)
        state.update(next=position + 1, last=digest.hex())
        if state["next"] in self.pending:
            self.compare(state["next"])
        return head

    def compare(self, size):
        """Compares a signed root with the tree over as many events, built on from where the last signed one ended."""
        state, signed, root = self.state, self.state["signed"], self.pending.pop(size)
        if size < signed["size"]:
            return
        tree, end = list(state["tree"]), self.events.tell()
        if size < state["next"]:
            with open(self.events_path, "rb") as file:
                file.seek(signed["bytes"])
                tree = list(signed["tree"])
                for position in range(signed["size"], size):
                    grow(tree, position, leaf(file.readline()[:-1])[1])
                end = file.tell()
        if root_of(tree) != root:
            raise Broken(f"the checkpoint over {size} events has another root: another history from {signed['size']} on")
        state["signed"] = {"size": size, "bytes": end, "tree": tree}

def lines(args, store):
    """The lines of one connection until it ends; one that is cut off is dropped, since it comes again."""
    query = {"format": "ndjson", **store.filters}
    if store.state["next"]:
        query["lastEventId"] = f"{store.state['epoch']}:{store.state['next'] - 1}"
    request = urllib.request.Request(args.url + "?" + urllib.parse.urlencode(query))
    if args.key:
        with open(args.key) as file:
            request.add_header("Authorization", "Bearer " + (file.read().split() or [""])[-1])
    try:
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                while (line := response.readline(LINE_MAX)).endswith(b"\n"):
                    yield line[:-1]
            if len(line) >= LINE_MAX:
                raise Broken("a line is too long")
        except urllib.error.HTTPError as error:
            told = f"the service says {error.code}: {error.read(4_096).decode('utf-8', 'replace')}"
            if error.code not in AGAIN:
                raise Broken(told) if error.code == 410 else ValueError(told)
            print(told, file=sys.stderr)
    except (OSError, http.client.HTTPException) as error:
        print(f"interrupted: {error!r}", file=sys.stderr)

def follow(args, store):
    """One connection: takes what comes until it ends, or --until is reached."""
    head, state = None, store.state
    for line in lines(args, store):
        try:
            head = (store.begin if line.startswith(b'{"feed":') else store.take)(line, head)
        except MALFORMED as error:
            raise Broken(f"malformed where {state['next']} was due: {error!r:.200}: {line[:200]!r}")
        if state["next"] == head["next"]:
            store.keep()
        if state["next"] > args.until:
            break
    store.keep()

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.error = lambda words: sys.exit(f"usage: {words}")
    parser.add_argument("url")
    parser.add_argument("--store", required=True)
    [parser.add_argument(f"--{name}") for name in ("key", "log-key", "type", "county")]
    parser.add_argument("--until", type=int, default=1 << 63)
    parser.add_argument("--pause", type=float, default=2.0)
    args, store = parser.parse_args(), None
    try:
        if not urllib.parse.urlsplit(args.url).hostname or not args.url.startswith(("http://", "https://")):
            raise ValueError("the address is not one of HTTP")
        store = Store(args)
        while store.state["next"] <= args.until:
            follow(args, store)
            time.sleep(args.pause if store.state["next"] <= args.until else 0)
    except Broken as error:
        if store:
            store.events.truncate(store.state["bytes"])
        print(f"stopped: {error}", file=sys.stderr)
        sys.exit(7)
    except BlockingIOError:
        sys.exit(f"another receiver is at work in {args.store}")
    except (OSError, ImportError, KeyboardInterrupt, *MALFORMED) as error:
        sys.exit(f"ended: {str(error) or 'interrupted'}")
    state = store.state
    signed = f"root {root_of(state['tree']).hex()}, signed up to {state['signed']['size']}"
    print(f"{state['next']} positions received, {signed if store.is_whole else 'a selection'}")

if __name__ == "__main__":
    main()
