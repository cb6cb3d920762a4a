package import Answers
package import Messages

/// How the program ends; the values are the command line's contract.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Done, nothing to look at.
    case fine = 0
    /// Not done.
    case failed = 1
    /// The command line was wrong; nothing was tried.
    case usage = 2
    /// Done, with findings that a person should look at.
    case findings = 6
    /// The ledger's content does not match its own proofs or checksums.
    case integrity = 7
}

/// Why a command ended without doing its work: what happened, where, and what to do.
package struct CommandFailure: Error, Hashable, Sendable {
    /// How the program ends.
    package let status: ExitStatus
    /// What happened and what to do, for people.
    package let message: Message
    /// Members for programs that asked for JSON, beside `error` and `message`.
    package let details: [Detail]

    /// What happened and what to do about it.
    package typealias Message = Messages.Message

    /// One member of the failure's JSON form.
    package struct Detail: Hashable, Sendable {
        /// Name.
        package let name: String
        /// Text.
        package let value: String

        /// Makes a detail.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a failure.
    package init(_ status: ExitStatus, _ message: Message, details: [Detail] = []) {
        self.status = status
        self.message = message
        self.details = details
    }

    /// The lines for people.
    package func lines(_ language: Language) -> [String] {
        let head = Phrase(zh: "错误:", en: "error: ")[language]
        return [head + message.what[language], "  " + message.remedy[language]]
    }

    /// The failure as one JSON object on a line.
    package func json(_ language: Language) -> String {
        var members = [
            (name: "error", value: JSONText.string(message.name)),
            (name: "message", value: JSONText.string(message.what[language])),
            (name: "remedy", value: JSONText.string(message.remedy[language])),
        ]
        for detail in details { members.append((detail.name, JSONText.string(detail.value))) }
        return JSONText.object(members)
    }
}
