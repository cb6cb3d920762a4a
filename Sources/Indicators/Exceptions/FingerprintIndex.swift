import EventModel
import Projections

/// That an event cites something, by a hash of it.
struct Fingerprint: Hashable, PositionedFact {
    let kind: Kind
    /// Equal things have equal hashes; equal hashes may be of different things.
    let hash: UInt64
    let stamp: FactStamp

    var position: UInt64 { stamp.position }

    /// What is cited.
    enum Kind: Hashable, Sendable, CaseIterable {
        /// The paper behind an event.
        case evidence
        /// The number of a payment's voucher.
        case voucher
        /// A person in a session.
        case attendance
    }
}

/// The fingerprints that several events have in common: made once, asked for any date and any cut.
package struct FingerprintIndex: Sendable {
    // By kind and hash, groups of two at least.
    private let groups: [[Fingerprint]]

    /// Finds the fingerprints of consecutive parts that occur more than once.
    ///
    /// - Complexity: O(n log n); what occurs once is not kept.
    init(_ parts: some Sequence<ExceptionsProjection>) {
        var all: [Fingerprint] = []
        for part in parts { all += part.fingerprints }
        var groups: [[Fingerprint]] = []
        for kind in Fingerprint.Kind.allCases {
            var same = all.filter { $0.kind == kind }
            same.sort { ($0.hash, $0.position) < ($1.hash, $1.position) }
            var start = 0
            while start < same.count {
                var end = start + 1
                while end < same.count, same[end].hash == same[start].hash { end += 1 }
                if end - start > 1 { groups.append(Array(same[start..<end])) }
                start = end
            }
        }
        self.groups = groups
    }

    /// The events of a kind that a question sees and that may cite the same thing, in groups of two at least.
    func suspects(
        _ kind: Fingerprint.Kind,
        through last: Int64,
        seenBy cut: Cut
    ) -> [[FactStamp]] {
        groups.compactMap { group in
            guard group[0].kind == kind else { return nil }
            let seen = group.map(\.stamp).filter { $0.instant <= last && cut.sees($0.position) }
            return seen.count > 1 ? seen : nil
        }
    }
}
