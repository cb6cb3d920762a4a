import Foundation

/// The recorded histories of the package, and copies of them to spoil.
enum HistoryFolder {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Replay")

    /// Names of all folders under `Replay/` but that of the verifier, sorted.
    static let names: [String] = {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return found.filter {
            !$0.hasPrefix(".") && !["README.md", "receiver", "verifier"].contains($0)
        }
        .sorted()
    }()

    static func path(_ name: String) -> String { root.appending(path: name).path }

    /// Runs a body with a copy of a history in which one piece of text of a file is replaced.
    ///
    /// - Throws: What the body throws; fails if the text does not occur exactly as often as expected.
    static func withSpoiled<Result>(
        _ name: String,
        file: String,
        replacing old: String,
        with new: String,
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let copy = FileManager.default.temporaryDirectory
            .appending(path: "cairn-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: root.appending(path: name), to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        let url = copy.appending(path: file)
        let text = try String(contentsOf: url, encoding: .utf8)
        guard let place = text.firstRange(of: old) else {
            throw SpoilingFailed(file: file, text: old)
        }
        try text.replacingCharacters(in: place, with: new)
            .write(to: url, atomically: true, encoding: .utf8)
        return try await body(copy.path)
    }

    struct SpoilingFailed: Error {
        let file: String
        let text: String
    }
}
