import Answers
import Messages

extension CommandFailure {
    /// The failure that a misspelled name of a figure stands for.
    init(_ error: FigureSpellingError) { self.init(.usage, FigureMessages.spelling(error)) }

    /// The failure of a figure that the ledger does not give.
    init(_ error: FigureError) {
        let status: ExitStatus =
            switch error {
            case .unknownReading, .ambiguousRow, .unknownMember: .usage
            case .otherRoot: .integrity
            case .otherDefinition, .tooFewEvents, .knownAtMismatch, .unknownRow: .failed
            }
        self.init(status, FigureMessages.figure(error))
    }
}
