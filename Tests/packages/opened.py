"""A package as its receiver opens it: the archive, its manifest and digests, its events, its CSV tables."""

import csv
import hashlib
import io
import json
import subprocess
import zipfile

from wire import utc_text


class Opened:
    """One package."""

    def __init__(self, path, check, place):
        self.check, self.place = check, place
        self.archive = zipfile.ZipFile(path)
        self.equal("damaged member", self.archive.testzip(), None)
        self.names = self.archive.namelist()
        self.manifest = json.loads(self.read("manifest.json"))

    def equal(self, what, found, expected):
        """Notes a difference."""
        self.check.equal(f"{self.place}: {what}", found, expected)

    def read(self, name):
        """Bytes of a member."""
        return self.archive.read(name)

    def table(self, name):
        """A CSV table as a list of dictionaries; an apostrophe before a would-be formula taken off."""
        text = self.read(f"csv/{name}.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        for row in rows:
            for column, value in row.items():
                if value[:1] == "'" and value[1:2] in "=+-@\t\r" and value[1:2]:
                    row[column] = value[1:]
        return rows

    def tables(self):
        """Names of all CSV tables."""
        return [n[4:-4] for n in self.names if n.startswith("csv/")]

    def check_digests(self):
        """Manifest and sums against the bytes; nothing unlisted, no time or owner of a machine."""
        listed = {file["name"]: file for file in self.manifest["files"]}
        unlisted = {"manifest.json", "manifest.note", "SHA256SUMS"}
        self.equal("listed files", set(self.names) - set(listed), unlisted)
        self.equal("missing files", set(listed) - set(self.names), set())
        for name, file in listed.items():
            content = self.read(name)
            self.equal(f"{name} bytes", len(content), file["bytes"])
            self.equal(f"{name} sha256", hashlib.sha256(content).hexdigest(), file["sha256"])
            if "sm3" in hashlib.algorithms_available:
                self.equal(f"{name} sm3", hashlib.new("sm3", content).hexdigest(), file["sm3"])
        sums = dict(
            reversed(line.split("  ")) for line in self.read("SHA256SUMS").decode().splitlines()
        )
        self.equal("SHA256SUMS", set(sums), set(self.names) - {"SHA256SUMS"})
        for name, digest in sums.items():
            self.equal(f"sum of {name}", hashlib.sha256(self.read(name)).hexdigest(), digest)
        for definition in self.manifest["definitions"]:
            if not definition["name"].startswith("table:"):
                name = definition["name"]
                found = hashlib.sha256(self.read(f"definitions/{name}.json")).hexdigest()
                self.equal(f"definition of {name}", found, definition["sha256"])
                answer = json.loads(self.read(f"answers/{name}.json"))
                self.equal(f"definition in {name}", answer["definition"], found)
        for member in self.archive.infolist():
            self.equal(f"{member.filename} time", member.date_time, (1980, 1, 1, 0, 0, 0))

    def event_lines(self):
        """The events as lines."""
        packed = self.read("events.ndjson.zst")
        text = subprocess.run(["zstd", "-dcq"], input=packed, capture_output=True, check=True)
        return text.stdout.decode().splitlines()

    def check_events(self, events):
        """The events are those recorded up to the instant, in order, and give the root hash."""
        from wire import root_hash

        lines = [json.loads(line) for line in self.event_lines()]
        self.equal("number of events", len(lines), self.manifest["treeSize"])
        known = events[: len(lines)]
        for event, line in zip(known, lines):
            if event.reference != f"{line['source']}#{line['id']}" or (
                utc_text(event.recorded) != line["recordedtime"]
                or int(line["sequence"]) != event.position
            ):
                self.equal("event", f"{line['source']}#{line['id']}", event.reference)
                break
        self.equal("root hash", self.manifest["rootHash"], root_hash(known))
        limit = self.manifest["question"]["knownAt"]
        self.equal("all that was known", all(utc_text(e.recorded) <= limit for e in known), True)
        later = events[len(lines):]
        self.equal("nothing later", all(utc_text(e.recorded) > limit for e in later), True)
