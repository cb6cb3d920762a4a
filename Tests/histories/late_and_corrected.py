"""Both clocks: what came late, what was taken back, and what was taken back again."""

from boundaries import ground, inspect
from history import (
    History, city, county, filed, months, opened, outcome, region, reports, result,
)

C1, C2 = "540222000000", "540225000000"
TOWN = "540222100000"
VILLAGE = "540222100200"


def write():
    h = History("late-and-corrected")
    city(h)
    county(h, C1, "江孜县", "national")
    county(h, C2, "拉孜县", "municipal")
    region(h, TOWN, "江孜镇", "township", C1, "town")
    for number in range(4):
        region(
            h, f"5402221002{number:02d}", f"示例村{number}(synthetic)", "village", TOWN,
            "administrativeVillage",
        )
    late_reports(h)
    voids_of_voids(h)
    corrections_of_corrections(h)
    complaints(h)
    decisions(h)
    back_dated_regions(h)
    stations_recorded_late(h)
    money(h)
    return h


def ask(h, name, indicator, as_of, *known):
    """The same question as known at several days, and today."""
    for day in known:
        h.ask(f"{name}-known-{day}", indicator, as_of, day)
    h.ask(f"{name}-today", indicator, as_of)


def late_reports(h):
    """January, February, March missing on 11 April; the February report comes on 20 April."""
    opened(h, "rep-rules", "2018-12-15", VILLAGE)
    h.add(
        "station.reportSubmitted", "2019-04-20", {"station": "rep-rules", "month": "2019-02"},
        "rep-rules.report-2019-02", "2019-04-25",
    )
    # January was handed in on time, but the office wrote it down three months later.
    opened(h, "rep-paper", "2018-12-15", VILLAGE)
    reports(h, "rep-paper", ["2019-03"])
    h.add(
        "station.reportSubmitted", "2019-02-08", {"station": "rep-paper", "month": "2019-01"},
        "rep-paper.report-2019-01", "2019-05-02",
    )
    rule, a = "R-EXIT-04", {"ground": "A"}
    missing = ["missing:2019-01", "missing:2019-02", "missing:2019-03"]
    h.ask("april-11", "exits", "2019-04-11")
    ground(h, "april-11", "January, February and March are missing", "rep-rules", rule, 3,
           "2019-04-11", evidence=missing, **a)
    ground(h, "april-11", "January was in time; March was reported: nothing in a row",
           "rep-paper", rule, 0, **a)
    h.ask("april-19", "exits", "2019-04-19")
    ground(h, "april-19", "the day before the late report", "rep-rules", rule, 3, "2019-04-11",
           evidence=missing, **a)
    ask(h, "april-20", "exits", "2019-04-20", "2019-04-24")
    ground(h, "april-20-known-2019-04-24", "the report is recorded on the 25th", "rep-rules", rule,
           3, "2019-04-11", evidence=missing, **a)
    ground(h, "april-20-today", "from its business date on: January | March, run 1", "rep-rules",
           rule, 1, evidence=["missing:2019-03"], **a)
    ask(h, "march-20", "exits", "2019-03-20", "2019-05-01", "2019-05-02")
    ground(h, "march-20-known-2019-05-01", "January's paper is not written down yet", "rep-paper",
           rule, 2, evidence=missing[:2], **a)
    ground(h, "march-20-known-2019-05-02", "it was handed in on 8 February", "rep-paper", rule, 1,
           evidence=["missing:2019-02"], **a)
    ground(h, "march-20-today", "nothing else came for this day", "rep-paper", rule, 1,
           evidence=["missing:2019-02"], **a)


def voids_of_voids(h):
    """A void, a void of the void, and a void of that."""
    opened(h, "void-chain", "2018-12-15", VILLAGE)
    reports(h, "void-chain", months("2019-01", "2020-12"))
    for number in (1, 2, 3):
        filed(h, f"chain-{number}", "void-chain", f"2019-05-{number:02d}")
    third = "/synthetic/late-and-corrected#chain-3.filed"
    first = h.void(third, "2019-06-10", "chain-void-1")
    second = h.void(first, "2019-06-20", "chain-void-2")
    # Its own business date lies in 2021: it takes effect from its recording on.
    h.void(second, "2021-01-01", "chain-void-3", "2019-06-30")
    rule, at = "R-EXIT-05", {"reading": "filed"}
    ask(h, "chain", "exits", "2019-05-31", "2019-06-09", "2019-06-10", "2019-06-20")
    ground(h, "chain-known-2019-06-09", "three complaints", "void-chain", rule, 3, "2019-05-03",
           **at)
    ground(h, "chain-known-2019-06-10", "the third is voided", "void-chain", rule, 2, **at)
    ground(h, "chain-known-2019-06-20", "the void is voided: the third is back", "void-chain",
           rule, 3, "2019-05-03", **at)
    ground(h, "chain-today", "the void of the void is voided: away again; its own date 2021 does "
           "not matter", "void-chain", rule, 2, **at)


