"""The three questions in SQL that SQLite, PostgreSQL and DuckDB all understand, and what Cairn says.

The SQL computes the main figures, not the full answer: coverage of townships and administrative
villages in every flavour; fund ratios of every reading, budgeted and paid; the runs behind the exit
grounds R-EXIT-03, -04 and -05 (reading `filed`). No verdicts, evidence, findings, frozen lists,
persons, retirements of regions, second lives of a station or adopted rules. What is left out makes
the SQL cheaper than Cairn's answer, never dearer.

Each question reads `facts` (few events, every type but scans) and, for coverage, `activity` (what
a station did on a day, from nine tenths of the events). A rebuild makes both as tables from all events
and asks at the last day; as-of asks at a day with both as parts of the query itself.
"""

import json
import subprocess

from events import iso

FACT_COLUMNS = ("position, occurred, day, type, county, station, kind, level, amount, month, "
                "metric, compliant, rest")

COVERAGE_TYPES = ("region.declared", "region.demonstrationClassSet", "station.opened",
                  "station.closed", "station.suspended", "station.resumed")
FUND_TYPES = ("fund.appropriated", "fund.lineBudgeted", "fund.reallocated", "fund.disbursed",
              "fund.returned", "fund.recovered", "fund.classified")
EXIT_TYPES = ("station.opened", "station.closed", "station.suspended", "station.resumed",
              "station.operatorChanged", "station.targetSet", "station.performanceRecorded",
              "station.reportSubmitted", "station.inspected", "complaint.filed",
              "complaint.dismissed", "complaint.upheld", "complaint.merged", "exit.decisionTaken")
ACTIVE_TYPES = ("parcel.scanned", "trade.recorded", "station.reportSubmitted")


def _list(values):
    return ", ".join(f"'{value}'" for value in values)


LIVE = "NOT EXISTS (SELECT 1 FROM voided WHERE voided.position = events.position)"

ALL_TYPES = tuple(dict.fromkeys(COVERAGE_TYPES + FUND_TYPES + EXIT_TYPES))

BUILD_FACTS = f"""CREATE TEMPORARY TABLE facts AS SELECT {FACT_COLUMNS} FROM events
    WHERE type IN ({_list(ALL_TYPES)}) AND {LIVE}"""


def _acts(table, where, sign=""):
    return f"""SELECT station, day, {sign}count(*) FILTER (WHERE type = 'parcel.scanned') AS scans,
        {sign}count(*) AS acts FROM {table}
    WHERE type IN ({_list(ACTIVE_TYPES)}) AND station IS NOT NULL{where} GROUP BY station, day"""


# Voided events are taken off again instead of being left out: a join of all events with the few
# voided ones costs DuckDB four times the counting.
BUILD_ACTIVITY = ("CREATE TEMPORARY TABLE activity AS " + _acts("events", ""),
                  "INSERT INTO activity " + _acts("voided", "", "-"))

DROP_STATE = ("DROP TABLE IF EXISTS facts", "DROP TABLE IF EXISTS activity")


def facts(types, day, from_state):
    """The part of a question that gives it its events up to `day`."""
    table, live = ("facts", "") if from_state else ("events", f" AND {LIVE}")
    return f"""SELECT {FACT_COLUMNS} FROM {table}
        WHERE type IN ({_list(types)}) AND day <= {day}{live}"""


def activity(day, from_state):
    """The part that gives what each station did in the 30 days up to `day`."""
    days = f" AND day BETWEEN {day - 29} AND {day}"
    rows = f"SELECT * FROM activity WHERE 1 = 1{days}" if from_state else \
        f"{_acts('events', days)} UNION ALL {_acts('voided', days, '-')}"
    return f"""SELECT station, sum(scans) AS scans FROM ({rows}) AS acts_by_day
        GROUP BY station HAVING sum(acts) > 0"""


