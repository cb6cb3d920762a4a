package import EventModel
package import Zstd

/// The three values of a block, each for its own database under the block's first position.
package struct EncodedBlock: Sendable {
    /// Header, zone map and raw columns: all that a projection reads.
    package let hot: [UInt8]
    /// Stream dictionary, key columns and sources.
    package let streams: [UInt8]
    /// Compressed ids, texts and rest of the envelope.
    package let cold: [UInt8]
}

/// Turns up to 16,384 consecutive events into a block.
package enum BlockEncoder {
    /// Encodes the events of one block.
    ///
    /// - Parameters:
    ///   - firstPosition: Position of `events[0]`; the others follow without gap.
    ///   - events: 1…16,384 events in order of position.
    ///   - merkleRoot: Root over the events' entries.
    ///   - includesCold: `false` leaves the cold value empty, for a block that only projections read.
    /// - Returns: The three values; `cold` is empty if it was left out.
    /// - Throws: ``ZstdError`` only when memory runs out.
    /// - Complexity: O(*n* log *n*) for *n* events.
    package static func encode(
        firstPosition: UInt64,
        events: [InternedEvent],
        merkleRoot: SHA256Digest,
        includesCold: Bool = true
    ) throws(ZstdError) -> EncodedBlock {
        precondition((1...BlockLayout.maximumEventCount).contains(events.count), "1…16,384 events")
        let partitions = RowPartition.partition(events)
        let sources = SourceIndex(events)
        let streams = encodeStreams(firstPosition, events, partitions, sources)
        let cold =
            includesCold ? try ColdEncoder.encode(firstPosition, events, sources) : []
        let hot = encodeHot(
            firstPosition,
            events,
            partitions,
            merkleRoot,
            checksums: (
                ValueFrame.storedChecksum(streams.rawSpan),
                ValueFrame.storedChecksum(cold.rawSpan)
            )
        )
        return EncodedBlock(hot: hot, streams: streams, cold: cold)
    }

    private static func encodeHot(
        _ firstPosition: UInt64,
        _ events: [InternedEvent],
        _ partitions: [RowPartition],
        _ merkleRoot: SHA256Digest,
        checksums: (streams: UInt64, cold: UInt64)
    ) -> [UInt8] {
        var writer = ValueFrame.open(.hot, reservingCapacity: events.count * 10 + 4096)
        let instants = events.map { $0.event.time.instant.millisecondsSince1970 }
        writer.append(firstPosition)
        writer.append(UInt32(events.count))
        writer.append(UInt16(partitions.count))
        let largest = partitions.indices.max { left, right in
            (partitions[left].rows.count, right) < (partitions[right].rows.count, left)
        }
        writer.append(UInt16(largest ?? 0))
        writer.append(events[0].recordedAt.millisecondsSince1970)
        writer.append(events[events.count - 1].recordedAt.millisecondsSince1970)
        writer.append(instants.min() ?? 0)
        writer.append(instants.max() ?? 0)
        writer.append(bytes: merkleRoot.bytes)
        writer.append(checksums.streams)
        writer.append(checksums.cold)
        let directoryStart = writer.count
        let directoryBytes = partitions.reduce(ColumnDescriptor.byteCount) { sum, partition in
            sum + BlockLayout.Partition.byteCount(fieldCount: partition.schema.fields.count)
        }
        writer.append(bytes: repeatElement(0, count: directoryBytes))
        var directory = ByteWriter(reservingCapacity: directoryBytes)
        let recorded = events.map(\.recordedAt.millisecondsSince1970)
        var body = writer
        ColumnEncoder.runs(recorded, to: &body).append(to: &directory)
        for (index, partition) in partitions.enumerated() {
            appendColumns(
                of: partition,
                isLargest: index == largest,
                events,
                instants,
                to: &body,
                describing: &directory
            )
        }
        body.append(UInt64(0))
        body.patch(bytes: directory.bytes, at: directoryStart)
        return ValueFrame.seal(body, key: firstPosition)
    }

    private static func appendColumns(
        of partition: RowPartition,
        isLargest: Bool,
        _ events: [InternedEvent],
        _ instants: [Int64],
        to body: inout ByteWriter,
        describing directory: inout ByteWriter
    ) {
        let times = partition.rows.map { instants[$0] }
        directory.append(partition.typeOrdinal)
        directory.append(UInt16(partition.schema.fields.count))
        directory.append(UInt32(partition.rows.count))
        directory.append(times.min() ?? 0)
        directory.append(times.max() ?? 0)
        // The largest partition holds the rows that no other holds, so it needs no list of them.
        let positions = isLargest ? [] : partition.rows.map { Optional(Int64($0)) }
        ColumnEncoder.integers(positions, to: &body).append(to: &directory)
        ColumnEncoder.integers(times.map(Optional.some), to: &body).append(to: &directory)
        for (index, field) in partition.schema.fields.enumerated() {
            let descriptor =
                switch field.storage {
                case .integer:
                    ColumnEncoder.integers(
                        partition.rows.map { events[$0].event.data[index].integerValue },
                        to: &body
                    )
                case .name:
                    ColumnEncoder.names(partition.rows.map { events[$0].names[index] }, to: &body)
                case .key:
                    ColumnDescriptor(kind: .keys, encoding: .absent)
                case .text:
                    ColumnDescriptor(kind: .cold, encoding: .absent)
                }
            descriptor.append(to: &directory)
        }
    }

    private static func encodeStreams(
        _ firstPosition: UInt64,
        _ events: [InternedEvent],
        _ partitions: [RowPartition],
        _ sources: SourceIndex
    ) -> [UInt8] {
        var writer = ValueFrame.open(.streams, reservingCapacity: events.count * 8 + 4096)
        let subjects = FrontCodedDictionary.distinct(events.lazy.map(\.event.subject))
        let codes = FrontCodedDictionary.codes(of: subjects)
        let keyColumns = partitions.enumerated().flatMap { number, partition in
            partition.schema.fields.indices.filter { partition.schema.fields[$0].storage == .key }
                .map { (number, $0) }
        }
        let width = ColumnEncoder.width(of: UInt64(subjects.count - 1))
        writer.append(firstPosition)
        writer.append(UInt32(events.count))
        writer.append(UInt32(subjects.count))
        let offsets = writer.count
        writer.append(UInt32(0))
        writer.append(UInt32(0))
        writer.append(UInt32(width))
        writer.append(UInt32(sources.entries.count))
        writer.append(UInt32(0))
        writer.append(UInt32(keyColumns.count))
        let directoryStart = writer.count
        writer.append(
            bytes: repeatElement(
                0,
                count: keyColumns.count * BlockLayout.Streams.keyEntryByteCount
            )
        )
        writer.patch(UInt32(writer.count), at: offsets)
        FrontCodedDictionary.append(subjects, to: &writer)
        writer.patch(UInt32(writer.count), at: offsets + 4)
        for event in events {
            writer.append(UInt64(codes[Array(event.event.subject.utf8)] ?? 0), width: width)
        }
        writer.patch(UInt32(writer.count), at: BlockLayout.Streams.sourcesOffset)
        sources.append(to: &writer)
        var directory = ByteWriter()
        for (number, field) in keyColumns {
            let rows = partitions[number].rows
            directory.append(UInt16(number))
            directory.append(UInt16(field))
            directory.append(UInt32(0))
            ColumnEncoder.keys(
                rows.map { events[$0].event.data[field].textValue },
                subjects: rows.map { events[$0].event.subject },
                to: &writer
            ).append(to: &directory)
        }
        writer.append(UInt64(0))
        writer.patch(bytes: directory.bytes, at: directoryStart)
        return ValueFrame.seal(writer, key: firstPosition)
    }
}

/// The rows of one event type in a block, in order of position.
struct RowPartition {
    let typeOrdinal: UInt16
    let schema: EventSchema
    /// Indices into the block's events, ascending.
    var rows: [Int]

    /// Groups a block's events by type, in order of type ordinal.
    static func partition(_ events: [InternedEvent]) -> [RowPartition] {
        var places: [UInt16: Int] = [:]
        var partitions: [RowPartition] = []
        for (row, event) in events.enumerated() {
            if let place = places[event.typeOrdinal] {
                partitions[place].rows.append(row)
            } else {
                places[event.typeOrdinal] = partitions.count
                partitions.append(
                    RowPartition(
                        typeOrdinal: event.typeOrdinal,
                        schema: event.event.schema,
                        rows: [row]
                    )
                )
            }
        }
        return partitions.sorted { $0.typeOrdinal < $1.typeOrdinal }
    }
}

extension FieldValue {
    /// The integer, or `nil` if the value is absent or a text.
    var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text, or `nil` if the value is absent or an integer.
    var textValue: String? {
        if case .text(let value) = self { value } else { nil }
    }
}
