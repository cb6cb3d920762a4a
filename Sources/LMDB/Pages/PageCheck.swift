/// A walk over all trees of a file, from the newest state down to the rows that name long values.
///
/// The engine follows what it finds in pages and has no checksum over them: a damaged one makes it read
/// elsewhere, stop the process, or miss rows. The walk finds each page that cannot be what the page above says,
/// and what is out of reach because of it. Pages with values of their own are counted but not read, so that it
/// takes a page in some hundred of a large file.
///
/// What it relies on: a page is used once or free; keys rise, within what the page above says; rows fill their
/// page exactly; records count the rows and pages below them. What it cannot see: bytes of values (they have
/// checksums), and a whole file that is replaced by an older or another one.
struct PageCheck {
    let file: PageFile
    let meta: MetaPage
    /// Whether the heads before the long values of a table are read, too: they matter when values are removed.
    let readsValueHeads: (String) -> Bool

    /// Pages of trees.
    var treePages: BitSet
    /// Pages of long values.
    var valuePages: BitSet
    /// Pages of trees that are free as well, known from a walk before.
    private var contestedTreePages: BitSet?
    /// Pages of long values that are free or in a tree as well, known from a walk before.
    var contestedValuePages: BitSet?
    var findings = PageFindings()

    private init(
        _ file: PageFile,
        _ meta: MetaPage,
        readsValueHeads: @escaping (String) -> Bool
    ) {
        self.file = file
        self.meta = meta
        self.readsValueHeads = readsValueHeads
        treePages = BitSet(count: Int(file.pageCount))
        valuePages = BitSet(count: Int(file.pageCount))
    }

    /// Walks over the state that a meta page describes.
    ///
    /// - Parameters:
    ///   - file: The data file.
    ///   - meta: A meta page; a reader holds its state meanwhile.
    ///   - readsValueHeads: Names the tables whose long values' heads are to be read.
    /// - Returns: What does not hold.
    /// - Complexity: O(pages of trees); a bit a page of the file.
    static func run(
        _ file: PageFile,
        _ meta: MetaPage,
        readsValueHeads: @escaping (String) -> Bool
    ) -> PageFindings {
        var check = PageCheck(file, meta, readsValueHeads: readsValueHeads)
        var free = check.walkAll()
        let freeOrTree = free.intersection(check.treePages)
        let freeOrValue = free.intersection(check.valuePages)
        let treeOrValue = check.treePages.intersection(check.valuePages)
        guard !freeOrTree.isEmpty || !freeOrValue.isEmpty || !treeOrValue.isEmpty else {
            return check.findings
        }
        // Which of the two is wrong cannot be told, unless the list of free pages is broken by itself: what
        // uses such a page is not relied on.
        let isListBroken = check.findings.hasFreePageFaults
        var again = PageCheck(file, meta, readsValueHeads: readsValueHeads)
        again.contestedTreePages = isListBroken ? nil : freeOrTree
        again.contestedValuePages =
            isListBroken ? treeOrValue : treeOrValue.union(freeOrValue)
        free = again.walkAll()
        if !isListBroken, !freeOrTree.isEmpty || !freeOrValue.isEmpty {
            again.findings.damages.append(
                PageDamage(.freePages, page: meta.freePages.root, .badFreeList)
            )
        }
        return again.findings
    }

    /// Walks over all trees.
    ///
    /// - Returns: The free pages.
    private mutating func walkAll() -> BitSet {
        var tables = TreeWalk(.tables, meta.tables, readsValueHeads: true)
        tables.run(&self)
        for (name, record) in tables.tables {
            var walk = TreeWalk(
                .table(name),
                record,
                readsValueHeads: readsValueHeads(name)
            )
            walk.run(&self)
        }
        var free = TreeWalk(.freePages, meta.freePages, readsValueHeads: true)
        free.run(&self)
        let list = FreePageList(free.freePageRows, meta: meta, pageCount: file.pageCount)
        if let fault = list.fault {
            findings.damages.append(PageDamage(.freePages, page: meta.freePages.root, fault))
        }
        // The last page is in use or free; one that the file does not have was never written, so it is free.
        if findings.damages.isEmpty, meta.lastPage >= file.pageCount,
            meta.lastPage != list.greatest
        {
            findings.damages.append(PageDamage(.freePages, page: meta.lastPage, .badLastPage))
        }
        return list.pages
    }

    /// Reads a page of a tree and takes note of its use.
    mutating func page(_ number: UInt64) throws(PageFault) -> TreePage {
        guard number > 1, number <= meta.lastPage else { throw .badPointer }
        let page = try TreePage(try file.page(number), number: number)
        guard !treePages.contains(Int(number)) else { throw .usedTwice }
        if contestedTreePages?.contains(Int(number)) == true { throw .isFree }
        return page
    }

    /// Checks where a long value stands, and takes note of its pages.
    ///
    /// - Returns: Number of pages that the value needs.
    mutating func valuePages(from first: UInt64, byteCount: Int) throws(PageFault) -> UInt64 {
        let count = UInt64((byteCount + TreePage.headByteCount - 1) / file.pageSize + 1)
        let (end, overflow) = first.addingReportingOverflow(count)
        guard first > 1, !overflow, end - 1 <= meta.lastPage, end <= file.pageCount else {
            throw .badValuePlace
        }
        let pages = Int(first)..<Int(end)
        if contestedValuePages?.intersects(pages) == true { throw .badValuePlace }
        // Two values in one place: the checksum of one of them will not match.
        guard valuePages.insert(pages) else { throw .usedTwice }
        return count
    }

    /// Number of pages that the head before a long value counts.
    ///
    /// More than the value needs where it took the place of a longer one in the same commit.
    func countedPages(from first: UInt64, needing count: UInt64) throws(PageFault) -> UInt64 {
        let head = try file.bytes(of: first, TreePage.headByteCount)
        let counted = UInt64(head.stored(UInt32.self, at: 12))
        guard head.stored(UInt64.self, at: 0) == first, head.stored(UInt16.self, at: 10) == 4,
            counted >= count, first + counted - 1 <= meta.lastPage
        else { throw .badValueHead }
        return counted
    }
}
