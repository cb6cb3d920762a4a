import EventModel

/// The list of exceptions of a question, event by event from `Schemas/exceptions.md`.
struct OracleExceptions {
    let cut: OracleCut
    let twist: ExceptionTwist?
    /// Everything recorded by then, voided or not.
    private let known: [OracleEvent]
    /// The events of the question that are about business.
    let events: [OracleEvent]

    init(_ cut: OracleCut, twist: ExceptionTwist?, known: [OracleEvent]) {
        self.cut = cut
        self.twist = twist
        self.known = known
        events = cut.events.filter { $0.type != "event.voided" }
    }

    func rows() -> [OracleRow] {
        var rows = money() + split() + evidence() + vouchers() + attendance()
        rows += backDated() + bursts() + decisions() + openGrounds() + closings() + parcels()
        return rows
    }

    func number(_ rule: String, _ key: String) -> Int64 { Int64(cut.rules.number(rule, key)) }

    // MARK: - Rows

    /// Rule, clause and severity by kind, as the table of the page has them.
    private static let kinds: [String: [String]] = [
        "paymentAboveLine": ["R-FUND-08", "九", "breach"],
        "paymentToUnknownLine": ["R-FUND-08", "九", "breach"],
        "paymentBeforeAppropriation": ["R-AUD-01", "九", "breach"],
        "prohibitedUse": ["R-FUND-05", "九", "breach"],
        "capExceeded": ["R-FUND-02", "九", "breach"],
        "countyNotNational": ["R-SCOPE-01", "四", "breach"],
        "classesMissing": ["R-FUND-02", "九", "doubt"],
        "returnAbovePayment": ["R-FUND-07", "九", "breach"],
        "splitPayments": ["R-AUD-02", "九", "doubt"],
        "duplicateEvidence": ["R-AUD-03", "九", "doubt"],
        "duplicateVoucher": ["R-AUD-03", "九", "doubt"],
        "roundAmount": ["R-AUD-09", "九", "doubt"],
        "backDated": ["R-AUD-04", "表1(1)", "doubt"],
        "backDatedBurst": ["R-AUD-05", "八(四)4", "doubt"],
        "decisionWithoutGround": ["R-EXIT-06", "八(四)", "breach"],
        "groundOpenTooLong": ["R-AUD-06", "八(四)", "doubt"],
        "scanBackInTime": ["R-AUD-07", "六(三)", "doubt"],
        "businessAfterClosing": ["R-AUD-08", "八(四)", "breach"],
        "attendanceRepeated": ["R-AUD-10", "七(二)3", "doubt"],
    ]

    func row(
        _ kind: String,
        _ subject: String,
        region: String? = nil,
        county: String? = nil,
        _ detail: [String],
        _ events: [OracleEvent]
    ) -> OracleRow {
        let meaning = Self.kinds[kind] ?? []
        var ordered: [OracleEvent] = []
        for event in events.sorted(by: OracleEvent.precedes)
        where ordered.last?.position != event.position {
            ordered.append(event)
        }
        let date = OracleCalendar.text(ofDay: ordered.last?.day ?? 0)
        var members: [(name: String, value: JSONValue)] = [
            ("kind", .string(kind)), ("rule", .string(meaning[0])), ("clause", .string(meaning[1])),
            ("severity", .string(meaning[2])), ("subject", .string(subject)),
        ]
        if let region { members.append(("region", .string(region))) }
        if let county { members.append(("county", .string(county))) }
        members += [
            ("date", .string(date)), ("detail", .array(detail.map { .string($0) })),
            ("events", .array(ordered.map { .string($0.name) })),
        ]
        return OracleRow(
            keys: [kind, subject, date, ordered.first?.name, detail.joined(separator: " ")],
            members: members
        )
    }

    // MARK: - What stands twice

    private func grouped(_ events: [OracleEvent], by key: (OracleEvent) -> String?) -> [(
        key: String, events: [OracleEvent]
    )] {
        var groups: [String: [OracleEvent]] = [:]
        for event in events {
            if let key = key(event) { groups[key, default: []].append(event) }
        }
        return groups.filter { $0.value.count >= 2 }.map { ($0.key, $0.value) }
    }

    private func evidence() -> [OracleRow] {
        let all =
            twist == .voidedEvidenceCounts
            ? known.filter { $0.day <= cut.day && $0.type != "event.voided" } : events
        return grouped(all) { $0.evidence }.map { group in
            row(
                "duplicateEvidence",
                "evidence/" + group.key,
                ["count=\(group.events.count)"],
                group.events
            )
        }
    }

