import EventModel

/// The times in which stations were closed, as seen at the end of a day.
struct StationClosings: Sendable {
    /// A time from a closing to the next opening.
    struct Span: Hashable, Sendable {
        /// Name ordinal of the station's id.
        let station: UInt32
        /// Division of the station's newest life, as a name ordinal.
        let region: UInt32
        /// The event that closed it.
        let closing: FactStamp
        /// First day of the next life; `nil` if there is none.
        let reopenedOn: BusinessDate?

        /// Whether the station was closed on a day.
        func holds(_ day: BusinessDate) -> Bool {
            guard day >= closing.day else { return false }
            return reopenedOn.map { day < $0 } ?? true
        }

        /// Whether the station was closed on every day of a month.
        func holds(_ month: BusinessMonth) -> Bool {
            guard month.firstDay >= closing.day else { return false }
            return reopenedOn.map { month.lastDay < $0 } ?? true
        }
    }

    /// All spans, those of a station together and in order.
    let spans: [Span]
    // By name ordinal the places in `spans`; empty ranges for what never closed.
    private let places: [Range<Int32>]
    /// First instant at which any station was closed; `nil` if none ever was.
    let firstInstant: Int64?

    /// Takes the lives of stations up to the end of a day.
    init(_ stations: [(station: UInt32, lives: StationLives)]) {
        var spans: [Span] = []
        let nameCount = stations.reduce(0) { max($0, Int($1.station) + 1) }
        var places = [Range<Int32>](repeating: 0..<0, count: nameCount)
        for (station, lives) in stations {
            let start = Int32(spans.count)
            let region = lives.newest?.region ?? 0
            for (index, life) in lives.lives.enumerated() {
                guard let closing = life.closing else { continue }
                let next = index + 1 < lives.lives.count ? lives.lives[index + 1] : nil
                spans.append(
                    Span(
                        station: station,
                        region: region,
                        closing: closing,
                        reopenedOn: next?.opening.day
                    )
                )
            }
            places[Int(station)] = start..<Int32(spans.count)
        }
        self.spans = spans
        self.places = places
        firstInstant = spans.map { $0.closing.day.firstInstant.millisecondsSince1970 }.min()
    }

    /// Whether a station, by the name ordinal of its id, was ever closed.
    @inline(__always)
    func hasSpans(_ station: UInt32) -> Bool {
        Int(station) < places.count && !places[Int(station)].isEmpty
    }

    /// The place in ``spans`` of the time in which a station was closed on a day; `nil` if it was not.
    func place(of station: UInt32, on day: BusinessDate) -> Int? {
        place(of: station) { $0.holds(day) }
    }

    /// The place in ``spans`` of the time in which a station was closed for all of a month; `nil` if it was not.
    func place(of station: UInt32, in month: BusinessMonth) -> Int? {
        place(of: station) { $0.holds(month) }
    }

    private func place(of station: UInt32, _ isHeld: (Span) -> Bool) -> Int? {
        guard hasSpans(station) else { return nil }
        return places[Int(station)].map { Int($0) }.first { isHeld(spans[$0]) }
    }
}
