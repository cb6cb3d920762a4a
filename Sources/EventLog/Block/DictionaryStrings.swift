/// The strings of one dictionary of a block, decoded where somebody asks for one and kept.
final class DictionaryStrings {
    private let offset: Int
    private let count: Int
    private let position: UInt64
    private var groups: [[String]]
    private var keys: [[String?]]

    /// - Parameters:
    ///   - offset: Offset of the dictionary in the block's `streams` value.
    ///   - count: Number of its entries.
    ///   - position: First position of the block, for errors.
    init(at offset: Int, count: Int, position: UInt64) {
        self.offset = offset
        self.count = count
        self.position = position
        let interval = FrontCodedDictionary.restartInterval
        groups = Array(repeating: [], count: (count + interval - 1) / interval)
        keys = Array(repeating: [], count: groups.count)
    }

    /// The entry at an index.
    ///
    /// - Throws: ``DamageError`` when there is none or it does not decode.
    func string(_ index: Int, in streams: RawSpan) throws(DamageError) -> String {
        let group = try decoded(index, streams)
        return groups[group][index % FrontCodedDictionary.restartInterval]
    }

    /// The part of the entry behind its first `/`; `nil` if it has none.
    ///
    /// - Throws: As ``string(_:in:)``.
    func key(_ index: Int, in streams: RawSpan) throws(DamageError) -> String? {
        let group = try decoded(index, streams)
        if keys[group].isEmpty {
            keys[group] = groups[group].map { subject in
                ColumnEncoder.subjectKey(of: subject).map { String(Substring($0)) }
            }
        }
        return keys[group][index % FrontCodedDictionary.restartInterval]
    }

    private func decoded(_ index: Int, _ streams: RawSpan) throws(DamageError) -> Int {
        guard (0..<count).contains(index) else {
            throw DamageError(part: "streams", position: position, detail: "no entry \(index)")
        }
        let group = index / FrontCodedDictionary.restartInterval
        if groups[group].isEmpty {
            groups[group] = try FrontCodedDictionary.strings(
                ofRestart: group,
                in: streams,
                at: offset,
                count: count,
                part: "streams",
                position: position
            )
        }
        return group
    }
}
