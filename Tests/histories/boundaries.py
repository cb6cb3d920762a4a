"""Every threshold hit exactly, one under and one over; ends of months, the leap day, other offsets."""

from history import (
    History, city, county, filed, months, opened, outcome, region, reports, result,
)

N1, N2, M1, M2 = "540222000000", "540233000000", "540225000000", "540234000000"
# Stations judged for exit stand outside the universe, so that coverage stays small.
ELSEWHERE = "540221000000"
TOWN = "540221900000"
VILLAGE = "540221900200"


def write():
    h = History("boundaries")
    city(h)
    for code, name, kind in (
        (N1, "江孜县", "national"), (N2, "亚东县", "national"),
        (M1, "拉孜县", "municipal"), (M2, "吉隆县", "municipal"), (ELSEWHERE, "南木林县", None),
    ):
        county(h, code, name, kind)
    region(h, TOWN, "示例乡(synthetic)", "township", ELSEWHERE, "township")
    region(h, VILLAGE, "示例村(synthetic)", "village", TOWN, "administrativeVillage")
    coverage_regions(h)
    coverage_counts(h)
    coverage_days(h)
    adopted_percent(h)
    funds(h)
    performance(h)
    performance_pauses(h)
    reporting(h)
    due_day(h)
    inspections(h)
    complaints(h)
    leaving(h)
    return h


def village(county_code, number):
    return f"{county_code[:6]}100{200 + number}"


def coverage_regions(h):
    """Two townships each in three counties, ten villages each; the first four are poor."""
    for code in (N1, N2, M1):
        for unit, kind in (("100", "town"), ("200", "township")):
            region(
                h, f"{code[:6]}{unit}000", f"示例{unit}(synthetic)", "township", code, kind
            )
        for number in range(10):
            region(
                h, village(code, number), f"示例村{number}(synthetic)", "village",
                f"{code[:6]}100000", "administrativeVillage",
            )
        for number in range(4):
            h.add(
                "village.povertyStatusSet", "2018-07-01",
                {"village": village(code, number), "status": "registeredPoor",
                 "listVersion": "2018-synthetic", "validFrom": "2018-01-01"},
                f"poor-{village(code, number)}",
            )
    region(
        h, f"{M1[:6]}100001", "示例居委会(synthetic)", "village", f"{M1[:6]}100000",
        "residentsCommittee",
    )
    region(h, f"{M2[:6]}100000", "示例镇(synthetic)", "township", M2, "town")


def coverage_counts(h):
    """Points: N1 in villages 0–3, N2 in 0–1 and 9, M1 in 3, 4, 5, 6, 7 and the committee."""
    for code, numbers in ((N1, (0, 1, 2, 3)), (N2, (0, 1, 9)), (M1, (3, 4, 5, 6, 7))):
        for number in numbers:
            opened(h, f"{code[:6]}-p{number}", "2018-09-01", village(code, number))
    # A second point in a village adds nothing; neither does a station of the wrong level.
    opened(h, "540222-p0b", "2018-09-01", village(N1, 0))
    opened(h, "540233-wrong-level", "2018-09-01", village(N2, 5), "townshipStation")
    opened(h, "540225-committee", "2018-09-01", f"{M1[:6]}100001")
    for code, units in ((N1, ("100", "200")), (N2, ("100",)), (M1, ("100", "200"))):
        for unit in units:
            opened(
                h, f"{code[:6]}-t{unit}", "2018-09-01", f"{code[:6]}{unit}000",
                "townshipStation",
            )

    name = "coverage-counts"
    h.ask(name, "coverage", "2018-12-31")

    def row(area, population, reading, threshold, why, numerator, denominator, percent, verdict):
        h.expect(
            name, why,
            {"region": area, "population": population, "reading": reading, "flavour": "open",
             "threshold": threshold},
            numerator=numerator, denominator=denominator, percent=percent, verdict=verdict,
        )

    row(N1, "townships", "all", "100", "R-COV-01 exactly", 2, 2, "100.0000", "met")
    row(N2, "townships", "all", "100", "one under", 1, 2, "50.0000", "notMet")
    plain = "administrativeVillages"
    row(N1, "villages", plain, "40", "R-COV-02 exactly; two points in one village are one",
        4, 10, "40.0000", "met")
    row(N2, "villages", plain, "40", "one under: a township station in a village is no point",
        3, 10, "30.0000", "notMet")
    row(M1, "villages", plain, "40", "one over", 5, 10, "50.0000", "met")
    row(M1, "villages", "withCommittees", "40", "the committee joins both sides",
        6, 11, "54.5455", "met")
    poor = ("poorVillages", "currentList")
    row(N2, *poor, "50", "R-COV-03 exactly", 2, 4, "50.0000", "met")
    row(M1, *poor, "50", "one under", 1, 4, "25.0000", "notMet")
    row(N1, *poor, "50", "over", 4, 4, "100.0000", "met")
    row(N1, *poor, "100", "100 % strive, exactly", 4, 4, "100.0000", "met")
    row(N2, *poor, "100", "100 % strive, under", 2, 4, "50.0000", "notMet")
    h.expect(
        name, "a municipal county has no strive row",
        {"region": M1, "population": "poorVillages", "strength": "strive"}, absent=True,
    )
    h.expect(
        name, "no village is declared there: no denominator",
        {"region": M2, "population": "villages", "reading": plain, "flavour": "open"},
        numerator=0, denominator=0, percent=None, verdict="notEvaluable", reason="noDenominator",
    )
    row("class:municipal", "townships", "all", "100", "2 of M1, 0 of M2's one", 2, 3, "66.6667",
        "notMet")
    row("all", "villages", plain, "40", "4 + 3 + 5 of 30: exactly", 12, 30, "40.0000", "met")