def coverage(day, from_state):
    """Rows (county or 'all', population, flavour, numerator, denominator)."""
    return f"""
WITH f AS MATERIALIZED ({facts(COVERAGE_TYPES, day, from_state)}),
active AS MATERIALIZED ({activity(day, from_state)}),
declared AS (
    SELECT rest->>'code' AS code, kind, rest->>'parent' AS parent, row_number() OVER (
        PARTITION BY rest->>'code' ORDER BY c.day DESC, occurred DESC, position DESC) AS rank
    FROM f JOIN calendar c ON c.iso = rest->>'validFrom'
    WHERE type = 'region.declared' AND c.day <= {day}),
regions AS MATERIALIZED (SELECT code, kind, parent FROM declared WHERE rank = 1),
counties AS MATERIALIZED (SELECT DISTINCT county FROM f WHERE type = 'region.demonstrationClassSet'),
base AS MATERIALIZED (
    SELECT 'townships' AS population, 'townshipStation' AS level, r.code AS region,
        r.parent AS county FROM regions r JOIN counties c ON c.county = r.parent
    WHERE r.kind IN ('town', 'township', 'subdistrict')
    UNION ALL
    SELECT 'villages', 'villagePoint', v.code, t.parent
    FROM regions v JOIN regions t ON t.code = v.parent JOIN counties c ON c.county = t.parent
    WHERE v.kind = 'administrativeVillage'),
opened AS (
    SELECT station, level, rest->>'region' AS region, occurred, row_number() OVER (
        PARTITION BY station ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type = 'station.opened'),
paused AS (
    SELECT station, type, row_number() OVER (
        PARTITION BY station ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type IN ('station.suspended', 'station.resumed')),
closed AS (SELECT station, max(occurred) AS occurred FROM f WHERE type = 'station.closed'
    GROUP BY station),
stations AS (
    SELECT o.level, o.region, CASE WHEN (c.occurred IS NULL OR c.occurred < o.occurred)
            AND (p.type IS NULL OR p.type = 'station.resumed') THEN 1 ELSE 0 END AS is_open,
        CASE WHEN a.station IS NULL THEN 0 ELSE 1 END AS is_active,
        CASE WHEN a.scans > 0 THEN 1 ELSE 0 END AS has_parcel
    FROM opened o LEFT JOIN closed c ON c.station = o.station
    LEFT JOIN paused p ON p.station = o.station AND p.rank = 1
    LEFT JOIN active a ON a.station = o.station WHERE o.rank = 1),
places AS MATERIALIZED (
    SELECT level, region, max(is_open) AS is_open, max(is_open * is_active) AS is_active,
        max(is_open * has_parcel) AS has_parcel FROM stations GROUP BY level, region),
met AS (
    SELECT b.county, b.population, coalesce(p.is_open, 0) AS is_open,
        CASE WHEN p.region IS NULL THEN 0 ELSE 1 END AS ever,
        coalesce(p.is_active, 0) AS is_active, coalesce(p.has_parcel, 0) AS has_parcel
    FROM base b LEFT JOIN places p ON p.region = b.region AND p.level = b.level),
both_ways AS (SELECT county AS region, population, is_open, ever, is_active, has_parcel FROM met
    UNION ALL SELECT 'all', population, is_open, ever, is_active, has_parcel FROM met)
SELECT region, population, sum(is_open), sum(ever), sum(is_active), sum(has_parcel), count(*)
FROM both_ways GROUP BY region, population ORDER BY region, population"""


READINGS = {
    "CAP-a": ("countyCentre",),
    "CAP-b": ("countyCentre", "cityCentre"),
    "CAP-c": ("countyCentre", "cityCentre", "townshipVillageStation"),
    "FLOOR-a": ("cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
                "povertyAlleviation", "brandCultivation", "promotion"),
    "FLOOR-b": ("cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
                "brandCultivation", "promotion"),
    "FLOOR-c": ("countyTownshipVillageLogistics", "qualityAndTraceability", "povertyAlleviation",
                "brandCultivation", "promotion"),
    "FLOOR-d": ("countyTownshipVillageLogistics", "qualityAndTraceability", "brandCultivation",
                "promotion"),
    "PROHIBITED": ("prohibitedTradingPlatform", "prohibitedOfficeBuilding",
                   "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase"),
}


