"""The events that everybody stores: made by `cairn simulate`, turned into one table by DuckDB.

The table favours the SQL peers: what the three questions group and filter by stands in typed columns,
the other members of `data` stand as JSON in `rest` (NULL for parcel scans, nine tenths of all events,
which have no others: a scan's parcel is its subject). Every event can be rebuilt from its row.
"""

import json
import os
import subprocess
import time
from pathlib import Path

COLUMNS = (
    ("position", "BIGINT"), ("recorded", "BIGINT"), ("occurred", "BIGINT"), ("zone", "SMALLINT"),
    ("day", "INTEGER"), ("type", "TEXT"), ("source", "TEXT"), ("id", "TEXT"), ("subject", "TEXT"),
    ("actor", "TEXT"), ("role", "TEXT"), ("evidence", "TEXT"), ("corrects", "TEXT"),
    ("station", "TEXT"), ("county", "TEXT"), ("kind", "TEXT"), ("level", "TEXT"),
    ("amount", "BIGINT"), ("month", "INTEGER"), ("metric", "TEXT"), ("compliant", "SMALLINT"),
    ("rest", "JSON"),
)
"""Instants in milliseconds since 1970, `zone` in minutes, `day` the business date (UTC+8) in days
since 1970, `month` as year * 12 + month - 1."""

NAMES = ", ".join(name for name, _ in COLUMNS)

SHANGHAI_MS = 8 * 3600 * 1000

READ = """
SELECT sequence::BIGINT AS position, epoch_ms(recordedtime::TIMESTAMPTZ) AS recorded,
    epoch_ms("time"::TIMESTAMPTZ) AS occurred,
    (CASE WHEN "time" LIKE '%Z' THEN 0 ELSE (CASE substr("time", -6, 1) WHEN '-' THEN -1 ELSE 1 END)
        * (substr("time", -5, 2)::INTEGER * 60 + substr("time", -2)::INTEGER) END)::SMALLINT AS zone,
    ((epoch_ms("time"::TIMESTAMPTZ) + {shanghai}) // 86400000)::INTEGER AS day,
    type, source, id, subject, actor, role, evidence, corrects,
    coalesce(data->>'station', data->>'node') AS station, data->>'county' AS county,
    data->>'kind' AS kind, coalesce(data->>'level', data->>'nodeLevel') AS level,
    coalesce(data->>'amountFen', data->>'value', data->>'target')::BIGINT AS amount,
    (left(data->>'month', 4)::INTEGER * 12 + right(data->>'month', 2)::INTEGER - 1)::INTEGER AS month,
    data->>'metric' AS metric, (data->>'ledgerCompliant')::BOOLEAN::SMALLINT AS compliant,
    CASE type WHEN 'parcel.scanned' THEN NULL ELSE nullif(json_merge_patch(data,
        '{{"station":null,"county":null,"kind":null,"level":null,"amountFen":null,"value":null,
          "target":null,"month":null,"metric":null,"ledgerCompliant":null}}')::VARCHAR, '{{}}') END AS rest
FROM read_json('{file}', format = 'newline_delimited', columns = {{
    actor: 'VARCHAR', data: 'JSON', id: 'VARCHAR', recordedtime: 'VARCHAR', role: 'VARCHAR',
    sequence: 'VARCHAR', source: 'VARCHAR', subject: 'VARCHAR', "time": 'VARCHAR', type: 'VARCHAR',
    evidence: 'VARCHAR', corrects: 'VARCHAR'}})
"""


def cairn_program(root):
    """The command line under test: CAIRN_PROGRAM, else the release build of this tree."""
    return os.environ.get("CAIRN_PROGRAM", str(Path(root) / ".build/release/cairn"))


