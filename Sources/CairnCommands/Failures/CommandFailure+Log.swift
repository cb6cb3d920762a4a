import Answers
import EventLog
import EventModel
import Foundation

extension CommandFailure {
    /// The failure that a ledger's error stands for; damage is an integrity failure.
    init(_ error: LogError, ledger path: String) {
        let said = error.description
        let (status, message): (ExitStatus, Message) =
            switch error {
            case .notALedger(let path) where Self.hasManifest(path):
                (
                    .integrity,
                    LedgerMessages.damaged(
                        path,
                        said: Phrase(zh: "缺少 log/data.mdb", en: "log/data.mdb is missing")
                    )
                )
            case .notALedger(let path)
            where FileManager.default.fileExists(atPath: "\(path)/log/data.mdb"):
                (
                    .integrity,
                    LedgerMessages.damaged(
                        path,
                        said: Phrase(zh: "缺少 cairn.json", en: "cairn.json is missing")
                    )
                )
            case .notALedger(let path): (.failed, LedgerMessages.notALedger(path))
            case .alreadyExists(let path): (.failed, LedgerMessages.alreadyExists(path))
            case .manifestDamaged(let path, let detail):
                (.integrity, LedgerMessages.manifestDamaged(path, detail: detail))
            case .newerFormat(let path, let found, let supported):
                (.failed, LedgerMessages.newerFormat(path, found: found, supported: supported))
            case .openInThisProcess, .lockedByOtherProcess:
                (.failed, LedgerMessages.locked(path, said: said))
            case .readOnlyFolder(let path): (.failed, LedgerMessages.readOnly(path))
            case .full: (.failed, LedgerMessages.full)
            case .damaged(let damage):
                (.integrity, LedgerMessages.damaged(path, said: VerifyTexts.problem(damage)))
            case .storage where error.isDeviceFailure && Self.isFull(path):
                (.failed, LedgerMessages.full)
            case .storage where error.isDamage:
                (.integrity, LedgerMessages.damaged(path, said: Phrase(verbatim: said)))
            case .schemaDiffers: (.failed, LedgerMessages.schema(said))
            case .newerSchema: (.failed, LedgerMessages.newerSchema(said))
            case .schemaUnreadable: (.integrity, LedgerMessages.schemaUnreadable(said))
            case .rolledBack(let path, let count, let size):
                (.integrity, LedgerMessages.rolledBack(path, eventCount: count, checkpoint: size))
            case .forked(let path, let size):
                (.integrity, LedgerMessages.forked(path, checkpoint: size))
            case .signingKey(let path, let fault):
                (.failed, LedgerMessages.signingKey(path, fault))
            case .subjectKey(let subject, _):
                (.failed, LedgerMessages.subjectKey(subject, said: said))
            case .unsuitableOption: (.failed, LedgerMessages.unsuitable(said))
            case .closed, .storage:
                (.failed, LedgerMessages.storage(path, said: said))
            }
        self.init(status, message, details: [Detail("ledger", path)])
    }

    /// Whether the disk of a folder has no room left.
    private static func isFull(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
        guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
            return false
        }
        return free < 64 << 10
    }

    /// Whether a ledger was made in the folder: then what is missing was there.
    private static func hasManifest(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(LedgerManifest.fileName)")
    }

    /// The failure that a refused or failed append stands for.
    init(_ error: AppendError, ledger path: String) {
        switch error {
        case .refused(let index, let refusal): self.init(refusal, index: index)
        case .storage(let failure): self.init(failure, ledger: path)
        case .full: self.init(.failed, LedgerMessages.full)
        case .closed, .readOnly, .poisoned, .overloaded:
            self.init(.failed, LedgerMessages.stopped(error.description))
        }
    }

    /// The failure that a refused event stands for; `index` counts from 0 in what was handed over.
    init(_ refusal: Refusal, index: Int) {
        var details = [
            Detail("index", String(index)), Detail("name", refusal.name.rawValue),
            Detail("found", refusal.found),
            Detail("accepted", refusal.accepted),
        ]
        if let field = refusal.field { details.append(Detail("field", field)) }
        self.init(
            .failed,
            LedgerMessages.refused(
                refusal.name.rawValue,
                index: index,
                field: refusal.field,
                found: refusal.found,
                accepted: refusal.accepted
            ),
            details: details
        )
    }
}
