package import Answers
import EventModel

/// Failures about the names of figures: what is wrong with a name, and why a ledger does not give the figure.
package enum FigureMessages {
    private static let example =
        "fig:funds/CAP-b/paid@0123abcd…?asOf=2019-12-31&knownAt=…&position=…&root=…"

    /// What is wrong with the spelling of a name.
    package static func spelling(_ error: FigureSpellingError) -> Message {
        switch error {
        case .noFigure(let found):
            bad(
                Phrase(
                    zh: "“\(found.visible)”不是数字的引用号",
                    en: "\"\(found.visible)\" is no figure's name"
                )
            )
        case .unknownIndicator(let found): unknownIndicator(found, declared: [])
        case .missing(let part):
            bad(Phrase(zh: "引用号缺少 \(part)", en: "the figure's name lacks \(part)"))
        case .badPart(let part, let found):
            bad(
                Phrase(
                    zh: "引用号中 \(part.visible) 有误:“\(found.visible)”",
                    en: "\(part.visible) of the figure's name is wrong: \"\(found.visible)\""
                )
            )
        case .misplaced(let part):
            bad(
                Phrase(
                    zh: "引用号中的 \(part) 与其余部分不相配",
                    en: "\(part) does not go with the rest of the figure's name"
                )
            )
        case .otherSpelling(_, let accepted):
            Message(
                "badFigure",
                what: Phrase(
                    zh: "引用号的写法与规定不同",
                    en: "the figure's name is spelled in another way"
                ),
                remedy: Phrase(zh: "请写成 \(accepted)", en: "write \(accepted)")
            )
        }
    }

    /// No indicator has that name, neither a built-in one nor one of the deployment.
    package static func unknownIndicator(_ found: String, declared: [String]) -> Message {
        Message(
            "unknownIndicator",
            what: Phrase(
                zh: "没有指标“\(found.visible)”",
                en: "there is no indicator \"\(found.visible)\""
            ),
            remedy: choices(Indicator.allCases.map(\.rawValue) + declared)
        )
    }

    private static func bad(_ what: Phrase) -> Message {
        Message(
            "badFigure",
            what: what,
            remedy: Phrase(
                zh: "请照抄答案里的 figure,如 \(example)",
                en: "copy `figure` from an answer, like \(example)"
            )
        )
    }

    private static func choices(_ names: [String]) -> Phrase {
        Phrase(
            zh: "可用:" + names.map(\.visible).joined(separator: "、"),
            en: "use one of " + names.map(\.visible).joined(separator: ", ")
        )
    }

    /// Rows that are named where several would do.
    private static let candidatesMax = 12

    /// Why a ledger does not give the figure that a name names.
    package static func figure(_ error: FigureError) -> Message {
        switch error {
        case .otherDefinition(let indicator, let asked, let known):
            otherDefinition(indicator, asked: asked, known: known)
        case .tooFewEvents(let asked, let held):
            Message(
                "tooFewEvents",
                what: Phrase(
                    zh: "该数字依据前 \(asked) 条事件,本账本只有 \(held) 条",
                    en: "the figure stands on the first \(asked) events, this ledger holds \(held)"
                ),
                remedy: Phrase(
                    zh: "请向持有这些事件的账本副本查询",
                    en: "ask a copy of the ledger that holds them"
                )
            )
        case .knownAtMismatch(let knownAt, let position, let recordedAt):
            Message(
                "knownAtMismatch",
                what: Phrase(
                    zh:
                        "knownAt \(knownAt.utcDescription) 与 position \(position) 不相配:第 \(position - 1) "
                        + "条事件记录于 \(recordedAt.utcDescription)",
                    en:
                        "knownAt \(knownAt.utcDescription) does not belong to position \(position): event "
                        + "\(position - 1) was recorded at \(recordedAt.utcDescription)"
                ),
                remedy: Phrase(
                    zh: "请照抄答案里的 figure;也可能是另一个账本",
                    en: "copy `figure` from the answer; it may be another ledger's"
                )
            )
        case .otherRoot(let position, let asked, let found):
            otherRoot(position, asked: asked, found: found)
        case .unknownReading(let reading, let known):
            QuestionMessages.unknownReading(reading.visible, known: known)
        case .unknownRow(let path):
            Message(
                "unknownRow",
                what: Phrase(
                    zh: "答案里没有这一行:\(path)",
                    en: "the answer has no row \(path)"
                ),
                remedy: Phrase(
                    zh: "用 cairn query … --format json 查看各行",
                    en: "see the rows with `cairn query … --format json`"
                )
            )
        case .ambiguousRow(let path, let rows): ambiguous(path, rows)
        case .unknownMember(let member, let known):
            Message(
                "unknownMember",
                what: Phrase(
                    zh: "这一行没有“\(member.visible)”",
                    en: "the row has no member \"\(member.visible)\""
                ),
                remedy: choices(known)
            )
        }
    }

    private static func otherRoot(
        _ position: UInt64,
        asked: String,
        found: SHA256Digest
    ) -> Message {
        Message(
            "otherRoot",
            what: Phrase(
                zh: "引用号所依据的前 \(position) 条事件根哈希为 \(asked)…,此账本为 \(found)",
                en:
                    "the figure stands on \(position) events with the root \(asked)…, here it is \(found)"
            ),
            remedy: Phrase(
                zh: "这是另一个账本,或账本被改动;请用 cairn verify 与已签署的检查点核对",
                en:
                    "it is another ledger or an altered one: check it with `cairn verify` against a signed "
                    + "checkpoint"
            )
        )
    }

    private static func otherDefinition(
        _ indicator: Indicator,
        asked: String,
        known: SHA256Digest
    ) -> Message {
        Message(
            "otherDefinition",
            what: Phrase(
                zh: "该数字按另一定义 \(asked) 计算;本程序的 \(indicator.rawValue) 定义为 \(known)",
                en:
                    "the figure was computed by the definition \(asked); this program's definition of "
                    + "\(indicator.rawValue) is \(known)"
            ),
            remedy: Phrase(
                zh: "请用出具该数字的程序版本查询",
                en: "ask the version of the program that gave the figure"
            )
        )
    }

    private static func ambiguous(_ path: String, _ rows: [String]) -> Message {
        let more = rows.count - candidatesMax
        let list = rows.prefix(candidatesMax).map { "\n    \($0)" }.joined()
        return Message(
            "ambiguousRow",
            what: Phrase(
                zh: "以 \(path) 开头的有 \(rows.count) 行",
                en: "\(rows.count) rows begin with \(path)"
            ),
            remedy: Phrase(
                zh: "请写全:" + list + (more > 0 ? "\n    …另有 \(more) 行" : ""),
                en: "write one of them whole:" + list + (more > 0 ? "\n    … and \(more) more" : "")
            )
        )
    }
}
