"""Coverage, fund ratios and exit grounds computed from events the slow way, written from rules.md alone.

Independent of the engine: Python integers and fractions, one pass over lists of events per figure, no
blocks and no state. `check.py` compares its answers with the recorded ones byte for byte.
"""

import datetime
import json
from fractions import Fraction

from wire import date_text, days, end_of_day, milliseconds, root_hash, standing, utc_text

DEFAULTS = {
    "R-COV-01": {"percent": "100"}, "R-COV-02": {"percent": "40"}, "R-COV-03": {"percent": "50"},
    "R-FUND-02": {"percent": "15"}, "R-FUND-03": {"percent": "50"},
    "R-EXIT-03": {"months": 6},
    "R-EXIT-04": {"dueDay": 10, "inspections": 2, "months": 3, "reading": "either"},
    "R-EXIT-05": {"count": 3, "reading": "filed"},
}
OF_INDICATOR = {"coverage": "R-COV-", "funds": "R-FUND-", "exits": "R-EXIT-"}
FROZEN = days("2018-12-31")


def percent_text(numerator, denominator):
    """Percent to four decimals, half-even."""
    scaled = round(Fraction(numerator * 1_000_000, denominator))
    sign, scaled = ("-" if scaled < 0 else ""), abs(scaled)
    return f"{sign}{scaled // 10_000}.{scaled % 10_000:04d}"


class Question:
    """The events of one question and what is asked."""

    def __init__(self, events, asked):
        known_at = asked.get("knownAt")
        if known_at is None:
            self.limit = None
        elif "T" in known_at:
            self.limit = milliseconds(known_at)
        else:
            self.limit = end_of_day(known_at)
        self.seen = [e for e in events if self.limit is None or e.recorded <= self.limit]
        self.known = sorted(standing(self.seen), key=lambda e: e.order)
        self.day = days(asked["asOf"])
        self.asked = asked

    def of(self, *types, day=None):
        """Standing events of the types whose date is not after the day, in business order."""
        day = self.day if day is None else day
        return [e for e in self.known if e.type in types and e.date() <= day]

    def rules(self, day=None):
        """The parameter sets in force."""
        found = {rule: dict(values) for rule, values in DEFAULTS.items()}
        adopted = self.of("rule.adopted", day=day)
        for event in sorted(adopted, key=lambda e: (e.date(), e.order)):
            rule = event.data["rule"]
            if rule in found:
                found[rule] = {**DEFAULTS[rule], **event.data["parameters"]}
        return found

    def answer(self):
        """The complete answer as the command line writes it."""
        indicator = self.asked["indicator"]
        rows, findings = {"coverage": coverage, "funds": funds, "exits": exits}[indicator](self)
        if self.asked.get("reading"):
            rows = [row for row in rows if row.get("reading") == self.asked["reading"]]
        known_at = self.limit
        if known_at is None and self.seen:
            known_at = self.seen[-1].recorded
        rules = self.rules()
        parameters = {
            rule: dict(sorted(rules[rule].items()))
            for rule in sorted(rules) if rule.startswith(OF_INDICATOR[indicator])
        }
        findings.sort(key=lambda f: [f[k].encode() for k in ("finding", "event", "line") if k in f])
        lines = [
            ("indicator", text(indicator)), ("asOf", text(self.asked["asOf"])),
            ("knownAt", text(None if known_at is None else utc_text(known_at))),
            ("treeSize", text(len(self.seen))), ("rootHash", text(root_hash(self.seen))),
            ("parameters", text(parameters)), ("rows", block(rows)), ("findings", block(findings)),
        ]
        return "{\n" + ",\n".join(f'  "{name}": {value}' for name, value in lines) + "\n}\n"


