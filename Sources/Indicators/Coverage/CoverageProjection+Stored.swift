package import EventLog
package import Projections

extension CoverageProjection: StoredProjection {
    /// The activity of stations is kept as counts.
    package static var keepsSums: Bool { true }

    /// Writes the state.
    package func encode(to writer: inout ByteWriter, from start: UInt64) {
        regions.encode(to: &writer, from: start)
        rules.encode(to: &writer, from: start)
        stations.encodeStationFacts(to: &writer, from: start)
        activity.encode(to: &writer)
    }

    /// Reads a written state.
    ///
    /// - Throws: ``DamageError`` when the bytes are no state.
    package init(
        decoding reader: inout ByteReader,
        from start: UInt64,
        nameCount: UInt32
    ) throws(DamageError) {
        self.init()
        regions = try RegionFacts(decoding: &reader, from: start, nameCount: nameCount)
        rules = try RuleFacts(decoding: &reader, from: start, nameCount: nameCount)
        stations = try [StationFact].decodeStationFacts(
            &reader,
            from: start,
            nameCount: nameCount
        )
        activity = try StationActivity(decoding: &reader, nameCount: nameCount)
    }

    /// Makes the index over consecutive parts.
    package static func index(
        _ parts: [StatePart<CoverageProjection>],
        names _: LedgerTables
    ) -> CoverageIndex {
        CoverageIndex(parts)
    }
}
