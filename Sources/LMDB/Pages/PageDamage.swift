/// Damage of the pages that lead to values, which carry no checksum of their own: what a walk over all trees of
/// a file found.
package struct PageDamage: Hashable, Sendable {
    /// What hangs on the page.
    package enum Part: Hashable, Sendable {
        /// Everything: the pages that say which state of the file is the newest.
        case head
        /// Rows of the table of this name.
        case table(String)
        /// The list of all tables.
        case tables
        /// The list of pages that the next commits use; readers do without it.
        case freePages
    }

    /// What hangs on the page.
    package let part: Part
    /// Number of the page, which stands at so many page sizes from the start of the file; for what a
    /// table's record says, the page of its root.
    package let page: UInt64
    /// What does not hold: one of a fixed set of sentences.
    package let detail: String
    /// The first key that cannot be reached, as bytes that compare as the keys do (a number's highest byte
    /// first); `nil` if the damage reaches down to the least key. See ``hidesRows``.
    package let firstKey: [UInt8]?
    /// The first key behind those that cannot be reached; `nil` if the damage reaches up to the greatest key.
    package let endKey: [UInt8]?
    /// Whether rows cannot be reached: all those with keys from ``firstKey`` to before ``endKey``.
    package let hidesRows: Bool

    init(_ part: Part, page: UInt64, _ fault: PageFault, gap: KeyGap? = nil) {
        self.part = part
        self.page = page
        detail = fault.rawValue
        firstKey = gap?.first
        endKey = gap?.end
        hidesRows = gap != nil
    }
}

/// Keys of a table that cannot be reached, and the reachable ones on both sides.
///
/// Keys are in the form of ``KeyOrder/ordered(_:)``.
struct KeyGap: Hashable, Sendable {
    /// The least key that may be missing; `nil`: no bound.
    let first: [UInt8]?
    /// The key from which on there is no gap; `nil`: no bound.
    let end: [UInt8]?
    /// The greatest reachable key below; `nil` if there is none.
    let before: [UInt8]?
    /// The least reachable key above; `nil` if there is none.
    var after: [UInt8]?

    /// Whether a key lies in the gap.
    func contains(_ key: [UInt8]) -> Bool {
        (first.map { !key.lexicographicallyPrecedes($0) } ?? true) && isBelowEnd(key)
    }

    /// Whether the least key at or above a key may lie in the gap.
    func hidesSuccessor(of key: [UInt8]) -> Bool {
        (before.map { $0.lexicographicallyPrecedes(key) } ?? true) && isBelowEnd(key)
    }

    private func isBelowEnd(_ key: [UInt8]) -> Bool {
        end.map { key.lexicographicallyPrecedes($0) } ?? true
    }
}

/// What of a table cannot be relied on; a sound table has none of it.
final class TableFaults: Sendable {
    let order: KeyOrder
    let gaps: [KeyGap]
    /// Whether the number of rows may be wrong, so that rows may be missing anywhere.
    let hasWrongRowCount: Bool
    /// Whether the numbers of pages may be wrong.
    let hasWrongPageCounts: Bool
    /// Whether the engine cannot be trusted with the table at all.
    let isUnusable: Bool

    init(
        order: KeyOrder,
        gaps: [KeyGap],
        hasWrongRowCount: Bool,
        hasWrongPageCounts: Bool,
        isUnusable: Bool
    ) {
        self.order = order
        self.gaps = gaps
        self.hasWrongRowCount = hasWrongRowCount
        self.hasWrongPageCounts = hasWrongPageCounts
        self.isUnusable = isUnusable
    }

    /// Whether the first row cannot be reached.
    var hidesFirst: Bool { isUnusable || gaps.contains { $0.before == nil } }
    /// Whether the last row cannot be reached, or may not be the last.
    var hidesLast: Bool { isUnusable || hasWrongRowCount || gaps.contains { $0.after == nil } }
    /// Whether that nothing was found means nothing.
    var hidesAbsence: Bool { isUnusable || hasWrongRowCount }

    func hides(_ key: RawSpan) -> Bool {
        let key = order.ordered(key)
        return isUnusable || gaps.contains { $0.contains(key) }
    }

    /// Whether the least row at or above a key cannot be told.
    func hidesSuccessor(of key: RawSpan) -> Bool {
        let key = order.ordered(key)
        return isUnusable || gaps.contains { $0.hidesSuccessor(of: key) }
    }

    /// Whether the row behind a row cannot be reached.
    func hidesRow(after key: RawSpan) -> Bool {
        let key = order.ordered(key)
        return isUnusable || gaps.contains { $0.before == key }
    }

    /// Whether the row before a row cannot be reached.
    func hidesRow(before key: RawSpan) -> Bool {
        let key = order.ordered(key)
        return isUnusable || gaps.contains { $0.after == key }
    }
}

/// How keys of a table compare.
enum KeyOrder: Hashable, Sendable {
    /// By their bytes.
    case bytes
    /// As numbers in the machine's byte order.
    case numbers

    /// Bytes that compare as the keys do.
    func ordered(_ key: RawSpan) -> [UInt8] {
        let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
        return ordered(bytes[...])
    }

    /// Bytes that compare as the keys do.
    func ordered(_ key: ArraySlice<UInt8>) -> [UInt8] {
        self == .bytes ? Array(key) : key.reversed()
    }
}

/// All that a walk over a file's trees found.
struct PageFindings: Sendable {
    /// In the order in which it was found; empty for a sound file.
    var damages: [PageDamage] = []
    /// Tables of which not all can be relied on, by name.
    var tables: [String: TableFaults] = [:]
    /// Whether no table can be opened.
    var hidesTables: Bool { damages.contains { $0.part == .tables } }
    /// Whether the list of free pages cannot be read.
    var hasFreePageFaults: Bool { damages.contains { $0.part == .freePages } }
}
