/// The first record of a CSV file: the names of its columns.
struct CSVHead: Sendable {
    /// Names of the columns, from left to right.
    let columns: [String]
    /// The head as it stands in the file.
    let bytes: [UInt8]

    private let indices: [String: Int]
    private let repeated: Set<String>
    private let file: String
    /// Line of the head in the file.
    let line: Int

    /// Reads the head.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)`` if it cannot be read as text.
    init(_ records: CSVReader, file: String, limitBytes: Int) throws(ImportError) {
        let first = try records.next()
        self.file = file
        line = first?.line ?? 1
        columns = first?.fields ?? []
        bytes = first?.bytes ?? []
        var fault = first?.fault
        // UTF-16 without a mark passes for UTF-8: every second byte of a Latin letter is zero.
        if let place = columns.firstIndex(where: { $0.utf8.contains(0) }) {
            fault = .encoding(field: place)
        }
        if let fault {
            throw .unusable(
                file: file,
                line: line,
                reason: "the head cannot be read: " + fault.found,
                accepted: fault.accepted(limitBytes: limitBytes)
            )
        }
        var indices: [String: Int] = [:]
        var repeated: Set<String> = []
        for (index, column) in columns.enumerated() {
            if indices.updateValue(index, forKey: column) != nil { repeated.insert(column) }
        }
        self.indices = indices
        self.repeated = repeated
    }

    /// Place of a column; `nil` if there is none of that name.
    func index(of column: String) -> Int? { indices[column] }

    /// What a field is called in messages.
    func name(ofField index: Int) -> String {
        index < columns.count ? "column \"\(columns[index])\"" : "cell \(index + 1)"
    }

    /// Makes sure that a column stands in the head, and only once.
    ///
    /// - Throws: ``ImportError/unusable(file:line:reason:accepted:)``.
    func require(_ column: String) throws(ImportError) {
        guard indices[column] != nil else {
            throw .unusable(
                file: file,
                line: line,
                reason: "no column \"\(column)\" in the head",
                accepted: "a head with \"\(column)\"; it has " + columns.joined(separator: ", ")
            )
        }
        guard !repeated.contains(column) else {
            throw .unusable(
                file: file,
                line: line,
                reason: "several columns \"\(column)\" in the head",
                accepted: "one column \"\(column)\": rename the others"
            )
        }
    }
}
