import Answers
import EventModel
import Exporting

/// Says what an export gave.
enum ExportPrinter {
    /// The lines for people after a package was made.
    static func lines(_ result: AuditPackage.Result, file: String) -> [String] {
        let facts = result.facts
        return [
            Phrase(zh: "已写入 \(file)", en: "Wrote \(file)").spoken,
            "  \(facts.line.spoken)",
            Phrase(
                zh: "  \(result.fileCount) 个文件,\(Terminal.grouped(result.byteCount)) 字节;疑点 "
                    + "\(Terminal.grouped(result.exceptionCount)) 项",
                en: "  \(result.fileCount) files, \(Terminal.grouped(result.byteCount)) bytes; "
                    + "\(Terminal.grouped(result.exceptionCount)) exceptions"
            ).spoken,
            "  SHA-256 \(result.digest)",
        ]
    }

    /// The result as JSON on a line.
    static func json(_ result: AuditPackage.Result, file: String) -> String {
        JSONText.object([
            ("file", JSONText.string(file)), ("bytes", String(result.byteCount)),
            ("files", String(result.fileCount)), ("sha256", "\"\(result.digest)\""),
            ("asOf", "\"\(result.facts.asOf)\""),
            ("knownAt", result.facts.knownAt.map { "\"\($0.utcDescription)\"" } ?? "null"),
            ("treeSize", String(result.facts.treeSize)),
            ("rootHash", "\"\(result.facts.rootHash)\""),
            ("exceptions", String(result.exceptionCount)),
            ("notPersonal", JSONText.array(result.passed.map(JSONText.string))),
        ])
    }

    /// The line for people or programs after events were written.
    static func text(
        _ result: EventsExport.Result,
        root: SHA256Digest,
        file: String,
        asJSON: Bool
    ) -> String {
        let count = result.extent.eventCount
        guard !asJSON else {
            return JSONText.object([
                ("file", JSONText.string(file)), ("events", String(count)),
                ("rootHash", "\"\(root)\""),
                ("notPersonal", JSONText.array(result.passed.map(JSONText.string))),
            ])
        }
        return Phrase(
            zh: "已写入 \(file):\(Terminal.grouped(count)) 条事件,根哈希 \(root)",
            en: "Wrote \(file): \(Terminal.grouped(count)) events, root hash \(root)"
        ).spoken
    }

    /// Says which named places let nothing pass, so that a slip of the pen does not go unnoticed.
    static func noteUnused(_ named: [String], passed: [String]) {
        for name in named where !passed.contains(name) {
            Terminal.note(
                Phrase(
                    zh: "提示:--not-personal \(name) 没有对应的内容",
                    en: "note: --not-personal \(name) let nothing pass"
                ).spoken
            )
        }
    }
}
