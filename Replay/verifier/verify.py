#!/usr/bin/env python3
"""Checks evidence of a Cairn ledger without any of its code. Needs Python 3.9 and the package `cryptography`.

  verify.py proof FILE… --key KEY            events are in the log (`cairn prove`)
  verify.py consistency FILE… --key KEY      one checkpoint extends another (`cairn prove --extends`)
  verify.py checkpoint NOTE… --key KEY       the log signed them, and those of one size agree
  verify.py history EVENTS --checkpoint NOTE --key KEY     an export holds just what the checkpoint is over
  verify.py answer FILE… --checkpoint NOTE [--history EVENTS] --key KEY     answers stand on the log's events
  verify.py package ZIP --key KEY            an audit package: its files, checkpoint, history, answers and proofs

--witness KEY demands a cosignature. A KEY is a C2SP verifier key from a source that you trust. EVENTS may end in .gz
or .zst (unpacked by the program zstd) and may go on behind the checkpoint. Exit status: 0 it holds, 1 refused, with the
reason's name, 2 usage. In short: a digest is SHA-256 over RFC 8785 of the event without `sequence` and `recordedtime`;
an entry is position, recorded milliseconds (8 bytes each) and digest; the tree is that of RFC 6962 and RFC 9162.
"""
import argparse, base64, datetime, gzip, hashlib, json, re, subprocess, sys, zipfile
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

class Refused(Exception):
    pass

def need(holds, name, words):
    if not holds:
        raise Refused(f"{name}: {words}")

def sha256(data):
    return hashlib.sha256(data).digest()

def node(left, right):
    return sha256(b"\x01" + left + right)

def unbase64(text, name):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        data = b""
    need(data and base64.b64encode(data).decode() == text, name, "base 64 in its one spelling is expected")
    return data

class Key:  # c2sp.org/signed-note
    def __init__(self, text, kind):
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text.strip())
        need(match, "notAKey", "<name>+<id>+<base64> is expected")
        data = unbase64(match[3], "notAKey")
        self.name, self.kind, self.id = match[1], kind, sha256(match[1].encode() + b"\n" + data)[:4]
        need(len(data) == 33 and data[0] == kind, "notAKey", f"a key of kind {kind} is expected")
        need(self.id.hex() == match[2], "notAKey", "its id does not belong to its name and key")
        self.public = Ed25519PublicKey.from_public_bytes(data[1:])

class Checkpoint:  # c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature
    def __init__(self, note):
        need(not re.search(r"[\0-\x09\x0b-\x1f]", note), "notANote", "it holds control characters")
        text, blank, rest = note.rpartition("\n\n")
        lines = [re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line) for line in rest.split("\n")[:-1]]
        need(blank and rest.endswith("\n") and lines and all(lines), "notANote", "text and signatures are expected")
        signatures = [(line[1], unbase64(line[2], "notANote")) for line in lines]
        self.text, self.signatures = text + "\n", [(name, data[:4], data[4:]) for name, data in signatures]
        body = text.split("\n")
        need(len(body) > 2 and "" not in body and re.fullmatch("0|[1-9][0-9]{0,18}", body[1]),
             "notACheckpoint", "origin, number of entries and root are expected")
        self.origin, self.size, self.root = body[0], int(body[1]), unbase64(body[2], "notACheckpoint")
        need(len(self.root) == 32 and self.size < 1 << 63, "notACheckpoint", "a root has 32 bytes, a size 63 bits")

    def verify(self, key, witnesses=()):
        need(self.origin == key.name, "otherLog", f"it is a checkpoint of {self.origin}, not of {key.name}")
        for signer in (key, *witnesses):
            signed = [data for name, id, data in self.signatures if (name, id) == (signer.name, signer.id)]
            need(signed, "notSigned", f"it bears no signature by {signer.name}")
            for data in signed:
                message = self.text.encode()
                if signer.kind == 4:
                    message = b"cosignature/v1\ntime %d\n" % int.from_bytes(data[:8], "big") + message
                    data = data[8:]
                try:
                    signer.public.verify(data, message)
                except InvalidSignature:
                    need(False, "badSignature", f"the signature is not by {signer.name}")

def walk(path, index, last, fold):  # RFC 9162, 2.1.3.2 and 2.1.4.2
    for sibling in path:
        need(last, "pathTooLong", f"a path of {len(path)} hashes goes on behind the root")
        is_left = index & 1 or index == last
        fold(sibling, is_left)
        while is_left and not index & 1 and index:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    need(not last, "pathTooShort", f"a path of {len(path)} hashes does not reach the root")

