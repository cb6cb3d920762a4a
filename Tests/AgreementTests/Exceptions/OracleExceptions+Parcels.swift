/// Parcels whose way is told backwards.
extension OracleExceptions {
    private static let down = ["city", "county", "township", "village"]

    /// The steps of a way, first to last.
    private static func steps(_ direction: String) -> [String] {
        let levels = direction == "upstream" ? Array(down.reversed()) : down
        return ["accepted"] + levels.flatMap { ["\($0).arrived", "\($0).departed"] } + ["delivered"]
    }

    func parcels() -> [OracleRow] {
        let types = ["parcel.accepted", "parcel.scanned"]
        let all = events.filter { types.contains($0.type) }
        return Set(all.map { $0["parcel"] }).compactMap { parcel in
            self.parcel(parcel, all.filter { $0["parcel"] == parcel })
        }
    }

    private func parcel(_ parcel: String, _ all: [OracleEvent]) -> OracleRow? {
        let acceptances = all.filter { $0.type == "parcel.accepted" }
        let acceptance =
            twist == .firstAcceptanceHolds ? acceptances.first : acceptances.last
        let scans = all.filter { $0.type == "parcel.scanned" }
        var way = Array(scans.prefix { $0["kind"] != "returned" })
        if twist == .returnIgnored { way = scans.filter { $0["kind"] != "returned" } }
        if let acceptance { way.append(acceptance) }
        func step(_ event: OracleEvent) -> String {
            if event.type == "parcel.accepted" { return "accepted" }
            if event["kind"] == "delivered" {
                return twist == .deliveryIsArrival ? event["nodeLevel"] + ".arrived" : "delivered"
            }
            return event["nodeLevel"] + "." + event["kind"]
        }
        /// Pairs `later<earlier` that are backwards on a way.
        func pairs(_ direction: String) -> [(later: String, earlier: String)] {
            let steps = Self.steps(direction)
            var found: [(later: String, earlier: String)] = []
            for (index, earlier) in steps.enumerated() {
                for later in steps[(index + 1)...] {
                    let first = way.filter { step($0) == earlier }.map(\.instant)
                    let second = way.filter { step($0) == later }.map(\.instant)
                    guard !first.isEmpty, !second.isEmpty else { continue }
                    let isBackwards = second.allSatisfy { late in
                        first.allSatisfy {
                            twist == .sameInstantIsBackwards ? late <= $0 : late < $0
                        }
                    }
                    let hasPair = second.contains { late in first.contains { late < $0 } }
                    if twist == .anyPairIsBackwards ? hasPair : isBackwards {
                        found.append((later, earlier))
                    }
                }
            }
            return found
        }
        var backwards: [(later: String, earlier: String)]
        var direction = acceptance?["direction"]
        if direction == nil, twist == .unknownGoesDown { direction = "downstream" }
        if let direction {
            backwards = pairs(direction)
        } else {
            let (down, up) = (pairs("downstream"), pairs("upstream"))
            backwards = down.isEmpty || up.isEmpty ? [] : down + up
        }
        guard !backwards.isEmpty else { return nil }
        let orders = Set(backwards.map { "order=\($0.later)<\($0.earlier)" })
        let steps = Set(backwards.flatMap { [$0.later, $0.earlier] })
        let involved = way.filter { steps.contains(step($0)) }
        let newest = involved.filter { $0.type == "parcel.scanned" }
            .max { OracleEvent.precedes($0, $1) }
        return row(
            "scanBackInTime",
            "parcel/" + parcel,
            county: newest?["county"],
            ["direction=" + (acceptance?["direction"] ?? "unknown")]
                + orders.sorted(by: bytesPrecede),
            involved
        )
    }
}
