import Answers
import ArgumentParser
import EventLog
import EventModel
import Importing

/// `cairn append`: one event or a batch, with expected revisions.
struct AppendCommand: ParsableCommand {
    static let configuration = CommandConfiguration.verb(
        "append",
        Phrase(
            zh: "追加一个事件或一批事件(JSON),可附带版本期望。",
            en: "Append an event or a batch (JSON), with expected revisions."
        ),
        discussion: Phrase(
            zh: """
                事件是 CloudEvents 1.0 JSON 对象;数组为一批,要么全部写入,要么完全不写。同一 source 与 id、内容
                相同的事件只记一次。--expect 针对事件自己的 subject,--condition 针对其他流。
                """,
            en: """
                An event is a CloudEvents 1.0 JSON object; an array is a batch, written whole or not at all.
                The same content under the same source and id is recorded once. --expect is about the events'
                own subject, --condition about other streams.
                """
        ),
        examples: [
            (
                "cairn append --file event.json",
                Phrase(zh: "来自文件", en: "from a file")
            ),
            (
                "cairn append --expect noStream < opened.json",
                Phrase(zh: "只在该流尚不存在时", en: "only if the stream does not exist yet")
            ),
            (
                "cairn append --file payment.json --condition fund/central-2018=exists",
                Phrase(zh: "只在另一流存在时", en: "only if another stream exists")
            ),
        ]
    )

    @Argument(
        help: HelpTexts.help(
            zh: "事件的 JSON;省略或 - 为标准输入",
            en: "The event's JSON; left out or - is standard input."
        )
    )
    var event: String?

    @Option(
        name: .long,
        help: HelpTexts.help(zh: "从文件读取", en: "Read it from a file.", value: "file"),
        completion: .file()
    )
    var file: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "事件所属流的期望版本:noStream、exists、any 或从 0 起的版本号",
            en:
                "Expected revision of the events' stream: noStream, exists, any or a number from 0.",
            value: "revision"
        )
    )
    var expect: String?

    @Option(
        name: .long,
        help: HelpTexts.help(
            zh: "其他流的条件,如 station/A=exists;可重复",
            en: "Condition on another stream, such as station/A=exists; may be repeated.",
            value: "stream=revision"
        )
    )
    var condition: [String] = []

    @Flag(name: .long, help: HelpTexts.seal)
    var seal = false

    @OptionGroup(title: HelpTexts.commonTitle) var options: LedgerOptions

    func validate() throws {
        if event != nil, file != nil {
            throw ValidationError(
                Phrase(zh: "事件与 --file 只能给一个", en: "give the event or --file, not both").spoken
            )
        }
        if event == nil, file == nil, Terminal.hasKeyboard {
            throw ValidationError(
                Phrase(
                    zh: "没有事件:请给出 JSON、--file,或经标准输入",
                    en: "no event: give its JSON, --file, or pipe it in"
                ).spoken
            )
        }
    }

    func run() throws {
        let registry = try options.registry()
        let lines = try readLines()
        let (events, receipt) = try options.withLog(.writing) { log in
            let sealer = seal ? try PersonalFieldSealer(log, registry: registry) : nil
            let events = try readEvents(lines, EventReader(registry: registry), sealer)
            let request = AppendRequest(
                events: events,
                expectations: try expectations(of: events),
                conditions: try condition.map(Self.parsedCondition)
            )
            do throws(AppendError) {
                return (events, try log.appendAndWait(request))
            } catch {
                throw CommandFailure(error, ledger: options.path)
            }
        }
        let output = Output()
        if options.output.json {
            try output.writeLine(
                String(decoding: receipt.json(of: events.map(\.event.reference)), as: UTF8.self)
            )
        } else {
            for (event, outcome) in zip(events, receipt.outcomes) {
                try output.writeLine(line(outcome, of: event.event))
            }
        }
        try output.flush()
    }

    /// The events as they were given, each as JSON.
    private func readLines() throws -> [[UInt8]] {
        let bytes: [UInt8] =
            if let event, event != "-" { Array(event.utf8) } else {
                try WholeFile.read(file ?? "-")
            }
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else { return [bytes] }
        do throws(JSONError) {
            return try JSONValue(parsing: bytes).arrayValue?.map(\.compactText) ?? []
        } catch {
            throw CommandFailure(.failed, FailureMessages.notJSON(file ?? "-", detail: "\(error)"))
        }
    }

    private func readEvents(
        _ lines: [[UInt8]],
        _ reader: EventReader,
        _ sealer: PersonalFieldSealer?
    ) throws(CommandFailure) -> [IncomingEvent] {
        var events: [IncomingEvent] = []
        do throws(Refusal) {
            for line in lines { events.append(try reader.read(try sealer?.sealed(line) ?? line)) }
        } catch {
            throw CommandFailure(error, index: events.count)
        }
        return events
    }

    private func expectations(of events: [IncomingEvent]) throws -> [StreamExpectation] {
        guard let expect else { return [] }
        return StreamExpectation.ofEach(events, try Self.parsedRevision(expect))
    }

    private static func parsedRevision(_ text: String) throws(CommandFailure) -> ExpectedRevision {
        switch text {
        case "any": return .any
        case "noStream": return .noStream
        case "exists": return .exists
        default:
            guard let revision = UInt64(text) else {
                throw CommandFailure(.usage, FailureMessages.badExpectation(text))
            }
            return .exactly(revision)
        }
    }

    private static func parsedCondition(_ text: String) throws(CommandFailure) -> StreamExpectation
    {
        guard let mark = text.lastIndex(of: "="), mark > text.startIndex else {
            throw CommandFailure(.usage, FailureMessages.badExpectation(text))
        }
        let revision = try parsedRevision(String(text[text.index(after: mark)...]))
        return StreamExpectation(stream: String(text[..<mark]), expected: revision)
    }

    private func line(_ outcome: AppendOutcome, of event: Event) -> String {
        switch outcome {
        case .recorded(let position, let recordedAt, let digest):
            Phrase(
                zh:
                    "\(event.reference) 已记录:位置 \(position),\(recordedAt.utcDescription),摘要 \(digest)",
                en:
                    "\(event.reference) recorded at position \(position), \(recordedAt.utcDescription), "
                    + "digest \(digest)"
            ).spoken
        case .duplicate(let position, let digest):
            Phrase(
                zh: "\(event.reference) 重复:已在位置 \(position),摘要 \(digest)",
                en: "\(event.reference) is a duplicate of position \(position), digest \(digest)"
            ).spoken
        }
    }
}