    private func vouchers() -> [OracleRow] {
        let payments =
            twist == .countingVouchersOnly
            ? self.payments : events.filter { $0.type == "fund.disbursed" }
        return grouped(payments) { payment in
            payment["voucher"].isEmpty && twist != .emptyVoucherCounts ? nil : payment["voucher"]
        }.map { group in
            let sum = group.events.reduce(Int128(0)) { $0 + $1.amount("amountFen") }
            return row(
                "duplicateVoucher",
                "voucher/" + group.key,
                ["count=\(group.events.count)", "sumFen=\(sum)"],
                group.events
            )
        }
    }

    private func attendance() -> [OracleRow] {
        grouped(events.filter { $0.type == "training.attended" }) { event in
            (twist == .sessionIgnored ? "" : event["session"]) + "\n" + event["person"]
        }.map { group in
            row(
                "attendanceRepeated",
                "session/" + group.events[0]["session"],
                ["person=" + group.events[0]["person"], "count=\(group.events.count)"],
                group.events
            )
        }
    }

    // MARK: - When it was recorded

    private static let day: Int64 = 86_400_000

    private func isLate(_ event: OracleEvent, by days: Int64, orOn isInclusive: Bool) -> Bool {
        if twist == .lateByDates {
            return Int64(OracleCalendar.day(ofMillis: event.recordedMillis) - event.day) > days
        }
        let lateness = event.recordedMillis - event.instant
        return isInclusive ? lateness >= days * Self.day : lateness > days * Self.day
    }

    private func backDated() -> [OracleRow] {
        let days = number("R-AUD-04", "days")
        let all = twist == .voidsAreLate ? cut.events : events
        var groups: [String: [OracleEvent]] = [:]
        for event in all where isLate(event, by: days, orOn: twist == .lateOnTheLimit) {
            let source = event.name.prefix { $0 != "#" }
            let day =
                twist == .recordingDayIgnored
                ? 0 : OracleCalendar.day(ofMillis: event.recordedMillis)
            groups["\(source) \(OracleCalendar.text(ofDay: day))", default: []].append(event)
        }
        return groups.map { key, events in
            let parts = key.split(separator: " ")
            let most = events.map { $0.recordedMillis - $0.instant }.max() ?? 0
            return row(
                "backDated",
                "source/" + parts[0],
                [
                    "recordedOn=" + parts[1], "count=\(events.count)",
                    "mostDays=\(most / Self.day)", "days=\(days)",
                ],
                events
            )
        }
    }

    private func station(of event: OracleEvent) -> String? {
        event.type == "parcel.scanned" ? event.optional("node") : event.optional("station")
    }

    private func bursts() -> [OracleRow] {
        let minimum = number("R-AUD-05", "count")
        let window = number("R-AUD-05", "window")
        let delay = number("R-AUD-05", "delay")
        var rows: [OracleRow] = []
        let inspections = events.filter { $0.type == "station.inspected" }
        for place in Set(inspections.map { $0["station"] + " \($0.day)" }) {
            let ofDay = inspections.filter { $0["station"] + " \($0.day)" == place }
            let (station, day) = (ofDay[0]["station"], ofDay[0].day)
            let late = events.filter { event in
                guard self.station(of: event) == station else { return false }
                if event.type == "station.inspected", twist != .inspectionsCount { return false }
                guard isLate(event, by: delay, orOn: twist == .burstOnTheDelay) else {
                    return false
                }
                let recorded = OracleCalendar.day(ofMillis: event.recordedMillis)
                let first = day - Int(window) + (twist == .windowIsLonger ? 0 : 1)
                return recorded >= first
                    && (twist == .inspectionDayOutside ? recorded < day : recorded <= day)
            }
            let isBurst =
                twist == .burstNeedsMore
                ? Int64(late.count) > minimum : Int64(late.count) >= minimum
            guard isBurst else { continue }
            rows.append(
                row(
                    "backDatedBurst",
                    "station/" + station,
                    region: lives(of: station).last?.region,
                    [
                        "count=\(late.count)", "minimum=\(minimum)", "window=\(window)",
                        "delay=\(delay)",
                    ],
                    ofDay + late
                )
            )
        }
        return rows
    }

    // MARK: - Stations

    func lives(of station: String) -> [OracleLife] {
        OracleStation(
            cut.events.filter { $0.type.hasPrefix("station.") && $0["station"] == station },
            twist: nil
        ).lives
    }

