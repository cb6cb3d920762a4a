"""Journal, balances, payments and answers of a package, computed again from the events alone.

Written from rules.md and from what the data dictionary says; nothing here is shared with the program.
"""

import json

from rules import Question
from wire import date_text, days, end_of_day, milliseconds, standing, utc_text

FUND_TYPES = [
    "fund.appropriated", "fund.lineBudgeted", "fund.reallocated", "fund.disbursed",
    "fund.returned", "fund.recovered", "fund.classified",
]
READINGS = {
    "CAP-a": {"countyCentre"}, "CAP-b": {"countyCentre", "cityCentre"},
    "CAP-c": {"countyCentre", "cityCentre", "townshipVillageStation"},
    "FLOOR-a": {
        "cityLogistics", "countyTownshipVillageLogistics", "qualityAndTraceability",
        "povertyAlleviation", "brandCultivation", "promotion",
    },
}


def fen(text):
    """An amount of a CSV cell; nothing is 0."""
    return int(text) if text else 0


class Books:
    """What is known of the money, and its accounts between two days."""

    def __init__(self, events, asked):
        limit = asked.get("knownAt")
        if limit is not None:
            limit = milliseconds(limit) if "T" in limit else end_of_day(limit)
        self.last = days(asked["asOf"])
        self.first = days(asked["from"]) if "from" in asked else None
        seen = [e for e in events if limit is None or e.recorded <= limit]
        self.seen = [e for e in seen if e.type in FUND_TYPES and e.day <= self.last]
        live = {e.position for e in standing(seen)}
        self.live = sorted((e for e in self.seen if e.position in live), key=lambda e: e.order)
        self.lines = self.first_of("fund.lineBudgeted", "line")
        self.payments = self.first_of("fund.disbursed", "payment")
        self.moves = [move for event in self.live for move in self.moves_of(event)]

    def first_of(self, kind, field):
        """The event that made each thing."""
        made = {}
        for event in self.live:
            if event.type == kind:
                made.setdefault(event.data[field], event)
        return made

    def moves_of(self, event):
        """What an event does: (day, account, column, amount), the account a source or a line."""
        data, amount = event.data, event.data.get("amountFen", 0)
        if event.type == "fund.appropriated":
            return [(event.day, ("source", data["source"]), "appropriated", amount)]
        if event.type == "fund.lineBudgeted":
            if self.lines[data["line"]] is not event:
                return []
            return [(event.day, ("line", data["line"]), "budgeted", amount)]
        if event.type == "fund.reallocated":
            ends = [self.lines.get(data[field]) for field in ("fromLine", "toLine")]
            if None in ends:
                return []
            day = max([event.day] + [end.day for end in ends])
            return [
                (day, ("line", data["fromLine"]), "reallocatedOut", amount),
                (day, ("line", data["toLine"]), "reallocatedIn", amount),
            ]
        payment = self.payments.get(data["payment"])
        if event.type == "fund.classified" or payment is None:
            return []
        if event.type == "fund.disbursed":
            if payment is not event:
                return []
            day, column = event.day, "paid"
        else:
            day, column = max(event.day, payment.day), event.type[5:]
        accounts = [("source", payment.data["source"]), ("line", payment.data["line"])]
        return [(day, account, column, amount) for account in accounts]

    SIGNS = {
        "appropriated": 1, "budgeted": 1, "reallocatedIn": 1, "reallocatedOut": -1, "paid": -1,
        "returned": 1, "recovered": 1,
    }

    def total(self, account, columns, period=None):
        """Sum of columns of an account: of the period, before it, or of all days."""
        return sum(
            amount for day, other, column, amount in self.moves
            if other == account and column in columns and (
                period is None or (self.first is None or day >= self.first) == (period == "in")
            )
        )

    def balance(self, account, period=None):
        """Balance of an account from the moves of the period, before it, or of all days."""
        return sum(
            sign * self.total(account, {column}, period) for column, sign in self.SIGNS.items()
        )

    def counts(self, event):
        """Whether an event moves anything, or would if it had an amount."""
        if event not in self.live:
            return False
        if event.type == "fund.classified":
            return event.data["payment"] in self.payments
        return bool(self.moves_of(event))

    def classes(self, payment):
        """The classes in force of a payment."""
        newest = payment
        for event in self.live:
            if event.type == "fund.classified" and event.data["payment"] == payment.data["payment"]:
                newest = event
        return newest.data["classes"]


def compare_books(package, events, asked):
    """Holds a package's money and answers against the books."""
    books = Books(events, asked)
    compare_journal(package, books)
    compare_balances(package, books)
    compare_payments(package, books)
    compare_answers(package, events, asked)


