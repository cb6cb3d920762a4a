import EventModel

/// Puts the drafts in an order of recording, with voids, corrections and duplicates between.
extension HistoryMaker {
    /// What was put down so far.
    private struct Written {
        var lines: [History.Line] = []
        /// Of the lines that take a position: the draft, the name and what it acts on.
        var drafts: [Draft] = []
        var sources: [String] = []
        var ids: [String] = []
        var voids: [Int?] = []
        var corrects: [Int?] = []
        var recordedMillis: Int64

        func standing(adding voided: Int? = nil, _ corrected: Int? = nil) -> OracleStanding {
            OracleStanding(voids: voids + [voided], corrects: corrects + [corrected])
        }
    }

    mutating func arranged() -> History {
        drafts.sort { ($0.day, $0.millis) < ($1.day, $1.millis) }
        switch number(in: 0...4) {
        case 0: drafts.shuffle(using: &random)
        case 1, 2:
            for _ in 0..<drafts.count {
                let from = number(in: 0...(drafts.count - 1))
                let draft = drafts.remove(at: from)
                drafts.insert(draft, at: min(drafts.count, max(0, from + number(in: -12...12))))
            }
        default: break
        }
        let start = Int64(OracleCalendar.firstDay(ofMonth: firstMonth)) * OracleCalendar.dayMillis
        var written = Written(recordedMillis: start)
        let (voidPercent, correctPercent) = (pick([0, 4, 8]), pick([0, 4, 8]))
        for draft in drafts {
            write(draft, &written)
            if chance(voidPercent) { writeVoid(&written) }
            if chance(correctPercent) { writeCorrection(&written) }
            if chance(2), let line = written.lines.randomElement(using: &random) {
                let json = stamped(line.json, written.recordedMillis)
                written.lines.append(History.Line(json: json, isDuplicate: true))
            }
        }
        let batches = (0..<8).map { _ in number(in: 1...60) }
        return History(
            lines: written.lines,
            batches: batches,
            blockEvents: pick([16, 32, 64, 128])
        )
    }

    private mutating func write(
        _ draft: Draft,
        _ written: inout Written,
        voids: Int? = nil,
        corrects: Int? = nil
    ) {
        if chance(55) {
            written.recordedMillis += pick([1, 1, 1_000, 3_600_000, 86_400_000, 432_000_000])
        }
        let source = pick(["/synthetic/a", "/synthetic/b", "/synthetic/乡"])
        // The same id from several sources names several events.
        let id = "e\(written.sources.count { $0 == source })"
        var members: [(name: String, value: JSONValue)] = [
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(source)),
            ("type", .string(draft.type)), ("subject", .string(draft.subject)),
            ("time", .string(timeText(draft))),
        ]
        if let corrects {
            let name = written.sources[corrects] + "#" + written.ids[corrects]
            members.append(("corrects", .string(name)))
        }
        members.append(("data", .object(draft.data)))
        let json = stamped(.object(members), written.recordedMillis)
        written.lines.append(History.Line(json: json, isDuplicate: false))
        written.drafts.append(draft)
        written.sources.append(source)
        written.ids.append(id)
        written.voids.append(voids)
        written.corrects.append(corrects)
    }

    private func stamped(_ json: JSONValue, _ millis: Int64) -> JSONValue {
        let members = (json.objectValue ?? []).filter { $0.name != "recordedtime" }
        let time = OracleCalendar.utcText(ofMillis: millis)
        return .object(members + [("recordedtime", .string(time))])
    }

    /// The time in one of several offsets; the same instant is the same whatever the spelling.
    private mutating func timeText(_ draft: Draft) -> String {
        let minutes = pick([480, 480, 480, 480, 0, 840, -840, 330, -300])
        let instant =
            Int64(draft.day) * OracleCalendar.dayMillis + Int64(draft.millis)
            - OracleCalendar.shanghaiMillis
        let local = OracleCalendar.utcText(ofMillis: instant + Int64(minutes) * 60_000)
        let text = local.hasSuffix(".000Z") ? String(local.dropLast(5)) : String(local.dropLast())
        guard minutes != 0 else { return text + "Z" }
        let size = abs(minutes)
        return text + (minutes < 0 ? "-" : "+") + OracleCalendar.padded(size / 60, 2) + ":"
            + OracleCalendar.padded(size % 60, 2)
    }

    // MARK: - Voids and corrections

    /// A standing event, often one that acts on others itself.
    ///
    /// A correction is looked at before the void of the same event.
    private mutating func target(_ written: Written, correcting corrected: Int? = nil) -> Int? {
        let stands = written.standing(adding: nil, corrected).stands
        let standing = written.drafts.indices.filter { stands[$0] }
        let acting = standing.filter { written.voids[$0] != nil || written.corrects[$0] != nil }
        return (chance(45) ? acting : standing).randomElement(using: &random)
    }

    /// Whether the log must refuse it because it brings back a correction beside a standing one.
    private func bringsBackRival(_ written: Written, voids: Int?, corrects: Int?) -> Bool {
        let before = written.standing().lives
        let after = written.standing(adding: voids, corrects).lives
        for (position, corrected) in written.corrects.enumerated() {
            guard let corrected, !before[position], after[position] else { continue }
            let all = written.corrects + [corrects]
            let hasRival = all.indices.contains {
                $0 != position && all[$0] == corrected && after[$0]
            }
            if hasRival { return true }
        }
        return false
    }

    private mutating func writeVoid(_ written: inout Written) {
        guard let target = target(written),
            !bringsBackRival(written, voids: target, corrects: nil)
        else { return }
        write(voidDraft(of: target, written), &written, voids: target)
    }

    private mutating func voidDraft(of target: Int, _ written: Written) -> Draft {
        Draft(
            type: "event.voided",
            subject: "ledger",
            day: day(),
            millis: timeOfDay(),
            data: [
                ("source", .string(written.sources[target])), ("id", .string(written.ids[target])),
                ("reason", .string("synthetic")), ("authority", .string("office")),
            ]
        )
    }

    private mutating func writeCorrection(_ written: inout Written) {
        guard let target = target(written) else { return }
        var draft = written.drafts[target]
        var voids: Int?
        if written.voids[target] != nil {
            // A corrected void takes back another event than the one before.
            guard let other = self.target(written, correcting: target) else { return }
            draft = voidDraft(of: other, written)
            voids = other
        } else {
            for index in draft.data.indices where chance(30) {
                draft.data[index].value = changed(draft.data[index])
            }
            if chance(50) { (draft.day, draft.millis) = (day(), timeOfDay()) }
        }
        guard !bringsBackRival(written, voids: voids, corrects: target) else { return }
        write(draft, &written, voids: voids, corrects: target)
    }

    private mutating func changed(_ member: (name: String, value: JSONValue)) -> JSONValue {
        switch member.name {
        case "amountFen": amount()
        case "validFrom", "retiredOn": text(day())
        case "month": text(month: month())
        case "station": .string(station())
        case "region": .string(pick(villages + townships))
        case "value", "target": .integer(pick([8, 9, 10]))
        case "ledgerCompliant": .boolean(chance(50))
        case "class": .string(pick(["national", "municipal"]))
        case "status": .string(pick(["registeredPoor", "delisted"]))
        case "payment": .string("Y\(number(in: 0...3))")
        case "line" where member.value.stringValue?.hasPrefix("L") == true:
            .string("L\(number(in: 0...3))")
        case "complaint": .string("C\(number(in: 0...3))")
        case "person": .string(pick(["P1", "P2"]))
        default: member.value
        }
    }
}