def point(h, name, why, area, numerator, flavour="open", population="villages", **more):
    """A county's row of villages or townships at a day."""
    reading = "all" if population == "townships" else "administrativeVillages"
    h.expect(
        name, why,
        {"region": area, "population": population, "reading": reading, "flavour": flavour},
        numerator=numerator, **more,
    )


def coverage_days(h):
    """When a station begins and ends to count; all of it in N2, which had 3 points."""
    # The same midnight in two spellings: 28 February's last millisecond, 1 March's first.
    opened(h, "540233-late-evening", "2019-02-28T23:59:59.999+08:00", village(N2, 2))
    opened(h, "540233-midnight-utc", "2019-02-28T16:00:00Z", village(N2, 3))
    opened(h, "540233-west", "2019-02-28T07:30:00-09:00", village(N2, 4))
    for day, number, why in (
        ("2019-02-27", 3, "the day before"),
        ("2019-02-28", 4, "23:59:59.999+08:00 is still 28 February"),
        ("2019-03-01", 6, "16:00Z and 07:30−09:00 (00:30 next day in Shanghai) are 1 March"),
    ):
        h.ask(f"opening-{day}", "coverage", day)
        point(h, f"opening-{day}", why, N2, number)
    h.add("station.suspended", "2019-04-10", {"station": "540233-west"}, "west.suspended")
    h.add("station.resumed", "2019-04-12", {"station": "540233-west"}, "west.resumed")
    h.add("station.suspended", "2019-04-15T09:00:00+08:00", {"station": "540233-west"}, "west.morning")
    h.add("station.resumed", "2019-04-15T17:00:00+08:00", {"station": "540233-west"}, "west.evening")
    h.add(
        "station.closed", "2019-04-20", {"station": "540233-west", "reason": "voluntary"},
        "west.closed",
    )
    for day, number, why in (
        ("2019-04-09", 6, "open"), ("2019-04-10", 5, "suspended from this day on, it included"),
        ("2019-04-11", 5, "suspended"), ("2019-04-12", 6, "open on the day of resumption"),
        ("2019-04-15", 6, "suspended and resumed within a day: no suspended day"),
        ("2019-04-19", 6, "the last day"), ("2019-04-20", 5, "closed: the day is excluded"),
    ):
        h.ask(f"station-{day}", "coverage", day)
        point(h, f"station-{day}", why, N2, number)
    point(h, "station-2019-04-20", "it was open once", N2, 6, "everOpened")
    opened(h, "540233-west", "2020-02-29", village(N2, 6), id="west.opened-again")
    region_end = {"code": village(N2, 9), "retiredOn": "2020-02-29"}
    h.add("region.retired", "2020-02-10", region_end, "village-retired")
    for day, number, total, why in (
        ("2020-02-28", 5, 10, "before the leap day"),
        ("2020-02-29", 5, 9, "opened again elsewhere (+1); a village with a point is retired (−1)"),
        ("2020-03-01", 5, 9, "the same after it"),
    ):
        h.ask(f"leap-{day}", "coverage", day)
        point(h, f"leap-{day}", why, N2, number, denominator=total)
    point(
        h, "leap-2020-02-29",
        "each life with its own region: villages 0–4 and 6, the retired 9 is no denominator",
        N2, 6, "everOpened",
    )
    active(h)