def check_inclusion(leaf, index, size, path, root):
    need(0 <= index < size, "indexOutsideTree", f"entry {index} is not in a tree of {size} entries")
    found = [leaf]

    def fold(sibling, is_left):
        found[0] = node(sibling, found[0]) if is_left else node(found[0], sibling)

    walk(path, index, size - 1, fold)
    need(found[0] == root, "otherRoot", f"the path leads to {found[0].hex()}, the tree's root is {root.hex()}")

def check_consistency(old, new, path):
    need(old.size <= new.size, "sizesReversed", f"the older tree has {old.size} entries, the newer one {new.size}")
    if old.size in (0, new.size):
        need(not path, "pathTooLong", f"a path of {len(path)} hashes goes on behind the root")
        need(old.root == (new.root if old.size else sha256(b"")), "otherOldRoot", "one size has two roots")
        return
    path = path if old.size & (old.size - 1) else [old.root] + path
    need(path, "pathTooShort", "there is no path")
    index, last, found = old.size - 1, new.size - 1, [path[0], path[0]]
    while index & 1:
        index, last = index >> 1, last >> 1

    def fold(sibling, is_left):
        found[0] = node(sibling, found[0]) if is_left else found[0]
        found[1] = node(sibling, found[1]) if is_left else node(found[1], sibling)

    walk(path[1:], index, last, fold)
    need(found[0] == old.root, "otherOldRoot", f"the path rebuilds {found[0].hex()}, not the older root")
    need(found[1] == new.root, "otherRoot", f"the path leads to {found[1].hex()}, not the newer root")

