package import Answers
import Foundation

/// The language in which this run of the program speaks.
package enum Speech {
    /// `--lang` if given, else the locale; read once, since help texts are made before arguments are
    /// parsed.
    package static let language = language(
        arguments: CommandLine.arguments,
        environment: ProcessInfo.processInfo.environment
    )

    /// Chooses a language as the command line and the environment say it.
    ///
    /// The first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set decides, as POSIX has it; `C`, `POSIX`
    /// and unknown locales speak English.
    package static func language(
        arguments: [String],
        environment: [String: String]
    ) -> Language {
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count {
                if let language = Language(rawValue: arguments[index + 1]) { return language }
            } else if argument.hasPrefix("--lang=") {
                if let language = Language(rawValue: String(argument.dropFirst(7))) {
                    return language
                }
            }
        }
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            guard let locale = environment[name], !locale.isEmpty else { continue }
            return locale.hasPrefix("zh") ? .chinese : .english
        }
        return .english
    }
}

extension Phrase {
    /// The wording in the language of this run.
    var spoken: String { self[Speech.language] }
}
