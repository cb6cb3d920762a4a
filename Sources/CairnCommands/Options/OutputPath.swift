import Answers
import ArgumentParser

/// Where a verb writes to, as it is given on the command line.
enum OutputPath {
    /// Refuses a path without a character, which names no file.
    static func refuseEmpty(_ path: String?) throws {
        guard path?.isEmpty == true else { return }
        throw ValidationError(
            Phrase(zh: "--output 不能为空", en: "--output must name a file or folder").spoken
        )
    }
}
