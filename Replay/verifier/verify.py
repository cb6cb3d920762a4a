#!/usr/bin/env python3
"""Checks evidence of a Cairn ledger without any of its code. Needs Python 3.9 and the package `cryptography`.
  verify.py proof FILE… --key KEY            events are in the log (`cairn prove`)
  verify.py consistency FILE… --key KEY      one checkpoint extends another (`cairn prove --extends`)
  verify.py package ZIP… --key KEY           every file of an audit package, its checkpoint, history, answers, proofs
  verify.py checkpoint NOTE… --key KEY       the log signed them, and those of one size agree
  verify.py history EVENTS… --checkpoint NOTE --key KEY    an export begins with what the checkpoint is over
  verify.py answer FILE… --checkpoint NOTE [--history EVENTS] --key KEY     answers; of `explain --proofs` all sums too
--witness KEY demands a cosignature, --old-key KEY signed the older checkpoint. A KEY is a C2SP verifier key from a source
that you trust. EVENTS may end in .gz or .zst. Exit status: 0 it holds, 1 refused, with the reason's name, 2 usage.
What an event adds to a sum is not looked up in it. Formats: Schemas/evidence-format.md."""
import argparse, base64, datetime, functools, hashlib, itertools, json, os, re, subprocess, sys, tempfile, zipfile
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
LEAF, NODE, EPOCH = b"\x00", b"\x01", datetime.datetime(1970, 1, 1)
sha256 = lambda data, prefix=b"": hashlib.sha256(prefix + data).digest()
read = lambda *path: open(os.path.join(*path), "rb").read()
need = lambda holds, name, words: None if holds else sys.exit(f"refused: {name}: {words}")

def unbase64(text, name):
    right = re.fullmatch("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)", text)
    data = base64.b64decode(text) if right else b""
    return data if base64.b64encode(data).decode() == (text or 0) else need(False, name, "base 64 in its one spelling")

class Key:  # c2sp.org/signed-note
    def __init__(self, text, kind):
        match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", text.strip()) or need(False, "notAKey", "not a key's form")
        data = unbase64(match[3], "notAKey")
        self.name, self.kind, self.id = match[1], kind, sha256(match[1].encode() + b"\n" + data)[:4]
        need(data[0] == kind and self.id.hex() == match[2], "notAKey", f"its kind is not {kind}, or its id is not its own")
        self.public = Ed25519PublicKey.from_public_bytes(data[1:])

class Note:  # c2sp.org/signed-note
    def __init__(self, note):
        need(not re.search(r"[\0-\x09\x0b-\x1f]", note) and len(note.encode()) <= 65536, "notANote", "it is too long or binary")
        text, blank, rest = note.rpartition("\n\n")
        lines = [re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line) for line in rest.split("\n")[:-1]]
        need(blank and rest.endswith("\n") and 0 < len(lines) <= 64 and all(lines), "notANote", "no text, no or odd signatures")
        signed = [(line[1], unbase64(line[2], "notANote")) for line in lines]
        self.signatures = [(name, data[:4], data[4:]) for name, data in signed]
        self.text = text + "\n"

    def verify(self, *signers):
        for signer in signers:
            signed = [data for name, id, data in self.signatures if (name, id) == (signer.name, signer.id)]
            need(signed, "notSigned", f"it bears no signature by {signer.name}")
            for data in signed:
                time, data = (data[:8], data[8:]) if signer.kind == 4 else (b"", data)
                moment = b"cosignature/v1\ntime %d\n" % int.from_bytes(time, "big") if time else b""
                try:
                    signer.public.verify(data, moment + self.text.encode())
                except InvalidSignature:
                    need(False, "badSignature", f"the signature is not by {signer.name}")

class Checkpoint(Note):  # c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature
    def __init__(self, note):
        super().__init__(note)
        body = self.text.split("\n")[:-1]
        right = len(body) > 2 and "" not in body and re.fullmatch("0|[1-9][0-9]{0,18}", body[1])
        self.root = unbase64(body[2], "notACheckpoint") if right and int(body[1]) < 1 << 63 else b""
        need(len(self.root) == 32, "notACheckpoint", "origin, number of entries and a root of 32 bytes are expected")
        self.origin, self.size = body[0], int(body[1])

    def verify(self, key, *witnesses):
        need(self.origin == key.name, "otherLog", f"it is a checkpoint of {self.origin}, not of {key.name}")
        super().verify(key, *witnesses)