def corrections_of_corrections(h):
    """May's value: 90, corrected to 110, corrected to 95; then the corrections are voided."""
    opened(h, "corr", "2019-04-15", VILLAGE)
    reports(h, "corr", months("2019-05", "2020-12"))
    data = {"station": "corr", "month": "2019-05", "metric": "orders"}
    original = result(h, "corr", "2019-05", 90, id="corr.value")
    kind = "station.performanceRecorded"
    one = h.add(kind, "2019-05-28", {**data, "value": 110}, "corr.value-1", "2019-06-10", original)
    two = h.add(kind, "2019-05-28", {**data, "value": 95}, "corr.value-2", "2019-06-20", one)
    h.void(two, "2019-07-01", "corr.void-2")
    h.void(one, "2019-07-10", "corr.void-1")
    rule = "R-EXIT-03"
    ask(h, "value", "exits", "2019-05-31", "2019-06-09", "2019-06-10", "2019-06-20", "2019-07-01",
        "2019-07-10")
    ground(h, "value-known-2019-06-09", "90 of 100", "corr", rule, 1, evidence=["corr.value"])
    ground(h, "value-known-2019-06-10", "corrected to 110: met", "corr", rule, 0)
    ground(h, "value-known-2019-06-20", "corrected again to 95; the 90 stays away", "corr", rule,
           1, evidence=["corr.value-2"])
    ground(h, "value-known-2019-07-01", "the newest correction is voided: 110 is back", "corr",
           rule, 0)
    ground(h, "value-known-2019-07-10", "the first one too: 90 is back", "corr", rule, 1,
           evidence=["corr.value"])
    ground(h, "value-today", "nothing came after that", "corr", rule, 1, evidence=["corr.value"])

    # A correction that moves a bad inspection into the next year takes the old one away at once.
    opened(h, "moved", "2018-12-15", VILLAGE)
    reports(h, "moved", months("2019-01", "2020-12"))
    inspect(h, "moved", "2019-12-30", False, "inspected")
    h.add(
        "station.inspected", "2020-01-02", {"station": "moved", "ledgerCompliant": False},
        "moved.corrected", "2020-01-20", "/synthetic/late-and-corrected#moved.inspected",
    )
    ask(h, "moved-2019", "exits", "2019-12-31", "2019-12-31")
    ask(h, "moved-2020", "exits", "2020-01-02", "2020-01-19")
    rule, b = "R-EXIT-04", {"ground": "B"}
    ground(h, "moved-2019-known-2019-12-31", "inspected on 30 December", "moved", rule, 1,
           evidence=["moved.inspected"], **b)
    ground(h, "moved-2019-today", "it was in January", "moved", rule, 0, **b)
    ground(h, "moved-2020-known-2020-01-19", "as first written", "moved", rule, 1,
           evidence=["moved.inspected"], **b)
    ground(h, "moved-2020-today", "counted once, on its new day", "moved", rule, 1,
           evidence=["moved.corrected"], **b)


