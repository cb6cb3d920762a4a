import EventModel
import Testing

/// The edges of the list of exceptions, worked out by hand.
@Suite("Exceptions of money and records on their limits")
struct RecordExceptionTests {
    // MARK: - Money

    private func funded() -> WrittenLedger {
        var ledger = WrittenLedger(from: "2018-01-02")
        ledger.add(
            "fund.appropriated",
            "2019-01-10",
            [
                "appropriation": "A1", "source": "central", "amountFen": 1_000,
                "documentNumber": "1", "recipient": "city",
            ]
        )
        ledger.add(
            "fund.lineBudgeted",
            "2018-06-01",
            [
                "line": "L1", "source": "central", "title": "synthetic", "amountFen": 500,
                "classes": .array(["training"]),
            ]
        )
        return ledger
    }

    @Test("A payment of exactly the line's budget is in order, one fen more is not")
    func exactBudget() throws {
        var ledger = funded()
        ledger.pay("P1", "2019-02-01", 500)
        #expect(try ledger.rows("paymentAboveLine") == [])
        let more = ledger.pay("P2", "2019-02-02", 1)
        #expect(
            try ledger.rows("paymentAboveLine") == [
                "payment/P2 line=L1 amountFen=1 leftFen=0 | \(more)"
            ]
        )
        #expect(try ledger.rows("paymentAboveLine", asOf: "2019-02-01") == [])
    }

    @Test("Money appropriated later on the same day covers a payment; on the next day it does not")
    func appropriatedSameDay() throws {
        var ledger = funded()
        ledger.pay("P1", "2019-01-10T00:00:00", 400)
        let early = ledger.pay("P2", "2019-01-09T23:59:59", 0)
        #expect(
            try ledger.rows("paymentBeforeAppropriation") == [
                "payment/P2 basis=none amountFen=0 paidFen=0 appropriatedFen=0 | \(early)"
            ]
        )
    }

    @Test("Exactly what was appropriated may be paid; what comes back on the day makes room")
    func appropriatedExactly() throws {
        var ledger = funded()
        ledger.pay("P1", "2019-02-01", 1_000, line: "L9")
        #expect(try ledger.rows("paymentBeforeAppropriation") == [])
        let above = ledger.pay("P2", "2019-02-02", 7, line: "L9")
        let row =
            "payment/P2 basis=exceeded amountFen=7 paidFen=1007 appropriatedFen=1000 | \(above)"
        #expect(try ledger.rows("paymentBeforeAppropriation") == [row])
        ledger.add(
            "fund.returned",
            "2019-02-03",
            ["payment": "P1", "amountFen": 7, "reason": "synthetic"]
        )
        #expect(try ledger.rows("paymentBeforeAppropriation") == [row])
        ledger.add(
            "fund.returned",
            "2019-02-02T23:59:59",
            ["payment": "P1", "amountFen": 7, "reason": "synthetic"]
        )
        #expect(try ledger.rows("paymentBeforeAppropriation") == [])
    }

    @Test("A voided payment is in nobody's way, a corrected one stands as corrected")
    func voidedAndCorrected() throws {
        var ledger = funded()
        let first = ledger.pay("P1", "2019-02-01", 600, recorded: "2019-03-01")
        let corrected = ledger.pay("P1", "2019-02-01", 501, corrects: first, recorded: "2019-04-01")
        ledger.add(
            "event.voided",
            "2019-05-01",
            recorded: "2019-05-01",
            [
                "source": "/synthetic", "id": .string(String(corrected.dropFirst(11))),
                "reason": "synthetic", "authority": "office",
            ]
        )
        func rows(_ knownAt: String?) throws -> [String] {
            try ledger.rows("paymentAboveLine", knownAt: knownAt)
        }
        let before = "payment/P1 line=L1 amountFen=600 leftFen=500 | \(first)"
        #expect(try rows("2019-02-28T23:59:59") == [])
        #expect(try rows("2019-03-01T12:00:00") == [before])
        #expect(try rows("2019-04-01T11:59:59") == [before])
        #expect(
            try rows("2019-04-01T12:00:00") == [
                "payment/P1 line=L1 amountFen=501 leftFen=500 | \(corrected)"
            ]
        )
        // Voiding the correction brings back what it had replaced.
        #expect(try rows(nil) == [before])
    }

    @Test("A split needs one line, one payee and one day, and two payments that count")
    func split() throws {
        var ledger = funded()
        let one = ledger.pay("P1", "2019-02-01T00:00:00", 10)
        ledger.pay("P2", "2019-02-02T00:00:00", 10)
        ledger.pay("P3", "2019-02-01T12:00:00", 10, line: "L2")
        ledger.pay("P4", "2019-02-01T12:00:00", 10, payee: "乙")
        ledger.pay("P1", "2019-02-01T13:00:00", 10)
        #expect(try ledger.rows("splitPayments") == [])
        let two = ledger.pay("P5", "2019-02-01T23:59:59", 10)
        let row = "line/L1 payee=甲 count=2 sumFen=20 minimum=2 limitFen="
        #expect(try ledger.rows("splitPayments") == [row + "0 | \(one) \(two)"])
        // One name in other bytes is another payee.
        ledger.pay("P6", "2019-02-04", 10, payee: "caf\u{E9}")
        ledger.pay("P7", "2019-02-04", 10, payee: "cafe\u{301}")
        #expect(try ledger.rows("splitPayments") == [row + "0 | \(one) \(two)"])
        ledger.adopt("R-AUD-02", ["limitFen": 20])
        #expect(try ledger.rows("splitPayments") == [row + "20 | \(one) \(two)"])
        ledger.adopt("R-AUD-02", ["limitFen": 21])
        #expect(try ledger.rows("splitPayments") == [])
        // A part on the limit is no part.
        ledger.adopt("R-AUD-02", ["limitFen": 10])
        #expect(try ledger.rows("splitPayments") == [])
    }

    @Test(
        "One voucher behind two payments is listed, whether they count or not; an empty one is none"
    )
    func vouchers() throws {
        var ledger = funded()
        let one = ledger.pay("P1", "2019-02-01", 1, voucher: "V")
        let again = ledger.pay("P1", "2019-02-02", 2, voucher: "V")
        ledger.pay("P2", "2019-02-03", 4, voucher: "")
        ledger.pay("P3", "2019-02-04", 8, voucher: "")
        #expect(
            try ledger.rows("duplicateVoucher") == ["voucher/V count=2 sumFen=3 | \(one) \(again)"]
        )
        #expect(try ledger.rows("duplicateVoucher", asOf: "2019-02-01") == [])
    }

    @Test("A correction may cite the evidence of what it replaces; two events may not share it")
    func evidence() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        func attend(_ person: String, corrects: String? = nil) -> String {
            ledger.add(
                "training.attended",
                "2019-02-01",
                evidence: "ab",
                corrects: corrects,
                ["session": "S", "person": .string(person), "category": "synthetic"]
            )
        }
        let one = attend("A")
        let corrected = attend("B", corrects: one)
        #expect(try ledger.rows("duplicateEvidence") == [])
        let other = attend("C")
        let hash = String(repeating: "ab", count: 32)
        #expect(
            try ledger.rows("duplicateEvidence") == [
                "evidence/\(hash) count=2 | \(corrected) \(other)"
            ]
        )
    }

    // MARK: - When it was recorded

    @Test("Exactly 30 days late is in time, a millisecond more is not")
    func thirtyDays() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        let data: KeyValuePairs<String, JSONValue> = [
            "session": "S", "person": "A", "category": "synthetic",
        ]
        ledger.add(
            "training.attended",
            "2019-01-01T10:00:00",
            recorded: "2019-01-31T10:00:00",
            data
        )
        #expect(try ledger.rows("backDated") == [])
        let late = ledger.add(
            "training.attended",
            "2019-01-01T10:00:00",
            recorded: "2019-01-31T10:00:00.001",
            data
        )
        #expect(
            try ledger.rows("backDated") == [
                "source//synthetic recordedOn=2019-01-31 count=1 mostDays=30 days=30 | \(late)"
            ]
        )
        #expect(try ledger.rows("backDated", knownAt: "2019-01-31T10:00:00") == [])
        ledger.adopt("R-AUD-04", ["days": 31], on: "2019-01-31")
        #expect(try ledger.rows("backDated") == [])
    }

    @Test("A burst ends with the day of the inspection and begins the window's days before")
    func burst() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        ledger.adopt("R-AUD-05", ["count": 2, "window": 3, "delay": 7])
        _ = ledger.open("S1", "2018-06-01")
        _ = ledger.scan(
            "P1",
            "2019-03-01",
            "village",
            "delivered",
            node: "S1",
            recorded: "2019-03-10T23:59:59"
        )
        let first = ledger.scan(
            "P2",
            "2019-03-01T00:00:00",
            "village",
            "delivered",
            node: "S1",
            recorded: "2019-03-11T00:00:00"
        )
        let last = ledger.scan(
            "P3",
            "2019-03-02T00:00:00",
            "village",
            "delivered",
            node: "S1",
            recorded: "2019-03-13T23:59:59"
        )
        // Exactly seven days late.
        _ = ledger.scan(
            "P4",
            "2019-03-06T23:59:59",
            "village",
            "delivered",
            node: "S1",
            recorded: "2019-03-13T23:59:59"
        )
        _ = ledger.scan(
            "P5",
            "2019-03-02T00:00:00",
            "village",
            "delivered",
            node: "S2",
            recorded: "2019-03-13T23:59:59"
        )
        let inspection = ledger.add(
            "station.inspected",
            "2019-03-13T08:00:00",
            recorded: "2019-03-14T00:00:00",
            ["station": "S1", "ledgerCompliant": false]
        )
        _ = ledger.scan(
            "P6",
            "2019-03-01T00:00:00",
            "village",
            "delivered",
            node: "S1",
            recorded: "2019-03-14T00:00:00"
        )
        #expect(
            try ledger.rows("backDatedBurst") == [
                "station/S1 count=2 minimum=2 window=3 delay=7 | \(first) \(last) \(inspection)"
            ]
        )
        #expect(try ledger.rows("backDatedBurst", asOf: "2019-03-12") == [])
        ledger.adopt("R-AUD-05", ["count": 3, "window": 3, "delay": 7])
        #expect(try ledger.rows("backDatedBurst") == [])
    }
}