def _any_of(classes):
    return "(" + " OR ".join(f"classes LIKE '%\"{name}\"%'" for name in classes) + ")"


def funds(day, from_state):
    """Rows (reading, budgeted, paid, appropriated, paid in all) in fen."""
    sums = " UNION ALL ".join(f"""
SELECT '{name}' AS reading, (SELECT coalesce(sum(net), 0) FROM lines WHERE {_any_of(classes)}),
    (SELECT coalesce(sum(net), 0) FROM payments WHERE {_any_of(classes)}),
    (SELECT total FROM appropriated), (SELECT coalesce(sum(net), 0) FROM payments)"""
                              for name, classes in READINGS.items())
    return f"""
WITH f AS MATERIALIZED ({facts(FUND_TYPES, day, from_state)}),
appropriated AS (SELECT coalesce(sum(amount), 0) AS total FROM f
    WHERE type = 'fund.appropriated' AND rest->>'source' = 'central'),
moved AS (
    SELECT line, sum(amount) AS amount FROM (
        SELECT rest->>'toLine' AS line, amount FROM f WHERE type = 'fund.reallocated'
        UNION ALL
        SELECT rest->>'fromLine', -amount FROM f WHERE type = 'fund.reallocated') AS both_ends
    GROUP BY line),
lines AS MATERIALIZED (
    SELECT f.rest->>'line' AS line, f.amount + coalesce(moved.amount, 0) AS net,
        CAST(f.rest->>'classes' AS TEXT) AS classes
    FROM f LEFT JOIN moved ON moved.line = f.rest->>'line'
    WHERE type = 'fund.lineBudgeted' AND rest->>'source' = 'central'),
back AS (
    SELECT rest->>'payment' AS payment, sum(amount) AS amount FROM f
    WHERE type IN ('fund.returned', 'fund.recovered') GROUP BY rest->>'payment'),
classified AS (
    SELECT rest->>'payment' AS payment, rest->>'classes' AS classes, row_number() OVER (
        PARTITION BY rest->>'payment' ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type = 'fund.classified'),
payments AS MATERIALIZED (
    SELECT f.amount - coalesce(back.amount, 0) AS net,
        CAST(coalesce(classified.classes, f.rest->>'classes') AS TEXT) AS classes
    FROM f LEFT JOIN back ON back.payment = f.rest->>'payment'
    LEFT JOIN classified ON classified.payment = f.rest->>'payment' AND classified.rank = 1
    WHERE f.type = 'fund.disbursed' AND f.rest->>'source' = 'central')
{sums} ORDER BY reading"""


