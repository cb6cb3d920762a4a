package import EventLog
package import EventModel

extension AppendReceipt {
    /// The receipt as one JSON object on a line.
    ///
    /// - Parameter events: The names of the request's events, in its order.
    /// - Returns: JSON text without a line end.
    /// - Complexity: O(events); nothing is made for each but its text.
    package func json(of events: [EventReference]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + outcomes.count * 256)
        bytes += "{\"outcomes\": [".utf8
        for (index, (event, outcome)) in zip(events, outcomes).enumerated() {
            bytes.append(addingCapacity: Self.sizeBound + event.jsonSizeBound) { output in
                if index > 0 { output.append(literal: ", ") }
                Self.write(event, outcome, to: &output)
            }
        }
        bytes += "], \"eventCount\": \(eventCount)}".utf8
        return bytes
    }

    /// Bytes of an outcome but for the event's name, at most.
    private static let sizeBound = 256

    private static func write(
        _ event: EventReference,
        _ outcome: AppendOutcome,
        to output: inout OutputSpan<UInt8>
    ) {
        output.append(literal: "{\"event\": ")
        event.writeJSON(to: &output)
        let digest: SHA256Digest
        switch outcome {
        case .recorded(let position, let recordedAt, let content):
            digest = content
            output.append(literal: ", \"outcome\": \"recorded\", \"position\": ")
            output.append(digits: position, width: 1)
            output.append(literal: ", \"recordedtime\": \"")
            recordedAt.writeUTC(to: &output)
            output.append(UInt8(ascii: "\""))
        case .duplicate(let position, let content):
            digest = content
            output.append(literal: ", \"outcome\": \"duplicate\", \"position\": ")
            output.append(digits: position, width: 1)
        }
        output.append(literal: ", \"digest\": \"")
        digest.writeHex(to: &output)
        output.append(literal: "\"}")
    }
}