def text(value):
    """JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def block(items):
    """A list with one item a line."""
    if not items:
        return "[]"
    return "[\n" + ",\n".join("    " + text(item) for item in items) + "\n  ]"


def finding(name, event, line=None):
    """One finding."""
    return {"finding": name, "event": event.reference, **({"line": line} if line else {})}


# Regions and stations


class Regions:
    """Divisions as of a day."""

    def __init__(self, question):
        day = question.day
        self.declared, newest = {}, {}
        events = question.of("region.declared", "region.retired", day=day)
        for event in sorted(events, key=lambda e: (e.date(), e.order)):
            newest[event.data["code"]] = event
            if event.type == "region.declared":
                self.declared[event.data["code"]] = event.data
        self.valid = {c for c, e in newest.items() if e.type == "region.declared"}
        self.classes = {
            e.data["county"]: e.data["class"] for e in question.of("region.demonstrationClassSet")
        }

    def parent(self, code):
        return self.declared.get(code, {}).get("parent")

    def county(self, code):
        """County of a township or village, whether or not the county itself is declared."""
        above = self.parent(code)
        return self.parent(above) if self.declared[code]["level"] == "village" else above


class Life:
    """One life of a station as of a day: from an opening to the closing."""

    def __init__(self, opening):
        self.station = opening.data["station"]
        self.opening = opening.order
        self.opened = opening.day
        self.start = opening.day
        self.level = opening.data["level"]
        self.region = opening.data["region"]
        self.closed = None
        self.breaks = []  # [first suspended day, day of resumption or None]

    def is_suspended(self):
        return bool(self.breaks) and self.breaks[-1][1] is None

    def is_open(self, day):
        return (self.closed is None or day < self.closed) and not self.is_suspended()


def station_lives(events, station=None, open_after=None):
    """Lives of each station, in order, from events in business order; and what came twice.

    Closings of `station` later than `open_after` are left out.
    """
    lives, twice = {}, []
    for event in events:
        name = event.data.get("station")
        own = lives.setdefault(name, [])
        life = own[-1] if own and own[-1].closed is None else None
        if event.type == "station.opened":
            if life is None:
                own.append(Life(event))
            else:
                twice.append(event)
                life.level, life.region = event.data["level"], event.data["region"]
        elif life is None:
            continue
        elif event.type == "station.closed":
            if name != station or event.order < open_after:
                life.closed = event.day
        elif event.type == "station.suspended" and not life.is_suspended():
            life.breaks.append([event.day, None])
        elif event.type == "station.resumed" and life.is_suspended():
            life.breaks[-1][1] = event.day
        elif event.type == "station.operatorChanged":
            life.start = event.day
    return {name: own for name, own in lives.items() if own}, twice


STATUS_TYPES = (
    "station.opened", "station.closed", "station.suspended", "station.resumed",
    "station.operatorChanged",
)


# Coverage


def coverage(question):
    """Rows of R-COV."""
    day, regions, rules = question.day, Regions(question), question.rules()
    lives, _ = station_lives(question.of(*STATUS_TYPES))
    busy, scanned = set(), set()
    for event in question.of("parcel.scanned", "trade.recorded", "station.reportSubmitted"):
        if event.day >= day - 29:
            busy.add(event.data.get("node" if event.type == "parcel.scanned" else "station"))
            if event.type == "parcel.scanned":
                scanned.add(event.data["node"])
    covered = {"open": set(), "everOpened": set(), "active30": set(), "withParcel30": set()}
    for name, own in lives.items():
        for life in own:
            covered["everOpened"].add((life.level, life.region))
        newest = own[-1]
        if newest.is_open(day):
            place = (newest.level, newest.region)
            covered["open"].add(place)
            if name in busy:
                covered["active30"].add(place)
            if name in scanned:
                covered["withParcel30"].add(place)
    rows = []
    for area, counties in areas(regions):
        for population in ("poorVillages", "townships", "villages"):
            for reading, members in populations(question, regions, counties, population):
                for flavour in sorted(covered):
                    level = "townshipStation" if population == "townships" else "villagePoint"
                    numerator = sum((level, code) in covered[flavour] for code in members)
                    for threshold, strength in thresholds(area, population, rules, regions):
                        rows.append(
                            coverage_row(
                                area, population, reading, flavour, threshold, strength,
                                numerator, len(members),
                            )
                        )
    keys = ("region", "population", "reading", "flavour", "threshold", "strength")
    rows.sort(key=lambda row: [row[key].encode() for key in keys])
    return rows, []


def areas(regions):
    """Names of the areas with their counties."""
    universe = sorted(regions.classes)
    yield from ((county, [county]) for county in universe)
    for kind in ("national", "municipal"):
        yield f"class:{kind}", [c for c in universe if regions.classes[c] == kind]
    yield "all", universe


def populations(question, regions, counties, population):
    """Each reading of a population with its regions."""
    inside = [c for c in regions.valid if regions.county(c) in counties]
    kind = {code: regions.declared[code]["kind"] for code in inside}
    level = {code: regions.declared[code]["level"] for code in inside}
    if population == "townships":
        yield "all", [c for c in inside if kind[c] in ("town", "township", "subdistrict")]
    elif population == "villages":
        plain = [c for c in inside if kind[c] == "administrativeVillage"]
        yield "administrativeVillages", plain
        yield "withCommittees", plain + [c for c in inside if kind[c] == "residentsCommittee"]
    else:
        for reading, day in (("currentList", question.day), ("frozenList", FROZEN)):
            status = {}
            events = question.of("village.povertyStatusSet", day=day)
            for event in sorted(events, key=lambda e: (e.date(), e.order)):
                status[event.data["village"]] = event.data["status"]
            yield reading, [
                c for c in inside if level[c] == "village" and status.get(c) == "registeredPoor"
            ]


def thresholds(area, population, rules, regions):
    """Threshold and strength of each row of a population."""
    rule = {"townships": "R-COV-01", "villages": "R-COV-02", "poorVillages": "R-COV-03"}[population]
    yield rules[rule]["percent"], "must"
    is_national = area == "class:national" or regions.classes.get(area) == "national"
    if population == "poorVillages" and is_national:
        yield "100", "strive"


def coverage_row(area, population, reading, flavour, threshold, strength, numerator, denominator):
    default = {"townships": "all", "villages": "administrativeVillages"}.get(
        population, "currentList"
    )
    row = {
        "region": area, "population": population, "reading": reading, "flavour": flavour,
        "threshold": threshold, "strength": strength,
        "official": reading == default and flavour == "open",
        "numerator": numerator, "denominator": denominator,
    }
    if denominator == 0:
        return {**row, "percent": None, "verdict": "notEvaluable", "reason": "noDenominator"}
    is_met = 100 * Fraction(numerator) >= Fraction(threshold) * denominator
    percent = percent_text(numerator, denominator)
    return {**row, "percent": percent, "verdict": "met" if is_met else "notMet"}


# Funds

FLOOR_A = {
    "cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
    "povertyAlleviation", "brandCultivation", "promotion",
}
READINGS = {
    "CAP-a": {"countyCentre"},
    "CAP-b": {"countyCentre", "cityCentre"},
    "CAP-c": {"countyCentre", "cityCentre", "townshipVillageStation"},
    "FLOOR-a": FLOOR_A,
    "FLOOR-b": FLOOR_A - {"povertyAlleviation"},
    "FLOOR-c": FLOOR_A - {"cityLogistics"},
    "FLOOR-d": FLOOR_A - {"povertyAlleviation", "cityLogistics"},
}
PROHIBITED = {
    "prohibitedTradingPlatform", "prohibitedOfficeBuilding", "prohibitedAdministrativeExpense",
    "prohibitedTrafficPurchase",
}


class Payment:
    """One payment with what came back."""

    def __init__(self, event):
        self.event = event
        self.amount = event.data["amountFen"]
        self.classes = set(event.data["classes"])
        self.backs = []

    def net(self):
        return self.amount - sum(back.data["amountFen"] for back in self.backs)


def funds(question):
    """Rows and findings of R-FUND."""
    findings, lines, payments = [], {}, {}
    for event in question.of("fund.lineBudgeted"):
        if event.data["line"] in lines:
            # Findings are about central money only.
            if event.data["source"] == "central":
                findings.append(finding("alreadyExists", event, event.data["line"]))
        else:
            lines[event.data["line"]] = event
    for event in question.of("fund.disbursed"):
        if event.data["payment"] in payments:
            if event.data["source"] == "central":
                findings.append(finding("alreadyExists", event))
        else:
            payments[event.data["payment"]] = Payment(event)
    for event in question.of("fund.returned", "fund.recovered", "fund.classified"):
        payment = payments.get(event.data["payment"])
        if payment is None:
            findings.append(finding("unknownReference", event))
        elif event.type == "fund.classified":
            payment.classes = set(event.data["classes"])
        else:
            payment.backs.append(event)
    moves = []
    for event in question.of("fund.reallocated"):
        if event.data["fromLine"] in lines and event.data["toLine"] in lines:
            moves.append(event)
        elif all(
            lines[name].data["source"] == "central"
            for name in (event.data["fromLine"], event.data["toLine"]) if name in lines
        ):
            # A line known not to be central makes it no matter of central money.
            findings.append(finding("unknownReference", event))
    central = [p for p in payments.values() if p.event.data["source"] == "central"]
    findings += payment_findings(question, lines, moves, central)
    appropriated = sum(
        e.data["amountFen"] for e in question.of("fund.appropriated")
        if e.data["source"] == "central"
    )
    return fund_rows(question.rules(), appropriated, lines, moves, central), findings


def budget(line, lines, moves, day):
    """A line's money at the end of a day."""
    def is_known(name):
        return lines[name].day <= day

    amount = lines[line].data["amountFen"] if is_known(line) else 0
    for move in moves:
        data = move.data
        if move.day <= day and is_known(data["fromLine"]) and is_known(data["toLine"]):
            amount += data["amountFen"] * ((data["toLine"] == line) - (data["fromLine"] == line))
    return amount