def exits(day, from_state):
    """Rows (station, rule or ground, run), runs of one or more."""
    return f"""
WITH f AS MATERIALIZED ({facts(EXIT_TYPES, day, from_state)}),
opened AS (
    SELECT station, level, day, occurred, row_number() OVER (
        PARTITION BY station ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type = 'station.opened'),
judged AS MATERIALIZED (
    SELECT o.station, max(CASE WHEN e.day > o.day THEN e.day ELSE o.day END) AS start
    FROM opened o LEFT JOIN f e ON e.station = o.station AND e.type = 'station.operatorChanged'
    WHERE o.rank = 1 AND o.level IN ('townshipStation', 'villagePoint')
        AND NOT EXISTS (SELECT 1 FROM f c WHERE c.type = 'station.closed'
            AND c.station = o.station AND c.occurred >= o.occurred)
    GROUP BY o.station),
turns AS (
    SELECT station, type, day, lead(day) OVER (
        PARTITION BY station ORDER BY occurred, position) AS until
    FROM f WHERE type IN ('station.suspended', 'station.resumed')),
paused AS MATERIALIZED (
    SELECT DISTINCT t.station, m.month FROM turns t
    JOIN months m ON t.day <= m.last_day AND coalesce(t.until, {day} + 1) > m.first_day
    WHERE t.type = 'station.suspended' AND coalesce(t.until, {day} + 1) > t.day
        AND m.first_day <= {day}),
countable AS MATERIALIZED (
    SELECT j.station, m.month, m.due_day FROM judged j
    JOIN months m ON m.first_day >= j.start AND m.last_day <= {day}
    LEFT JOIN paused p ON p.station = j.station AND p.month = m.month
    WHERE p.station IS NULL),
metrics AS (
    SELECT station, month, type, metric, amount, row_number() OVER (
        PARTITION BY station, month, type, metric
        ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type IN ('station.targetSet', 'station.performanceRecorded')),
results AS (
    SELECT v.station, v.month, max(CASE WHEN v.amount < t.amount THEN 1 ELSE 0 END) AS failed
    FROM metrics v JOIN metrics t ON t.station = v.station AND t.month = v.month
        AND t.metric = v.metric AND t.type = 'station.targetSet' AND t.rank = 1
    WHERE v.type = 'station.performanceRecorded' AND v.rank = 1 GROUP BY v.station, v.month),
performance AS (
    SELECT c.station, c.month, r.failed, max(CASE WHEN r.failed = 0 THEN c.month ELSE 0 END)
        OVER (PARTITION BY c.station) AS last_met
    FROM countable c JOIN results r ON r.station = c.station AND r.month = c.month),
reported AS (
    SELECT DISTINCT station, month FROM f WHERE type = 'station.reportSubmitted'),
reports AS (
    SELECT c.station, c.month, CASE WHEN r.station IS NULL THEN 1 ELSE 0 END AS missing,
        max(CASE WHEN r.station IS NULL THEN 0 ELSE c.month END)
        OVER (PARTITION BY c.station) AS last_there
    FROM countable c LEFT JOIN reported r ON r.station = c.station AND r.month = c.month
    WHERE c.due_day < {day}),
inspections AS (
    SELECT f.station, f.compliant, row_number() OVER (
        PARTITION BY f.station ORDER BY f.occurred DESC, f.position DESC) AS rank
    FROM f JOIN judged j ON j.station = f.station
    WHERE f.type = 'station.inspected' AND f.day >= j.start),
newest_compliant AS (
    SELECT station, min(CASE WHEN compliant = 1 THEN rank END) AS rank, count(*) AS all_of_them
    FROM inspections GROUP BY station),
judgements AS (
    SELECT rest->>'complaint' AS complaint, type, row_number() OVER (
        PARTITION BY rest->>'complaint' ORDER BY occurred DESC, position DESC) AS rank
    FROM f WHERE type IN ('complaint.upheld', 'complaint.dismissed')),
filings AS (
    SELECT f.station, c.quarter, f.day, row_number() OVER (
        PARTITION BY f.station, c.quarter ORDER BY f.occurred, f.position) AS number
    FROM f JOIN judged j ON j.station = f.station JOIN calendar c ON c.day = f.day
    WHERE f.type = 'complaint.filed' AND f.day >= j.start
        AND NOT EXISTS (SELECT 1 FROM judgements w WHERE w.rank = 1
            AND w.type = 'complaint.dismissed' AND w.complaint = f.rest->>'complaint')
        AND NOT EXISTS (SELECT 1 FROM f m WHERE m.type = 'complaint.merged'
            AND m.rest->>'complaint' = f.rest->>'complaint')),
quarters AS (
    SELECT q.station, q.quarter, count(*) AS filed,
        min(CASE WHEN number = 3 THEN q.day END) AS established
    FROM filings q GROUP BY q.station, q.quarter),
standing AS (
    SELECT q.station, q.quarter, q.filed, row_number() OVER (PARTITION BY q.station
        ORDER BY CASE WHEN q.established IS NULL THEN 1 ELSE 0 END, q.quarter) AS rank
    FROM quarters q WHERE (q.established IS NULL
            AND q.quarter = (SELECT quarter FROM calendar WHERE day = {day}))
        OR (q.established IS NOT NULL AND NOT EXISTS (SELECT 1 FROM f d
            WHERE d.type = 'exit.decisionTaken' AND d.station = q.station
                AND d.rest->>'rule' = 'R-EXIT-05' AND d.day >= q.established)))
SELECT station, 'R-EXIT-03' AS ground, count(*) AS run FROM performance
    WHERE failed = 1 AND month > last_met GROUP BY station
UNION ALL
SELECT station, 'R-EXIT-04 A', count(*) FROM reports
    WHERE missing = 1 AND month > last_there GROUP BY station
UNION ALL
SELECT station, 'R-EXIT-04 B', coalesce(rank - 1, all_of_them) FROM newest_compliant
    WHERE coalesce(rank - 1, all_of_them) > 0
UNION ALL
SELECT station, 'R-EXIT-05', filed FROM standing WHERE rank = 1
ORDER BY 1, 2"""


