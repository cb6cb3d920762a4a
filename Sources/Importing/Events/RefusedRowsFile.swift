import Foundation

/// The file that gets refused rows as they stood in their source, one a line (`--skip-bad`).
final class RefusedRowsFile {
    private let path: String
    private let file: FileHandle

    /// Creates the file, or empties it unless it goes on with another source's rows.
    init(path: String, appends: Bool) throws(ImportError) {
        self.path = path
        do {
            let url = URL(fileURLWithPath: path)
            if !appends { try Data().write(to: url) }
            file = try FileHandle(forWritingTo: url)
            if appends { try file.seekToEnd() }
        } catch {
            throw .cannotWrite(file: path, reason: SystemReason.text(of: error))
        }
    }

    /// Adds a row and a line end.
    func append(_ text: [UInt8]) throws(ImportError) {
        guard !text.isEmpty else { return }
        do {
            try file.write(contentsOf: text + [0x0A])
        } catch {
            throw .cannotWrite(file: path, reason: SystemReason.text(of: error))
        }
    }
}
