import Foundation
import Glibc

/// The ledger under damage: a copy of a sound one, put right again after each damage.
final class SweepPlace {
    /// The copy.
    let ledger: String
    /// A second one, for commands that write; made from the first by those commands.
    let scratch: String
    /// Where the standard streams of children go, and what they report.
    let streams: String
    /// Events to import.
    let rest: String
    /// The file that is damaged, as it was.
    let pristine: [UInt8]
    /// The file in older states.
    let olderStates: [[UInt8]]

    private let file: String
    /// Files of the ledger as they were, by their paths below it.
    private let files: [String: [UInt8]]

    init(made folder: String, work: String, file: String, asksIndicators: Bool) throws {
        (ledger, scratch, streams) = (work + "/ledger", work + "/scratch", work + "/streams")
        rest = folder + "/rest.ndjson"
        self.file = file
        let manager = FileManager.default
        for path in [work, streams] {
            try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        try? manager.removeItem(atPath: ledger)
        try manager.copyItem(atPath: folder + "/ledger", toPath: ledger)
        unsafe setenv("CAIRN_MAP_GIB", "1", 1)
        unsafe setenv("LC_ALL", "C", 1)
        // Fills `views/`, and makes the lock files.
        for indicator in asksIndicators ? ["coverage", "funds", "exits"] : [] {
            let words = ["query", indicator, "--ledger", ledger, "--json"]
            let run = ForkedRun.run(try StepAction(words), streams)
            guard run.status == 0 || run.status == 6 else {
                throw SmallLedger.CannotMake(reason: run.errorText)
            }
        }
        var files: [String: [UInt8]] = [:]
        for name in manager.enumerator(atPath: ledger)?.compactMap({ $0 as? String }) ?? [] {
            let attributes = try manager.attributesOfItem(atPath: "\(ledger)/\(name)")
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            files[name] = FileBytes.read("\(ledger)/\(name)")
        }
        self.files = files
        guard let pristine = files[file] else {
            throw SmallLedger.CannotMake(reason: "there is no file \(file)")
        }
        self.pristine = pristine
        olderStates =
            file == "log/data.mdb"
            ? (1...).lazy.map { "\(folder)/older-\($0).mdb" }
                .prefix { manager.fileExists(atPath: $0) }.map { FileBytes.read($0) } : []
    }

    /// Runs a body on the damaged ledger and puts everything right again.
    func withDamage<Result>(_ damage: Damage, _ body: () -> Result) -> Result {
        let path = "\(ledger)/\(file)"
        if let whole = damage.whole {
            FileBytes.write(whole, to: path)
        } else {
            FileBytes.patch(path, damage.patches)
        }
        defer { restore() }
        return body()
    }

    /// Makes the second ledger a copy of the first, as it stands.
    func refreshScratch() {
        // What was signed in it would be given again.
        try? FileManager.default.removeItem(atPath: scratch + "/checkpoints")
        for name in files.keys {
            let folder = (name as NSString).deletingLastPathComponent
            unsafe mkdir(scratch, 0o755)
            unsafe mkdir("\(scratch)/\(folder)", 0o755)
            FileBytes.write(FileBytes.read("\(ledger)/\(name)"), to: "\(scratch)/\(name)")
        }
    }

    private func restore() {
        for (name, bytes) in files where FileBytes.read("\(ledger)/\(name)") != bytes {
            FileBytes.write(bytes, to: "\(ledger)/\(name)")
        }
    }
}

/// Whole files, without the detours of Foundation.
enum FileBytes {
    static func read(_ path: String) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else { return [] }
        let size = Int(status.st_size)
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, unsafe pread(file, buffer.baseAddress, size, 0))
        }
    }

    static func write(_ bytes: [UInt8], to path: String) {
        let file = unsafe open(path, O_WRONLY | O_CREAT, 0o644)
        precondition(file >= 0, "\(path) cannot be written")
        defer { close(file) }
        ftruncate(file, 0)
        let written = unsafe pwrite(file, bytes, bytes.count, 0)
        precondition(written == bytes.count, "\(path) cannot be written")
    }

    static func patch(_ path: String, _ patches: [(offset: Int, bytes: [UInt8])]) {
        let file = unsafe open(path, O_WRONLY)
        precondition(file >= 0, "\(path) cannot be written")
        defer { close(file) }
        for patch in patches {
            let count = unsafe pwrite(file, patch.bytes, patch.bytes.count, off_t(patch.offset))
            precondition(count == patch.bytes.count, "\(path) cannot be written")
        }
    }
}
