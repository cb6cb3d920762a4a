import Answers
import ArgumentParser
import EventLog
import EventModel
import Evidence
import Foundation
import Messages
import Projections

/// `cairn backup drill`: shows that a backup can be brought back, and prints a certificate that says so.
struct BackupDrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "drill",
        Phrase(
            zh: "演练:备份、在别处恢复、全部核对、比对答案,并出具证明。",
            en: "Rehearse: back up, restore elsewhere, verify, compare answers, certify."
        ),
        discussion: Phrase(
            zh: "备份和恢复出的账本在演练后删除;有签名密钥时证明由账本签名。",
            en: """
                Backup and restored ledger are removed afterwards. Where the signing key is there, the certificate
                is a note signed by the ledger.
                """
        ),
        examples: [
            (
                "cairn backup drill --folder /var/tmp --output certificate.txt",
                Phrase(zh: "在另一磁盘上演练", en: "rehearse on another disk")
            )
        ]
    )

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "在哪个文件夹里演练(默认临时文件夹)",
            en: "Folder to rehearse in (default: the temporary one).",
            value: "folder"
        ),
        completion: .directory
    )
    var folder: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "证明文件(新建)",
            en: "File for the certificate (new).",
            value: "file"
        ),
        completion: .file()
    )
    var output: String?

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws { try OutputPath.refuseEmpty(output) }

    func run() throws {
        if let output, FileManager.default.fileExists(atPath: output) {
            throw CommandFailure(.failed, FileMessages.exists(output))
        }
        let base = folder ?? NSTemporaryDirectory()
        let place = "\(base)/cairn-drill-\(UUID().uuidString.lowercased())"
        do {
            try FileManager.default.createDirectory(
                atPath: place,
                withIntermediateDirectories: false
            )
        } catch {
            throw CommandFailure(.failed, FailureMessages.cannotWrite(base))
        }
        defer { try? FileManager.default.removeItem(atPath: place) }
        let certificate = try options.withLog(.reading) { log in
            var drill = RestoreDrill(log, in: place, registry: try options.registry())
            return try drill.run()
        }
        guard certificate.differing.isEmpty else {
            throw CommandFailure(.integrity, BackupMessages.differing(certificate.differing))
        }
        guard certificate.checkpointsHold else {
            throw CommandFailure(
                .integrity,
                BackupMessages.differing(["checkpoints 检查点"])
            )
        }
        let text = certificate.text
        if let output {
            do {
                try text.write(toFile: output, atomically: true, encoding: .utf8)
            } catch {
                throw CommandFailure(.failed, FailureMessages.cannotWrite(output))
            }
        }
        guard options.output.json else { return try Output.print(text: text) }
        try Output.print([certificate.json])
    }
}

/// One rehearsal.
private struct RestoreDrill {
    private let log: EventLog
    private let place: String
    private let registry: SchemaRegistry
    private let clock = SystemClock()

    init(_ log: EventLog, in place: String, registry: SchemaRegistry) {
        self.log = log
        self.place = place
        self.registry = registry
    }

    mutating func run() throws -> DrillCertificate {
        let sizes = try LedgerOptions.logOptions()
        let start = clock.now()
        let manifest = try LedgerBackup.make(
            of: log,
            to: place + "/backup",
            withKeys: false,
            options: sizes,
            clock: clock
        )
        let backedUp = clock.now()
        let report = try LedgerRestore.restore(
            place + "/backup",
            to: place + "/restored",
            verifying: true,
            registry: registry,
            options: sizes,
            clock: clock
        )
        let restoredAt = clock.now()
        let restored = try EventLog(
            opening: place + "/restored",
            mode: .reading,
            registry: registry,
            options: sizes,
            clock: clock
        )
        defer { restored.close() }
        let questions = try questions(upTo: manifest.eventCount)
        let expected = try answers(log, to: questions)
        let found = try answers(restored, to: questions)
        let differing = zip(questions, zip(expected, found)).filter { $1.0 != $1.1 }.map {
            "\($0.0.indicator.rawValue) \($0.0.asOf) @\($0.0.position ?? 0)"
        }
        return DrillCertificate(
            manifest: manifest,
            startedAt: start,
            backupMilliseconds: Self.between(start, backedUp),
            restoreMilliseconds: Self.between(backedUp, restoredAt),
            compareMilliseconds: Self.between(restoredAt, clock.now()),
            checkpointCount: report.checkpoints.checkpointCount,
            checkpointsHold: report.checkpoints.isSound,
            answerCount: questions.count,
            answersDigest: SHA256Digest.hash(Array(expected.joined().utf8)),
            differing: differing,
            key: try signingKey()
        )
    }

