internal import EventModel
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
    ///   - firstPosition: Position of the first event; the others follow without gap.
    ///   - events: At least `count` events in order of position; what follows is left out.
    ///   - count: 1…16,384; all of them if it is not given.
    ///   - roots: Roots over the events' entries.
    ///   - format: The version to write.
    ///   - includesCold: `false` leaves the cold value empty, for a block that only projections read.
    /// - Returns: The three values; `cold` is empty if it was left out.
    /// - Throws: ``ZstdError`` only when memory runs out.
    /// - Complexity: O(*n* log *n*) for *n* events.
    package static func encode(
        firstPosition: UInt64,
        events: InternedEvents,
        count: Int? = nil,
        roots: BlockRoots,
        format: StoredFormat = .newest,
        includesCold: Bool = true
    ) throws(ZstdError) -> EncodedBlock {
        let count = count ?? events.count
        precondition((1...BlockLayout.maximumEventCount).contains(count), "1…16,384 events")
        precondition(
            roots.groups.count == BlockRoots.groupCount(events: count),
            "roots of other events"
        )
        let partitions = RowPartition.partition(events, count)
        let sources = SourceIndex(events.packed, count)
        let streams = encodeStreams(
            firstPosition,
            events.packed,
            count,
            partitions,
            sources,
            format
        )
        let cold =
            includesCold
            ? try ColdEncoder.encode(firstPosition, events, count, sources, format) : []
        let hot = encodeHot(
            firstPosition,
            events.packed,
            count,
            partitions,
            roots,
            format,
            checksums: (
                ValueFrame.storedChecksum(streams.rawSpan),
                ValueFrame.storedChecksum(cold.rawSpan)
            )
        )
        return EncodedBlock(hot: hot, streams: streams, cold: cold)
    }

    private static func encodeHot(
        _ firstPosition: UInt64,
        _ events: PackedEvents,
        _ count: Int,
        _ partitions: [RowPartition],
        _ roots: BlockRoots,
        _ format: StoredFormat,
        checksums: (streams: UInt64, cold: UInt64)
    ) -> [UInt8] {
        var body = ValueFrame.open(.hot, format, reservingCapacity: count * 14 + 4096)
        let records = events.records[..<count]
        body.append(firstPosition)
        body.append(UInt32(count))
        body.append(UInt16(partitions.count))
        let largest = partitions.indices.max { left, right in
            (partitions[left].rows.count, right) < (partitions[right].rows.count, left)
        }
        body.append(UInt16(largest ?? 0))
        body.append(records[0].recordedAt)
        body.append(records[count - 1].recordedAt)
        body.append(records.lazy.map(\.instant).min() ?? 0)
        body.append(records.lazy.map(\.instant).max() ?? 0)
        body.append(bytes: roots.whole.bytes)
        body.append(checksums.streams)
        body.append(checksums.cold)
        let directoryStart = body.count
        let directoryBytes = partitions.reduce(ColumnDescriptor.byteCount) { sum, partition in
            sum + BlockLayout.Partition.byteCount(fieldCount: partition.schema.fields.count)
        }
        body.append(zeros: directoryBytes)
        var directory = ByteWriter(reservingCapacity: directoryBytes)
        ColumnEncoder.rising(records.map(\.recordedAt), to: &body, format: format)
            .append(to: &directory)
        for (index, partition) in partitions.enumerated() {
            appendColumns(
                of: partition,
                isLargest: index == largest,
                events,
                to: &body,
                describing: &directory
            )
        }
        if format >= .second { for root in roots.groups { body.append(bytes: root.bytes) } }
        body.append(UInt64(0))
        body.patch(bytes: directory.bytes, at: directoryStart)
        return ValueFrame.seal(body, key: firstPosition)
    }

    private static func appendColumns(
        of partition: RowPartition,
        isLargest: Bool,
        _ events: PackedEvents,
        to body: inout ByteWriter,
        describing directory: inout ByteWriter
    ) {
        let times = partition.rows.map { events.records[$0].instant }
        directory.append(partition.typeOrdinal)
        directory.append(UInt16(partition.schema.fields.count))
        directory.append(UInt32(partition.rows.count))
        directory.append(times.min() ?? 0)
        directory.append(times.max() ?? 0)
        // The largest partition holds the rows that no other holds, so it needs no list of them.
        let positions = isLargest ? [] : partition.rows.map(Int64.init)
        ColumnEncoder.integers(positions, to: &body).append(to: &directory)
        ColumnEncoder.integers(times, to: &body).append(to: &directory)
        for (index, field) in partition.schema.fields.enumerated() {
            let descriptor =
                switch field.storage {
                case .integer:
                    ColumnEncoder.integers(
                        partition.values(of: index, in: events, absent: ColumnEncoder.absent),
                        to: &body
                    )
                case .name:
                    ColumnEncoder.names(
                        partition.values(of: index, in: events, absent: InternedEvent.noName),
                        to: &body
                    )
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
        _ events: PackedEvents,
        _ count: Int,
        _ partitions: [RowPartition],
        _ sources: SourceIndex,
        _ format: StoredFormat
    ) -> [UInt8] {
        var writer = ValueFrame.open(.streams, format, reservingCapacity: count * 8 + 4096)
        var table = TextTable()
        var codes: [UInt32] = []
        codes.reserveCapacity(count)
        for row in 0..<count {
            codes.append(UInt32(table.insert(events.subject(at: row)).index))
        }
        let subjects = SortedTexts(table)
        let keyColumns = partitions.enumerated().flatMap { number, partition in
            partition.schema.fields.indices.filter { partition.schema.fields[$0].storage == .key }
                .map { (number, $0) }
        }
        let width = ColumnEncoder.width(of: UInt64(subjects.count - 1))
        writer.append(firstPosition)
        writer.append(UInt32(count))
        writer.append(UInt32(subjects.count))
        let offsets = writer.count
        writer.append(UInt32(0))
        writer.append(UInt32(0))
        writer.append(UInt32(width))
        writer.append(UInt32(sources.entries.count))
        writer.append(UInt32(0))
        writer.append(UInt32(keyColumns.count))
        let directoryStart = writer.count
        writer.append(zeros: keyColumns.count * BlockLayout.Streams.keyEntryByteCount)
        writer.patch(UInt32(writer.count), at: offsets)
        FrontCodedDictionary.append(subjects, to: &writer, format)
        writer.patch(UInt32(writer.count), at: offsets + 4)
        writer.append(subjects.ranks(of: codes), width: width)
        writer.patch(UInt32(writer.count), at: BlockLayout.Streams.sourcesOffset)
        sources.append(to: &writer, events, format)
        var directory = ByteWriter()
        for (number, field) in keyColumns {
            directory.append(UInt16(number))
            directory.append(UInt16(field))
            directory.append(UInt32(0))
            ColumnEncoder.keys(
                partitions[number].rows,
                field: field,
                of: events,
                to: &writer,
                format: format
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
    static func partition(_ events: InternedEvents, _ count: Int) -> [RowPartition] {
        var places: [Int] = []
        var partitions: [RowPartition] = []
        for row in 0..<count {
            let type = events.packed.records[row].schema
            while places.count <= Int(type) { places.append(-1) }
            if places[Int(type)] < 0 {
                places[Int(type)] = partitions.count
                let schema = events.schema(ofType: type)
                partitions.append(RowPartition(typeOrdinal: type, schema: schema, rows: []))
            }
            partitions[places[Int(type)]].rows.append(row)
        }
        return partitions.sorted { $0.typeOrdinal < $1.typeOrdinal }
    }

    /// The integers or name ordinals of a field, `absent` where a row has none.
    func values<Value: FixedWidthInteger>(
        of field: Int,
        in events: PackedEvents,
        absent: Value
    ) -> [Value] {
        rows.map { row in
            let value = events.values[events.records[row].firstValue + field]
            return switch value.kind {
            case .integer, .name: Value(truncatingIfNeeded: value.bits)
            case .absent, .text: absent
            }
        }
    }
}
