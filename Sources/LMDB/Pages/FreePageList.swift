/// The pages that the next commits use again, as the engine lists them by the commit that left them.
///
/// Each row holds a count and so many page numbers, from the greatest down; room behind them means nothing.
struct FreePageList {
    /// The free pages that the file has.
    private(set) var pages: BitSet
    /// The greatest free page, which the file need not have: a page that a commit took and gave back is never
    /// written.
    private(set) var greatest: UInt64?
    /// What does not hold.
    private(set) var fault: PageFault?

    init(
        _ rows: [(transaction: UInt64, pages: [UInt8])],
        meta: MetaPage,
        pageCount: UInt64
    ) {
        pages = BitSet(count: Int(pageCount))
        for row in rows where fault == nil {
            guard row.transaction <= meta.transaction, row.pages.count >= 8,
                row.pages.count % 8 == 0
            else {
                fault = .badFreeList
                return
            }
            let count = row.pages.stored(UInt64.self, at: 0)
            guard count < UInt64(row.pages.count / 8) else {
                fault = .badFreeList
                return
            }
            add(row.pages, count: Int(count), lastPage: meta.lastPage, pageCount: pageCount)
        }
    }

    private mutating func add(_ row: [UInt8], count: Int, lastPage: UInt64, pageCount: UInt64) {
        var above = UInt64.max
        for index in 0..<count {
            let page = row.stored(UInt64.self, at: 8 * (index + 1))
            guard page < above, page > 1, page <= lastPage,
                page >= pageCount || pages.insert(Int(page))
            else {
                fault = .badFreeList
                return
            }
            above = page
            greatest = max(greatest ?? 0, page)
        }
    }
}
