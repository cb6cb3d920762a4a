/// Writes one column's rows into a value and gives the descriptor to find them by.
enum ColumnEncoder {
    /// Number of bytes that hold every code from 0 to `maximum`.
    static func width(of maximum: UInt64) -> Int {
        (64 - maximum.leadingZeroBitCount + 7) / 8
    }

    /// Writes an integer column: offsets from the minimum in units of their greatest common divisor.
    ///
    /// Values lie within ±2^62; `nil` stands for a row that has none.
    static func integers(_ values: [Int64?], to writer: inout ByteWriter) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .integers, encoding: .absent)
        guard let first = values.lazy.compactMap({ $0 }).first else { return descriptor }
        var minimum = first
        var maximum = first
        for case let value? in values {
            minimum = min(minimum, value)
            maximum = max(maximum, value)
        }
        var divisor: UInt64 = 0
        for case let value? in values where divisor != 1 {
            divisor = greatestCommonDivisor(divisor, UInt64(value &- minimum))
        }
        if divisor == 0 || divisor > UInt64(UInt32.max) { divisor = 1 }
        descriptor.encoding = .offset
        descriptor.base = minimum
        descriptor.unit = UInt32(divisor)
        descriptor.width = width(of: UInt64(maximum &- minimum) / divisor)
        descriptor.dataOffset = writer.count
        for value in values {
            writer.append(
                value.map { UInt64($0 &- minimum) / divisor } ?? 0,
                width: descriptor.width
            )
        }
        appendPresence(values.map { $0 != nil }, to: &writer, describing: &descriptor)
        return descriptor
    }

    /// Writes a column that never decreases as runs where that is smaller, else as ``integers(_:to:)``.
    static func runs(_ values: [Int64], to writer: inout ByteWriter) -> ColumnDescriptor {
        var starts: [Int] = []
        for row in values.indices where row == 0 || values[row] != values[row - 1] {
            starts.append(row)
        }
        let spread = (values.last ?? 0) &- (values.first ?? 0)
        guard starts.count > 1, starts.count * 10 < values.count * width(of: UInt64(spread)) else {
            return integers(values, to: &writer)
        }
        var descriptor = ColumnDescriptor(kind: .integers, encoding: .runs)
        descriptor.dictionaryCount = starts.count
        descriptor.dataOffset = writer.count
        for start in starts { writer.append(UInt16(start)) }
        descriptor.dictionaryOffset = writer.count
        for start in starts { writer.append(values[start]) }
        return descriptor
    }

    /// Writes a column of ledger-wide name ordinals, ``InternedEvent/noName`` where a row has none.
    static func names(_ ordinals: [UInt32], to writer: inout ByteWriter) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .names, encoding: .absent)
        let distinct = Set(ordinals).subtracting([InternedEvent.noName]).sorted()
        guard let minimum = distinct.first, let maximum = distinct.last else { return descriptor }
        let offsetWidth = width(of: UInt64(maximum - minimum))
        let codeWidth = width(of: UInt64(distinct.count - 1))
        let dictionaryBytes = distinct.count * 4 + ordinals.count * codeWidth
        // A dictionary lets a projection map each name once per block, so it wins unless it is larger.
        if distinct.count > 1, dictionaryBytes <= ordinals.count * offsetWidth + 64 {
            descriptor.encoding = .dictionary
            descriptor.dictionaryCount = distinct.count
            descriptor.width = codeWidth
            let codes = Dictionary(uniqueKeysWithValues: zip(distinct, distinct.indices))
            descriptor.dataOffset = writer.count
            for ordinal in ordinals {
                writer.append(UInt64(codes[ordinal] ?? 0), width: codeWidth)
            }
            descriptor.dictionaryOffset = writer.count
            for ordinal in distinct { writer.append(ordinal) }
        } else {
            descriptor.encoding = .offset
            descriptor.base = Int64(minimum)
            descriptor.width = offsetWidth
            descriptor.dataOffset = writer.count
            for ordinal in ordinals {
                let code = ordinal == InternedEvent.noName ? 0 : ordinal - minimum
                writer.append(UInt64(code), width: offsetWidth)
            }
        }
        appendPresence(
            ordinals.map { $0 != InternedEvent.noName },
            to: &writer,
            describing: &descriptor
        )
        return descriptor
    }

    /// Writes a column of strings with its own sorted dictionary, or a reference to the subjects when every
    /// row's string is what stands behind the first `/` of its subject.
    static func keys(
        _ strings: [String?],
        subjects: [String],
        to writer: inout ByteWriter
    ) -> ColumnDescriptor {
        var descriptor = ColumnDescriptor(kind: .keys, encoding: .absent)
        guard strings.contains(where: { $0 != nil }) else { return descriptor }
        let isSubject = zip(strings, subjects).allSatisfy { string, subject in
            string.map { Array($0.utf8) } == subjectKey(of: subject).map(Array.init)
        }
        if isSubject {
            descriptor.encoding = .subject
            return descriptor
        }
        let dictionary = FrontCodedDictionary.distinct(strings.lazy.compactMap { $0 })
        let codes = FrontCodedDictionary.codes(of: dictionary)
        descriptor.encoding = .dictionary
        descriptor.dictionaryCount = dictionary.count
        descriptor.width = width(of: UInt64(dictionary.count - 1))
        descriptor.dataOffset = writer.count
        for string in strings {
            let code = string.flatMap { codes[Array($0.utf8)] } ?? 0
            writer.append(UInt64(code), width: descriptor.width)
        }
        descriptor.dictionaryOffset = writer.count
        FrontCodedDictionary.append(dictionary, to: &writer)
        appendPresence(strings.map { $0 != nil }, to: &writer, describing: &descriptor)
        return descriptor
    }

    /// What stands behind the first `/` of a subject; `nil` if it has none.
    static func subjectKey(of subject: String) -> Substring.UTF8View? {
        guard let slash = subject.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        return subject[subject.utf8.index(after: slash)...].utf8
    }

    private static func appendPresence(
        _ present: [Bool],
        to writer: inout ByteWriter,
        describing descriptor: inout ColumnDescriptor
    ) {
        guard present.contains(false) else { return }
        descriptor.hasPresence = true
        descriptor.presenceOffset = writer.count
        for start in stride(from: 0, to: present.count, by: 8) {
            var bits: UInt8 = 0
            for row in start..<min(start + 8, present.count) where present[row] {
                bits |= 1 << UInt8(row - start)
            }
            writer.append(bits)
        }
    }

    private static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return left
    }
}
