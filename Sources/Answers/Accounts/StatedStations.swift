import EventModel

/// The stations as their events state them, by the places where they stand or stood.
struct StatedStations {
    private struct Station {
        let id: ExactName
        let lives: [StatedLife]
    }

    private struct Place: Hashable {
        let region: ExactName
        let level: String
    }

    private var stations: [Station] = []
    private var places: [Place: [Int]] = [:]
    private let signs: SignShelf
    private let newest: [ExactName: SignShelf.Newest]

    /// Takes what happened up to a day, in order.
    ///
    /// - Parameters:
    ///   - events: The events.
    ///   - day: The day.
    ///   - signs: Reads the signs that are listed.
    ///   - newest: The newest signs of each station in the 30 days.
    init(
        _ events: [StatedEvent],
        on day: BusinessDate,
        signs: SignShelf,
        newest: [ExactName: SignShelf.Newest]
    ) {
        self.signs = signs
        self.newest = newest
        var order: [ExactName] = []
        var byStation: [ExactName: [StatedEvent]] = [:]
        for event in events where StatedLife.types.contains(event.type) {
            let id = event.name("station")
            if byStation[id] == nil { order.append(id) }
            byStation[id, default: []].append(event)
        }
        for id in order.sorted() {
            let lives = StatedLife.lives(of: byStation[id] ?? [], through: day)
            guard !lives.isEmpty else { continue }
            var stood: Set<Place> = []
            for event in lives.flatMap(\.events) where event.type == "station.opened" {
                stood.insert(
                    Place(region: event.name("region"), level: event.text("level") ?? "")
                )
            }
            for place in stood { places[place, default: []].append(stations.count) }
            stations.append(Station(id: id, lives: lives))
        }
    }

    /// Whether a division is covered under a flavour, with every station that stands or stood there.
    ///
    /// - Throws: ``LogError`` when a sign of life cannot be read.
    func item(
        in region: ExactName,
        level: String,
        _ flavour: String
    ) throws -> FigureAccount.Item {
        let place = Place(region: region, level: level)
        var entries: [FigureAccount.Entry] = []
        var best = Standing.absent
        for station in places[place, default: []].map({ stations[$0] }) {
            let standing = standing(of: station, at: place, flavour)
            best = max(best, standing)
            entries += station.lives.flatMap(\.statesOfBusiness)
                .map { .init($0, StatedLife.role(of: $0), detail: station.id.text) }
            if standing == .covers { entries += try signEntries(of: station.id, flavour) }
        }
        return FigureAccount.Item(
            key: region.text,
            status: best.word,
            counts: best == .covers,
            entries: entries
        )
    }

    /// How far a station is from covering its place.
    private enum Standing: Int, Comparable {
        case absent, moved, notOpen, notActive, covers

        var word: String {
            switch self {
            case .absent: "noStation"
            case .moved: "stationMoved"
            case .notOpen: "notOpen"
            case .notActive: "notActive"
            case .covers: "covered"
            }
        }

        static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
    }

    private func standing(of station: Station, at place: Place, _ flavour: String) -> Standing {
        func stands(_ life: StatedLife) -> Bool {
            life.region == place.region && life.level == place.level
        }
        if flavour == "everOpened" {
            return station.lives.contains(where: stands) ? .covers : .moved
        }
        guard let life = station.lives.last, stands(life) else { return .moved }
        guard life.isOpen else { return .notOpen }
        let newest = newest[station.id] ?? SignShelf.Newest()
        switch flavour {
        case "open": return .covers
        case "withParcel30": return newest.parcel != nil ? .covers : .notActive
        default: return newest.parcel != nil || newest.other != nil ? .covers : .notActive
        }
    }

    private func signEntries(
        of station: ExactName,
        _ flavour: String
    ) throws -> [FigureAccount.Entry] {
        guard let found = newest[station], ["active30", "withParcel30"].contains(flavour) else {
            return []
        }
        guard let position = found.parcel ?? found.other, let event = try signs.event(at: position)
        else { return [] }
        return [.init(event, "sign", detail: station.text, isWitness: true)]
    }
}
