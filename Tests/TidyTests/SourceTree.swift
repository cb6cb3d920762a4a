import Foundation

/// The package's Swift files, read once.
enum SourceTree {
    /// One Swift file.
    struct File: Sendable {
        /// Path from the package's root, such as `Sources/EventLog/Block/EventBlock.swift`.
        let path: String
        /// Its lines as they stand.
        let lines: [String]
        /// Its lines with comments and the content of string literals blanked out.
        let code: [String]

        /// Folder names and file name.
        var components: [String] { path.split(separator: "/").map(String.init) }
        /// Name of the target that the file belongs to.
        var target: String { components.count > 1 ? components[1] : "" }
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let sources = files(under: "Sources")
    static let tests = files(under: "Tests")

    private static func files(under folder: String) -> [File] {
        let base = root.appending(path: folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.allObjects as? [String] ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            let url = base.appending(path: name)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
            return File(
                path: "\(folder)/\(name)",
                lines: text.components(separatedBy: "\n"),
                code: CodeText.blanked(text).components(separatedBy: "\n")
            )
        }
    }
}