def active(h):
    """Activity in the 30 days D−29 … D, in N1 with four points in villages."""
    scan = {"parcel": "SYN1", "nodeLevel": "village", "county": N1, "kind": "delivered"}
    h.add("parcel.scanned", "2019-06-01T00:00:00+08:00", {**scan, "node": "540222-p1"}, "scan-first")
    h.add("parcel.scanned", "2019-05-31T23:59:59.999+08:00", {**scan, "node": "540222-p2"}, "scan-before")
    h.add(
        "trade.recorded", "2019-06-30T15:59:59Z",
        {"order": "SYN-D1", "line": "1", "station": "540222-p3", "county": N1,
         "direction": "upstream", "channel": "门店(synthetic)", "product": "示例农产品(synthetic)",
         "agricultural": True, "demonstrationProduct": False, "online": False,
         "onlineRetail": False, "amountFen": 100},
        "sale",
    )
    for day, with_parcel, is_active, why in (
        ("2019-06-29", 2, 2, "D−29 is 31 May: both scans; the sale is tomorrow"),
        ("2019-06-30", 1, 2, "D−29 is 1 June: one scan; and a sale at 23:59:59 of D"),
        ("2019-07-01", 0, 1, "both scans are too old, the sale counts"),
        ("2019-07-29", 0, 1, "D−29 is 30 June, the day of the sale"),
        ("2019-07-30", 0, 0, "nothing in 30 days"),
    ):
        h.ask(f"active-{day}", "coverage", day)
        point(h, f"active-{day}", why, N1, with_parcel, "withParcel30")
        point(h, f"active-{day}", why, N1, is_active, "active30")


def adopted_percent(h):
    """R-COV-02 at 49.95 % from 1 November 2019 on: M1 has 5 of 10, N1 4 of 10."""
    h.add(
        "rule.adopted", "2019-10-15",
        {"rule": "R-COV-02", "version": "2019-synthetic", "parameters": {"percent": "49.95"},
         "validFrom": "2019-11-01", "authority": "示例领导小组办公室(synthetic)"},
        "R-COV-02.adopted",
    )
    for day, threshold in (("2019-10-31", "40"), ("2019-11-01", "49.95")):
        h.ask(f"adopted-{day}", "coverage", day)
        point(h, f"adopted-{day}", "a rule holds from its validFrom on", M1, 5,
              threshold=threshold, verdict="met")
        point(h, f"adopted-{day}", "4 of 10 meets 40 %, not 49.95 %", N1, 4,
              threshold=threshold, verdict="met" if threshold == "40" else "notMet")


