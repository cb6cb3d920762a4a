"""Checks of the comparison itself, on 3,000 events; about a minute. Not part of `make test`:

    Benchmarks/Peers/prepare
    .build/peers-python/bin/python3 -B -m unittest discover Benchmarks/Peers
"""

import datetime
import json
import tempfile
import unittest
from pathlib import Path

import host
import questions
import report
import run
from events import COLUMNS, History, cairn_program
from peer import Input, Unsupported

COUNT = 3_000


def instant(milliseconds, zone):
    """RFC 3339 as events spell it."""
    moment = datetime.datetime.fromtimestamp(
        milliseconds / 1000, datetime.timezone(datetime.timedelta(minutes=zone)))
    fraction = f".{milliseconds % 1000:03}" if milliseconds % 1000 else ""
    offset = moment.strftime("%z")
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + fraction + f"{offset[:3]}:{offset[3:]}"


def rebuilt(row):
    """The event of a row of the table."""
    row = dict(zip((name for name, _ in COLUMNS), row))
    type_ = row["type"]
    scan = type_ == "parcel.scanned"
    data = json.loads(row["rest"] or "{}")
    amount = {"station.targetSet": "target", "station.performanceRecorded": "value"}.get(
        type_, "amountFen")
    month = row["month"]
    data |= {key: value for key, value in {
        "node" if scan else "station": row["station"], "county": row["county"], "kind": row["kind"],
        "nodeLevel" if scan else "level": row["level"], amount: row["amount"],
        "month": None if month is None else f"{month // 12}-{month % 12 + 1:02}",
        "metric": row["metric"],
        "ledgerCompliant": None if row["compliant"] is None else bool(row["compliant"])}.items()
        if value is not None}
    if scan:
        data["parcel"] = row["subject"].removeprefix("parcel/")
    event = {key: row[key] for key in ("type", "source", "id", "subject", "actor", "role", "evidence",
                                       "corrects") if row[key] is not None}
    recorded = datetime.datetime.fromtimestamp(row["recorded"] / 1000, datetime.timezone.utc)
    return event | {
        "specversion": "1.0", "sequence": f"{row['position']:012}", "data": data,
        "time": instant(row["occurred"], row["zone"]),
        "recordedtime": recorded.strftime("%Y-%m-%dT%H:%M:%S") + f".{row['recorded'] % 1000:03}Z"}


class PeersTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="peers-test-")
        Path(cls.place.name).chmod(0o755)  # PostgreSQL runs as somebody else
        cls.scratch = Path(cls.place.name)
        cls.history = History(cls.scratch / "events", cairn_program(run.ROOT), COUNT).make()
        cls.input = Input(cls.history, COUNT)
        cls.peers = []
        for module, name in run.PEERS:
            peer = getattr(__import__(module), name)(cls.scratch / "stores")
            try:
                peer.version()
                cls.peers.append(peer)
            except Exception as error:
                print(f"{peer.name} is not there: {error}")

    @classmethod
    def tearDownClass(cls):
        for peer in cls.peers:
            peer.close()
        cls.place.cleanup()

    def test_every_event_can_be_rebuilt_from_its_row(self):
        for line, row in zip(self.history.lines(COUNT), self.input.rows):
            self.assertEqual(rebuilt(row), json.loads(line))

    def test_the_sql_gives_cairns_figures_from_state_and_directly(self):
        cairn = self.peers[0]
        cairn.load(self.history)
        for peer in self.peers[1:]:
            if not hasattr(peer, "run"):
                continue
            peer.load(self.history)
            for day in self.history.dates(4):
                direct = peer.answers(day)
                self.assertEqual(direct, questions.rebuild(peer.run, day), peer.name)
                self.assertTrue(direct[0] and direct[1])
                self.assertEqual(questions.differences(direct, cairn.answers(day)), [0, 0, 0],
                                 (peer.name, day))
            peer.close()

    def test_a_difference_is_seen(self):
        self.assertEqual(questions.differences([[("a", 1)], [], []], [[("a", 2)], [], []]), [2, 0, 0])

    def test_every_peer_appends_loads_and_gives_everything_back(self):
        for peer in self.peers:
            with self.subTest(peer.name):
                for commit in (1, 1_000):
                    try:
                        self.assertGreater(peer.append(self.input, commit, 0.2), 0)
                    except Unsupported:
                        pass
                for _ in range(2):  # filled, then opened again
                    peer.load(self.history)
                    self.assertGreater(peer.replay()[0], 0)
                    try:
                        for subject in self.history.subjects(3):
                            wanted = sum(row[8] == subject for row in self.input.rows)
                            self.assertEqual(peer.stream(subject), wanted)
                    except Unsupported:
                        pass
                    self.assertGreater(peer.size(), 0)
                    peer.close()

    def test_ratios_and_losses(self):
        def row(peer, *values):
            return {"section": "append", "peer": peer, "item": "1", "unit": "events/s",
                    "values": list(values), "rejected": [], "disturbed": []}
        mine, theirs = row("Cairn, command line", 5, 6, 7), row("SQLite", 12, 1, 12)
        self.assertIs(report.base_of([theirs, mine]), mine)
        self.assertEqual(report.compare(theirs, mine, True), 0.5)
        self.assertEqual(report.compare(theirs, mine, False), 2)

    def test_nearest_rank(self):
        self.assertEqual(host.percentile([3, 1, 2], 50), 2)
        self.assertEqual(host.percentile(range(1, 201), 99), 198)


if __name__ == "__main__":
    unittest.main()