def compare_journal(package, books):
    """Every event stands in the journal with its state, and the balances run."""
    rows = package.table("fund_journal")
    opening = [row for row in rows if row["state"] == "opening"]
    shown = [row for row in rows if row["state"] != "opening"]
    package.equal("opening rows come first", rows[: len(opening)], opening)
    sources, lines = {}, {}
    for row in opening:
        account = ("source", row["source"]) if row["source"] else ("line", row["line"])
        found = fen(row["sourceBalanceFen"] or row["lineBalanceFen"])
        before = books.balance(account, "before") if books.first is not None else 0
        package.equal(f"opening of {account}", found, before)
        (sources if row["source"] else lines)[account[1]] = found
    for row in shown:
        place = f"journal row {row['row']}"
        moved = fen(row["sourceInFen"]) - fen(row["sourceOutFen"])
        if row["source"]:
            sources[row["source"]] = sources.get(row["source"], 0) + moved
            if row["sourceBalanceFen"] or moved:
                package.equal(place, fen(row["sourceBalanceFen"]), sources[row["source"]])
        moved = fen(row["lineInFen"]) - fen(row["lineOutFen"])
        if row["line"]:
            lines[row["line"]] = lines.get(row["line"], 0) + moved
            if row["lineBalanceFen"] or moved:
                package.equal(place, fen(row["lineBalanceFen"]), lines[row["line"]])
    by_event = {}
    for row in shown:
        by_event.setdefault(int(row["position"]), []).append(row)
    for event in books.seen:
        found = by_event.pop(event.position, [])
        counted = books.counts(event)
        moves = [m[0] for m in books.moves_of(event)] if counted else [event.day]
        day = max(moves) if moves else event.day
        payment = books.payments.get(event.data.get("payment"))
        if counted and event.type == "fund.classified":
            day = max(event.day, payment.day)
        expected = 2 if event.type == "fund.reallocated" else 1
        if books.first is not None and day < books.first:
            expected = 0
        package.equal(f"rows of {event.reference}", len(found), expected)
        for row in found:
            state = "counted" if counted else row["state"]
            package.equal(f"state of {event.reference}", row["state"], state)
            package.equal(
                f"{event.reference} is live", row["state"] in ("voided", "corrected"),
                event not in books.live,
            )
            package.equal(f"{event.reference} reference", row["event"], event.reference)
            package.equal(f"{event.reference} day", row["businessDate"], date_text(event.day))
            package.equal(f"{event.reference} recorded", row["recordedAt"], utc_text(event.recorded))
            package.equal(f"{event.reference} counts from", row["countsFrom"], date_text(day))
            if "amountFen" in event.data:
                package.equal(
                    f"{event.reference} amount", row["amountFen"], str(event.data["amountFen"])
                )
    package.equal("events that are none", by_event, {})


def compare_balances(package, books):
    """Each account's columns and balance."""
    columns = {
        "source": ["appropriated", "paid", "returned", "recovered"],
        "line": [
            "budgeted", "reallocatedIn", "reallocatedOut", "paid", "returned", "recovered",
        ],
    }
    for kind, table in (("source", "fund_balances_by_source"), ("line", "fund_balances_by_line")):
        rows = {row[kind]: row for row in package.table(table)}
        moved = {account[1] for _, account, _, _ in books.moves if account[0] == kind}
        package.equal(f"{kind}s with money", moved - set(rows), set())
        for name, row in rows.items():
            account = (kind, name)
            for column in columns[kind]:
                expected = books.total(account, {column}, "in" if books.first is not None else None)
                package.equal(f"{account} {column}", int(row[f"{column}Fen"]), expected)
            package.equal(f"{account} balance", int(row["balanceFen"]), books.balance(account))
            opening = books.balance(account, "before") if books.first is not None else 0
            package.equal(f"{account} opening", int(row["openingFen"]), opening)


def compare_payments(package, books):
    """The payments with their nets, and the ratios that follow from them."""
    rows = package.table("fund_payments")
    package.equal(
        "payments", [row["event"] for row in rows],
        [e.reference for e in books.live if books.payments.get(e.data.get("payment")) is e],
    )
    nets = []
    for row in rows:
        payment = books.payments[row["payment"]]
        back = {
            kind: sum(
                e.data["amountFen"] for e in books.live
                if e.type == f"fund.{kind}" and e.data["payment"] == row["payment"]
            ) for kind in ("returned", "recovered")
        }
        net = payment.data["amountFen"] - back["returned"] - back["recovered"]
        package.equal(f"net of {row['payment']}", int(row["netFen"]), net)
        classes = books.classes(payment)
        package.equal(f"classes of {row['payment']}", row["classes"], " ".join(classes))
        if payment.data["source"] == "central":
            nets.append((net, set(classes)))
    for row in json.loads(package.read("answers/funds.json"))["rows"]:
        wanted = READINGS.get(row["reading"])
        if wanted and row["stage"] == "paid":
            expected = sum(net for net, classes in nets if classes & wanted)
            package.equal(f"{row['reading']} from payments", row["numeratorFen"], expected)


def compare_answers(package, events, asked):
    """The answers are those that the rules give, and the findings are theirs."""
    findings = []
    for indicator in ("coverage", "funds", "exits"):
        question = {k: v for k, v in asked.items() if k != "from"} | {"indicator": indicator}
        expected = json.loads(Question(events, question).answer())
        found = json.loads(package.read(f"answers/{indicator}.json"))
        for member, value in expected.items():
            package.equal(f"{indicator} {member}", found.get(member), value)
        findings += [(indicator, f["finding"], f["event"]) for f in expected["findings"]]
    told = [
        (row["indicator"], row["finding"], row["event"]) for row in package.table("findings")
    ]
    package.equal("findings", sorted(told), sorted(findings))
    listed = json.loads(package.read("answers/exceptions.json"))["rows"]
    told = [(row["kind"], row["subject"], row["events"]) for row in package.table("exceptions")]
    package.equal(
        "exceptions", told, [(r["kind"], r["subject"], " ".join(r["events"])) for r in listed]
    )
