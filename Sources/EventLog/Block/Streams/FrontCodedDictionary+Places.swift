import EventModel

extension FrontCodedDictionary {
    /// What a dictionary looked like when it was decoded from front to back.
    struct Decoded {
        /// Per entry its place in the pool.
        let places: [PackedRange]
        /// Whether entries rise by bytes and every restart stands where the dictionary says: then every entry
        /// is found by ``index(of:in:at:count:part:position:)``.
        let isOrderly: Bool
    }

    /// Puts every entry into a pool, in order.
    ///
    /// - Throws: As ``strings(in:at:count:part:position:)``, and when there are more entries than events in a
    ///   block or one that is longer than an event.
    /// - Complexity: O(bytes), without an allocation per entry.
    static func decode(
        in value: RawSpan,
        at start: Int,
        count: Int,
        part: String,
        position: UInt64,
        into pool: inout BytePool
    ) throws(DamageError) -> Decoded {
        guard count > 0 else { return Decoded(places: [], isOrderly: true) }
        guard count <= BlockLayout.maximumEventCount else {
            throw DamageError(
                part: part,
                position: position,
                detail: "a dictionary of \(count) entries"
            )
        }
        let format = ValueFrame.format(of: value)
        let restarts = (count + restartInterval - 1) / restartInterval
        var reader = ByteReader(value, at: start + 4 * restarts, part: part, position: position)
        var marks = ByteReader(value, at: start, part: part, position: position)
        var places: [PackedRange] = []
        places.reserveCapacity(count)
        var last = PackedRange.none
        var (isASCII, isOrderly) = (true, true)
        for index in 0..<count {
            let offset = reader.offset
            let (shared, length) = try head(&reader, format, after: Int(last.count))
            let rest = try reader.span(byteCount: length)
            guard shared + rest.byteCount <= BytePool.textByteCountMax else {
                throw reader.damage("a dictionary entry of \(shared + rest.byteCount) bytes")
            }
            let first = pool.count
            pool.append(frontOf: last, shared, then: rest)
            let place = try pool.place(from: first, part: part, position: position)
            let restIsASCII = rest.isASCII
            if !restIsASCII || !isASCII {
                guard unsafe pool.span(place).bytes.isUTF8 else {
                    throw reader.damage("dictionary entry is not UTF-8")
                }
                isASCII = unsafe pool.span(place).bytes.isASCII
            }
            if index % restartInterval == 0 {
                let mark = start + Int(try marks.integer(UInt32.self))
                isOrderly = isOrderly && mark == offset && shared == 0
            }
            if index > 0, isOrderly {
                isOrderly = pool.span(last).precedes(pool.span(place))
            }
            places.append(place)
            last = place
        }
        return Decoded(places: places, isOrderly: isOrderly)
    }
}
