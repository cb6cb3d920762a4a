import EventLog
import EventModel
import Evidence

/// Proofs of single events and of extensions, out of a long history.
public struct ProofWorkload {
    private let log: EventLog
    private let key: SigningKey
    private let checkpoint: SignedCheckpoint
    private let positions: [UInt64]

    /// Opens the ledger for reading, signs its head with a key of this run and chooses events at random, which is not
    /// measured.
    ///
    /// - Parameters:
    ///   - ledger: Where to read.
    ///   - count: Events and pairs of sizes to choose.
    ///   - seed: Start of the random numbers.
    /// - Throws: `LogError` when the log cannot be opened or read.
    public init(_ ledger: SimulatedLedger, count: Int, seed: UInt64) throws {
        log = try ledger.open(.reading)
        let key = try SigningKey(
            name: "cairn.example/benchmark",
            kind: .log,
            seed: [UInt8](repeating: 7, count: 32)
        )
        self.key = key
        (checkpoint, positions) = try log.withSnapshot { snapshot in
            var random = RandomNumbers(seed: seed)
            let size = snapshot.eventCount
            return (
                SignedCheckpoint(
                    treeSize: size,
                    rootHash: try snapshot.rootHash(of: size),
                    by: key
                ),
                size == 0 ? [] : (0..<count).map { _ in random.below(size) }
            )
        }
    }

    /// The log's public key, for whoever checks the files of ``proofs()``.
    public var verifierKey: String { key.verifierKey.description }

    /// Nanoseconds of each proof of an event: the event read, the path made and checked.
    public func inclusions() throws -> [UInt64] {
        try positions.map { position in
            try Stopwatch.nanoseconds {
                _ = try log.withSnapshot { snapshot in
                    try snapshot.proof(ofEventAt: position, under: checkpoint)
                }
            }
        }
    }

    /// Nanoseconds of each proof that the whole tree extends a smaller one.
    public func extensions() throws -> [UInt64] {
        try positions.map { position in
            try Stopwatch.nanoseconds {
                _ = try log.withSnapshot { snapshot in
                    try snapshot.consistencyProof(from: position, to: snapshot.eventCount)
                }
            }
        }
    }

    /// The files of the proofs, in the order in which the events were chosen.
    public func proofs() throws -> [[UInt8]] {
        try positions.map { position in
            try log.withSnapshot { snapshot in
                try snapshot.proof(ofEventAt: position, under: checkpoint).bytes
            }
        }
    }

    /// Reads and checks files of proofs, signature included; gives how many hold.
    public func verify(_ files: [[UInt8]]) throws -> Timing {
        try Timing.of {
            var count: UInt64 = 0
            for file in files {
                try EventProof(parsing: file).verify(by: key.verifierKey)
                count += 1
            }
            return count
        }
    }
}
