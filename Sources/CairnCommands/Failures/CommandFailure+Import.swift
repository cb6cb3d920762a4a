import Importing

extension CommandFailure {
    /// The failure that an import's error stands for.
    init(_ error: ImportError, ledger path: String = "") {
        let (file, message): (String, Message)
        switch error {
        case .ledger(let error):
            self.init(error, ledger: path)
            return
        case .cannotOpen(let name, let reason), .cannotRead(let name, let reason):
            (file, message) = (name, FailureMessages.unreadable(name, reason: reason))
        case .cutShort(let name, let form):
            (file, message) = (name, FileMessages.cutShort(name, form: form.rawValue))
        case .damaged(let name, let form, let reason):
            (file, message) = (
                name, FileMessages.damaged(name, form: form.rawValue, reason: reason)
            )
        case .unsupported(let name, let form):
            (file, message) = (name, FileMessages.unsupported(name, form: form.rawValue))
        case .tooLargeToSpool(let name, let limit):
            (file, message) = (
                name, FileMessages.tooLargeToSpool(name, limit: Terminal.grouped(limit))
            )
        case .exists(let name):
            (file, message) = (name, FileMessages.exists(name))
        case .expandsTooMuch(let name, let read, let expanded):
            (file, message) = (
                name,
                FileMessages.expandsTooMuch(
                    name,
                    read: Terminal.grouped(read),
                    expanded: Terminal.grouped(expanded)
                )
            )
        case .unusable(let name, let line, let reason, let accepted):
            let place = line.map { "\(name):\($0)" } ?? name
            (file, message) = (
                name, FileMessages.unusable(place, reason: reason, accepted: accepted)
            )
        case .cannotWrite(let name, let reason):
            (file, message) = (name, FailureMessages.unwritable(name, reason: reason))
        }
        self.init(.failed, message, details: [Detail("file", file)])
    }
}