def funds(h):
    """A base of 1,000 fen: 149, 150 and 151 in county centres; 499, 500 and 501 upstream."""
    h.add(
        "fund.appropriated", "2018-08-01",
        {"appropriation": "central-synthetic", "source": "central", "amountFen": 1_000,
         "documentNumber": "示例文号(synthetic)", "recipient": "示例专户(synthetic)"},
        "appropriation",
    )
    for line, amount, classes in (
        ("centre", 200, ["countyCentre"]), ("upstream", 800, ["qualityAndTraceability"]),
    ):
        h.add(
            "fund.lineBudgeted", "2018-08-02",
            {"line": line, "source": "central", "title": "示例(synthetic)", "amountFen": amount,
             "classes": classes},
            f"line-{line}",
        )
    # Municipal money never enters.
    pay(h, "M1", "2018-09-01", "municipal", 5_000, ["countyCentre"], "city")
    for day, line, amount in (
        ("2018-10-01", "centre", 149), ("2018-10-02", "centre", 1), ("2018-10-03", "centre", 1),
        ("2018-11-01", "upstream", 499), ("2018-11-02", "upstream", 1),
        ("2018-11-03", "upstream", 1),
    ):
        classes = ["countyCentre"] if line == "centre" else ["qualityAndTraceability"]
        pay(h, f"P-{day}", day, line, amount, classes)

    def ask(day, reading, why, numerator, percent, headroom, verdict):
        name = f"funds-{day}"
        if name not in h.asked:
            h.ask(name, "funds", day)
        h.expect(
            name, why, {"reading": reading, "stage": "paid", "base": "appropriated"},
            numeratorFen=numerator, denominatorFen=1_000, percent=percent, headroomFen=headroom,
            verdict=verdict,
        )

    ask("2018-10-01", "CAP-a", "one under 15 %", 149, "14.9000", 1, "met")
    ask("2018-10-02", "CAP-a", "15 % exactly is not above it", 150, "15.0000", 0, "met")
    ask("2018-10-03", "CAP-a", "one over", 151, "15.1000", -1, "notMet")
    ask("2018-11-01", "FLOOR-a", "one under 50 %", 499, "49.9000", -1, "notMet")
    ask("2018-11-02", "FLOOR-a", "50 % exactly is not below it", 500, "50.0000", 0, "met")
    ask("2018-11-03", "FLOOR-a", "one over", 501, "50.1000", 1, "met")
    h.add(
        "rule.adopted", "2018-11-20",
        {"rule": "R-FUND-02", "version": "2018-synthetic", "parameters": {"percent": "15.15"},
         "validFrom": "2018-12-01", "authority": "示例领导小组办公室(synthetic)"},
        "R-FUND-02.adopted",
    )
    ask("2018-11-30", "CAP-a", "the old cap on its last day", 151, "15.1000", -1, "notMet")
    ask("2018-12-01", "CAP-a", "15.15 % of 1,000 is 151.5: floor 151", 151, "15.1000", 0, "met")
    pay(h, "P-over", "2018-12-10", "centre", 50, ["countyCentre"])
    h.ask("funds-2018-12-10", "funds", "2018-12-10")
    h.expect_findings(
        "funds-2018-12-10", "151 + 50 exceeds the line of 200 by one",
        ("aboveLineBudget", "P-over", "centre"),
    )


def pay(h, payment, when, line, fen, classes, source="central"):
    h.add(
        "fund.disbursed", when,
        {"payment": payment, "line": line, "source": source, "payee": "示例供应商(synthetic)",
         "amountFen": fen, "purpose": "示例(synthetic)", "classes": classes,
         "voucher": "示例凭证(synthetic)"},
        payment,
    )


def ground(h, name, why, station, rule, run=None, on=None, status=None, **more):
    """One row of the exit list: run and day, or absent when nothing is shown."""
    where = {"station": station, "rule": rule}
    for key in ("ground", "reading", "person"):
        if key in more:
            where[key] = more.pop(key)
    if status is None and run == 0:
        h.expect(name, why, where, absent=True)
        return
    members = {"status": status or ("established" if on else "watch"), **more}
    if run is not None:
        members["run"] = run
    if on:
        members["establishedOn"] = on
    h.expect(name, why, where, **members)


def ask_exits(h, *dates):
    for day in dates:
        h.ask(f"exits-{day}", "exits", day)


def performance(h):
    """R-EXIT-03: 5, 6 and 7 months below target in a row."""
    station = {}
    for name, last in (("five", "2019-05"), ("six", "2019-06"), ("seven", "2019-07")):
        station[name] = f"perf-{name}"
        opened(h, station[name], "2018-12-15", VILLAGE)
        reports(h, station[name], months("2019-01", "2019-08"))
        for month in months("2019-01", "2019-08"):
            # One below the target fails; the target itself is met.
            result(h, station[name], month, 99 if month <= last else 100)
    ask_exits(h, "2019-05-31", "2019-06-29", "2019-06-30", "2019-07-31", "2019-08-31")
    rule = "R-EXIT-03"
    ground(h, "exits-2019-05-31", "January–May", "perf-five", rule, 5, toThreshold=1)
    ground(h, "exits-2019-06-29", "June is not over", "perf-six", rule, 5, toThreshold=1)
    ground(h, "exits-2019-06-30", "June = target is met", "perf-five", rule, 0)
    ground(h, "exits-2019-06-30", "six months, on the last day of the sixth", "perf-six", rule,
           6, "2019-06-30", toThreshold=0)
    ground(h, "exits-2019-07-31", "July is met: the run is over", "perf-six", rule, 0)
    ground(h, "exits-2019-07-31", "a seventh month moves nothing", "perf-seven", rule,
           7, "2019-06-30")
    ground(h, "exits-2019-08-31", "August is met", "perf-seven", rule, 0)

    # The sixth month ends on the leap day.
    opened(h, "perf-leap", "2019-08-10", VILLAGE)
    reports(h, "perf-leap", months("2019-09", "2020-02"))
    for month in months("2019-09", "2020-02"):
        result(h, "perf-leap", month, 0)
    ask_exits(h, "2020-02-28", "2020-02-29")
    ground(h, "exits-2020-02-28", "February 2020 has one more day", "perf-leap", rule, 5)
    ground(h, "exits-2020-02-29", "the leap day completes it", "perf-leap", rule, 6, "2020-02-29")


