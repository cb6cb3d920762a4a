import Answers
import EventModel

/// What is wrong with a question, wherever it is asked.
package enum QuestionMessages {
    /// A text that is no business date.
    package static func badDate(_ text: String, option: String) -> Message {
        Message(
            "badDate",
            what: Phrase(
                zh: "\(option):“\(text)”不是有效日期",
                en: "\(option): \"\(text)\" is no valid date"
            ),
            remedy: Phrase(
                zh: "请写成 2019-12-31(1970-01-01 至 \(Question.lastDay))",
                en: "write it like 2019-12-31, from 1970-01-01 to \(Question.lastDay)"
            )
        )
    }

    /// A text that is neither a date nor an instant.
    package static func badInstant(_ text: String, option: String) -> Message {
        Message(
            "badInstant",
            what: Phrase(
                zh: "\(option):“\(text)”不是有效日期或时刻",
                en: "\(option): \"\(text)\" is neither a date nor an instant"
            ),
            remedy: Phrase(
                zh: "请写成 2019-12-31(当日结束,北京时间)或 2020-01-01T08:00:00+08:00(至多三位小数,1970 年起)",
                en:
                    "write 2019-12-31 (the end of that day, UTC+8) or 2020-01-01T08:00:00+08:00, with up to 3 "
                    + "decimals, from 1970 on"
            )
        )
    }

    /// A text that is no expected revision.
    package static func badExpectation(_ text: String) -> Message {
        Message(
            "badExpectation",
            what: Phrase(zh: "“\(text)”不是有效的版本期望", en: "\"\(text)\" is no expected revision"),
            remedy: Phrase(
                zh: "可用:noStream、exists、any,或从 0 起的版本号",
                en: "use noStream, exists, any, or a revision counted from 0"
            )
        )
    }

    /// A reading that the indicator does not have.
    package static func unknownReading(_ reading: String, known: [String]) -> Message {
        Message(
            "unknownReading",
            what: Phrase(zh: "没有口径“\(reading)”", en: "there is no reading \"\(reading)\""),
            remedy: Phrase(
                zh: "可用:" + known.joined(separator: "、"),
                en: "use one of " + known.joined(separator: ", ")
            )
        )
    }

    /// A text that is no division code.
    package static func badRegion(_ text: String) -> Message {
        Message(
            "badRegion",
            what: Phrase(zh: "“\(text)”不是区划代码", en: "\"\(text)\" is no division code"),
            remedy: Phrase(
                zh: "请给 12 位代码,或其前 2、4、6、9 位",
                en: "give 12 digits, or the first 2, 4, 6 or 9 of them"
            )
        )
    }
}