def walk(path, index, last, old, new):  # RFC 9162, 2.1.3.2 and 2.1.4.2
    for sibling in path:
        need(last, "pathTooLong", f"a path of {len(path)} hashes goes on behind the root")
        is_left = index & 1 or index == last
        old = sha256(sibling + old, NODE) if is_left else old
        new = sha256(sibling + new if is_left else new + sibling, NODE)
        while is_left and not index & 1 and index:
            index, last = index >> 1, last >> 1
        index, last = index >> 1, last >> 1
    need(not last, "pathTooShort", f"a path of {len(path)} hashes does not reach the root")
    return old, new

def check_inclusion(leaf, index, size, path, root):
    need(index < size, "indexOutsideTree", f"entry {index} is not in a tree of {size} entries")
    _, found = walk(path, index, size - 1, leaf, leaf)
    need(found == root, "otherRoot", f"the path leads to {found.hex()}, the tree's root is {root.hex()}")

def check_consistency(old, new, path):
    need(old.size <= new.size, "sizesReversed", f"the older tree has {old.size} entries, the newer one {new.size}")
    if old.size in (0, new.size):
        need(not path, "pathTooLong", f"a path of {len(path)} hashes goes on behind the root")
        need(old.root == (new.root if old.size else sha256(b"")), "otherOldRoot", "one size has two roots")
        return need(old.size < new.size or old.root == new.root, "otherRoot", "one size has two roots")
    path = path if old.size & (old.size - 1) else [old.root] + path
    need(path, "pathTooShort", "there is no path")
    index, last = old.size - 1, new.size - 1
    shift = (index ^ (index + 1)).bit_length() - 1  # up while the old tree ends with a left side's last entry
    index, last = index >> shift, last >> shift
    older, newer = walk(path[1:], index, last, path[0], path[0])
    need(older == old.root, "otherOldRoot", f"the path rebuilds {older.hex()}, not the older root")
    need(newer == new.root, "otherRoot", f"the path leads to {newer.hex()}, not the newer root")

def parse(data, what, format=None):
    twice = f"{what}: a name stands there twice"
    value = json.loads(data, object_pairs_hook=lambda all: need(len(dict(all)) == len(all), "malformed", twice) or dict(all))
    right = isinstance(value, dict) and format in (None, value.get("format"))
    return need(right, "malformed", f"{what} is not an object, or not of the format {format}") or value

def canonical(value):  # RFC 8785; numbers of events are whole
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(item) for name, item in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    need(not isinstance(value, float), "malformed", "an event holds a number with a fraction or exponent")
    return json.dumps(value, ensure_ascii=False)

def entry_of(position, recorded, digest):
    spelled = re.fullmatch("(19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}T[0-9:]{8}[.][0-9]{3}Z", str(recorded))
    need(spelled, "malformed", "`recordedtime` is not a time such as 2019-07-01T02:00:00.000Z")
    millis = (datetime.datetime.fromisoformat(recorded[:-1]) - EPOCH) // datetime.timedelta(milliseconds=1)
    return millis, position.to_bytes(8, "big") + millis.to_bytes(8, "big") + digest

def leaf_of(event):  # position, recorded milliseconds, leaf hash, name
    sequence = event.get("sequence")
    need(type(sequence) is str and re.fullmatch("[0-9]{12}|[1-9][0-9]{12,18}", sequence), "malformed", "no `sequence`")
    given = canonical({name: value for name, value in event.items() if name not in ("sequence", "recordedtime")})
    millis, entry = entry_of(int(sequence), event.get("recordedtime"), sha256(given.encode()))
    return int(sequence), millis, sha256(entry, LEAF), f"{event.get('source')}#{event.get('id')}"

def hashes(texts, name="path"):
    right = isinstance(texts, list) and all(re.fullmatch("[0-9a-f]{64}", str(text)) for text in texts)
    return need(right, "malformed", f"`{name}` holds no hashes of 64 hex digits") or list(map(bytes.fromhex, texts))

