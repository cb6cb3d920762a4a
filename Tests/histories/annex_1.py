"""The plan's budget, to the fen."""

from history import History, city, county

# Lines of annex 1: yuan and classes.
LINES = {
    "L1": ("市级电商公共服务中心建设及运营", 3_000_000, ["cityCentre"]),
    "L2": ("县级电商公共服务中心建设", 3_750_000, ["countyCentre"]),
    "L3": ("乡镇服务站和村级服务站建设运营", 3_750_000, ["townshipVillageStation"]),
    "L4": ("市级物流配送中心建设及运营", 4_000_000, ["cityLogistics"]),
    "L5": ("县级物流配送中心建设运营", 4_500_000, ["countyTownshipVillageLogistics"]),
    "L6": ("网销农产品质量保障体系建设", 6_500_000, ["qualityAndTraceability"]),
    "L7": ("电商精准扶贫体系建设", 3_000_000, ["povertyAlleviation"]),
    "L8": ("农产品品牌培育及推广", 10_500_000, ["brandCultivation", "promotion"]),
    "L9": ("农村电商培训体系建设", 6_000_000, ["training"]),
}
BASE = 4_500_000_000
# Reading: numerator of the whole budget in fen, percent, headroom, verdict.
VECTOR = {
    "CAP-a": (375_000_000, "8.3333", 300_000_000, "met"),
    "CAP-b": (675_000_000, "15.0000", 0, "met"),
    "CAP-c": (1_050_000_000, "23.3333", -375_000_000, "notMet"),
    "FLOOR-a": (2_850_000_000, "63.3333", 600_000_000, "met"),
    "FLOOR-b": (2_550_000_000, "56.6667", 300_000_000, "met"),
    "FLOOR-c": (2_450_000_000, "54.4444", 200_000_000, "met"),
    "FLOOR-d": (2_150_000_000, "47.7778", -100_000_000, "notMet"),
}


def vector(h, question, stage, why, changed=None):
    """All seven readings of a stage over the appropriated money."""
    for reading, usual in VECTOR.items():
        numerator, percent, headroom, verdict = (changed or {}).get(reading, usual)
        h.expect(
            question, why, {"reading": reading, "stage": stage, "base": "appropriated"},
            numeratorFen=numerator, denominatorFen=BASE, percent=percent,
            headroomFen=headroom, verdict=verdict,
        )


def pay(h, payment, when, line, fen, classes=None):
    h.add(
        "fund.disbursed", when,
        {"payment": payment, "line": line, "source": "central", "payee": "示例供应商(synthetic)",
         "amountFen": fen, "purpose": LINES[line][0], "classes": classes or LINES[line][2],
         "voucher": f"示例凭证-{payment}(synthetic)"},
        payment,
    )


def write():
    h = History("annex-1")
    city(h)
    for code, name in (("540222", "江孜县"), ("540233", "亚东县"), ("540235", "聂拉木县")):
        county(h, code + "000000", name, "national")
    h.add(
        "fund.appropriated", "2018-07-20",
        {"appropriation": "central-2018", "source": "central", "amountFen": BASE,
         "documentNumber": "示例文号(synthetic)", "recipient": "示例市级专户(synthetic)"},
        "appropriation",
    )
    for line, (title, yuan, classes) in LINES.items():
        h.add(
            "fund.lineBudgeted", "2018-08-01",
            {"line": line, "source": "central", "title": title, "amountFen": yuan * 100,
             "classes": classes},
            line,
        )
    budgeted(h)
    paid(h)
    return h


