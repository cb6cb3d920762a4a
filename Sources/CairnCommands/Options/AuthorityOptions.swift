import Answers
import ArgumentParser

/// Who ordered what changes the ledger itself, and who does it.
struct AuthorityOptions: ParsableArguments {
    @Option(name: .long, help: HelpTexts.help(zh: "批准机关", en: "Who ordered it.", value: "text"))
    var authority: String

    @Option(name: .long, help: HelpTexts.help(zh: "操作人", en: "Who does it.", value: "text"))
    var actor: String?

    func validate() throws {
        // Recorded for ever: nobody is no authority.
        guard authority.contains(where: { !$0.isWhitespace }) else {
            throw ValidationError(
                Phrase(zh: "--authority 不能为空", en: "--authority must name somebody").spoken
            )
        }
    }
}
