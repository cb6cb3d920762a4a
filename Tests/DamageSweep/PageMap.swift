/// What each byte of a data file is for, read from the file alone: the labels of the tally.
///
/// Knows only what it needs of the engine's format, and takes the file for sound.
struct PageMap {
    /// What a byte of a page is for.
    enum Use: UInt8 {
        /// Nothing: a free page, the gap in a page.
        case nothing
        /// Leads to rows or says how many there are; the engine has no checksum over it.
        case structure
        /// Belongs to a row, which has a checksum.
        case row
    }

    private var pages: [String]
    private var uses: [Use]
    private let pageBytes = Damage.pageBytes

    init(of file: [UInt8]) {
        pages = [String](repeating: "free", count: file.count / Damage.pageBytes)
        uses = [Use](repeating: .nothing, count: file.count)
        guard pages.count >= 2 else { return }
        let newer = file.number(at: 144) > file.number(at: 4_096 + 144) ? 0 : 1
        for page in 0..<2 {
            pages[page] = page == newer ? "meta, newest" : "meta, older"
            mark(page * 4_096, 152, .structure)
        }
        let meta = newer * 4_096
        _ = walk(file, Int(file.number(at: meta + 40 + 40)), "engine's free list")
        let main = Int(file.number(at: meta + 88 + 40))
        for (name, record) in walk(file, main, "engine's tables") {
            mark(record, 48, .structure)
            _ = walk(file, Int(file.number(at: record + 40)), name)
        }
    }

    /// The part of the file that a damage hits.
    func region(of damage: Damage) -> String {
        switch damage.kind {
        case .cut, .grown, .olderFile: return damage.kind.rawValue
        case .swapPages, .stalePage, .zeroPage: return pages[damage.offset / pageBytes]
        default: break
        }
        let page = damage.offset / pageBytes
        let use =
            switch uses[damage.offset] {
            case .nothing: "unused"
            case .structure: "structure"
            case .row: "row"
            }
        return "\(use) of \(pages[page])"
    }

    private mutating func mark(_ offset: Int, _ count: Int, _ use: Use) {
        for place in offset..<(offset + count) { uses[place] = use }
    }

    /// Labels the pages of a tree.
    ///
    /// - Returns: Names of the tables that stand in it, with the offsets of their records.
    private mutating func walk(
        _ file: [UInt8],
        _ root: Int,
        _ name: String
    ) -> [(name: String, record: Int)] {
        guard root >= 2, root < pages.count else { return [] }
        var tables: [(name: String, record: Int)] = []
        let start = root * pageBytes
        let isBranch = file[start + 10] & 1 != 0
        let nodeCount = (Int(file.number(at: start + 12) & 0xFFFF) - 16) / 2
        pages[root] = name + (isBranch ? ", branch" : ", leaf")
        mark(start, 16 + 2 * nodeCount, .structure)
        for index in 0..<nodeCount {
            let node = start + Int(file.number(at: start + 16 + 2 * index) & 0xFFFF)
            let head = file.number(at: node)
            let keyBytes = Int(head >> 48)
            mark(node, 8 + keyBytes, .structure)
            if isBranch {
                tables += walk(file, Int(head & 0xFFFF_FFFF_FFFF), name)
                continue
            }
            let flags = head >> 32 & 0xFFFF
            let value = node + 8 + keyBytes
            let count = Int(head & 0xFFFF_FFFF)
            if flags & 2 != 0 {
                let table = String(decoding: file[(node + 8)..<value], as: UTF8.self)
                tables.append((table, value))
            }
            guard flags & 1 != 0 else {
                mark(value, count, name == "engine's free list" ? .structure : .row)
                continue
            }
            mark(value, 8, .structure)
            let first = Int(file.number(at: value))
            for page in first..<(first + (count + 15) / pageBytes + 1) {
                pages[page] = name + ", value"
            }
            mark(first * pageBytes, 16, .structure)
            mark(first * pageBytes + 16, count, .row)
        }
        return tables
    }
}

extension [UInt8] {
    /// Eight bytes as a number, the lowest first.
    fileprivate func number(at offset: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
    }
}