def payment_findings(question, lines, moves, central):
    """What payments of central money hold against the budget."""
    found, classes = [], Regions(question).classes
    for payment in central:
        event, data = payment.event, payment.event.data
        line = data["line"]
        if line not in lines:
            found.append(finding("unknownLine", event, line))
        else:
            left = budget(line, lines, moves, event.day)
            for other in central:
                if other.event.data["line"] == line and other.event.order < event.order:
                    back = sum(b.data["amountFen"] for b in other.backs if b.day <= event.day)
                    left += back - other.amount
            if payment.amount > left:
                found.append(finding("aboveLineBudget", event, line))
        if "county" in data and classes.get(data["county"]) != "national":
            found.append(finding("countyNotNational", event))
        if payment.classes & PROHIBITED:
            found.append(finding("prohibitedUse", event))
        if not payment.classes:
            found.append(finding("classesMissing", event))
        back = 0
        for event in payment.backs:
            back += event.data["amountFen"]
            if back > payment.amount:
                found.append(finding("returnAbovePayment", event))
    return found


def fund_rows(rules, appropriated, lines, moves, central):
    budgets = [
        (budget(name, lines, moves, 10**9), set(event.data["classes"]))
        for name, event in lines.items() if event.data["source"] == "central"
    ]
    paid = [(payment.net(), payment.classes) for payment in central]
    paid_base = sum(net for net, _ in paid)
    stages = [
        ("budgeted", "appropriated", budgets, appropriated),
        ("paid", "appropriated", paid, appropriated),
        ("paid", "paid", paid, paid_base),
    ]
    rows = []
    for reading, classes in READINGS.items():
        is_cap = reading.startswith("CAP")
        percent = rules["R-FUND-02" if is_cap else "R-FUND-03"]["percent"]
        for stage, base, parts, denominator in stages:
            numerator = sum(amount for amount, own in parts if own & classes)
            share = Fraction(percent) * denominator / 100
            headroom = share.__floor__() - numerator if is_cap else numerator - share.__ceil__()
            strength = "must" if is_cap else "inPrinciple"
            if reading == "CAP-c":
                strength = "informative"
            if base == "paid":
                strength = "advisory"
            is_official = (stage, base) == ("paid", "appropriated") and reading.endswith("-a")
            is_met = numerator <= share if is_cap else numerator >= share
            rows.append(
                fund_row(reading, stage, base, strength, is_official, percent, numerator,
                         denominator, headroom, is_met)
            )
    numerator = sum(net for net, own in paid if own & PROHIBITED)
    is_met = not any(net != 0 and own & PROHIBITED for net, own in paid)
    for base, denominator in (("appropriated", appropriated), ("paid", paid_base)):
        row = fund_row(
            "PROHIBITED", "paid", base, "must" if base == "appropriated" else "advisory",
            base == "appropriated", "0", numerator, denominator, -numerator, is_met,
        )
        row.pop("reason", None)
        row["verdict"] = "met" if is_met else "notMet"
        rows.append(row)
    return rows


