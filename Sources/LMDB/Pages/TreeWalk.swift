/// The walk over one tree.
struct TreeWalk {
    /// Whose tree it is.
    enum Tree: Equatable {
        case tables
        case table(String)
        case freePages
    }

    private let tree: Tree
    private let record: TreeRecord
    private let order: KeyOrder
    private let readsValueHeads: Bool

    /// Tables found in the tree of tables, with their records.
    private(set) var tables: [(name: String, record: TreeRecord)] = []
    /// Rows of the list of free pages: transaction and page numbers.
    private(set) var freePageRows: [(transaction: UInt64, pages: [UInt8])] = []

    private var height = 0
    private var rowCount: UInt64 = 0
    private var branchPageCount: UInt64 = 0
    private var leafPageCount: UInt64 = 0
    private var valuePageCount: UInt64 = 0
    /// First pages of long values, and how many each needs.
    private var longValues: [(first: UInt64, count: UInt64)] = []
    /// Bytes of every key, once one was met; for numbers only.
    private var keyByteCount: Int?
    private var lastKey: [UInt8]?
    private var gaps: [KeyGap] = []
    /// Gaps from this index on have no reachable key above yet.
    private var firstOpenGap = 0
    private var damages: [PageDamage] = []

    init(_ tree: Tree, _ record: TreeRecord, readsValueHeads: Bool) {
        self.tree = tree
        self.record = record
        self.readsValueHeads = readsValueHeads
        order = record.hasNumberKeys ? .numbers : .bytes
    }

    private var part: PageDamage.Part {
        switch tree {
        case .tables: .tables
        case .table(let name): .table(name)
        case .freePages: .freePages
        }
    }

    /// The flags that the engine gives such a tree.
    private var hasPossibleFlags: Bool {
        switch tree {
        case .tables: record.flags == 0
        case .table: record.flags == 0 || record.hasNumberKeys
        case .freePages: record.hasNumberKeys
        }
    }

    /// Walks the tree and adds what does not hold to the check's findings.
    mutating func run(_ check: inout PageCheck) {
        var isUnusable = false
        if !hasPossibleFlags {
            isUnusable = true
            note(.badRecord)
        } else if record.isEmpty {
            if record.depth != 0 { note(.badRecord) }
        } else {
            height = measuredHeight(check.file)
            if height != record.depth { note(.badRecord) }
            visit(record.root, level: 1, from: nil, upTo: nil, &check)
            // The engine must not even look at such a root.
            isUnusable = gaps.contains { $0.first == nil && $0.end == nil }
        }
        let hasSeenAll = gaps.isEmpty && !isUnusable
        if readsValueHeads || hasSeenAll && valuePageCount != record.overflowPageCount {
            checkValueHeads(&check)
        }
        let hasWrongRowCount = hasSeenAll && rowCount != record.entryCount
        let hasWrongPageCounts =
            hasSeenAll
            && (branchPageCount, leafPageCount, valuePageCount)
                != (record.branchPageCount, record.leafPageCount, record.overflowPageCount)
        if hasWrongRowCount { note(.badRowCount) }
        if hasWrongPageCounts { note(.badPageCount) }
        check.findings.damages += damages
        guard case .table(let name) = tree, !damages.isEmpty else { return }
        check.findings.tables[name] = TableFaults(
            order: order,
            gaps: gaps,
            hasWrongRowCount: hasWrongRowCount,
            hasWrongPageCounts: hasWrongPageCounts,
            isUnusable: isUnusable
        )
    }

    /// Reads the heads before long values, which say how many pages the engine gives back when one is removed.
    private mutating func checkValueHeads(_ check: inout PageCheck) {
        var longer: [(first: UInt64, pages: Range<Int>)] = []
        for value in longValues {
            do throws(PageFault) {
                let counted = try check.countedPages(from: value.first, needing: value.count)
                guard counted > value.count else { continue }
                let start = Int(value.first + value.count)
                longer.append((value.first, start..<(start + Int(counted - value.count))))
            } catch {
                damages.append(PageDamage(part, page: value.first, error))
            }
        }
        let more = UInt64(longer.reduce(0) { $0 + $1.pages.count })
        guard more > 0 else { return }
        let isSound = valuePageCount + more == record.overflowPageCount
        if isSound { valuePageCount += more }
        for value in longer
        where !isSound || value.pages.upperBound > Int(check.file.pageCount)
            || !check.valuePages.insert(value.pages)
        {
            damages.append(PageDamage(part, page: value.first, .badValueHead))
        }
    }

    private mutating func note(_ fault: PageFault) {
        damages.append(PageDamage(part, page: record.root, fault))
    }

    /// Levels from the root to the leaf of the least keys; the record's claim where that cannot be read.
    private func measuredHeight(_ file: PageFile) -> Int {
        var number = record.root
        for level in 1...TreeRecord.depthMax {
            do throws(PageFault) {
                let page = try TreePage(try file.page(number), number: number)
                if page.isLeaf { return level }
                number = page.row(at: 0).child
            } catch {
                return record.depth
            }
        }
        return record.depth
    }