def complaints(h):
    """Dismissed, upheld after all, merged, merged into what nobody filed, upheld before filed."""
    opened(h, "comp", "2018-12-15", VILLAGE)
    reports(h, "comp", months("2019-01", "2020-12"))
    for number in range(1, 5):
        filed(h, f"comp-{number}", "comp", f"2019-07-{number:02d}")
    outcome(h, "dismissed", "comp-1", "2019-07-20", "2019-10-05")
    outcome(h, "upheld", "comp-1", "2019-09-01", "2019-10-10")
    merge = outcome(h, "merged", "comp-2", "2019-08-01", into="comp-3")
    # Nobody has filed the one it is merged into, until the paper of it comes.
    outcome(h, "merged", "comp-4", "2019-08-02", into="comp-9")
    h.void(merge, "2019-10-20", "comp-2.merge-voided")
    outcome(h, "upheld", "comp-9", "2019-08-20")
    filed(h, "comp-9", "comp", "2019-07-30", recorded="2019-11-01")
    rule, at = "R-EXIT-05", {"reading": "filed"}
    days = ("2019-10-04", "2019-10-05", "2019-10-10", "2019-10-20", "2019-11-01")
    ask(h, "august", "exits", "2019-08-31", *days)
    name = "august-known-"
    ground(h, name + "2019-10-04", "1, 3, 4: 2 is merged into 3; 4 into nothing known", "comp",
           rule, 3, "2019-07-04", evidence=["comp-1.filed", "comp-3.filed", "comp-4.filed"], **at)
    h.expect_findings(
        name + "2019-10-04", "nobody filed comp-9",
        ("unknownReference", "comp-4.merged"), ("unknownReference", "comp-9.upheld"),
    )
    ground(h, name + "2019-10-05", "1 was dismissed in July; the quarter is D's, two left", "comp",
           rule, 2, **at)
    ground(h, name + "2019-10-10", "the upholding is dated September: not yet on 31 August",
           "comp", rule, 2, **at)
    ground(h, name + "2019-10-20", "the merge is voided: 2, 3, 4", "comp", rule, 3, "2019-07-04",
           evidence=["comp-2.filed", "comp-3.filed", "comp-4.filed"], **at)
    ground(h, name + "2019-11-01", "9 is filed: 4 is part of it; 2, 3, 9", "comp", rule, 3,
           "2019-07-30", evidence=["comp-2.filed", "comp-3.filed", "comp-9.filed"], **at)
    h.expect_findings(name + "2019-11-01", "all references are known now")
    ground(h, "august-today", "9 was upheld before it was filed in the books", "comp", rule, 1,
           reading="upheld", evidence=["comp-9.filed"])
    ask(h, "september", "exits", "2019-09-30", "2019-10-09")
    ground(h, "september-known-2019-10-09", "1 is dismissed, its upholding not recorded", "comp",
           rule, 2, **at)
    ground(h, "september-today", "upheld after the dismissal, the newest decides: 1, 2, 3, 9",
           "comp", rule, 4, "2019-07-03", **at)
    ground(h, "september-today", "1 and 9", "comp", rule, 2, reading="upheld")


def decisions(h):
    """A termination had its ground until a report was written down late."""
    opened(h, "decided", "2018-12-15", VILLAGE)
    h.add(
        "exit.decisionTaken", "2019-04-15",
        {"station": "decided", "rule": "R-EXIT-04", "decision": "terminate",
         "authority": "示例主管部门(synthetic)"},
        "decided.decision",
    )
    h.add(
        "station.closed", "2019-04-15T15:00:00+08:00",
        {"station": "decided", "reason": "reporting", "rule": "R-EXIT-04"}, "decided.closed",
    )
    h.add(
        "station.reportSubmitted", "2019-04-02", {"station": "decided", "month": "2019-02"},
        "decided.report", "2019-12-01",
    )
    # The decision was taken back in the books, then the void of it was voided.
    void = h.void(
        "/synthetic/late-and-corrected#decided.decision", "2019-12-10", "decided.void"
    )
    h.void(void, "2019-12-20", "decided.void-voided")
    ask(h, "decided", "exits", "2019-04-30", "2019-11-30", "2019-12-01", "2019-12-10")
    h.expect_findings("decided-known-2019-11-30", "three months were missing on 15 April; "
                      "judged as if it were not closed that day")
    h.expect_findings("decided-known-2019-12-01", "February had been reported on 2 April",
                      ("decisionWithoutGround", "decided.decision"))
    h.expect_findings("decided-known-2019-12-10", "no decision, no finding")
    h.expect_findings("decided-today", "the decision is back, and so is the finding",
                      ("decisionWithoutGround", "decided.decision"))