class History:
    """N simulated events in the forms that the peers take; made once and kept in `folder`."""

    def __init__(self, folder, program, count, uuids=False):
        name = f"{count}{'-uuids' if uuids else ''}"
        self.count = count
        self.uuids = uuids
        self.program = program
        self.ndjson = Path(folder) / f"{name}.ndjson"
        self.parquet = Path(folder) / f"{name}.parquet"
        self.csv = Path(folder) / f"{name}.csv"
        self.voided_file = Path(folder) / f"{name}.voided.json"
        Path(folder).mkdir(parents=True, exist_ok=True)

    def make(self):
        """Writes the NDJSON and the Parquet table (row groups in order of position, zstd -3)."""
        if not self.ndjson.exists():
            part = self.ndjson.with_suffix(".part")
            command = [self.program, "simulate", "--seed", "1", "--events", str(self.count),
                       "--output", str(part)] + (["--uuids"] if self.uuids else [])
            part.unlink(missing_ok=True)
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            part.rename(self.ndjson)
        if not self.parquet.exists():
            import duckdb
            part = self.parquet.with_suffix(".parquet-part")
            with duckdb.connect() as base:
                base.execute("SET TimeZone = 'UTC'")
                base.execute("SET preserve_insertion_order = true")
                query = READ.format(file=self.ndjson, shanghai=SHANGHAI_MS)
                base.execute(f"COPY ({query}) TO '{part}' (FORMAT parquet, COMPRESSION zstd)")
            part.rename(self.parquet)
        if not self.voided_file.exists():
            self.voided_file.write_text(json.dumps(self._find_voided()))
        return self

    def make_csv(self):
        """Writes the table as CSV as well (for COPY)."""
        if not self.csv.exists():
            import duckdb
            part = self.csv.with_suffix(".csv-part")
            with duckdb.connect() as base:
                base.execute(f"COPY (FROM '{self.parquet}') TO '{part}' (FORMAT csv, HEADER false)")
            part.rename(self.csv)
        return self

    def voided(self):
        """(position, type, station, day) of the events that count no more at the history's end."""
        return json.loads(self.voided_file.read_text())

    def last_day(self):
        """The last business day of the history."""
        return self.dates(1)[0]

    def batches(self, size=50_000):
        """All events as lists of tuples of the table's columns."""
        import pyarrow.parquet
        for batch in pyarrow.parquet.ParquetFile(self.parquet).iter_batches(size):
            yield list(zip(*(column.to_pylist() for column in batch.columns)))

    def _find_voided(self):
        """A void hides its target; a correction hides what it corrects as long as it stands itself
        or another correction of it stands; voiding a void brings its target back."""
        import duckdb
        with duckdb.connect() as base:
            acts = base.execute(f"""
                WITH e AS (FROM '{self.parquet}'), acts AS (
                    SELECT position, type = 'event.voided' AS voids,
                        CASE type WHEN 'event.voided' THEN (rest->>'source') || '#' || (rest->>'id')
                        ELSE corrects END AS target
                    FROM e WHERE type = 'event.voided' OR corrects IS NOT NULL)
                SELECT a.position, a.voids, t.position FROM acts a
                JOIN e t ON a.target = t.source || '#' || t.id ORDER BY a.position""").fetchall()
        kind = {position: (voids, target) for position, voids, target in acts}
        hidden = {}  # position -> what hides it now
        for position, voids, target in acts:
            hidden[target] = position
            if voids and target in kind:
                # What the target hid comes back, unless it hid it only through a correction
                # that had itself been corrected; the simulation makes no such chain.
                hidden.pop(kind[target][1], None)
        with duckdb.connect() as base:
            return base.execute(
                f"SELECT position, type, station, day FROM '{self.parquet}' "
                "WHERE position IN (SELECT unnest(?)) ORDER BY position",
                [list(hidden)]).fetchall()

    def lines(self, limit):
        """The first `limit` events as the bytes of their NDJSON lines, without the newline."""
        result = []
        with open(self.ndjson, "rb") as file:
            for line in file:
                if len(result) == limit:
                    break
                result.append(line[:-1])
        return result

    def payloads(self, limit):
        """The first `limit` events as (type, subject, bytes of the NDJSON line)."""
        result = []
        for line in self.lines(limit):
            event = json.loads(line)
            result.append((event["type"], event["subject"], line))
        return result

    def payload_batches(self, size=20_000):
        """All events as lists of (type, subject, bytes of the NDJSON line)."""
        batch = []
        with open(self.ndjson, "rb") as file:
            for line in file:
                event = json.loads(line)
                batch.append((event["type"], event["subject"], line[:-1]))
                if len(batch) == size:
                    yield batch
                    batch = []
        if batch:
            yield batch

    def rows(self, limit):
        """The first `limit` events as tuples of the table's columns."""
        result = []
        for batch in self.batches():
            result += batch
            if len(result) >= limit:
                break
        return result[:limit]

    def subjects(self, count):
        """`count` parcels drawn from the whole history, the same ones for every peer."""
        import random
        import duckdb
        with duckdb.connect() as base:
            all_of_them = [row[0] for row in base.execute(
                f"SELECT DISTINCT subject FROM '{self.parquet}' WHERE type = 'parcel.scanned' "
                "ORDER BY subject").fetchall()]
        return random.Random(1).sample(all_of_them, min(count, len(all_of_them)))

    def dates(self, count):
        """`count` business days spread over the history, the last one its last full month's end."""
        import duckdb
        with duckdb.connect() as base:
            first, last = base.execute(
                f"SELECT min(day), max(day) FROM '{self.parquet}'").fetchone()
        step = (last - first) / count
        return [round(first + step * (index + 1)) - 1 for index in range(count)]


def iso(day):
    """A day number as YYYY-MM-DD."""
    return time.strftime("%Y-%m-%d", time.gmtime(day * 86400))


def calendar(first=2010, last=2035):
    """Rows (day, iso, month, quarter) and (month, first_day, last_day, due_day) of two small tables
    that every SQL peer gets, so that the questions need no dialect's date functions."""
    import datetime
    epoch = datetime.date(1970, 1, 1)
    days, months = [], []
    for year in range(first, last + 1):
        for number in range(1, 13):
            start = datetime.date(year, number, 1)
            follows = datetime.date(year + number // 12, number % 12 + 1, 1)
            index = year * 12 + number - 1
            start_day, next_day = (start - epoch).days, (follows - epoch).days
            months.append((index, start_day, next_day - 1, next_day + 9))
            for day in range(start_day, next_day):
                date = epoch + datetime.timedelta(days=day)
                days.append((day, date.isoformat(), index, index // 3))
    return days, months