def fund_row(reading, stage, base, strength, official, threshold, numerator, denominator,
             headroom, is_met):
    row = {
        "reading": reading, "stage": stage, "base": base, "strength": strength,
        "official": official, "threshold": threshold, "numeratorFen": numerator,
        "denominatorFen": denominator,
        "percent": percent_text(numerator, denominator) if denominator > 0 else None,
        "headroomFen": headroom, "verdict": "met" if is_met else "notMet",
    }
    if denominator <= 0:
        row.update(verdict="notEvaluable", reason="noBase")
    return row


# Exits


def month_of(day):
    """Months since year 0 of a day."""
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
    return date.year * 12 + date.month - 1


def first_day(month):
    return (datetime.date(month // 12, month % 12 + 1, 1) - datetime.date(1970, 1, 1)).days


def last_day(month):
    return first_day(month + 1) - 1


def month_text(month):
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def due_day(month, due):
    """The day on which a month's report is due."""
    return min(first_day(month + 1) + due - 1, last_day(month + 1))


class Ground:
    """One row of the exit list before it is written."""

    def __init__(self, rule, evidence=(), run=None, threshold=None, established=None, **keys):
        self.rule, self.keys = rule, keys
        self.evidence, self.run, self.threshold = list(evidence), run, threshold
        self.established = established
        self.unknown = []
        if established is not None:
            self.status = "established"
        else:
            self.status = "watch" if run else "clear"

    def row(self, life):
        row = {"station": life.station, "region": life.region, "rule": self.rule}
        row.update((k, v) for k, v in self.keys.items() if v is not None)
        row["status"] = self.status
        if self.run is not None:
            row["run"], row["threshold"] = self.run, self.threshold
            row["toThreshold"] = max(0, self.threshold - self.run)
        if self.established is not None:
            row["establishedOn"] = date_text(self.established)
        if self.unknown:
            row["unknownMonths"] = [month_text(month) for month in self.unknown]
        row["evidence"] = self.evidence
        return row


class Case:
    """What a station did in its present life under its present operator, up to a day."""

    def __init__(self, question, life, day, rules, without=None):
        self.question, self.life, self.day, self.rules = question, life, day, rules
        self.without = without

    def own(self, *types, since_start=True):
        return [
            e for e in self.question.of(*types, day=self.day)
            if e.data.get("station") == self.life.station and e is not self.without
            and (not since_start or e.day >= self.life.start and e.order > self.life.opening)
        ]

    def countable(self):
        """Months wholly between the start and the day, with whether each is paused."""
        month = month_of(self.life.start)
        if first_day(month) < self.life.start:
            month += 1
        while last_day(month) <= self.day:
            yield month, any(
                first <= last_day(month) and (end is None or end > first_day(month))
                and (end is None or end > first)
                for first, end in self.life.breaks
            )
            month += 1

    def grounds(self):
        yield self.voluntary()
        yield self.dishonesty()
        yield self.performance()
        yield from self.reporting()
        yield from self.complaints()

    def voluntary(self):
        requests = self.own("station.exitRequested")
        ends = self.own("station.agreementTerminated")
        by_operator = [e for e in ends if e.data["initiator"] == "operator"]
        if by_operator:
            return Ground(
                "R-EXIT-01", [e.reference for e in by_operator], established=by_operator[0].day
            )
        ground = Ground("R-EXIT-01")
        if requests and not ends:
            ground.status = "pending"
            ground.evidence = [e.reference for e in requests]
        return ground

    def dishonesty(self):
        breaches = self.own("station.integrityBreachConfirmed")
        return Ground(
            "R-EXIT-02", [e.reference for e in breaches],
            established=breaches[0].day if breaches else None,
        )

    def performance(self):
        targets, values = {}, {}
        for event in self.own("station.targetSet", since_start=False):
            targets[event.data["month"], event.data["metric"]] = event
        for event in self.own("station.performanceRecorded", since_start=False):
            values[event.data["month"], event.data["metric"]] = event
        run, unknown, needed = [], [], self.rules["R-EXIT-03"]["months"]
        for month, is_paused in self.countable():
            if is_paused:
                continue
            failing, is_met = [], False
            for (name, metric), target in targets.items():
                value = values.get((name, metric))
                if name == month_text(month) and value is not None:
                    if value.data["value"] < target.data["target"]:
                        failing.append(value)
                    else:
                        is_met = True
            if failing:
                run.append((month, failing))
            elif is_met:
                run = []
            else:
                unknown.append(month)
        evidence = [
            e.reference for _, failing in run for e in sorted(failing, key=lambda e: e.order)
        ]
        established = last_day(run[needed - 1][0]) if len(run) >= needed else None
        ground = Ground("R-EXIT-03", evidence, len(run), needed, established)
        ground.unknown = unknown
        return ground

    def reporting(self):
        rule = self.rules["R-EXIT-04"]
        reported = {e.data["month"] for e in self.own("station.reportSubmitted", since_start=False)}
        run = []
        for month, is_paused in self.countable():
            if is_paused or self.day <= due_day(month, rule["dueDay"]):
                continue
            run = run + [month] if month_text(month) not in reported else []
        established = None
        if len(run) >= rule["months"]:
            established = due_day(run[rule["months"] - 1], rule["dueDay"]) + 1
        missing = Ground(
            "R-EXIT-04", [f"missing:{month_text(m)}" for m in run], len(run), rule["months"],
            established, ground="A",
        )
        bad = []
        for event in self.own("station.inspected"):
            bad = [] if event.data["ledgerCompliant"] else bad + [event]
        needed = rule["inspections"]
        inspections = Ground(
            "R-EXIT-04", [e.reference for e in bad], len(bad), needed,
            bad[needed - 1].day if len(bad) >= needed else None, ground="B",
        )
        dates = [g.established for g in (missing, inspections) if g.established is not None]
        evidence = missing.evidence + inspections.evidence
        for reading in ("both", "either"):
            is_established = len(dates) == 2 if reading == "both" else bool(dates)
            ground = Ground("R-EXIT-04", evidence, reading=reading)
            if is_established:
                ground.established = max(dates) if reading == "both" else min(dates)
                ground.status = "established"
            elif missing.run or inspections.run:
                ground.status = "watch"
            yield ground
        yield missing
        yield inspections

    def complaints(self):
        filings = [e for e in self.own("complaint.filed") if first_filing(self.question, self.day, e)]
        state = {e.reference: complaint_state(self.question, self.day, e) for e in filings}
        decisions = [
            e.day for e in self.own("exit.decisionTaken") if e.data["rule"] == "R-EXIT-05"
        ]
        counted = {
            "filed": [(e, e) for e in filings if state[e.reference] != "out"],
            # An upholding dated before the filing has no effect until the filing.
            "upheld": [
                (e, max(e, state[e.reference], key=lambda fact: fact.order)) for e in filings
                if state[e.reference] not in ("out", "open")
            ],
        }
        for reading in ("filed", "filedPerPerson", "upheld", "upheldPerPerson"):
            pairs = counted["upheld" if reading.startswith("upheld") else "filed"]
            persons = [None]
            if reading.endswith("Person"):
                persons = sorted({e.data["person"] for e, _ in pairs if "person" in e.data})
            for person in persons:
                own = [p for p in pairs if person is None or p[0].data.get("person") == person]
                yield self.quarters(reading, person, own, decisions)

    def quarters(self, reading, person, pairs, decisions):
        needed = self.rules["R-EXIT-05"]["count"]
        by_quarter = {}
        for filing, counting in pairs:
            by_quarter.setdefault(month_of(filing.day) // 3, []).append((filing, counting))
        now = month_of(self.day) // 3
        shown = by_quarter.get(now, [])
        for quarter in sorted(by_quarter):
            items = sorted(by_quarter[quarter], key=lambda pair: pair[1].order)
            if len(items) < needed:
                continue
            reached = items[needed - 1][1].day
            if any(day >= reached for day in decisions):
                if quarter == now:
                    shown = []
                continue
            evidence = [filing.reference for filing, _ in by_quarter[quarter]]
            return Ground("R-EXIT-05", evidence, len(evidence), needed, reached, reading=reading,
                          person=person)
        evidence = [filing.reference for filing, _ in shown]
        return Ground("R-EXIT-05", evidence, len(evidence), needed, reading=reading, person=person)


def first_filing(question, day, event):
    """Whether a filing is the one that made its complaint."""
    same = [
        e for e in question.of("complaint.filed", day=day)
        if e.data["complaint"] == event.data["complaint"]
    ]
    return same[0] is event


def complaint_state(question, day, filing):
    """`out` if it does not count, `open` if it counts as filed only, else the event that upheld it."""
    name = filing.data["complaint"]
    known = {e.data["complaint"] for e in question.of("complaint.filed", day=day)}
    upheld = None
    for event in question.of(
        "complaint.upheld", "complaint.dismissed", "complaint.merged", day=day
    ):
        if event.data["complaint"] != name:
            continue
        if event.type == "complaint.merged":
            if event.data["into"] != name and event.data["into"] in known:
                return "out"
        elif event.type == "complaint.dismissed":
            upheld = "out"
        elif upheld in (None, "out"):
            upheld = event
    return upheld or "open"


def exits(question):
    """Rows and findings of R-EXIT."""
    rules = question.rules()
    lives, twice = station_lives(question.of(*STATUS_TYPES))
    rows = []
    for own in lives.values():
        life, day = own[-1], question.day
        if life.level not in ("townshipStation", "villagePoint"):
            continue
        if life.closed is not None:
            if not question.asked.get("includeClosed") or life.closed == life.opened:
                continue
            # As at the end of the day before the closing.
            day = life.closed - 1
            before, _ = station_lives(question.of(*STATUS_TYPES, day=day))
            life = before[life.station][-1]
        for ground in Case(question, life, day, rules).grounds():
            if ground.status != "clear" or question.asked.get("all"):
                rows.append(ground.row(life))
    keys = ("station", "region", "rule", "ground", "reading", "person")
    rows.sort(key=lambda row: [row.get(key, "").encode() for key in keys])
    return rows, exit_findings(question, lives, twice)


def exit_findings(question, lives, twice):
    found = [finding("alreadyExists", event) for event in twice]
    filed = set()
    for event in question.of("complaint.filed"):
        if event.data["complaint"] in filed:
            found.append(finding("alreadyExists", event))
        filed.add(event.data["complaint"])
    for event in question.known:
        if event.date() > question.day:
            continue
        family = event.type.split(".")[0]
        if "station" in event.data and (
            family == "station" or event.type in ("exit.decisionTaken", "complaint.filed")
        ):
            if event.data["station"] not in lives:
                found.append(finding("unknownReference", event))
            # A station that was never opened has no ground either.
            if event.type == "exit.decisionTaken" and event.data["decision"] == "terminate":
                if not has_ground(question, event):
                    found.append(finding("decisionWithoutGround", event))
        elif family == "complaint" and event.type != "complaint.filed":
            if event.data["complaint"] not in filed or event.data.get("into", None) not in (
                filed | {None}
            ):
                found.append(finding("unknownReference", event))
    return found


def has_ground(question, decision):
    """Whether the rule of a decision was established at the end of its day, without the decision."""
    day, station = decision.day, decision.data["station"]
    lives, _ = station_lives(question.of(*STATUS_TYPES, day=day))
    if station not in lives:
        return False
    life = lives[station][-1]
    if life.closed is not None:
        events = question.of(*STATUS_TYPES, day=day)
        life = station_lives(events, station, life.opening)[0][station][-1]
    if life.level not in ("townshipStation", "villagePoint"):
        return False
    case = Case(question, life, day, question.rules(day), without=decision)
    for ground in case.grounds():
        if ground.rule == decision.data["rule"] and ground.status == "established":
            if ground.rule == "R-EXIT-04" and ground.keys.get("reading") != "either":
                continue
            if ground.rule == "R-EXIT-05" and ground.keys.get("reading") != "filed":
                continue
            return True
    return False