def back_dated_regions(h):
    """Villages declared later with dates before and after, one retired late, one declared anew."""
    for number in (0, 1):
        opened(h, f"point-{number}", "2018-12-01", f"5402221002{number:02d}")
    kind = "administrativeVillage"
    region(h, "540222100210", "示例村十(synthetic)", "village", TOWN, kind, "2019-08-10",
           valid_from="2018-06-01", id="back-dated")
    region(h, "540222100211", "示例村十一(synthetic)", "village", TOWN, kind, "2019-08-10",
           valid_from="2020-01-01", id="future")
    h.add(
        "region.retired", "2019-09-10", {"code": "540222100203", "retiredOn": "2019-01-01"},
        "retired-late",
    )
    region(h, "540222100203", "示例新村(synthetic)", "village", TOWN, kind, "2019-10-10",
           valid_from="2020-01-01", id="declared-anew")
    # A new name changes no figure.
    h.add(
        "region.renamed", "2019-10-11",
        {"code": "540222100201", "name": "示例更名村(synthetic)", "validFrom": "2019-01-01"},
        "renamed",
    )
    # A poor list with a date in the past, and the frozen list of the end of 2018.
    h.add(
        "village.povertyStatusSet", "2019-11-10",
        {"village": "540222100201", "status": "registeredPoor", "listVersion": "2018-synthetic",
         "validFrom": "2018-12-31"},
        "poor-late",
    )
    h.add(
        "village.povertyStatusSet", "2019-11-11",
        {"village": "540222100201", "status": "delisted", "listVersion": "2019-synthetic",
         "validFrom": "2019-12-01"},
        "delisted",
    )
    rows = {"region": C1, "population": "villages", "reading": "administrativeVillages",
            "flavour": "open"}
    poor = {"region": C1, "population": "poorVillages", "flavour": "open", "threshold": "50"}
    ask(h, "villages-2018", "coverage", "2018-12-31", "2019-08-09", "2019-08-10", "2019-11-09")
    for name, total, percent, verdict, why in (
        ("known-2019-08-09", 4, "50.0000", "met", "four villages, two with a point"),
        ("known-2019-08-10", 5, "40.0000", "met", "one more, valid since June 2018: 40 % exactly"),
        ("known-2019-11-09", 5, "40.0000", "met", "retired on 1 January: not yet"),
        ("today", 5, "40.0000", "met", "the same"),
    ):
        h.expect(f"villages-2018-{name}", why, rows, numerator=2, denominator=total,
                 percent=percent, verdict=verdict)
    h.expect("villages-2018-known-2019-11-09", "no list is known yet",
             {**poor, "reading": "frozenList"}, denominator=0, verdict="notEvaluable")
    h.expect("villages-2018-today", "the list reaches back to 31 December 2018",
             {**poor, "reading": "frozenList"}, numerator=1, denominator=1, percent="100.0000")
    ask(h, "villages-2019", "coverage", "2019-12-31", "2019-09-09", "2019-09-10")
    h.expect("villages-2019-known-2019-09-09", "five villages", rows, denominator=5)
    h.expect("villages-2019-known-2019-09-10", "one is retired since January", rows,
             numerator=2, denominator=4, percent="50.0000")
    h.expect("villages-2019-today", "two more wait for 2020", rows, denominator=4)
    h.expect("villages-2019-today", "delisted since 1 December",
             {**poor, "reading": "currentList"}, denominator=0, verdict="notEvaluable",
             reason="noDenominator")
    h.expect("villages-2019-today", "frozen: as of the end of 2018",
             {**poor, "reading": "frozenList"}, numerator=1, denominator=1)
    h.ask("villages-2020", "coverage", "2020-01-01")
    h.expect("villages-2020", "the future one and the one declared anew are valid", rows,
             numerator=2, denominator=6, percent="33.3333", verdict="notMet")


def stations_recorded_late(h):
    """An opening and a closing written down weeks later."""
    opened(h, "late-open", "2019-02-01", "540222100202", recorded="2019-03-15")
    h.add(
        "station.closed", "2019-02-20", {"station": "late-open", "reason": "other"},
        "late-open.closed", "2019-04-15",
    )
    # An event of a station that nobody opened yet.
    inspect(h, "late-open", "2019-02-10", True, "inspected")
    rows = {"region": C1, "population": "villages", "reading": "administrativeVillages"}
    ask(h, "late-open", "coverage", "2019-02-28", "2019-03-14", "2019-03-15")
    h.expect("late-open-known-2019-03-14", "not recorded yet", {**rows, "flavour": "open"},
             numerator=2)
    h.expect("late-open-known-2019-03-15", "open since 1 February", {**rows, "flavour": "open"},
             numerator=3)
    h.expect("late-open-today", "and closed on the 20th", {**rows, "flavour": "open"}, numerator=2)
    h.expect("late-open-today", "it was open once", {**rows, "flavour": "everOpened"}, numerator=3)
    ask(h, "unopened", "exits", "2019-02-15", "2019-03-14")
    h.expect_findings("unopened-known-2019-03-14", "inspected, but nobody opened it",
                      ("unknownReference", "late-open.inspected"))
    h.expect_findings("unopened-today", "it is known now")


