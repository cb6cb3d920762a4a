import CairnTestSupport
import Dispatch
import EventLog
import EventModel
import Synchronization
import Testing

@Suite("Ids that do not rise")
struct SourceTrackTests {
    /// An id that does not rise with the number: a UUID, a counter that goes back, or a name.
    private static func id(_ number: UInt64, _ form: Int) -> String {
        var rng = SplitMix64(seed: number &* 7 &+ UInt64(form))
        let high = String(rng.next(), radix: 16)
        let low = String(rng.next(), radix: 16)
        let digits = String(repeating: "0", count: 32 - high.count - low.count) + high + low
        switch form {
        case 0:
            let parts = [8, 4, 4, 4, 12].reduce(into: (rest: digits[...], parts: [Substring]())) {
                $0.parts.append($0.rest.prefix($1))
                $0.rest = $0.rest.dropFirst($1)
            }
            return parts.parts.joined(separator: "-")
        case 1: return String(1_000_000 - number)
        default: return "县-\(digits.prefix(2))-\(number)"
        }
    }

    @Test(
        "Every id is found again where it was recorded, and no other is taken for it",
        arguments: [1, 2, 3] as [UInt64]
    )
    func findsAll(seed: UInt64) throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            var log = try TestLedger.open(path)
            var rng = SplitMix64(seed: seed)
            var positions: [String: UInt64] = [:]
            var made: [(source: Int, number: UInt64)] = []
            for round in 0..<60 {
                var sent: [(name: String, event: Event)] = []
                for _ in 0..<100 {
                    let isRepeated = !made.isEmpty && Int.random(in: 0..<4, using: &rng) == 0
                    let chosen =
                        isRepeated
                        ? made[Int.random(in: 0..<made.count, using: &rng)]
                        : (source: Int.random(in: 0..<4, using: &rng), number: UInt64(made.count))
                    if !isRepeated { made.append(chosen) }
                    let id = Self.id(chosen.number, chosen.source % 3)
                    sent.append(
                        (
                            "\(chosen.source) \(id)",
                            SampleEvents.scan(
                                id,
                                source: "/track/\(chosen.source)",
                                parcel: "P\(chosen.number)"
                            )
                        )
                    )
                }
                let receipt = try log.record(sent.map(\.event))
                for ((name, _), outcome) in zip(sent, receipt.outcomes) {
                    switch outcome {
                    case .recorded(let position, _, _):
                        #expect(positions[name] == nil, "\(name) was recorded before")
                        positions[name] = position
                    case .duplicate(let position, _):
                        #expect(positions[name] == position)
                    }
                }
                if round % 25 == 24 {
                    log.close()
                    log = try TestLedger.open(path)
                }
            }
            #expect(positions.count == made.count)
            log.close()
        }
    }

    @Test("Whoever looks at the same source at the same time finds the same")
    func concurrently() throws {
        try withTemporaryPath { path in
            try TestLedger.create(at: path)
            let log = try TestLedger.open(path)
            defer { log.close() }
            let known = Mutex<[UInt64: UInt64]>([:])
            let isDone = Atomic(false)
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 3) { worker in
                do {
                    if worker == 0 {
                        defer { isDone.store(true, ordering: .releasing) }
                        for round in 0..<60 as Range<UInt64> {
                            let numbers = Array(round * 50..<(round + 1) * 50)
                            let events = numbers.map {
                                SampleEvents.scan(Self.id($0, 0), source: "/one", parcel: "P\($0)")
                            }
                            let receipt = try log.record(events)
                            known.withLock { known in
                                for (number, outcome) in zip(numbers, receipt.outcomes) {
                                    guard case .recorded(let position, _, _) = outcome else {
                                        failures.withLock { $0.append("\(number) was not new") }
                                        continue
                                    }
                                    known[number] = position
                                }
                            }
                        }
                        return
                    }
                    var rng = SplitMix64(seed: UInt64(worker))
                    while !isDone.load(ordering: .acquiring) {
                        let positions = known.withLock { $0 }
                        try log.withSnapshot { snapshot in
                            for _ in 0..<20 {
                                let number = UInt64.random(in: 0..<4_000, using: &rng)
                                let name = EventReference(source: "/one", id: Self.id(number, 0))
                                let found = try snapshot.position(of: name)
                                // What is newer than the list may be there or not.
                                if let expected = positions[number], found != expected {
                                    failures.withLock {
                                        $0.append("\(number) is not where it was recorded")
                                    }
                                } else if number >= 3_000, found != nil {
                                    failures.withLock { $0.append("\(number) was never recorded") }
                                }
                            }
                        }
                    }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
            #expect(known.withLock { $0.count } == 3_000)
        }
    }
}
