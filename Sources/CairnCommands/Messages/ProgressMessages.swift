import Answers
import Messages

/// Words of progress bars.
enum ProgressMessages {
    static func counted(_ count: String, rate: String) -> Phrase {
        Phrase(zh: "\(count) 条  每秒 \(rate)", en: "\(count) events  \(rate)/s")
    }

    static func timeLeft(_ time: String) -> Phrase {
        Phrase(zh: "剩余 \(time)", en: "\(time) left")
    }

    static let importing = Phrase(zh: "导入", en: "importing")
    static let verifying = Phrase(zh: "校验", en: "verifying")
    static let exporting = Phrase(zh: "导出", en: "exporting")
    static let simulating = Phrase(zh: "模拟", en: "simulating")
}
