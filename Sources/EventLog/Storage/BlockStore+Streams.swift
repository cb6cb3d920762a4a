internal import EventModel
internal import LMDB

extension BlockStore {
    /// Number of a stream's events at positions below `end`, all of which are sealed.
    ///
    /// - Complexity: a binary search in each block, one pass over the codes of those that hold it.
    func eventCount(
        of stream: String,
        below end: UInt64,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> UInt64 {
        var count: UInt64 = 0
        for key in stride(from: 0, to: end, by: Int(blockEvents)) {
            count += try withStreams(
                ofBlock: key,
                in: transaction
            ) { streams throws(DamageError) -> UInt64 in
                let rows = try streams.rows(of: stream)
                // A snapshot may end inside a block that was sealed after it began.
                return UInt64(rows.prefix { key + UInt64($0) < end }.count)
            }
        }
        return count
    }

    /// Whether a sealed event has this type, in any version, and this subject.
    func isEvent(
        at position: UInt64,
        ofType type: String,
        subject: String,
        in transaction: borrowing some ReadableTransaction & ~Copyable
    ) throws(LogError) -> Bool {
        let key = key(holding: position)
        let isOfSubject = try withStreams(
            ofBlock: key,
            in: transaction
        ) { streams throws(DamageError) -> Bool in
            try streams.rows(of: subject).contains(Int(position - key))
        }
        guard isOfSubject else { return false }
        let ordinals = tables.typeOrdinals(type: type)
        return try withBlock(key, in: transaction) { block throws(LogError) -> Bool in
            for ordinal in ordinals where block.holds(position, typeOrdinal: ordinal) {
                return true
            }
            return false
        }
    }
}

extension EventBlock {
    /// Whether the event at a position has this type.
    fileprivate func holds(_ position: UInt64, typeOrdinal: UInt16) -> Bool {
        guard let partition = partition(typeOrdinal: typeOrdinal) else { return false }
        var low = 0
        var high = partition.rowCount
        while low < high {
            let middle = (low + high) / 2
            if partition.position(ofRow: middle) < position {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < partition.rowCount && partition.position(ofRow: low) == position
    }
}
