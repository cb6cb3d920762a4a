import Answers
import EventModel
import Messages

/// Failures of samples for audits: what happened, where, and what to do.
enum SampleMessages {
    typealias Message = CommandFailure.Message

    static func badCount(_ text: String) -> Message {
        FailureMessages.usage(
            Phrase(zh: "--n:“\(text)”不是抽样数", en: "--n: \"\(text)\" is no number of draws"),
            remedy: Phrase(
                zh: "请给 1 到 \(SamplePlan.countMax) 的整数",
                en: "give a whole number from 1 to \(SamplePlan.countMax)"
            )
        )
    }

    static func badSeed(_ text: String) -> Message {
        FailureMessages.usage(
            Phrase(zh: "--seed:“\(text)”不能作种子", en: "--seed: \"\(text)\" cannot be a seed"),
            remedy: Phrase(
                zh: "请给 1 到 64 个字母、数字或 . _ -,例如掷骰得到的数字",
                en: "give 1 to 64 letters, digits or . _ -, such as the digits of thrown dice"
            )
        )
    }

    static func badID(_ text: String) -> Message {
        Message(
            "sampleID",
            what: Phrase(zh: "“\(text)”不是样本编号", en: "\"\(text)\" is no id of a sample"),
            remedy: Phrase(
                zh: "请原样给出以 sample: 开头的编号,并加单引号",
                en: "give the id that begins with sample: as it was printed, in single quotes"
            )
        )
    }

    static func failure(_ error: SampleError) -> CommandFailure {
        switch error {
        case .emptyPopulation(let name):
            CommandFailure(
                .failed,
                Message(
                    "emptyPopulation",
                    what: Phrase(
                        zh: "该日期没有可抽的事件:\(name)",
                        en: "there is nothing to draw from as of that date: \(name)"
                    ),
                    remedy: Phrase(
                        zh: "请换 --as-of、--known-at 或 --population",
                        en: "take another --as-of, --known-at or --population"
                    )
                )
            )
        case .noAmounts(let name):
            CommandFailure(
                .failed,
                Message(
                    "noAmounts",
                    what: Phrase(
                        zh: "\(name) 没有金额,不能按货币单位抽样",
                        en: "\(name) has no amounts, so there are no monetary units"
                    ),
                    remedy: Phrase(zh: "请用 --method record", en: "use --method record")
                )
            )
        case .tooFew(let wanted, let size, let method):
            tooFew(wanted, size, method)
        case .positionBeyond(let position, let eventCount):
            CommandFailure(.failed, positionBeyond(position, eventCount))
        case .knownAtDiffers(let position, let found):
            CommandFailure(.integrity, knownAtDiffers(position, found))
        case .populationMismatch(let expected, let found):
            CommandFailure(
                .integrity,
                populationMismatch(expected, found),
                details: [
                    CommandFailure.Detail("expected", expected.description),
                    CommandFailure.Detail("found", found.description),
                ]
            )
        }
    }

    private static func positionBeyond(_ position: UInt64, _ eventCount: UInt64) -> Message {
        Message(
            "positionBeyond",
            what: Phrase(
                zh: "样本依据前 \(position) 条事件,此账本只有 \(eventCount) 条",
                en:
                    "the sample stands on the first \(position) events, this ledger has \(eventCount)"
            ),
            remedy: Phrase(zh: "请用更新的账本副本", en: "use a newer copy of the ledger")
        )
    }

    private static func knownAtDiffers(_ position: UInt64, _ found: UInt64) -> Message {
        Message(
            "knownAtDiffers",
            what: Phrase(
                zh: "编号中的时刻应已知 \(position) 条事件,此账本为 \(found) 条:不是同一账本",
                en:
                    "at the id's instant \(position) events were known, here \(found): not the same ledger"
            ),
            remedy: Phrase(
                zh: "请核对编号和账本(cairn status)",
                en: "check the id and the ledger (`cairn status`)"
            )
        )
    }

    private static func populationMismatch(
        _ expected: SHA256Digest,
        _ found: SHA256Digest
    ) -> Message {
        Message(
            "populationMismatch",
            what: Phrase(
                zh: "抽样总体不符:编号为 \(expected),此账本为 \(found)",
                en: "the population differs: the id says \(expected), this ledger holds \(found)"
            ),
            remedy: Phrase(
                zh: "不是同一账本或内容已变,请用 cairn verify 核验并与出具方核对",
                en:
                    "it is another ledger or its content has changed: run `cairn verify` and ask who drew it"
            )
        )
    }

    private static func tooFew(
        _ wanted: Int,
        _ size: UInt128,
        _ method: SampleMethod
    ) -> CommandFailure {
        let unit =
            switch method {
            case .record: Phrase(zh: "条事件", en: "events")
            case .monetaryUnit: Phrase(zh: "分", en: "fen")
            }
        return CommandFailure(
            .failed,
            Message(
                "sampleTooLarge",
                what: Phrase(
                    zh: "总体只有 \(size) \(unit.zh),不能抽 \(wanted)",
                    en: "the population has \(size) \(unit.en), of which \(wanted) cannot be drawn"
                ),
                remedy: Phrase(zh: "请减小 --n", en: "give a smaller --n")
            )
        )
    }
}