def performance_pauses(h):
    """Opening days, suspended days, unknown months, new operators, two metrics."""
    half = months("2019-01", "2019-06")
    for name, day in (("first", "2019-01-01"), ("second", "2019-01-02")):
        opened(h, f"open-{name}", day, VILLAGE)
    for name in ("paused", "edge", "unknown", "metrics", "handed-1", "handed-2"):
        opened(h, f"perf-{name}", "2018-12-15", VILLAGE)
    for station in (
        "open-first", "open-second", "perf-paused", "perf-edge", "perf-unknown", "perf-metrics",
        "perf-handed-1", "perf-handed-2",
    ):
        reports(h, station, months("2019-01", "2019-08"))
        for month in half + ["2019-07"]:
            if station == "perf-unknown" and month == "2019-02":
                # A value without a target says nothing.
                result(h, station, month, 0, target=None)
            else:
                result(h, station, month, 50)
    h.add("station.suspended", "2019-03-10", {"station": "perf-paused"}, "paused.begin")
    h.add("station.resumed", "2019-03-12", {"station": "perf-paused"}, "paused.end")
    h.add("station.suspended", "2019-03-31", {"station": "perf-edge"}, "edge.begin")
    h.add("station.resumed", "2019-04-01", {"station": "perf-edge"}, "edge.end")
    for number in (1, 2):
        h.add(
            "station.operatorChanged", f"2019-04-0{number}",
            {"station": f"perf-handed-{number}", "operator": "示例新经营者(synthetic)"},
            f"handed-{number}",
        )
    result(h, "perf-metrics", "2019-07", 100, metric="parcels")
    rule, june, july = "R-EXIT-03", "exits-2019-06-30", "exits-2019-07-31"
    ground(h, june, "opened on the 1st: January counts", "open-first", rule, 6, "2019-06-30")
    ground(h, june, "opened on the 2nd: January does not", "open-second", rule, 5)
    ground(h, june, "March has suspended days: left out, not broken", "perf-paused", rule, 5)
    ground(h, july, "the sixth of the rest is July", "perf-paused", rule, 6, "2019-07-31")
    ground(h, july, "suspended on 31 March only: March is out, April is in", "perf-edge", rule, 6,
           "2019-07-31")
    ground(h, july, "February has no target: unknown, left out, named", "perf-unknown", rule, 6,
           "2019-07-31", unknownMonths=["2019-02"])
    ground(h, june, "new operator on 1 April: April–June", "perf-handed-1", rule, 3)
    ground(h, june, "new operator on 2 April: May–June", "perf-handed-2", rule, 2)
    ground(h, july, "a second metric met beside a failed one: failed", "perf-metrics", rule, 7,
           "2019-06-30")


