import Answers
import EventModel
import Exporting
import Privacy
import Messages

/// Failures of exports: what happened, where, and what to do.
enum ExportMessages {
    typealias Message = CommandFailure.Message

    /// Findings that are named on a terminal; JSON names all that were kept.
    private static let namedMax = 20

    static func personalData(_ findings: [PersonalDataFinding], count: UInt64) -> Message {
        let named = findings.prefix(namedMax)
        let zh = named.map { "\n  \(place($0.place)) \(kind($0.kind).zh) \($0.masked)" }
        let en = named.map { "\n  \(place($0.place)) \(kind($0.kind).en) \($0.masked)" }
        let more = count > UInt64(named.count) ? count - UInt64(named.count) : 0
        return Message(
            "personalData",
            what: Phrase(
                zh: "要导出的内容含明文个人信息 \(count) 处,没有写出任何内容:" + zh.joined()
                    + (more > 0 ? "\n  另有 \(more) 处" : ""),
                en:
                    "what is to be exported holds personal data in clear at \(count) places; nothing was "
                    + "written:" + en.joined() + (more > 0 ? "\n  and \(more) more" : "")
            ),
            remedy: Phrase(
                zh: "已记录的文字更正或作废后仍在历史中,不能从导出中去掉。经人工核对确不是个人信息的,或依法可以交给对方的,"
                    + "加 --not-personal '位置'(照上面所列,会记入清单);以后请用加密字段(--seal)或假名",
                en:
                    "what was recorded stays in the history, also when it is corrected or voided. What a person has "
                    + "looked at and found to name nobody, or may lawfully be handed over, passes with --not-personal "
                    + "'PLACE', as printed above, and is listed in the manifest; from now on seal such fields (--seal)"
            )
        )
    }

    static func disagreement(_ found: FundDisagreement) -> Message {
        Message(
            "disagreement",
            what: Phrase(
                zh: "流水与指标不一致:\(found.figure),流水 \(found.journalFen) 分,指标 \(found.projectionFen) 分",
                en:
                    "journal and indicator disagree: \(found.figure) is \(found.journalFen) fen by the journal "
                    + "and \(found.projectionFen) fen by the indicator"
            ),
            remedy: Phrase(
                zh: "没有写出任何内容。请运行 cairn verify 与 cairn rebuild --verify,并联系维护者",
                en:
                    "nothing was written; run `cairn verify` and `cairn rebuild --verify`, and tell whoever "
                    + "maintains the program"
            )
        )
    }

    static func noDigest(_ reason: String) -> Message {
        Message(
            "noDigest",
            what: Phrase(zh: "无法计算摘要:\(reason)", en: "a digest could not be computed: \(reason)"),
            remedy: Phrase(zh: "请检查 OpenSSL 的配置", en: "check OpenSSL's configuration")
        )
    }

    static func periodReversed(_ first: BusinessDate, _ last: BusinessDate) -> Message {
        FailureMessages.usage(
            Phrase(
                zh: "--from \(first) 晚于 --as-of \(last)",
                en: "--from \(first) is after --as-of \(last)"
            ),
            remedy: Phrase(
                zh: "期间的第一天不晚于业务日期",
                en: "the first day of the period is not after the business date"
            )
        )
    }

    /// The kind of a number in words.
    static func kind(_ kind: PersonalDataKind) -> Phrase {
        switch kind {
        case .identityNumber: Phrase(zh: "身份证号", en: "identity number")
        case .mobileNumber: Phrase(zh: "手机号", en: "mobile number")
        case .bankCard: Phrase(zh: "银行卡号", en: "bank card number")
        }
    }

    private static func place(_ place: PersonalDataPlace) -> String { place.description.visible }
}
