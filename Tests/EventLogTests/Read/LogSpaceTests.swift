import EventLog
import EventModel
import Testing

@Suite("Where the bytes are")
struct LogSpaceTests {
    @Test("The parts are the whole file, and the blocks' shares are the blocks' values")
    func parts() throws {
        try TestLedger.withLog { log in
            for start in stride(from: 0, to: 1_000, by: 100) {
                try log.record(
                    (start..<(start + 100)).map { number in
                        number % 10 == 0
                            ? SampleEvents.note("\(number)", note: "note \(number)")
                            : SampleEvents.scan("\(number)", parcel: "P\(number / 5)")
                    }
                )
            }
            try log.withSnapshot { snapshot in
                let space = try snapshot.space()
                let status = try snapshot.status()
                #expect(space.byteCount == status.fileBytes)
                #expect(space.eventCount == 1_000)
                #expect(space.tailEventCount == 1_000 % 64)
                #expect(space.types.map(\.eventCount).reduce(0, +) == 1_000 - 1_000 % 64)
                #expect(space.types.allSatisfy { $0.hotBytes > 0 })
                #expect(space.types.first { $0.type == "test.noted" }?.coldBytes ?? 0 > 0)
                // Values lie in pages, so pages hold at least as many bytes as there are.
                func pages(_ name: String) -> UInt64 {
                    space.parts.first { $0.name == name }?.byteCount ?? 0
                }
                func shared(_ name: String) -> UInt64 {
                    space.shared.first { $0.name == name }?.byteCount ?? 0
                }
                let hot = space.types.map(\.hotBytes).reduce(shared("hot"), +)
                let cold = space.types.map(\.coldBytes).reduce(shared("cold") + shared("ids"), +)
                #expect(hot > 0 && hot <= pages("hot"))
                #expect(cold > 0 && cold <= pages("cold"))
                #expect(shared("streams") > 0 && shared("streams") <= pages("streams"))
            }
        }
    }

    @Test("An empty ledger has parts and no types")
    func empty() throws {
        try TestLedger.withLog { log in
            let space = try log.withSnapshot { try $0.space() }
            #expect(space.types.isEmpty)
            #expect(space.byteCount > 0)
        }
    }
}
