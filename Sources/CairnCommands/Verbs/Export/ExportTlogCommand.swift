import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence
import Foundation

/// `cairn export tlog`: the tree as plain files in the layout of C2SP tlog-tiles, for any web server and for
/// third-party tools.
///
/// A full tile never changes, so a second export into the same folder writes only what is new.
///
/// - SeeAlso: c2sp.org/tlog-tiles
struct ExportTlogCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "tlog",
        Phrase(
            zh: "导出 C2SP tlog-tiles:检查点、默克尔树的瓦片和条目,均为静态文件。",
            en:
                "Export C2SP tlog-tiles: checkpoint, tiles of the Merkle tree, entries; plain files."
        ),
        discussion: Phrase(
            zh: """
                条目是 48 字节:位置、记录时间、内容摘要,不含事件内容。再次导出到同一文件夹只写新的瓦片。
                """,
            en: """
                An entry is 48 bytes: position, recorded time, content digest; nothing of the events' content
                leaves the ledger. A second export into the same folder writes only new tiles.
                """
        ),
        examples: [
            (
                "cairn export tlog --output /var/www/log",
                Phrase(zh: "可直接由网站提供", en: "to be served as it is")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "目标文件夹", en: "Folder to write to.", value: "folder")
    )
    var output: String

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws { try OutputPath.refuseEmpty(output) }

    func run() throws {
        let (signed, written) = try options.withLog(.reading) { log in
            try log.withSnapshot { snapshot in
                let trusted = try exportedSize(snapshot)
                let signed = try snapshot.signCheckpoint()
                let size = signed.checkpoint.treeSize
                return (signed, try writeTiles(of: size, keeping: trusted, snapshot))
            }
        }
        // Whoever sees the checkpoint finds its tiles.
        try write(Array(signed.description.utf8), to: "checkpoint")
        try Output.print(
            options.output.json
                ? [
                    JSONText.object([
                        ("treeSize", String(signed.checkpoint.treeSize)),
                        ("filesWritten", String(written + 1)),
                    ])
                ]
                : [
                    Phrase(
                        zh: "已导出 \(Terminal.grouped(signed.checkpoint.treeSize)) 条,"
                            + "新写 \(Terminal.grouped(written + 1)) 个文件",
                        en:
                            "exported \(Terminal.grouped(signed.checkpoint.treeSize)) entries, wrote "
                            + "\(Terminal.grouped(written + 1)) files"
                    ).spoken
                ]
        )
    }

    /// Number of entries that an earlier export into the folder holds; 0 where none came to its end.
    ///
    /// - Throws: Where the folder holds another log, or another history of this one.
    private func exportedSize(_ snapshot: LogSnapshot) throws -> UInt64 {
        let path = "\(output)/checkpoint"
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        let found = try EvidenceOptions.checkpoint(inFile: path).checkpoint
        let origins = try snapshot.signingKey(ofTreeSize: found.treeSize).map(\.name)
        guard found.treeSize <= snapshot.eventCount, origins == found.origin,
            try snapshot.rootHash(of: found.treeSize) == found.rootHash
        else { throw CommandFailure(.integrity, EvidenceMessages.otherExport(output)) }
        return found.treeSize
    }

    private func writeTiles(
        of size: UInt64,
        keeping trusted: UInt64,
        _ snapshot: LogSnapshot
    ) throws -> Int {
        var written = 0
        for tile in Tile.tiles(ofTreeSize: size) {
            let isFull = tile.width == Tile.fullWidth
            let path = "\(output)/\(tile.path)"
            let isKnown = isFull && tile.positions.upperBound <= trusted
            if isKnown, FileManager.default.fileExists(atPath: path) { continue }
            try write(try bytes(of: tile, snapshot), to: tile.path)
            written += 1
        }
        return written
    }

    private func bytes(of tile: Tile, _ snapshot: LogSnapshot) throws(LogError) -> [UInt8] {
        switch tile.content {
        case .entries: return try snapshot.entries(tile.positions).flatMap(Tile.bundled)
        case .hashes:
            var bytes: [UInt8] = []
            for hash in try snapshot.hashes(of: tile) { hash.append(to: &bytes) }
            return bytes
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        let file = URL(fileURLWithPath: "\(output)/\(path)")
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file, options: .atomic)
        } catch {
            throw CommandFailure(.failed, FailureMessages.cannotWrite(file.path))
        }
    }
}