def need_type(file, name, kind=int):
    value = file.get(name)
    right = type(value) is kind and (kind != int or 0 <= value < 1 << 63)
    return value if right else need(False, "malformed", f"`{name}` is not as it should be")

def check_proof(path, key, witnesses, _=None):
    file = parse(read(path), "the proof", "cairn-proof/1")
    event, index, size = need_type(file, "event", dict), need_type(file, "leafIndex"), need_type(file, "treeSize")
    path, checkpoint = hashes(file.get("path")), Checkpoint(need_type(file, "checkpoint", str))
    checkpoint.verify(key, *witnesses)
    need(size == checkpoint.size, "otherSize", "checkpoint and proof are over other sizes")
    position, _, leaf, _ = leaf_of(event)
    need(position == index, "otherPosition", f"the event says {position}, the proof {index}")
    check_inclusion(leaf, index, size, path, checkpoint.root)
    return f"the event at position {index} is in {key.name}, under its checkpoint over {size} events"

def check_extension(path, key, witnesses, old_key):
    file = parse(read(path), "the proof", "cairn-consistency/1")
    old, new = (Checkpoint(need_type(file, name, str)) for name in ("old", "new"))
    old.verify(old_key or key)
    new.verify(key, *witnesses)
    check_consistency(old, new, hashes(file.get("path")))
    return f"the {new.size} events of {key.name} begin with its {old.size}"

def roots(lines, sizes, named):  # over the first n events of an export, for each n; they have the names given
    found, peaks, count, latest = {0: sha256(b"")}, [], 0, 0
    for count, line in enumerate(itertools.islice(lines, max(sizes)), 1):
        position, millis, leaf, name = leaf_of(parse(line, f"line {count}"))
        need(position == count - 1, "sequence", f"line {count} holds position {position}, {count - 1} is expected")
        need(named.get(position, name) == name, "otherEvent", f"position {position} holds {name}")
        need(millis >= latest, "recordedTime", f"position {position} was recorded before its elder")
        latest, peak = millis, (1, leaf)
        while peaks and peaks[-1][0] == peak[0]:
            peak = (2 * peak[0], sha256(peaks.pop()[1] + peak[1], NODE))
        peaks.append(peak)
        if count in sizes:
            found[count] = functools.reduce(lambda root, peak: sha256(peak + root, NODE), [peak[1] for peak in peaks[::-1]])
    need(count >= max(sizes), "tooFewEvents", f"the export holds {count} events, {max(sizes)} are needed")
    return found

def lines_of(path):
    unpack = ["zstd", "-dcq", path] if path.endswith(".zst") else ["gzip", "-dc", path] if path.endswith(".gz") else None
    return subprocess.Popen(unpack, stdout=subprocess.PIPE).stdout if unpack else open(path, "rb")

def check_history(lines, checkpoint, answers=()):
    named = {event["position"]: event["event"] for answer in answers for event in answer.get("events", [])}
    found = roots(lines, {checkpoint.size, *(answer["treeSize"] for answer in answers)}, named)
    need(found[checkpoint.size] == checkpoint.root, "otherRoot", "the export makes another root than the checkpoint's")
    need(all(found[a["treeSize"]].hex() == a["rootHash"] for a in answers), "otherRoot", "an answer names another root")
    return f"the first {checkpoint.size} events are those of {checkpoint.origin}'s checkpoint"

def check_answer(path, checkpoint, has_history):
    answer = parse(read(path), "the answer")
    size, root = need_type(answer, "treeSize"), hashes([answer.get("rootHash")], "rootHash")[0]
    need(size <= checkpoint.size, "tooFewEvents", f"the checkpoint is over {checkpoint.size} events, not {size}")
    need(size < checkpoint.size or root == checkpoint.root, "otherRoot", "the answer names another root")
    need(size == checkpoint.size or has_history, "historyNeeded", f"the answer is over {size} events: give --history")
    for event in answer.get("events", []):  # an explanation: its events are in the tree, its terms are their sums
        proof, position = need_type(event, "proof", dict), need_type(event, "position")
        entry = entry_of(position, event.get("recordedAt"), hashes([proof.get("digest")], "digest")[0])[1]
        check_inclusion(sha256(entry, LEAF), position, size, hashes(proof.get("path")), root)
    for term in answer.get("terms", []):
        sums = [(item["amount"], [entry.get("amount") for entry in item["entries"]]) for item in term["items"]]
        right = all(None in parts or amount == sum(parts) for amount, parts in sums)
        need(right and term["value"] == sum(amount for amount, _ in sums), "otherSum", f"{term['name']} is another sum")
    return answer

