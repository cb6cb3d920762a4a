"""What the driver asks of every peer. A peer answers what it can; the rest is a row that says why not."""

from pathlib import Path

import host


class Unsupported(Exception):
    """The peer cannot do this; the text says why and becomes the row."""


class Peer:
    """One store. `folder` is its own; `append` starts an empty store each time, `load` fills one that
    stays for the questions."""

    name = ""
    note = ""
    """Durability and client, as the report's table of peers prints them."""
    limit = ""
    """What bounds the peer's figures, in words."""
    no_writers = "only UmaDB and PostgreSQL were asked"
    """Why the peer was not measured with many writers."""
    big = False
    """Whether the peer gets the large history as well."""

    def __init__(self, scratch):
        self.folder = Path(scratch) / self.name.lower().replace(",", "").replace(" ", "-")
        self.history = None

    def version(self):
        """What is compared, as it names itself; raises where it is not installed."""
        raise NotImplementedError

    def append(self, input_, per_commit, seconds):
        """Events a second, durably, `per_commit` acknowledged together, one writer, empty store."""
        raise Unsupported("not measured")

    def writers(self, input_, count, seconds):
        """Events a second of `count` writers that each wait for every event, empty store."""
        raise Unsupported(self.no_writers)

    def load(self, history):
        """Fills the store that the other questions ask; what is there already is kept."""
        raise Unsupported("not measured")

    def size(self):
        """Bytes on the disk of the loaded store."""
        raise Unsupported("not measured")

    def replay(self):
        """(seconds, what was done) for going through all loaded events once."""
        raise Unsupported("not measured")

    def answers(self, day):
        """The three answers, comparable with Cairn's."""
        raise Unsupported("gives events back, answers no question")

    def as_of(self, day):
        """Seconds for the three questions at `day`."""
        raise Unsupported("gives events back: every question costs the read-back above")

    def stream(self, subject):
        """Reads one subject's events; returns how many."""
        raise Unsupported("not measured")

    def close(self):
        """Stops what runs; the loaded store stays on the disk."""

    def store(self, history):
        """(folder for this history, whether it must be filled). A part-filled one starts anew."""
        folder = self.folder / history.ndjson.stem
        if (folder / "loaded").exists():
            return folder, False
        return host.fresh(folder), True

    def done(self, folder):
        """Marks the store as filled and notes its size before an index for one more figure is added."""
        (folder / "loaded").write_text(str(self.size()))

    def noted_size(self):
        """Bytes on the disk of the loaded store as it was filled."""
        marker = self.folder / self.history.ndjson.stem / "loaded"
        noted = marker.read_text() if marker.exists() else ""
        return int(noted) if noted else self.size()


class Input:
    """Prepared events for appends: payloads, rows and CSV lines of the same first events."""

    def __init__(self, history, limit):
        self.payloads = history.payloads(limit)
        self.rows = history.rows(limit)
        with open(history.make_csv().csv, "rb") as file:
            self.csv = [line for line, _ in zip(file, range(limit))]
        self.history = history

    def batches(self, items, per_commit, at_most):
        """Lists of `per_commit` items; together at most `at_most` items."""
        items = items[:int(at_most)]
        return [items[start:start + per_commit]
                for start in range(0, len(items) - per_commit + 1, per_commit)]


def timed(batches, seconds, commit):
    """Events a second: calls commit(batch) until the batches or the seconds are over."""
    clock = host.Clock(seconds)
    count = 0
    for batch in batches:
        count += commit(batch)
        if not clock.go:
            break
    elapsed = clock.elapsed
    if not count:
        raise Unsupported("no events to append")
    return count / elapsed