    /// Every indicator on three days, as known at the end and half way.
    private func questions(upTo count: UInt64) throws -> [Question] {
        let last = try log.withSnapshot { snapshot -> Instant in
            count == 0 ? clock.now() : try snapshot.recordedAt(position: count - 1)
        }
        let day = min(BusinessDate(of: last), Question.lastDay)
        let days = [0, 180, 365].map {
            BusinessDate(daysSince1970: max(0, day.daysSince1970 - Int32($0)))
        }
        return Indicator.allCases.flatMap { indicator in
            days.flatMap { asOf in
                [count, count / 2].map { position in
                    Question(indicator: indicator, asOf: asOf, position: position)
                }
            }
        }
    }

    private func answers(_ log: EventLog, to questions: [Question]) throws -> [String] {
        // Nothing kept: both sides are computed from their events.
        let store = ProjectionStore(of: log, keeping: .inMemory)
        return try log.withSnapshot { snapshot in
            try questions.map { question in
                try question.answer(from: snapshot, tables: log.tables, store: store).json()
            }
        }
    }

    private func signingKey() throws -> SigningKey? {
        let key = try log.withSnapshot { try $0.signingKey(ofTreeSize: $0.eventCount) }
        return try? SigningKeyFile.read(key, in: log.folder)
    }

    private static func between(_ start: Instant, _ end: Instant) -> Int64 {
        end.millisecondsSince1970 - start.millisecondsSince1970
    }
}

/// What a rehearsal showed.
private struct DrillCertificate {
    let manifest: BackupManifest
    let startedAt: Instant
    let backupMilliseconds: Int64
    let restoreMilliseconds: Int64
    let compareMilliseconds: Int64
    let checkpointCount: Int
    let checkpointsHold: Bool
    let answerCount: Int
    let answersDigest: SHA256Digest
    let differing: [String]
    let key: SigningKey?

    private var lines: [String] {
        [
            "cairn restore certificate 恢复演练证明",
            "ledger 账本: \(manifest.ledgerID)",
            "rehearsed 演练时间: \(startedAt.utcDescription)",
            "events 事件数: \(manifest.eventCount)",
            "root hash 根哈希: \(manifest.rootHash)",
            "last recorded 最后记录: \(manifest.lastRecordedAt?.utcDescription ?? "—")",
            "backup 备份: \(Self.seconds(backupMilliseconds)) s",
            "restored and verified 恢复并核对: \(Self.seconds(restoreMilliseconds)) s, every checksum, digest and hash",
            "checkpoints 检查点: \(checkpointCount), all hold 全部相符",
            "answers compared 比对的答案: \(answerCount), all equal 全部相同, \(Self.seconds(compareMilliseconds)) s",
            "answers sha256 答案摘要: \(answersDigest)",
            "keys 密钥: not in the backup 不在备份内",
        ]
    }

    /// The certificate; a signed note where the key is there.
    var text: String {
        let text = lines.joined(separator: "\n") + "\n"
        guard let key else { return text }
        return SignedNote(text: text, signature: key.sign(text)).description
    }

    var json: String {
        JSONText.object([
            ("ledger", JSONText.string(manifest.ledgerID)),
            ("eventCount", String(manifest.eventCount)), ("rootHash", "\"\(manifest.rootHash)\""),
            ("backupMilliseconds", String(backupMilliseconds)),
            ("restoreMilliseconds", String(restoreMilliseconds)),
            ("checkpoints", String(checkpointCount)), ("answers", String(answerCount)),
            ("answersDigest", "\"\(answersDigest)\""), ("certificate", JSONText.string(text)),
        ])
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000)." + String(repeating: "0", count: 3 - rest.utf8.count)
            + rest
    }
}