def reporting(h):
    """R-EXIT-04 A: 2 and 3 months missing; on the due day and after it."""
    for name in ("two", "three", "last-moment", "next-day"):
        opened(h, f"rep-{name}", "2018-12-15", VILLAGE)
        reports(h, f"rep-{name}", months("2019-04", "2019-12"))
    for name, time in (
        ("two", "2019-04-10T10:00:00+08:00"),
        ("last-moment", "2019-04-10T23:59:59.999+08:00"),
        ("next-day", "2019-04-10T16:00:00Z"),
    ):
        h.add(
            "station.reportSubmitted", time,
            {"station": f"rep-{name}", "month": "2019-03"}, f"rep-{name}.report-2019-03",
        )
    ask_exits(h, "2019-02-10", "2019-02-11", "2019-04-10", "2019-04-11", "2019-05-11")
    rule, a = "R-EXIT-04", {"ground": "A"}
    ground(h, "exits-2019-02-10", "January is due today", "rep-three", rule, 0, **a)
    ground(h, "exits-2019-02-11", "January is missing", "rep-three", rule, 1,
           evidence=["missing:2019-01"], **a)
    ground(h, "exits-2019-04-10", "March is due today: January, February", "rep-three", rule, 2,
           toThreshold=1, **a)
    ground(h, "exits-2019-04-11", "the day after the due day of the third", "rep-three", rule, 3,
           "2019-04-11", evidence=["missing:2019-01", "missing:2019-02", "missing:2019-03"], **a)
    ground(h, "exits-2019-04-11", "established by A alone", "rep-three", rule, None, "2019-04-11",
           reading="either")
    ground(h, "exits-2019-04-11", "both needs B too", "rep-three", rule, None, status="watch",
           reading="both")
    ground(h, "exits-2019-04-11", "March came on its due day: nothing in a row", "rep-two", rule,
           0, **a)
    ground(h, "exits-2019-04-11", "23:59:59.999 of the due day", "rep-last-moment", rule, 0, **a)
    ground(h, "exits-2019-04-10", "16:00Z is the 11th; March is not past due yet", "rep-next-day",
           rule, 2, **a)
    ground(h, "exits-2019-04-11", "came on the 11th: at the end of that day not missing",
           "rep-next-day", rule, 0, **a)
    ground(h, "exits-2019-05-11", "April was reported: the run is over", "rep-three", rule, 0, **a)


def due_day(h):
    """`dueDay` 31 adopted from 1 September 2019 on; short months end earlier."""
    h.add(
        "rule.adopted", "2019-08-20",
        {"rule": "R-EXIT-04", "version": "2019-synthetic", "parameters": {"dueDay": 31},
         "validFrom": "2019-09-01", "authority": "示例领导小组办公室(synthetic)"},
        "R-EXIT-04.adopted",
    )
    opened(h, "due-31", "2019-05-15", VILLAGE)
    opened(h, "due-leap", "2019-12-15", VILLAGE)
    ask_exits(h, "2019-09-01", "2019-09-11", "2019-09-30", "2019-10-01", "2020-03-01")
    rule, a = "R-EXIT-04", {"ground": "A"}
    ground(h, "exits-2019-08-31", "due on the 10th: June and July", "due-31", rule, 2, **a)
    ground(h, "exits-2019-09-01", "due on 31 July and 31 August: the same two", "due-31", rule, 2,
           **a)
    ground(h, "exits-2019-09-11", "with the 10th it were three; the new set holds for all months",
           "due-31", rule, 2, **a)
    ground(h, "exits-2019-09-30", "August is due on 30 September", "due-31", rule, 2, **a)
    ground(h, "exits-2019-10-01", "and missing the day after", "due-31", rule, 3, "2019-10-01",
           **a)
    ground(h, "exits-2020-02-29", "January is due on the leap day", "due-leap", rule, 0, **a)
    ground(h, "exits-2020-03-01", "and missing on 1 March", "due-leap", rule, 1, **a)


def inspect(h, station, when, compliant, id):
    h.add(
        "station.inspected", when, {"station": station, "ledgerCompliant": compliant},
        f"{station}.{id}",
    )