def money(h):
    """Findings of the fund that appear and disappear as paper comes in."""
    h.add(
        "fund.appropriated", "2019-01-05",
        {"appropriation": "central-synthetic", "source": "central", "amountFen": 1_000,
         "documentNumber": "示例文号(synthetic)", "recipient": "示例专户(synthetic)"},
        "appropriation",
    )

    def line(name, amount, recorded, when="2019-01-06"):
        h.add(
            "fund.lineBudgeted", when,
            {"line": name, "source": "central", "title": "示例(synthetic)", "amountFen": amount,
             "classes": ["countyCentre"]},
            f"line-{name}", recorded,
        )

    def pay(payment, when, name, fen, recorded=None, classes=("countyCentre",), corrects=None,
            id=None, **more):
        return h.add(
            "fund.disbursed", when,
            {"payment": payment, "line": name, "source": "central",
             "payee": "示例供应商(synthetic)", "amountFen": fen, "purpose": "示例(synthetic)",
             "classes": list(classes), "voucher": "示例凭证(synthetic)", **more},
            id or payment, recorded, corrects,
        )

    line("A", 100, None)
    line("B", 100, "2019-06-01")
    first = pay("P1", "2019-02-01", "A", 100)
    pay("P2", "2019-02-02", "B", 40)
    pay("P3", "2019-02-03", "A", 30, county=C2, classes=())
    h.add("fund.returned", "2019-02-10",
          {"payment": "P4", "amountFen": 5, "reason": "示例(synthetic)"}, "P4.returned")
    pay("P4", "2019-02-05", "B", 10, "2019-06-10")
    h.add("fund.classified", "2019-02-20",
          {"payment": "P3", "classes": ["training"], "basis": "示例(synthetic)"},
          "P3.classified", "2019-06-15")
    h.add("region.demonstrationClassSet", "2019-02-15",
          {"county": C2, "class": "national", "batchYear": 2019}, "C2.national", "2019-06-20")
    pay("P1", "2019-02-01", "A", 60, "2019-06-25", corrects=first, id="P1-corrected")
    known = ("2019-05-31", "2019-06-01", "2019-06-10", "2019-06-15", "2019-06-20")
    ask(h, "money", "funds", "2019-02-28", *known)
    cap = {"reading": "CAP-a", "stage": "paid", "base": "appropriated"}
    over = ("aboveLineBudget", "P3", "A")
    county_wrong, no_class = ("countyNotNational", "P3"), ("classesMissing", "P3")
    unknown_return = ("unknownReference", "P4.returned")
    for day, findings, why in (
        ("2019-05-31", [("unknownLine", "P2", "B"), over, county_wrong, no_class, unknown_return],
         "line B and payment P4 are not in the books"),
        ("2019-06-01", [over, county_wrong, no_class, unknown_return], "line B is"),
        ("2019-06-10", [over, county_wrong, no_class], "payment P4 is"),
        ("2019-06-15", [over, county_wrong], "P3 was classified on 20 February"),
        ("2019-06-20", [over], "the county was national since 15 February"),
    ):
        h.expect_findings(f"money-known-{day}", why, *findings)
    h.expect_findings("money-today", "P1 was 60, so P3's 30 fit into the line of 100")
    h.expect("money-known-2019-05-31", "P1 and P2: 140 of 1,000", cap, numeratorFen=140,
             percent="14.0000", headroomFen=10, verdict="met")
    h.expect("money-known-2019-06-10", "and P4 less its return: 145", cap, numeratorFen=145,
             percent="14.5000", headroomFen=5)
    h.expect("money-today", "60 + 40 + 5", cap, numeratorFen=105, percent="10.5000", headroomFen=45)
