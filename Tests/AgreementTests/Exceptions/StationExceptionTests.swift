import EventModel
import Testing

/// Stations and parcels on the limits of the list of exceptions, worked out by hand.
@Suite("Exceptions of stations and parcels on their limits")
struct StationExceptionTests {
    // MARK: - Stations

    @Test("The closing day is closed, the day of the next opening is open")
    func closing() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        _ = ledger.open("S1", "2018-06-01")
        _ = ledger.scan("P1", "2019-03-09T23:59:59", "village", "delivered", node: "S1")
        let closing = ledger.add(
            "station.closed",
            "2019-03-10T18:00:00",
            ["station": "S1", "reason": "other"]
        )
        // Before the closing, but on its day.
        let sameDay = ledger.scan("P2", "2019-03-10T08:00:00", "village", "delivered", node: "S1")
        let last = ledger.scan("P3", "2019-04-30T23:59:59", "village", "delivered", node: "S1")
        #expect(
            try ledger.rows("businessAfterClosing") == [
                "station/S1 closedOn=2019-03-10 count=2 | \(sameDay) \(closing) \(last)"
            ]
        )
        _ = ledger.open("S1", "2019-05-01T12:00:00")
        _ = ledger.scan("P4", "2019-05-01T00:00:00", "village", "delivered", node: "S1")
        #expect(
            try ledger.rows("businessAfterClosing") == [
                "station/S1 closedOn=2019-03-10 reopenedOn=2019-05-01 count=2 | "
                    + "\(sameDay) \(closing) \(last)"
            ]
        )
        #expect(
            try ledger.rows("businessAfterClosing", asOf: "2019-03-09") == []
        )
    }

    @Test("The last report may come late; a report on a month after the closing may not come")
    func lastReport() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        _ = ledger.open("S1", "2018-06-01")
        let closing = ledger.add(
            "station.closed",
            "2019-03-10",
            ["station": "S1", "reason": "other"]
        )
        ledger.add(
            "station.reportSubmitted",
            "2019-04-05",
            ["station": "S1", "month": "2019-03"]
        )
        ledger.add(
            "station.performanceRecorded",
            "2019-05-05",
            ["station": "S1", "month": "2019-04", "metric": "orders", "value": 0]
        )
        #expect(try ledger.rows("businessAfterClosing") == [])
        let report = ledger.add(
            "station.reportSubmitted",
            "2019-05-05",
            ["station": "S1", "month": "2019-04"]
        )
        #expect(
            try ledger.rows("businessAfterClosing") == [
                "station/S1 closedOn=2019-03-10 count=1 | \(closing) \(report)"
            ]
        )
    }

    @Test("A ground is open too long on the day after the last, unless somebody decided")
    func openGround() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        let opening = ledger.open("S1", "2018-06-15")
        // Reports are handed in, so that nothing else is established.
        for month in ["2018-07", "2018-08", "2018-09", "2018-10", "2018-11", "2018-12", "2019-01"] {
            ledger.add(
                "station.reportSubmitted",
                "2018-06-16",
                ["station": "S1", "month": .string(month)]
            )
        }
        let breach = ledger.add(
            "station.integrityBreachConfirmed",
            "2018-10-01",
            ["station": "S1", "description": "synthetic", "authority": "office"]
        )
        #expect(try ledger.rows("groundOpenTooLong", asOf: "2018-12-30") == [])
        #expect(
            try ledger.rows("groundOpenTooLong", asOf: "2018-12-31") == [
                "station/S1 ground=R-EXIT-02 establishedOn=2018-10-01 daysOpen=91 days=90 | "
                    + "\(opening) \(breach)"
            ]
        )
        func decide(_ time: String) {
            ledger.add(
                "exit.decisionTaken",
                time,
                [
                    "station": "S1", "rule": "R-EXIT-02", "decision": "warn",
                    "authority": "office",
                ]
            )
        }
        decide("2018-09-30")
        #expect(try ledger.rows("groundOpenTooLong", asOf: "2018-12-31").count == 1)
        decide("2018-10-01")
        #expect(try ledger.rows("groundOpenTooLong", asOf: "2018-12-31") == [])
    }

    // MARK: - Parcels

    private func accept(_ ledger: inout WrittenLedger, _ time: String, _ direction: String)
        -> String
    {
        ledger.add(
            "parcel.accepted",
            time,
            [
                "parcel": "P", "direction": .string(direction), "origin": "540200000000",
                "destination": "540222100201",
            ]
        )
    }

    @Test(
        "An arrival before the departure is backwards only where the direction is known or both forbid it"
    )
    func arrivalBeforeDeparture() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        let arrived = ledger.scan("P", "2019-01-01T10:00:00", "county", "arrived")
        let departed = ledger.scan("P", "2019-01-01T10:00:01", "city", "departed")
        // Upstream a parcel comes to the county first.
        #expect(try ledger.rows("scanBackInTime") == [])
        _ = accept(&ledger, "2019-01-01T09:00:00", "downstream")
        #expect(
            try ledger.rows("scanBackInTime") == [
                "parcel/P direction=downstream order=county.arrived<city.departed | "
                    + "\(arrived) \(departed)"
            ]
        )
        // The newest acceptance holds.
        _ = accept(&ledger, "2019-01-01T09:30:00", "upstream")
        #expect(try ledger.rows("scanBackInTime") == [])
    }

    @Test("Steps at one instant are not backwards, and a later arrival makes a detour of it")
    func sameInstant() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        _ = accept(&ledger, "2019-01-01T09:00:00", "downstream")
        _ = ledger.scan("P", "2019-01-01T10:00:00", "county", "arrived")
        _ = ledger.scan("P", "2019-01-01T10:00:00", "city", "departed")
        #expect(try ledger.rows("scanBackInTime") == [])
        let early = ledger.scan("P", "2019-01-01T09:59:59", "township", "arrived")
        #expect(try ledger.rows("scanBackInTime").first?.hasSuffix(" \(early)") == false)
        #expect(try ledger.rows("scanBackInTime").count == 1)
        _ = ledger.scan("P", "2019-01-02T10:00:00", "township", "arrived")
        #expect(try ledger.rows("scanBackInTime") == [])
    }

    @Test("A delivery before the acceptance is backwards; after a return nothing is looked at")
    func deliveredBeforeAccepted() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        let delivered = ledger.scan("P", "2019-01-01T08:59:59", "village", "delivered")
        let accepted = accept(&ledger, "2019-01-01T09:00:00", "downstream")
        #expect(
            try ledger.rows("scanBackInTime") == [
                "parcel/P direction=downstream order=delivered<accepted | \(delivered) \(accepted)"
            ]
        )
        _ = ledger.scan("P", "2019-01-01T08:59:58", "village", "returned")
        #expect(try ledger.rows("scanBackInTime") == [])
    }

    @Test("A person recorded twice in one session is listed, in two sessions not")
    func attendance() throws {
        var ledger = WrittenLedger(from: "2018-01-02")
        func attend(_ session: String) -> String {
            ledger.add(
                "training.attended",
                "2019-02-01",
                ["session": .string(session), "person": "A", "category": "synthetic"]
            )
        }
        let one = attend("S")
        _ = attend("T")
        #expect(try ledger.rows("attendanceRepeated") == [])
        let two = attend("S")
        #expect(
            try ledger.rows("attendanceRepeated") == ["session/S person=A count=2 | \(one) \(two)"]
        )
    }
}
