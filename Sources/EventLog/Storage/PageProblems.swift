internal import LMDB

extension DamageError {
    /// What is said of a value that a damaged page hides; the page itself is named by the verification.
    static let hiddenDetail = "the page that leads to it is damaged"

    /// Damage of a page that leads to values.
    init(_ damage: PageDamage) {
        let part =
            switch damage.part {
            case .head: "head"
            case .table(let name): name
            case .tables: "tables"
            case .freePages: "freePages"
            }
        let first = damage.firstKey ?? []
        // A gap of one key ends with that key and one byte more.
        let isOneKey =
            !first.isEmpty
            && damage.endKey.map { $0.count > first.count && $0.starts(with: first) } ?? false
        let position = Self.number(first)
        self.init(
            part: part,
            position: position,
            detail: damage.detail,
            page: Page(
                number: damage.page,
                hidesValues: damage.hidesRows,
                endPosition: isOneKey ? position + 1 : damage.endKey.map(Self.number)
            )
        )
    }

    private static func number(_ key: [UInt8]) -> UInt64 {
        key.count > 8 ? 0 : key.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The damage that hides a row of a table.
    fileprivate init<Key: TableKey>(hiding key: [UInt8], of table: Table<Key>) {
        self.init(
            part: table.name,
            position: Self.number(key),
            detail: Self.hiddenDetail
        )
    }
}

extension LogError {
    /// Wraps a failure of reading a table, near a key if one was asked for; damage is named by its place.
    init<Key: TableKey>(_ failure: LMDBError, reading table: Table<Key>, near key: Key? = nil) {
        switch failure {
        case .corrupted, .pageNotFound:
            let place = key?.orderedBytes ?? table.firstHiddenKey ?? []
            self = .damaged(DamageError(hiding: place, of: table))
        default: self.init(failure)
        }
    }
}
