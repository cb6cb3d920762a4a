import Answers
import EventModel
import Foundation

/// The viewer: one HTML page with everything in it, for a browser without a network.
///
/// The page is written as it comes: style, data as JSON blocks that no browser runs, then the script. Its policy
/// allows exactly that style and that script by their digests, so that no text of an event can become code.
final class ViewerOutput: ReportOutput {
    private let folder: PackageFolder
    private let file: OutputFile
    private var rowCount = 0
    private var faintRows: [Int] = []
    private var table: ReportTable?
    private var columns: [ReportColumn] = []

    private let pageEnd: String

    private static let name = "viewer.html"

    /// Begins the page.
    init(_ folder: PackageFolder, facts: PackageFacts, laterCount: Int) throws {
        self.folder = folder
        file = try OutputFile(creating: try folder.path(forNew: Self.name))
        let page = String(decoding: PackageResources.viewer_html, as: UTF8.self)
        let parts = page.components(separatedBy: "<!-- data -->")
        precondition(parts.count == 2, "the page has one place for data")
        pageEnd = parts[1]
        try file.write(
            parts[0]
                .replacing("/* style */", with: Self.style)
                .replacing("STYLE_DIGEST", with: Self.digest(of: Self.style))
                .replacing("SCRIPT_DIGEST", with: Self.digest(of: Self.script))
                .replacing("PAGE_TITLE", with: "审计数据包 \(facts.asOf)")
        )
        try writeFacts(facts, laterCount)
    }

    func begin(_ report: Report) throws {
        columns = report.table.columns
        rowCount = 0
        faintRows = []
        let table = report.table
        self.table = table
        let head = JSONText.object([
            ("name", JSONText.string(table.name)), ("title", Self.phrase(table.title)),
            ("summary", Self.phrase(table.summary)),
            ("columns", JSONText.array(columns.map(Self.column))),
        ])
        try file.write("<script type=\"application/json\" data-table>\n")
        // The head's closing brace stands behind the rows.
        try file.write(Self.harmless(String(head.dropLast())) + ", \"rows\": [\n")
    }

    func add(_ row: [ReportValue]) throws {
        let values = zip(columns, row).map(Self.value)
        try file.write((rowCount == 0 ? "" : ",\n") + Self.harmless(JSONText.array(values)))
        if let table, table.isFaint(row) { faintRows.append(rowCount) }
        rowCount += 1
    }

    func end() throws {
        let faint = faintRows.map(String.init).joined(separator: ", ")
        try file.write("\n], \"faint\": [\(faint)]}\n</script>\n")
    }

    /// Begins the block of events.
    func beginEvents(isWhole: Bool) throws {
        try file.write(
            "<script type=\"application/x-ndjson\" id=\"events\" data-whole=\"\(isWhole)\">\n"
        )
    }

    /// Adds an event's canonical JSON.
    func addEvent(_ line: Span<UInt8>) throws {
        let escape = Array("\\u003c".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(line.count + 1)
        for index in line.indices {
            if line[index] == UInt8(ascii: "<") {
                bytes += escape
            } else {
                bytes.append(line[index])
            }
        }
        bytes.append(UInt8(ascii: "\n"))
        try file.write(bytes)
    }

    /// Ends the block of events.
    func endEvents() throws { try file.write("</script>\n") }

    /// Completes the page.
    func finish() throws {
        try file.write("<script>\(Self.script)</script>\n" + pageEnd)
        try file.close()
        try folder.add(Self.name, isCompressed: true)
    }

    // MARK: - Parts of the page

    private static let style = String(decoding: PackageResources.viewer_css, as: UTF8.self)
    private static let script = String(decoding: PackageResources.viewer_js, as: UTF8.self)

    /// A digest as a content security policy names it.
    private static func digest(of text: String) -> String {
        "sha256-" + Data(SHA256Digest.hash(Array(text.utf8)).bytes).base64EncodedString()
    }

    private func writeFacts(_ facts: PackageFacts, _ laterCount: Int) throws {
        let lines = facts.lines.map { line in
            JSONText.object([
                ("title", Self.phrase(line.title)), ("value", Self.phrase(line.value)),
            ])
        }
        let text = JSONText.object([
            ("lines", JSONText.array(lines)), ("line", Self.phrase(facts.question)),
            ("synthetic", facts.isSynthetic ? Self.phrase(PackageFacts.syntheticNote) : "null"),
            ("laterFundEvents", String(laterCount)),
        ])
        try file.write(
            "<script type=\"application/json\" id=\"facts\">\(Self.harmless(text))</script>\n"
        )
    }

    private static func column(_ column: ReportColumn) -> String {
        let terms = column.terms.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return JSONText.object([
            ("name", JSONText.string(column.name)), ("kind", "\"\(column.kind)\""),
            ("title", phrase(column.title)), ("meaning", phrase(column.meaning)),
            ("origin", JSONText.string(column.origin)),
            ("terms", JSONText.object(terms.map { ($0.key, phrase($0.value)) })),
            ("summed", column.isSummed ? "true" : "false"),
            ("detail", column.isDetail ? "true" : "false"),
            ("width", String(Int(column.width))),
        ])
    }

    private static func phrase(_ phrase: Phrase) -> String {
        JSONText.array([JSONText.string(phrase.zh), JSONText.string(phrase.en)])
    }

    /// Numbers travel as text: a script's numbers are doubles.
    private static func value(_ column: ReportColumn, _ value: ReportValue) -> String {
        switch value {
        case .absent: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .texts(let list): JSONText.array(list.map(JSONText.string))
        case .text, .integer, .day, .instant: JSONText.string(ReportText.plain(value))
        }
    }

    /// JSON that cannot end its block.
    private static func harmless(_ json: String) -> String {
        json.replacing("<", with: "\\u003c")
    }
}
