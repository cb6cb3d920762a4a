import EventModel

/// What the authority sees and does: months, inspections, requests, complaints, decisions.
extension HistoryMaker {
    /// Targets, values and reports month by month for some stations.
    mutating func draftMonths() {
        for _ in 0..<number(in: 1...3) {
            let station = self.station()
            let isReporting = chance(50)
            let metrics = chance(70) ? ["orders"] : ["orders", "amountFen", "parcels"]
            for month in firstMonth..<(firstMonth + monthCount) {
                if chance(90) { draftTarget(station, month, pick(metrics)) }
                if chance(90) { draftValue(station, month, pick(metrics)) }
                if isReporting ? chance(75) : chance(15) { draftReport(station, month) }
            }
        }
        for _ in 0..<number(in: 0...12) {
            let (station, month) = (self.station(), self.month())
            switch number(in: 0...2) {
            case 0: draftTarget(station, month, pick(["orders", "parcels"]))
            case 1: draftValue(station, month, pick(["orders", "parcels"]))
            default: draftReport(station, month)
            }
        }
    }

    private mutating func draftTarget(_ station: String, _ month: Int, _ metric: String) {
        draft(
            "station.targetSet",
            "station/\(station)",
            on: chance(80) ? OracleCalendar.firstDay(ofMonth: month) : nil,
            [
                ("station", .string(station)), ("month", text(month: month)),
                ("metric", .string(metric)),
                ("target", .integer(pick([0, 9, 10]))),
            ]
        )
    }

    private mutating func draftValue(_ station: String, _ month: Int, _ metric: String) {
        let last = OracleCalendar.lastDay(ofMonth: month)
        draft(
            "station.performanceRecorded",
            "station/\(station)",
            on: chance(70) ? last + number(in: 0...40) : nil,
            [
                ("station", .string(station)), ("month", text(month: month)),
                ("metric", .string(metric)),
                ("value", .integer(pick([8, 8, 9, 9, 10]))),
            ]
        )
    }

    mutating func draftReport(_ station: String, _ month: Int) {
        let first = OracleCalendar.firstDay(ofMonth: month + 1)
        draft(
            "station.reportSubmitted",
            "station/\(station)",
            on: chance(75) ? first + pick([0, 8, 9, 10, 11, 29, 30, 50]) : nil,
            [("station", .string(station)), ("month", text(month: month))]
        )
    }

    mutating func draftSupervision() {
        for _ in 0..<number(in: 4...24) {
            let station = self.station()
            let subject = "station/\(station)"
            let id = (name: "station", value: JSONValue.string(station))
            switch number(in: 0...9) {
            case 0, 1, 2, 3:
                draft(
                    "station.inspected",
                    subject,
                    [id, ("ledgerCompliant", .boolean(chance(25)))]
                )
            case 4, 5: draft("station.exitRequested", subject, [id, ("reason", .string("tired"))])
            case 6:
                draft(
                    "station.agreementTerminated",
                    subject,
                    [id, ("initiator", .string(pick(["operator", "authority"])))]
                )
            case 7:
                draft(
                    "station.integrityBreachConfirmed",
                    subject,
                    [id, ("description", .string("synthetic")), ("authority", .string("office"))]
                )
            default: draftDecision(of: station)
            }
        }
    }

    mutating func draftDecision(of station: String, on day: Int? = nil) {
        let rule = pick([
            "R-EXIT-01", "R-EXIT-02", "R-EXIT-03", "R-EXIT-04", "R-EXIT-04", "R-EXIT-05",
            "R-EXIT-05", "R-EXIT-05", "R-COV-01",
        ])
        draft(
            "exit.decisionTaken",
            "station/\(station)",
            on: day,
            [
                ("station", .string(station)), ("rule", .string(rule)),
                ("decision", .string(pick(["terminate", "terminate", "warn", "dismiss"]))),
                ("authority", .string("office")),
            ]
        )
    }

    mutating func draftComplaints() {
        let blamed = (0..<number(in: 1...2)).map { _ in station() }
        let count = number(in: 3...14)
        for index in 0..<count {
            let complaint = chance(6) ? "C1" : "C\(index)"
            var data: [(name: String, value: JSONValue)] = [
                ("complaint", .string(complaint)), ("station", .string(pick(blamed))),
            ]
            if chance(85) { data.append(("person", .string(pick(["P1", "P1", "P2"])))) }
            data += [("channel", .string("telephone")), ("category", .string("service"))]
            draft("complaint.filed", "complaint/\(complaint)", data)
        }
        for _ in 0..<(count * number(in: 0...2) + 3) {
            let complaint = complaintID(count)
            let id = (name: "complaint", value: JSONValue.string(complaint))
            let subject = "complaint/\(complaint)"
            switch number(in: 0...9) {
            case 0, 1, 2, 3, 4: draft("complaint.upheld", subject, [id])
            case 5, 6: draft("complaint.dismissed", subject, [id])
            case 7: draft("complaint.resolved", subject, [id])
            default:
                let into = chance(10) ? complaint : complaintID(count)
                draft("complaint.merged", subject, [id, ("into", .string(into))])
            }
        }
        for _ in 0..<number(in: 0...4) { draftDecision(of: pick(blamed)) }
    }

    private mutating func complaintID(_ count: Int) -> String {
        chance(6) ? "C99" : "C\(number(in: 0...(count - 1)))"
    }
}