def inspections(h):
    """R-EXIT-04 B: one and two inspections in a row; and both grounds together."""
    for name in ("one", "two", "reset", "tie", "operator"):
        opened(h, f"insp-{name}", "2018-12-15", VILLAGE)
        reports(h, f"insp-{name}", months("2019-01", "2019-12"))
    opened(h, "insp-both", "2018-12-15", VILLAGE)
    inspect(h, "insp-one", "2019-03-01", False, "bad")
    for name in ("two", "both"):
        inspect(h, f"insp-{name}", "2019-03-01", False, "bad")
        inspect(h, f"insp-{name}", "2019-05-02", False, "worse")
    inspect(h, "insp-reset", "2019-03-01", False, "bad")
    inspect(h, "insp-reset", "2019-03-02", True, "good")
    inspect(h, "insp-reset", "2019-03-03", False, "bad-again")
    # At one instant the position decides: the good one is the newest.
    inspect(h, "insp-tie", "2019-03-01", False, "bad")
    inspect(h, "insp-tie", "2019-03-01", True, "good")
    inspect(h, "insp-operator", "2019-03-01", False, "bad")
    h.add(
        "station.operatorChanged", "2019-03-02",
        {"station": "insp-operator", "operator": "示例新经营者(synthetic)"}, "insp-operator.changed",
    )
    inspect(h, "insp-operator", "2019-05-02", False, "bad-again")
    name = "exits-2019-05-11"
    rule, b = "R-EXIT-04", {"ground": "B"}
    ground(h, name, "one", "insp-one", rule, 1, toThreshold=1, **b)
    ground(h, name, "two in a row, on the day of the second", "insp-two", rule, 2, "2019-05-02",
           evidence=["insp-two.bad", "insp-two.worse"], **b)
    ground(h, name, "a good one between", "insp-reset", rule, 1,
           evidence=["insp-reset.bad-again"], **b)
    ground(h, name, "the good one has the greater position", "insp-tie", rule, 0, **b)
    ground(h, name, "the first was the operator's before", "insp-operator", rule, 1, **b)
    ground(h, name, "A on 11 April, B on 2 May: the earlier", "insp-both", rule, None,
           "2019-04-11", reading="either")
    ground(h, name, "the later; evidence A then B", "insp-both", rule, None, "2019-05-02",
           reading="both",
           evidence=["missing:2019-01", "missing:2019-02", "missing:2019-03", "missing:2019-04",
                     "insp-both.bad", "insp-both.worse"])


def complaints(h):
    """R-EXIT-05: 2, 3 and 4 in a quarter, and across its end."""
    for name in ("two", "three", "four", "cross", "cleared", "early", "person"):
        opened(h, f"comp-{name}", "2018-12-15", VILLAGE)
        reports(h, f"comp-{name}", months("2019-01", "2019-12"))
    for name, count in (("two", 2), ("three", 3), ("four", 4), ("cleared", 3), ("early", 3)):
        for number in range(1, count + 1):
            filed(h, f"{name}-{number}", f"comp-{name}", f"2019-03-{number * 5:02d}")
    filed(h, "cross-1", "comp-cross", "2019-03-30")
    filed(h, "cross-2", "comp-cross", "2019-03-31T23:59:59.999+08:00")
    filed(h, "cross-3", "comp-cross", "2019-03-31T16:00:00Z")
    for number, person in enumerate(("p1", "p2", "p1", "p1"), start=1):
        filed(h, f"person-{number}", "comp-person", f"2019-03-{number:02d}", person)
    outcome(h, "upheld", "three-1", "2019-04-03")
    outcome(h, "upheld", "three-2", "2019-04-02")
    outcome(h, "upheld", "three-3", "2019-04-08")
    decide(h, "comp-cleared", "2019-03-15T11:00:00+08:00", "warn")
    decide(h, "comp-early", "2019-03-14", "terminate")
    rule, at = "R-EXIT-05", {"reading": "filed"}
    ask_exits(h, "2019-03-14", "2019-03-15", "2019-03-31", "2019-04-01", "2019-04-08")
    ground(h, "exits-2019-03-14", "two of three", "comp-three", rule, 2, toThreshold=1, **at)
    ground(h, "exits-2019-03-15", "the third on 15 March", "comp-three", rule, 3, "2019-03-15",
           **at)
    ground(h, "exits-2019-03-31", "two in the quarter", "comp-two", rule, 2, **at)
    ground(h, "exits-2019-04-01", "a new quarter, nothing filed", "comp-two", rule, 0, **at)
    ground(h, "exits-2019-04-01", "a fourth counts, the day stays", "comp-four", rule, 4,
           "2019-03-15", **at)
    ground(h, "exits-2019-03-31", "23:59:59.999 is the first quarter", "comp-cross", rule, 2, **at)
    ground(h, "exits-2019-04-01", "16:00Z is 1 April: one in the second", "comp-cross", rule, 1,
           evidence=["cross-3.filed"], **at)
    ground(h, "exits-2019-03-31", "decided on the day itself: cleared altogether", "comp-cleared",
           rule, 0, **at)
    ground(h, "exits-2019-03-31", "decided the day before: not cleared", "comp-early", rule, 3,
           "2019-03-15", **at)
    ground(h, "exits-2019-04-01", "p1 three times", "comp-person", rule, 3, "2019-03-04",
           reading="filedPerPerson", person="p1")
    ground(h, "exits-2019-04-01", "upheld so far: none", "comp-three", rule, 0, reading="upheld")
    ground(h, "exits-2019-04-08", "upheld in April, filed in March: the first quarter",
           "comp-three", rule, 3, "2019-04-08", reading="upheld",
           evidence=["three-1.filed", "three-2.filed", "three-3.filed"])
    h.expect_findings("exits-2019-03-14", "terminated with two complaints",
                      ("decisionWithoutGround", "comp-early.decision"))
    h.add(
        "rule.adopted", "2019-09-20",
        {"rule": "R-EXIT-05", "version": "2019-synthetic", "parameters": {"count": 4},
         "validFrom": "2019-10-01", "authority": "示例领导小组办公室(synthetic)"},
        "R-EXIT-05.adopted",
    )
    ground(h, "exits-2019-09-30", "three still suffice", "comp-three", rule, 3, "2019-03-15", **at)
    ground(h, "exits-2019-10-01", "four are needed, for past quarters too", "comp-three", rule, 0,
           **at)
    ground(h, "exits-2019-10-01", "four on 20 March", "comp-four", rule, 4, "2019-03-20", **at)