def check_package(path, key, witnesses, _=None):
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(path) as archive:
        names, note = archive.namelist(), Note(archive.read("manifest.note").decode())
        manifest, sums = archive.read("manifest.json"), archive.read("SHA256SUMS").decode()
        note.verify(key)
        need(f" {sha256(manifest).hex()}\n" in note.text, "otherFile", "the manifest is not what the log signed")
        listed = {file["name"]: file for file in parse(manifest, "the manifest")["files"]}
        right = sorted(names) == sorted([*listed, "manifest.json", "manifest.note", "SHA256SUMS"])
        right = right and all(archive.getinfo(name).file_size == listed[name]["bytes"] for name in listed)
        right = right and archive.infolist()[0].header_offset == 0 and read(path)[-22:-18] == b"PK\5\6"
        need(right, "otherFiles", "the archive does not hold each file of the manifest once, of its length, and no other")
        archive.extractall(folder)
        right = sorted(f"{sha256(read(folder, name)).hex()}  {name}" for name in names if name != "SHA256SUMS")
        need(sorted(sums.splitlines()) == right, "otherFile", "SHA256SUMS is not of these files")
        for name, digest in itertools.product(listed, {"sha256", "sm3"} & hashlib.algorithms_available):
            right = hashlib.new(digest, read(folder, name)).hexdigest() == listed[name][digest]
            need(right, "otherFile", f"{name} is not as the manifest says")
        checkpoint = Checkpoint(read(folder, "checkpoint.txt").decode())
        checkpoint.verify(key, *witnesses)
        answers = [check_answer(f"{folder}/{name}", checkpoint, True) for name in listed if re.match(r"answers/.*json$", name)]
        meant = [sha256(read(folder, f"definitions/{a['indicator']}.json")).hex() == a["definition"] for a in answers]
        need(all(meant), "otherDefinition", "an answer bears the digest of another definition")
        check_history(lines_of(f"{folder}/events.ndjson.zst"), checkpoint, answers)
        proofs = [check_proof(f"{folder}/{name}", key, witnesses) for name in listed if re.match(r"proofs/.*json$", name)]
    return f"{len(listed)} files, {len(answers)} answers, {len(proofs)} proofs on {checkpoint.size} events of {key.name}"

CHECKS = {"proof": check_proof, "consistency": check_extension, "package": check_package}
def run(what, files, key, witness, checkpoint, history, old_key):
    key, old_key, witnesses = Key(key, 1), old_key and Key(old_key, 1), [Key(text, 4) for text in witness]
    if what in CHECKS:
        return [CHECKS[what](path, key, witnesses, old_key) for path in files]
    checkpoints = [Checkpoint(read(path).decode()) for path in ([checkpoint] if checkpoint else files)]
    [one.verify(key, *witnesses) for one in checkpoints]
    right = len({one.size for one in checkpoints}) == len({(one.size, one.root) for one in checkpoints})
    need(right, "forked", "the log signed two roots over one number of events")
    if what != "answer":
        signed = [f"{key.name} signed {one.size} events" for one in checkpoints]
        return signed if what == "checkpoint" else [check_history(lines_of(path), checkpoints[0]) for path in files]
    answers = [check_answer(path, checkpoints[0], history) for path in files]
    history and check_history(lines_of(history), checkpoints[0], answers)
    return [f"the answer stands on the first {answer['treeSize']} events of {key.name}" for answer in answers]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=[*CHECKS, "checkpoint", "history", "answer"])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--witness", action="append", default=[])
    [parser.add_argument(f"--{name}", required=name == "key") for name in ("key", "checkpoint", "history", "old-key")]
    try:
        print(*run(**vars(parser.parse_args())), sep="\n")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, zipfile.BadZipFile) as error:
        sys.exit(f"refused: {error}" if isinstance(error, OSError) else f"refused: malformed: {error!r}")