def parse(data, what, format=None):
    def unique(pairs):
        need(len({name for name, _ in pairs}) == len(pairs), "malformed", f"{what}: a name stands there twice")
        return dict(pairs)

    try:
        value = json.loads(data, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        value = need(False, "malformed", f"{what} is not JSON ({error})")
    need(isinstance(value, dict), "malformed", f"{what} is not an object")
    need(format is None or value.get("format") == format, "malformed", f"{what} is not of the format {format}")
    return value

def canonical(value):  # RFC 8785; numbers of events are whole
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(item) for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    need(not isinstance(value, float), "malformed", "an event holds a number with a fraction or exponent")
    return json.dumps(value, ensure_ascii=False)

def leaf_of(event):
    """Position, recorded milliseconds and leaf hash of a recorded event."""
    sequence, recorded = event.get("sequence"), event.get("recordedtime")
    need(re.fullmatch("[0-9]{12}|[1-9][0-9]{12,18}", str(sequence)), "malformed", "`sequence` is not a position")
    try:
        time = datetime.datetime.strptime(str(recorded), "%Y-%m-%dT%H:%M:%S.%fZ")
        millis = (time - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
        digest = sha256(canonical({k: v for k, v in event.items() if k not in ("sequence", "recordedtime")}).encode())
    except ValueError as error:
        need(False, "malformed", f"`recordedtime` or a text cannot be read ({error})")
    need(time.isoformat(timespec="milliseconds") + "Z" == recorded and millis >= 0, "malformed", "`recordedtime` is wrong")
    entry = int(sequence).to_bytes(8, "big") + millis.to_bytes(8, "big") + digest
    return int(sequence), millis, sha256(b"\0" + entry)

def hashes(texts, name="path"):
    need(isinstance(texts, list) and all(re.fullmatch("[0-9a-f]{64}", str(text)) for text in texts),
         "malformed", f"`{name}` is not a list of hashes of 64 hex digits")
    return [bytes.fromhex(text) for text in texts]

def need_type(file, name, kind=int):
    value = file.get(name)
    need(type(value) is kind and (kind != int or 0 <= value < 1 << 63), "malformed", f"`{name}` is not as it should be")
    return value

def check_proof(data, key, witnesses):
    file = parse(data, "the proof", "cairn-proof/1")
    event, index, size = need_type(file, "event", dict), need_type(file, "leafIndex"), need_type(file, "treeSize")
    path, checkpoint = hashes(file.get("path")), Checkpoint(need_type(file, "checkpoint", str))
    checkpoint.verify(key, witnesses)
    need(size == checkpoint.size, "otherSize", "checkpoint and proof are over other sizes")
    position, _, leaf = leaf_of(event)
    need(position == index, "otherPosition", f"the event says {position}, the proof {index}")
    check_inclusion(leaf, index, size, path, checkpoint.root)
    return f"the event at position {index} is in {key.name}, under its checkpoint over {size} events"

def check_extension(data, key, witnesses):
    file = parse(data, "the proof", "cairn-consistency/1")
    old, new = (Checkpoint(need_type(file, name, str)) for name in ("old", "new"))
    path = hashes(file.get("path"))
    old.verify(key)
    new.verify(key, witnesses)
    check_consistency(old, new, path)
    return f"the {new.size} events of {key.name} begin with its {old.size}"

def roots(lines, sizes):
    """The roots over the first n events of an export, for each n."""
    found, peaks, count, latest = {0: sha256(b"")}, [], 0, None
    for line in lines:
        if count >= max(sizes):
            break
        position, millis, leaf = leaf_of(parse(line, f"line {count + 1}"))
        need(position == count, "sequence", f"line {count + 1} holds position {position}, {count} is expected")
        need(latest is None or millis >= latest, "recordedTime", f"position {position} was recorded before its elder")
        count, latest, peak = count + 1, millis, (1, leaf)
        while peaks and peaks[-1][0] == peak[0]:
            peak = (2 * peak[0], node(peaks.pop()[1], peak[1]))
        peaks.append(peak)
        if count in sizes:
            root = peaks[-1][1]
            for _, peak in reversed(peaks[:-1]):
                root = node(peak, root)
            found[count] = root
    need(count >= max(sizes), "tooFewEvents", f"the export holds {count} events, {max(sizes)} are needed")
    return found

def lines_of(path):
    if path.endswith(".zst"):
        return subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE).stdout
    return gzip.open(path) if path.endswith(".gz") else open(path, "rb")

def check_history(lines, checkpoint, answers=()):
    found = roots(lines, {checkpoint.size, *(answer["treeSize"] for answer in answers)})
    need(found[checkpoint.size] == checkpoint.root, "otherRoot", "the export makes another root than the checkpoint's")
    for answer in answers:
        need(found[answer["treeSize"]].hex() == answer["rootHash"], "otherRoot", "an answer names another root")
    return f"the first {checkpoint.size} events are those of {checkpoint.origin}'s checkpoint"

def check_answer(data, checkpoint, has_history):
    answer = parse(data, "the answer")
    size, root = need_type(answer, "treeSize"), hashes([answer.get("rootHash")], "rootHash")[0].hex()
    need(size <= checkpoint.size, "tooFewEvents", f"the checkpoint is over {checkpoint.size} events, not {size}")
    need(size < checkpoint.size or root == checkpoint.root.hex(), "otherRoot", "it names another root")
    need(size == checkpoint.size or has_history, "historyNeeded", f"the answer is over {size} events: give --history")
    return answer

def run(options):
    key = Key(options.key, 1)
    witnesses = [Key(text, 4) for text in options.witness]
    files = [open(path, "rb").read() for path in options.files] if options.what != "history" else []
    if options.what in ("proof", "consistency"):
        check = check_proof if options.what == "proof" else check_extension
        return [check(data, key, witnesses) for data in files]
    notes = [options.checkpoint] if options.checkpoint else options.files
    checkpoints = [Checkpoint(open(path, encoding="utf-8").read()) for path in notes]
    for checkpoint in checkpoints:
        checkpoint.verify(key, witnesses)
        twins = {other.root for other in checkpoints if other.size == checkpoint.size}
        need(len(twins) == 1, "forked", f"the log signed two roots over {checkpoint.size} events")
    if options.what == "checkpoint":
        return [f"{key.name} signed {checkpoint.size} events" for checkpoint in checkpoints]
    if options.what == "history":
        return [check_history(lines_of(path), checkpoints[0]) for path in options.files]
    answers = [check_answer(data, checkpoints[0], options.history) for data in files]
    if options.history:
        check_history(lines_of(options.history), checkpoints[0], answers)
    return [f"the answer stands on the first {answer['treeSize']} events of {key.name}" for answer in answers]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["proof", "consistency", "checkpoint", "history", "answer", "package"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--key", required=True)
    parser.add_argument("--witness", action="append", default=[])
    parser.add_argument("--checkpoint")
    parser.add_argument("--history")
    try:
        print(*run(parser.parse_args()), sep="\n")
    except (Refused, OSError, UnicodeError) as error:
        sys.exit(f"refused: {error}")
