"""Events as they travel, and the tree over them: canonical JSON, digest, root hash, void resolution.

Written from events.md alone and used only to check the engine: nothing here is shared with it.
"""

import datetime
import hashlib
import json
import pathlib
import subprocess

DAY_MS = 86_400_000
SHANGHAI_MS = 8 * 3_600_000
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def milliseconds(text):
    """Milliseconds since 1970 of an RFC 3339 time."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000 + since.microseconds // 1_000


def utc_text(instant):
    """RFC 3339 in UTC with three fraction digits."""
    moment = EPOCH + datetime.timedelta(milliseconds=instant)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant % 1_000:03d}Z"


def business_day(instant):
    """Date in UTC+8 as days since 1970."""
    return (instant + SHANGHAI_MS) // DAY_MS


def days(text):
    """Days since 1970 of YYYY-MM-DD."""
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def date_text(day):
    """YYYY-MM-DD of days since 1970."""
    return (datetime.date(1970, 1, 1) + datetime.timedelta(days=day)).isoformat()


def end_of_day(text):
    """The last millisecond of a date in UTC+8."""
    return (days(text) + 1) * DAY_MS - SHANGHAI_MS - 1


class Event:
    """One recorded event with what the rules look at."""

    def __init__(self, position, members):
        self.position = position
        self.recorded = milliseconds(members["recordedtime"])
        self.instant = milliseconds(members["time"])
        self.day = business_day(self.instant)
        self.type = members["type"]
        self.data = members["data"]
        self.reference = members["source"] + "#" + members["id"]
        self.corrects = members.get("corrects")
        # The order inside a question.
        self.order = (self.instant, position)
        given = {k: v for k, v in members.items() if k not in ("sequence", "recordedtime")}
        self.digest = hashlib.sha256(canonical(given)).digest()

    def date(self):
        """The date that decides whether the event counts."""
        if self.type == "region.retired":
            return days(self.data["retiredOn"])
        if "validFrom" in self.data and self.type in (
            "region.declared", "region.renamed", "village.povertyStatusSet", "rule.adopted",
        ):
            return days(self.data["validFrom"])
        return self.day


def canonical(value):
    """RFC 8785 for the values that occur here: no floating point, names in ASCII."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode("utf-8")


def read_events(folder):
    """All events of a history."""
    path = pathlib.Path(folder, "events.ndjson")
    if path.exists():
        text = path.read_bytes()
    else:
        text = subprocess.run(
            ["zstd", "-dcq", str(path) + ".zst"], check=True, capture_output=True
        ).stdout
    lines = [line for line in text.decode("utf-8").split("\n") if line]
    return [Event(place, json.loads(line)) for place, line in enumerate(lines)]


def root_hash(events):
    """RFC 9162 root over the entries."""
    level = [
        hashlib.sha256(
            b"\0" + event.position.to_bytes(8, "big") + event.recorded.to_bytes(8, "big")
            + event.digest
        ).digest()
        for event in events
    ]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\1" + level[place] + level[place + 1]).digest()
            for place in range(0, len(level) - 1, 2)
        ]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def standing(events):
    """The events that count: without those voided and those replaced by a correction.

    A void counts unless it is voided itself. A correction holds as long as it or a correction of it
    stands, so that a chain of corrections never brings the first event back.
    """
    voids, corrections = {}, {}
    for event in events:
        if event.type == "event.voided":
            target = event.data["source"] + "#" + event.data["id"]
            voids.setdefault(target, []).append(event)
        if event.corrects:
            corrections.setdefault(event.corrects, []).append(event)
    alive, holds = {}, {}
    for event in reversed(events):
        is_voided = any(alive[void.position] for void in voids.get(event.reference, []))
        is_replaced = any(holds[c.position] for c in corrections.get(event.reference, []))
        alive[event.position] = not is_voided and not is_replaced
        holds[event.position] = alive[event.position] or is_replaced
    return [e for e in events if alive[e.position] and e.type != "event.voided"]
