package import EventLog
import EventModel
import Programme
package import Projections

extension ExceptionsProjection: StoredProjection {
    /// Numbers of vouchers, beside the evidence of every event.
    package static var citedTexts: [CitedText]? { [CitedText(FundEvents.disbursed, "voucher")] }

    /// Takes in a piece of evidence or a voucher; what voids the record is no business.
    package mutating func fold(_ citation: Citation) {
        guard !citation.schema.type.hasSameBytes(as: eventVoided.type) else { return }
        fingerprints.append(
            Fingerprint(
                kind: citation.field == nil ? .evidence : .voucher,
                hash: citation.fingerprint,
                stamp: FactStamp(instant: citation.instant, position: citation.position)
            )
        )
    }

    /// Writes the state.
    package func encode(to writer: inout ByteWriter, from start: UInt64) {
        writer.append(fingerprints.map(\.stamp), from: start)
        writer.append(places: fingerprints.map(\.kind))
        writer.append(list: fingerprints.map(\.hash))
    }

    /// Reads a written state.
    ///
    /// - Throws: ``DamageError`` when the bytes are no state.
    package init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount _: UInt32
    ) throws(DamageError) {
        self.init()
        let stamps = try reader.stamps(from: start)
        let kinds = try reader.places(of: Fingerprint.Kind.self, stamps.count)
        let hashes = try reader.list(of: UInt64.self, count: stamps.count)
        fingerprints.reserveCapacity(stamps.count)
        for index in stamps.indices {
            fingerprints.append(
                Fingerprint(kind: kinds[index], hash: hashes[index], stamp: stamps[index])
            )
        }
    }

    /// Makes the index over consecutive parts.
    package static func index(
        _ parts: [StatePart<ExceptionsProjection>],
        names _: LedgerTables
    ) -> FingerprintIndex {
        FingerprintIndex(parts.map(\.state))
    }
}
