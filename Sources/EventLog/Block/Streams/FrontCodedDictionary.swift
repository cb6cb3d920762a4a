import EventModel

/// A sorted list of distinct strings (by UTF-8 bytes), each entry sharing the front of the one before.
///
/// ```
/// | restart offsets: u32 × ⌈count / 16⌉ | entries: head, bytes |
/// ```
/// A head tells how many bytes an entry shares and how many it has of its own. In the second format it is one
/// byte, five bits for the one and three for the other number, and a LEB128 number behind it for each of them
/// that fills its bits: what it is more. In the first format it is two LEB128 numbers.
///
/// Every 16th entry shares nothing, so that a look-up is a binary search over the restarts and at
/// most 16 steps. Offsets count from the start of the dictionary.
package enum FrontCodedDictionary {
    /// Entries from one restart to the next.
    static let restartInterval = 16

    /// What the bits of a head hold at most, and then a number behind it says how much more.
    static let sharedLimit = 31
    /// See ``sharedLimit``.
    static let lengthLimit = 7

    /// Writes the dictionary.
    static func append(
        _ texts: SortedTexts,
        to writer: inout ByteWriter,
        _ format: StoredFormat
    ) {
        let start = writer.count
        let restartCount = (texts.count + restartInterval - 1) / restartInterval
        writer.append(zeros: 4 * restartCount)
        for index in 0..<texts.count {
            let entry = texts[index]
            var shared = 0
            if index % restartInterval == 0 {
                writer.patch(
                    UInt32(writer.count - start),
                    at: start + 4 * (index / restartInterval)
                )
            } else {
                shared = texts[index - 1].sharedCount(with: entry)
            }
            appendHead(shared: shared, length: entry.count - shared, to: &writer, format)
            writer.append(bytes: entry.extracting(shared..<entry.count))
        }
    }

    private static func appendHead(
        shared: Int,
        length: Int,
        to writer: inout ByteWriter,
        _ format: StoredFormat
    ) {
        guard format >= .second else {
            writer.appendVariable(UInt64(shared))
            writer.appendVariable(UInt64(length))
            return
        }
        writer.append(UInt8(min(shared, sharedLimit) << 3 | min(length, lengthLimit)))
        if shared >= sharedLimit { writer.appendVariable(UInt64(shared - sharedLimit)) }
        if length >= lengthLimit { writer.appendVariable(UInt64(length - lengthLimit)) }
    }

    /// Reads the head of an entry that follows one of `count` bytes.
    static func head(
        _ reader: inout ByteReader,
        _ format: StoredFormat,
        after count: Int
    ) throws(DamageError) -> (shared: Int, length: Int) {
        let (shared, length): (Int, Int)
        if format >= .second {
            let head = Int(try reader.integer(UInt8.self))
            shared = head >> 3 < sharedLimit ? head >> 3 : try more(than: sharedLimit, &reader)
            length =
                head & lengthLimit < lengthLimit
                ? head & lengthLimit : try more(than: lengthLimit, &reader)
        } else {
            shared = Int(clamping: try reader.variable())
            length = Int(clamping: try reader.variable())
        }
        guard shared <= count else { throw reader.damage("an entry shares more than there is") }
        return (shared, length)
    }

    private static func more(
        than limit: Int,
        _ reader: inout ByteReader
    ) throws(DamageError) -> Int {
        min(Int(clamping: try reader.variable()), Int.max - limit) + limit
    }

    /// Gives every entry in order.
    ///
    /// - Throws: ``DamageError`` when an entry lies outside the value or is not UTF-8.
    static func strings(
        in value: RawSpan,
        at start: Int,
        count: Int,
        part: String,
        position: UInt64
    ) throws(DamageError) -> [String] {
        var result: [String] = []
        result.reserveCapacity(count)
        guard count > 0 else { return result }
        var entry: [UInt8] = []
        let restarts = (count + restartInterval - 1) / restartInterval
        var reader = ByteReader(value, at: start + 4 * restarts, part: part, position: position)
        for _ in 0..<count {
            try readEntry(&reader, ValueFrame.format(of: value), into: &entry)
            guard let text = entry.rawSpan.text() else {
                throw reader.damage("dictionary entry is not UTF-8")
            }
            result.append(text)
        }
        return result
    }

    private static func readEntry(
        _ reader: inout ByteReader,
        _ format: StoredFormat,
        into entry: inout [UInt8]
    ) throws(DamageError) {
        let (shared, length) = try head(&reader, format, after: entry.count)
        entry.removeLast(entry.count - shared)
        let rest = try reader.span(byteCount: length)
        unsafe rest.withUnsafeBytes { bytes in unsafe entry.append(contentsOf: bytes) }
    }
}