def budgeted(h):
    move = h.add(
        "fund.reallocated", "2019-03-01",
        {"fromLine": "L9", "toLine": "L1", "amountFen": 1, "approval": "示例批复(synthetic)"},
        "one-fen-moved", "2019-03-05",
    )
    h.void(move, "2019-03-20", "one-fen-move-voided")

    h.ask("before-any-money", "funds", "2018-07-19")
    h.expect(
        "before-any-money", "no money is appropriated yet: base 0",
        {"reading": "CAP-a", "stage": "budgeted", "base": "appropriated"},
        numeratorFen=0, denominatorFen=0, percent=None, headroomFen=0, verdict="notEvaluable",
        reason="noBase",
    )
    h.expect(
        "before-any-money", "needs no base: nothing prohibited was paid",
        {"reading": "PROHIBITED", "base": "appropriated"}, percent=None, verdict="met",
    )
    h.ask("money-without-lines", "funds", "2018-07-31")
    h.expect(
        "money-without-lines", "base there, no line: 0 of 4,500,000,000; floor lacks its half",
        {"reading": "FLOOR-a", "stage": "budgeted", "base": "appropriated"},
        numeratorFen=0, percent="0.0000", headroomFen=-2_250_000_000, verdict="notMet",
    )
    h.ask("budget", "funds", "2018-12-31")
    vector(h, "budget", "budgeted", "lines of annex 1 over 45 million yuan")
    h.expect_findings("budget", "nothing was paid")

    h.ask("one-fen-unknown", "funds", "2019-03-01", "2019-03-04")
    vector(h, "one-fen-unknown", "budgeted", "the move is dated 1 March but recorded on the 5th")
    h.ask("one-fen-known", "funds", "2019-03-01", "2019-03-05")
    vector(
        h, "one-fen-known", "budgeted", "one fen from L9 (training) to L1 (city centre)",
        {"CAP-b": (675_000_001, "15.0000", -1, "notMet"),
         "CAP-c": (1_050_000_001, "23.3333", -375_000_001, "notMet")},
    )
    h.ask("day-before-one-fen", "funds", "2019-02-28", "2019-03-05")
    vector(h, "day-before-one-fen", "budgeted", "the move counts from its own business date")
    h.ask("one-fen-voided", "funds", "2019-03-01")
    vector(h, "one-fen-voided", "budgeted", "the move is voided by an event recorded on 20 March")


def paid(h):
    for number, (line, (_, yuan, _)) in enumerate(LINES.items(), start=1):
        pay(h, f"P{number}", f"2019-06-{number:02d}", line, yuan * 100)
    pay(h, "P10", "2019-07-01", "L1", 1)
    h.add(
        "fund.returned", "2019-07-10",
        {"payment": "P10", "amountFen": 1, "reason": "示例退回(synthetic)"},
        "P10.returned", "2019-08-02",
    )

    h.ask("centres-paid-first", "funds", "2019-06-02")
    both = {"reading": "CAP-b", "stage": "paid"}
    h.expect(
        "centres-paid-first", "L1 and L2 are paid, nothing else: 675 of 675",
        {**both, "base": "paid"}, numeratorFen=675_000_000, denominatorFen=675_000_000,
        percent="100.0000", headroomFen=101_250_000 - 675_000_000, verdict="notMet",
        strength="advisory",
    )
    h.expect(
        "centres-paid-first", "of the appropriated money it is the 15 % exactly",
        {**both, "base": "appropriated"}, percent="15.0000", headroomFen=0, verdict="met",
    )
    h.ask("all-paid", "funds", "2019-06-30")
    vector(h, "all-paid", "paid", "every line is paid in full, nothing more")
    h.expect(
        "all-paid", "paid equals appropriated", {**both, "base": "paid"},
        numeratorFen=675_000_000, denominatorFen=BASE, percent="15.0000", headroomFen=0,
        verdict="met", strength="advisory",
    )
    h.expect_findings("all-paid", "each payment fits its line exactly")
    h.ask("one-fen-paid", "funds", "2019-07-01")
    vector(
        h, "one-fen-paid", "paid", "one fen more from L1: CAP-b tips, CAP-a stays",
        {"CAP-b": (675_000_001, "15.0000", -1, "notMet"),
         "CAP-c": (1_050_000_001, "23.3333", -375_000_001, "notMet")},
    )
    h.expect(
        "one-fen-paid", "15 % of 4,500,000,001 is 675,000,000.15: floor 675,000,000",
        {**both, "base": "paid"}, numeratorFen=675_000_001, denominatorFen=BASE + 1,
        headroomFen=-1, verdict="notMet",
    )
    h.expect_findings(
        "one-fen-paid", "L1 was paid in full before", ("aboveLineBudget", "P10", "L1")
    )
    h.ask("return-unknown", "funds", "2019-07-10", "2019-08-01")
    h.expect(
        "return-unknown", "the return of 10 July is recorded on 2 August",
        {**both, "base": "appropriated"}, numeratorFen=675_000_001, headroomFen=-1,
        verdict="notMet",
    )
    h.ask("fen-returned", "funds", "2019-07-10")
    vector(h, "fen-returned", "paid", "the fen is back: net as before")
    h.expect_findings(
        "fen-returned", "a payment's own return does not undo that it exceeded its line",
        ("aboveLineBudget", "P10", "L1"),
    )
    h.ask("day-before-return", "funds", "2019-07-09")
    h.expect(
        "day-before-return", "a return counts on its own business date",
        {**both, "base": "appropriated"}, numeratorFen=675_000_001, verdict="notMet",
    )
