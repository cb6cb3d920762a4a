import Programme

/// A step on a parcel's way, told apart as finely as the order of steps needs.
enum ParcelStep: Hashable, Sendable {
    /// The parcel was accepted; upstream or downstream is known from then on.
    case accepted(TradeDirection)
    /// It came to a node of a level.
    case arrived(NodeLevel)
    /// It left a node of a level.
    case departed(NodeLevel)
    /// It was handed over, at whatever level.
    case delivered
    /// It goes back; what follows is not in the order of the way.
    case returned

    /// The step of a scan.
    init(_ kind: ScanKind, at level: NodeLevel) {
        switch kind {
        case .arrived: self = .arrived(level)
        case .departed: self = .departed(level)
        case .delivered: self = .delivered
        case .returned: self = .returned
        }
    }

    /// The way that a parcel goes.
    enum Way: CaseIterable {
        /// From the city to the villages.
        case downstream
        /// From the villages to the city.
        case upstream

        /// The way that an acceptance states.
        init(_ direction: TradeDirection) {
            self = direction == .downstream ? .downstream : .upstream
        }
    }

    /// Where the step stands on a way, from 0; `nil` for a return, which stands nowhere.
    func place(on way: Way) -> Int? {
        switch self {
        case .accepted: 0
        case .arrived(let level): 1 + 2 * Self.place(of: level, on: way)
        case .departed(let level): 2 + 2 * Self.place(of: level, on: way)
        case .delivered: 1 + 2 * NodeLevel.allCases.count
        case .returned: nil
        }
    }

    private static func place(of level: NodeLevel, on way: Way) -> Int {
        let place = Int(level.stored)
        return way == .downstream ? place : NodeLevel.allCases.count - 1 - place
    }

    /// The step in rows: `county.arrived`.
    var name: String {
        switch self {
        case .accepted: "accepted"
        case .arrived(let level): level.rawValue + ".arrived"
        case .departed(let level): level.rawValue + ".departed"
        case .delivered: "delivered"
        case .returned: "returned"
        }
    }

    // MARK: - Four bits

    /// The step as a number below 16.
    var code: UInt8 {
        switch self {
        case .arrived(let level): UInt8(truncatingIfNeeded: level.stored)
        case .departed(let level): 4 + UInt8(truncatingIfNeeded: level.stored)
        case .delivered: 8
        case .returned: 9
        case .accepted(.downstream): 10
        case .accepted(.upstream): 11
        }
    }

    /// What stands for no step.
    static let noCode: UInt8 = 15

    /// The code of a scan, by the stored places of its level and kind; ``noCode`` if there are none such.
    @inline(__always)
    static func code(ofLevel level: Int64, kind: Int64) -> UInt8 {
        guard level >= 0, level < 4, kind >= 0, kind < 4 else { return noCode }
        return scanCodes[Int(level * 4 + kind)]
    }

    /// The code of an acceptance, by the stored place of its direction; ``noCode`` if there is none such.
    static func code(ofDirection direction: Int64) -> UInt8 {
        TradeDirection(stored: direction).map { ParcelStep.accepted($0).code } ?? noCode
    }

    private static let scanCodes: [UInt8] = NodeLevel.allCases.flatMap { level in
        ScanKind.allCases.map { ParcelStep($0, at: level).code }
    }

    /// By way and code where the step stands; −1 for one that stands nowhere.
    static let placesByCode: [[Int8]] = Way.allCases.map { way in
        var places = [Int8](repeating: -1, count: 16)
        for level in NodeLevel.allCases {
            for step in [ParcelStep.arrived(level), .departed(level)] {
                places[Int(step.code)] = Int8(step.place(on: way) ?? -1)
            }
        }
        for step in [ParcelStep.delivered, .accepted(.downstream), .accepted(.upstream)] {
            places[Int(step.code)] = Int8(step.place(on: way) ?? -1)
        }
        return places
    }
}
