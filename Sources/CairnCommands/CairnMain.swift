import Answers
import ArgumentParser
import Glibc
import Messages

/// Runs the command line from arguments to exit status.
package enum CairnMain {
    /// Parses and runs a command.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    /// - Returns: The exit status: 0 fine, 1 failed, 2 usage, 6 findings, 7 integrity failure.
    package static func run(_ arguments: [String]) async -> Int32 {
        // A reader that goes away (`| head`) ends the program as it ends every other one, whatever
        // disposition was inherited.
        signal(SIGPIPE, SIG_DFL)
        StandardStreams.reserve()
        MappedFileFault.install(Speech.language, asJSON: arguments.contains("--json"))
        do {
            var command = try CairnCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return ExitStatus.fine.rawValue
        } catch {
            return end(with: error, asJSON: arguments.contains("--json"))
        }
    }

    /// Parses a command once that is to be run in many child processes.
    ///
    /// - Parameter arguments: The arguments without the program's name.
    /// - Returns: Runs the command and gives the exit status; `nil` for commands that suspend.
    /// - Throws: What the argument parser says of a command line that it does not understand.
    package static func prepare(_ arguments: [String]) throws -> (() -> Int32)? {
        let parsed = try CairnCommand.parseAsRoot(arguments)
        guard !(parsed is any AsyncParsableCommand) else { return nil }
        let asJSON = arguments.contains("--json")
        return {
            MappedFileFault.install(Speech.language, asJSON: asJSON)
            var command = parsed
            do {
                try command.run()
                return ExitStatus.fine.rawValue
            } catch {
                return end(with: error, asJSON: asJSON)
            }
        }
    }

    private static func tell(_ failure: CommandFailure, asJSON: Bool) {
        if asJSON {
            Terminal.note(failure.json(Speech.language))
        } else {
            for line in failure.lines(Speech.language) { Terminal.note(line) }
        }
    }

    /// Ends as the argument parser wants it, but with our status for usage.
    private static func end(with error: any Error, asJSON: Bool) -> Int32 {
        if let failure = error as? CommandFailure {
            tell(failure, asJSON: asJSON)
            return failure.status.rawValue
        }
        let code = CairnCommand.exitCode(for: error)
        let message = HelpPage.text(
            CairnCommand.fullMessage(for: error, columns: HelpPage.unwrappedColumns),
            columns: Terminal.textColumns,
            language: Speech.language
        )
        guard code.isSuccess else {
            if asJSON, code == .validationFailure {
                let what = CairnCommand.message(for: error)
                tell(
                    CommandFailure(.usage, FailureMessages.badCommandLine(what)),
                    asJSON: true
                )
            } else if !message.isEmpty {
                Terminal.note(message)
            }
            return code == .validationFailure ? ExitStatus.usage.rawValue : code.rawValue
        }
        do throws(CommandFailure) {
            if !message.isEmpty { try Output.print([message]) }
            return ExitStatus.fine.rawValue
        } catch {
            return error.status.rawValue
        }
    }
}

extension ExitStatus {
    /// The error that ends a command with this status and without a further message.
    var quietly: ExitCode { ExitCode(rawValue) }
}
