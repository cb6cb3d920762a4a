import Answers
import ArgumentParser
import EventLog

/// `cairn verify`: recomputes everything that the ledger claims about itself.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "verify",
        Phrase(zh: "校验", en: "Verify."),
        examples: []
    )
    @OptionGroup var options: LedgerOptions
    func run() throws {}
}
