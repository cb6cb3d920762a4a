import CairnCommands
import Dispatch
import Synchronization

/// What a step does, in a child.
enum StepAction {
    /// Runs a command of `cairn` that was parsed before.
    case prepared(() -> Int32)
    /// Parses and runs a command of `cairn`.
    case command([String])
    /// Asks a log without a command line around it.
    case log(LogQuestion, ledger: String)

    /// Runs a command of `cairn`.
    init(_ words: [String]) throws {
        self = try CairnMain.prepare(words).map { .prepared($0) } ?? .command(words)
    }

    /// Does it, and gives the exit status.
    func perform() -> Int32 {
        switch self {
        case .prepared(let command): return command()
        case .log(let question, let ledger): return question.ask(ledger)
        case .command(let words):
            let isDone = DispatchSemaphore(value: 0)
            let status = Mutex<Int32>(0)
            Task.detached {
                let result = await CairnMain.run(words)
                status.withLock { $0 = result }
                isDone.signal()
            }
            isDone.wait()
            return status.withLock { $0 }
        }
    }
}