    /// Looks at a page and all below it.
    private mutating func visit(
        _ number: UInt64,
        level: Int,
        from lower: [UInt8]?,
        upTo upper: [UInt8]?,
        _ check: inout PageCheck
    ) {
        let page: TreePage
        do throws(PageFault) {
            page = try check.page(number)
            guard page.isLeaf == (level == height), level <= TreeRecord.depthMax else {
                throw .otherHeight
            }
            try checkKeys(of: page, from: lower, upTo: upper)
            // The engine stops at a branch that leads to a single page, but not in its own list.
            guard page.isLeaf || page.rowCount > 1 || tree == .freePages else { throw .badHead }
        } catch {
            return openGap(from: lower, upTo: upper, page: number, error)
        }
        _ = check.treePages.insert(Int(number))
        guard !page.isLeaf else { return visitLeaf(page, number, &check) }
        branchPageCount += 1
        for index in 0..<page.rowCount {
            let isLast = index + 1 == page.rowCount
            visit(
                page.row(at: index).child,
                level: level + 1,
                from: index == 0 ? lower : key(index, of: page),
                upTo: isLast ? upper : key(index + 1, of: page),
                &check
            )
        }
    }

    private func key(_ index: Int, of page: TreePage) -> [UInt8] {
        order.ordered(page.key(of: page.row(at: index)))
    }

    /// Checks that keys rise within the bounds; in a branch the first key means nothing.
    private mutating func checkKeys(
        of page: TreePage,
        from lower: [UInt8]?,
        upTo upper: [UInt8]?
    ) throws(PageFault) {
        let first = page.isLeaf ? 0 : 1
        guard first < page.rowCount else { return }
        switch order {
        case .numbers: try checkNumbers(of: page, from: first)
        case .bytes:
            var last = page.key(of: page.row(at: first))
            for index in (first + 1)..<max(page.rowCount, first + 1) {
                let next = page.key(of: page.row(at: index))
                guard last.lexicographicallyPrecedes(next) else { throw .badKeys }
                last = next
            }
        }
        if let lower, key(first, of: page).lexicographicallyPrecedes(lower) { throw .otherKeys }
        if let upper, !key(page.rowCount - 1, of: page).lexicographicallyPrecedes(upper) {
            throw .otherKeys
        }
    }

    private mutating func checkNumbers(
        of page: TreePage,
        from first: Int
    ) throws(PageFault) {
        var last: UInt64?
        for index in first..<page.rowCount {
            let row = page.row(at: index)
            let count = row.keyEnd - row.keyStart
            guard count == keyByteCount ?? count, count == 8 || count == 4 && tree != .freePages
            else { throw .badKeys }
            keyByteCount = count
            let number =
                count == 8
                ? page.bytes.stored(UInt64.self, at: row.keyStart)
                : UInt64(page.bytes.stored(UInt32.self, at: row.keyStart))
            if let last, number <= last { throw .badKeys }
            last = number
        }
    }

    private mutating func openGap(
        from first: [UInt8]?,
        upTo end: [UInt8]?,
        page: UInt64,
        _ fault: PageFault
    ) {
        let gap = KeyGap(first: first, end: end, before: lastKey, after: nil)
        gaps.append(gap)
        damages.append(PageDamage(part, page: page, fault, gap: gap))
    }

    /// Takes in that a row can be reached.
    private mutating func pass(_ key: [UInt8]) {
        for index in firstOpenGap..<gaps.count { gaps[index].after = key }
        firstOpenGap = gaps.count
        lastKey = key
    }

    private mutating func visitLeaf(
        _ page: TreePage,
        _ number: UInt64,
        _ check: inout PageCheck
    ) {
        leafPageCount += 1
        rowCount += UInt64(page.rowCount)
        for index in 0..<page.rowCount {
            let row = page.row(at: index)
            do throws(PageFault) {
                try visitRow(row, of: page, &check)
            } catch {
                if error == .badValuePlace || error == .badRow {
                    if gaps.isEmpty, index > 0 { lastKey = key(index - 1, of: page) }
                    let key = key(index, of: page)
                    // The next of all possible keys is this one with a byte behind it.
                    openGap(from: key, upTo: key + [0], page: number, error)
                    continue
                }
                damages.append(PageDamage(part, page: row.longValuePage(in: page), error))
            }
            if !gaps.isEmpty { pass(key(index, of: page)) }
        }
        if gaps.isEmpty { lastKey = key(page.rowCount - 1, of: page) }
    }

    private mutating func visitRow(
        _ row: TreePage.Row,
        of page: TreePage,
        _ check: inout PageCheck
    ) throws(PageFault) {
        if tree == .tables {
            guard row.flags == 2, row.valueByteCount == TreeRecord.byteCount else {
                throw .badRow
            }
            let name = String(decoding: page.key(of: row), as: UTF8.self)
            tables.append((name, TreeRecord(page.bytes, at: row.valueStart)))
            return
        }
        guard row.flags <= 1 else { throw .badRow }
        let first = row.longValuePage(in: page)
        if row.isLong {
            let count = try check.valuePages(from: first, byteCount: row.valueByteCount)
            valuePageCount += count
            longValues.append((first, count))
        }
        guard tree == .freePages else { return }
        var bytes: [UInt8]
        if row.isLong {
            let count = TreePage.headByteCount + row.valueByteCount
            bytes = try check.file.bytes(of: first, count)
            bytes.removeFirst(TreePage.headByteCount)
        } else {
            bytes = Array(page.bytes[row.valueStart..<(row.valueStart + row.valueByteCount)])
        }
        let transaction = page.bytes.stored(UInt64.self, at: row.keyStart)
        freePageRows.append((transaction, bytes))
    }
}

extension TreePage.Row {
    /// The first page of a long value.
    fileprivate func longValuePage(in page: TreePage) -> UInt64 {
        isLong ? page.bytes.stored(UInt64.self, at: valueStart) : 0
    }
}