QUESTIONS = (coverage, funds, exits)


def ask(run, day, from_state):
    """The three answers as comparable lists; `run` executes SQL and gives all rows."""
    return [[tuple(int(value) if index >= first else value for index, value in enumerate(row))
             for row in run(question(day, from_state))]
            for question, first in zip(QUESTIONS, (2, 1, 2))]


def rebuild(run, day):
    """Makes both state tables from all events, then asks at `day` from them."""
    for statement in DROP_STATE + (BUILD_FACTS,) + BUILD_ACTIVITY:
        run(statement)
    return ask(run, day, from_state=True)


def from_cairn(program, ledger, day):
    """The same lists from `cairn query`; exit status 6 means findings, which are not compared."""
    def query(indicator, *more):
        done = subprocess.run(
            [program, "query", indicator, "--ledger", str(ledger), "--as-of", iso(day),
             "--format", "json", *more], stdout=subprocess.PIPE, check=False)
        if done.returncode not in (0, 6):
            raise RuntimeError(f"cairn query {indicator} failed with {done.returncode}")
        return json.loads(done.stdout)["rows"]

    table = {}
    flavours = ("open", "everOpened", "active30", "withParcel30")
    for row in query("coverage"):
        if row["reading"] in ("all", "administrativeVillages") and row["flavour"] in flavours \
                and not row["region"].startswith("class:"):
            figures = table.setdefault((row["region"], row["population"]), [None] * 5)
            figures[flavours.index(row["flavour"])] = row["numerator"]
            figures[4] = row["denominator"]
    money = {}
    for row in query("funds"):
        figures = money.setdefault(row["reading"], [0] * 4)
        if row["base"] == "appropriated":
            figures[0 if row["stage"] == "budgeted" else 1] = row["numeratorFen"]
            figures[2] = row["denominatorFen"]
        else:
            figures[3] = row["denominatorFen"]
    runs = []
    for row in query("exits"):
        ground = row["rule"] + (" " + row["ground"] if "ground" in row else "")
        shown = ground in ("R-EXIT-03", "R-EXIT-04 A", "R-EXIT-04 B") \
            or ground == "R-EXIT-05" and row["reading"] == "filed"
        if shown and row.get("run"):
            runs.append((row["station"], ground, row["run"]))
    answer = [sorted((*key, *figures) for key, figures in table.items()),
              sorted((key, *figures) for key, figures in money.items()), sorted(runs)]
    return answer


def differences(mine, cairns):
    """How many rows of each question differ; PROHIBITED has no budgeted stage in Cairn."""
    result = []
    for mine_rows, cairn_rows in zip(mine, cairns):
        mine_set = {row[:1] + (0,) + row[2:] if row[0] == "PROHIBITED" else row
                    for row in map(tuple, mine_rows)}
        result.append(len(mine_set ^ set(map(tuple, cairn_rows))))
    return result