    private func decisions() -> [OracleRow] {
        OracleExits(cut).findings().filter { $0.finding == "decisionWithoutGround" }.compactMap {
            finding in
            guard let decision = events.first(where: { $0.name == finding.event }) else {
                return nil
            }
            return row(
                "decisionWithoutGround",
                "station/" + decision["station"],
                region: lives(of: decision["station"]).last?.region,
                ["decided=" + decision["rule"]],
                [decision]
            )
        }
    }

    private func openGrounds() -> [OracleRow] {
        let limit = number("R-AUD-06", "days")
        var rows: [OracleRow] = []
        for ground in OracleExits(cut).rows(all: false, closed: false).map(\.json) {
            func text(_ member: String) -> String { ground[member]?.stringValue ?? "" }
            guard text("status") == "established", text("ground").isEmpty,
                ["", "either", "filed"].contains(text("reading"))
            else { continue }
            let established = OracleCalendar.day(text("establishedOn"))
            let open = Int64(cut.day - established)
            guard twist == .openOnTheLimit ? open >= limit : open > limit else { continue }
            let isDecided = events.contains { event in
                event.type == "exit.decisionTaken" && event["station"] == text("station")
                    && event["rule"] == text("rule")
                    && (event.day >= established || twist == .earlyDecisionDecides)
                    && (event["decision"] == "terminate" || twist != .warningDecidesNothing)
            }
            guard !isDecided, let opening = lives(of: text("station")).last?.opening else {
                continue
            }
            let evidence = (ground["evidence"]?.arrayValue ?? []).compactMap(\.stringValue)
            let missing = evidence.filter { $0.hasPrefix("missing:") }.map {
                "missing=" + $0.dropFirst("missing:".count)
            }
            rows.append(
                row(
                    "groundOpenTooLong",
                    "station/" + text("station"),
                    region: text("region"),
                    [
                        "ground=" + text("rule"), "establishedOn=" + text("establishedOn"),
                        "daysOpen=\(open)", "days=\(limit)",
                    ] + missing,
                    [opening] + events.filter { evidence.contains($0.name) }
                )
            )
        }
        return rows
    }

    private func closings() -> [OracleRow] {
        var rows: [OracleRow] = []
        for station in Set(events.filter { $0.type == "station.opened" }.map { $0["station"] }) {
            let own = events.filter { $0["station"] == station && $0.type.hasPrefix("station.") }
            var isOpen = false
            var spans: [(closing: OracleEvent, next: Int?)] = []
            for event in own {
                if event.type == "station.opened", !isOpen {
                    isOpen = true
                    if !spans.isEmpty { spans[spans.count - 1].next = event.day }
                } else if event.type == "station.closed", isOpen {
                    isOpen = false
                    spans.append((event, nil))
                }
            }
            for span in spans {
                let business = events.filter { isBusiness($0, of: station, in: span) }
                guard !business.isEmpty else { continue }
                let reopened = span.next.map { ["reopenedOn=" + OracleCalendar.text(ofDay: $0)] }
                rows.append(
                    row(
                        "businessAfterClosing",
                        "station/" + station,
                        region: lives(of: station).last?.region,
                        ["closedOn=" + OracleCalendar.text(ofDay: span.closing.day)]
                            + (reopened ?? []) + ["count=\(business.count)"],
                        [span.closing] + business
                    )
                )
            }
        }
        return rows
    }

    private func isBusiness(
        _ event: OracleEvent,
        of station: String,
        in span: (closing: OracleEvent, next: Int?)
    ) -> Bool {
        guard self.station(of: event) == station else { return false }
        let first = span.closing.day + (twist == .closingDayOpen ? 1 : 0)
        let end = (span.next ?? Int.max - 1) + (twist == .reopeningDayClosed ? 1 : 0)
        switch event.type {
        case "parcel.scanned", "trade.recorded": return event.day >= first && event.day < end
        case "station.performanceRecorded"
        where event.amount("value") == 0 && twist != .nothingIsBusiness:
            return false
        case "station.reportSubmitted", "station.performanceRecorded":
            if twist == .monthsByDate { return event.day >= first && event.day < end }
            let month = OracleCalendar.month(event["month"])
            return OracleCalendar.firstDay(ofMonth: month) >= first
                && OracleCalendar.lastDay(ofMonth: month) < end
        default: return false
        }
    }
}
