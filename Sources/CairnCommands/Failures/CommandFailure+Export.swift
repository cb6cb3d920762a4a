import Answers
import EventModel
import Exporting
import Privacy

extension CommandFailure {
    /// The failure that an export's error stands for; figures that disagree are an integrity failure.
    init(_ error: ExportError, ledger path: String) {
        switch error {
        case .personalData(let findings, let count):
            let places = findings.map { finding in
                JSONText.object([
                    ("place", JSONText.string(finding.place.description)),
                    ("kind", JSONText.string(finding.kind.rawValue)),
                    ("masked", JSONText.string(finding.masked)),
                ])
            }
            self.init(
                .failed,
                ExportMessages.personalData(findings, count: count),
                details: [
                    Detail("count", String(count)), Detail("places", JSONText.array(places)),
                ]
            )
        case .disagreement(let found):
            self.init(
                .integrity,
                ExportMessages.disagreement(found),
                details: [Detail("ledger", path), Detail("figure", found.figure)]
            )
        case .ledger(let error): self.init(error, ledger: path)
        case .exists(let file):
            self.init(.failed, FileMessages.exists(file), details: [Detail("file", file)])
        case .cannotWrite("-", _): self.init(.failed, FailureMessages.cannotWriteOutput)
        case .cannotWrite(let file, let reason):
            self.init(
                .failed,
                FailureMessages.unwritable(file, reason: reason),
                details: [Detail("file", file)]
            )
        case .noDigest(let reason): self.init(.failed, ExportMessages.noDigest(reason))
        }
    }
}