def decide(h, station, when, decision):
    h.add(
        "exit.decisionTaken", when,
        {"station": station, "rule": "R-EXIT-05", "decision": decision,
         "authority": "示例主管部门(synthetic)"},
        f"{station}.decision",
    )


def leaving(h):
    """R-EXIT-01 and -02, and stations that closed."""
    for name in ("asked", "left", "breach", "closed", "one-day"):
        opened(h, f"gone-{name}", "2018-12-15", VILLAGE)
        if name != "one-day":
            reports(h, f"gone-{name}", months("2019-01", "2019-12"))
    for name in ("asked", "left"):
        h.add(
            "station.exitRequested", "2019-03-10",
            {"station": f"gone-{name}", "reason": "示例(synthetic)"}, f"gone-{name}.request",
        )
    h.add(
        "station.agreementTerminated", "2019-03-15",
        {"station": "gone-left", "initiator": "operator"}, "gone-left.terminated",
    )
    h.add(
        "station.integrityBreachConfirmed", "2019-03-14T23:59:59+08:00",
        {"station": "gone-breach", "description": "示例(synthetic)",
         "authority": "示例主管部门(synthetic)"},
        "gone-breach.breach",
    )
    inspect(h, "gone-closed", "2019-03-31T08:00:00+08:00", False, "bad")
    for name, day in (("closed", "2019-04-01"), ("one-day", "2018-12-15")):
        h.add(
            "station.closed", f"{day}T18:00:00+08:00",
            {"station": f"gone-{name}", "reason": "other"}, f"gone-{name}.closed",
        )
    one, two, four = "R-EXIT-01", "R-EXIT-02", "R-EXIT-04"
    ground(h, "exits-2019-03-14", "asked, not terminated", "gone-left", one, status="pending",
           evidence=["gone-left.request"])
    ground(h, "exits-2019-03-15", "terminated by the operator", "gone-left", one, None,
           "2019-03-15", evidence=["gone-left.terminated"])
    ground(h, "exits-2019-03-15", "one confirmed breach is enough", "gone-breach", two, None,
           "2019-03-14")
    ground(h, "exits-2019-03-31", "the day before its closing", "gone-closed", four, 1, ground="B")
    ground(h, "exits-2019-04-01", "closed on this day: not judged", "gone-closed", four, 0,
           ground="B")
    h.ask("closed-2019-04-01", "exits", "2019-04-01", includeClosed=True)
    ground(h, "closed-2019-04-01", "as at the end of 31 March", "gone-closed", four, 1, ground="B")
    h.ask("closed-all-2019-04-01", "exits", "2019-04-01", includeClosed=True, all=True)
    h.expect("closed-all-2019-04-01", "a life of one day has no row",
             {"station": "gone-one-day", "rule": one}, absent=True)
    h.expect("closed-all-2019-04-01", "clear stations are rows too",
             {"station": "insp-one", "rule": one}, status="clear", evidence=[])
