import EventModel

/// The words of refusals in Chinese.
///
/// The door and the log say what they found and would accept in English, wherever they are asked from. What
/// is not listed here, such as names, values and spellings, is the same in both languages.
package enum RefusalTexts {
    /// A sentence of the door in Chinese; as it is if there is no wording for it.
    package static func chinese(_ english: String) -> String {
        let ending = "; or leave the field out"
        if english.hasSuffix(ending) {
            return chinese(String(english.dropLast(ending.count))) + ";或省略该字段"
        }
        for pattern in patterns {
            guard let middle = pattern.middle(of: english) else { continue }
            return pattern.chinesePrefix
                + (pattern.isNested ? chinese(middle) : middle) + pattern.chineseSuffix
        }
        return english
    }

    /// A sentence with a value in the middle.
    private struct Pattern {
        let prefix: String
        let suffix: String
        let chinesePrefix: String
        let chineseSuffix: String
        var isNested = false

        /// `English … English` and `中文 … 中文`, where `…` stands for the value; without it, a fixed text.
        init(_ english: String, _ chinese: String, isNested: Bool = false) {
            let (left, right) = Self.halves(of: english)
            let (start, end) = Self.halves(of: chinese)
            (prefix, suffix, chinesePrefix, chineseSuffix) = (left, right ?? "", start, end ?? "")
            isFixed = right == nil
            self.isNested = isNested
        }

        private let isFixed: Bool

        func middle(of text: String) -> String? {
            if isFixed { return text == prefix ? "" : nil }
            guard text.hasPrefix(prefix), text.hasSuffix(suffix),
                text.count >= prefix.count + suffix.count
            else { return nil }
            return String(text.dropFirst(prefix.count).dropLast(suffix.count))
        }

        private static func halves(of text: String) -> (String, String?) {
            let parts = text.split(separator: "…", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
        }
    }

    // The most general ones, such as `no …`, come last.
    private static let patterns: [Pattern] = log + json + fields + envelope

    private static let envelope = [
        Pattern("one JSON object: a CloudEvents 1.0 event", "一个 JSON 对象,即一个 CloudEvents 1.0 事件"),
        Pattern("a string; an attribute without a value is left out", "字符串;没有值的属性应省略"),
        Pattern(
            "YYYY-MM-DDTHH:MM:SS[.mmm](Z|±HH:MM), such as …: years 1970–9999, seconds 00–59, "
                + "3 fraction digits and only if not zero, offsets up to ±14:00, Z for none",
            "YYYY-MM-DDTHH:MM:SS[.mmm](Z|±HH:MM),例如 …:年份 1970–9999,秒 00–59,小数三位且不为零时才写,"
                + "时区至多 ±14:00,零时区写 Z"
        ),
        Pattern("each attribute once", "每个属性一次"),
        Pattern("each field once", "每个字段一次"),
        Pattern("each member once", "每个成员一次"),
        Pattern("the attribute a second time", "该属性第二次出现"),
        Pattern("the field a second time", "该字段第二次出现"),
        Pattern("the member a second time", "该成员第二次出现"),
        Pattern("the stream's name", "事件流的名称"),
        Pattern("1–… bytes of UTF-8", "1–… 字节的 UTF-8 文本"),
        Pattern("1–… bytes", "1–… 字节"),
        Pattern("an empty string", "空字符串"),
        Pattern("an event type, such as …", "事件类型,例如 …"),
        Pattern("a known event type: …", "已知的事件类型:…"),
        Pattern("…, an older version of it, or no dataschema", "…、其较早版本,或不写 dataschema"),
        Pattern("an event of at most … bytes", "至多 … 字节的事件"),
        Pattern("a record of at most … bytes", "至多 … 字节的记录"),
        Pattern("source#id of the event that this one replaces", "被本事件取代的事件的 source#id"),
        Pattern(
            "a position as a string of decimal digits, or an integer from 0 to 2^53 − 1",
            "位置:十进制数字的字符串,或 0 至 2^53 − 1 的整数"
        ),
        Pattern(
            "text without control characters (…)",
            "不含控制字符的文本(…)"
        ),
        Pattern(
            "a URI-reference without #, which separates source and id",
            "不含 # 的 URI 引用(# 用于分隔 source 与 id)"
        ),
        Pattern(
            "a URI-reference, such as /540222/stations/540222100-01: no spaces, no …",
            "URI 引用,例如 /540222/stations/540222100-01:不含空格和 …"
        ),
        Pattern("no …", "没有 …"),
        Pattern("attribute …", "属性 …"),
        Pattern("field …", "字段 …"),
        Pattern("nothing", "无"),
    ]

    private static let fields = [
        Pattern(
            "a whole number from … to 2^53 − 1, without fraction or exponent",
            "… 至 2^53 − 1 的整数,不带小数或指数"
        ),
        Pattern(
            "a whole number within ±(2^53 − 1), without fraction or exponent",
            "±(2^53 − 1) 以内的整数,不带小数或指数"
        ),
        Pattern(
            "a whole number within ±(2^53 − 1), or a decimal as a string",
            "±(2^53 − 1) 以内的整数,小数请写成字符串"
        ),
        Pattern("a date YYYY-MM-DD of years 1970–9999", "日期 YYYY-MM-DD,年份 1970–9999"),
        Pattern("a month YYYY-MM of years 1970–9999", "月份 YYYY-MM,年份 1970–9999"),
        Pattern("true or false", "true 或 false"),
        Pattern("a 12-digit division code as a string", "12 位区划代码,写成字符串"),
        Pattern("an id of 1–64 bytes of UTF-8, as a string", "1–64 字节的编号,写成字符串"),
        Pattern("a string of at most … bytes of UTF-8", "至多 … 字节的字符串"),
        Pattern(
            "base64 with padding (RFC 4648) of at most … bytes",
            "base64(RFC 4648,含填充),至多 … 字节"
        ),
        Pattern("a SHA-256 in 64 lower-case hex digits", "64 位小写十六进制的 SHA-256"),
        Pattern("a list of strings", "字符串列表"),
        Pattern("a value; what is absent is left out", "一个值;没有的应省略"),
        Pattern("an object with the type's fields", "含该类型各字段的对象"),
        Pattern("an object with …", "含以下字段的对象:…"),
        Pattern("an object", "对象"),
        Pattern("one of …", "以下之一:…"),
        Pattern("keys of …", "参数名 …"),
        Pattern("no key: … has no parameters", "无:… 没有参数"),
        Pattern("the id of an event", "某个事件的 id"),
    ]

    private static let json = [
        Pattern("JSON with …", "JSON:…", isNested: true),
        Pattern("a JSON value at byte …", "第 … 字节处应为 JSON 值"),
        Pattern("nothing behind the JSON value at byte …", "第 … 字节起不应再有内容"),
        Pattern("a member's name in double quotes at byte …", "第 … 字节处应为双引号中的成员名"),
        Pattern("a colon behind the member's name at byte …", "第 … 字节处应为成员名后的冒号"),
        Pattern("a comma or } at byte …", "第 … 字节处应为逗号或 }"),
        Pattern("a comma or ] at byte …", "第 … 字节处应为逗号或 ]"),
        Pattern("a digit at byte …", "第 … 字节处应为数字"),
        Pattern("the string's closing quote at byte …", "第 … 字节处应为字符串的结束引号"),
        Pattern("well-formed UTF-8 at byte …", "第 … 字节处应为正确的 UTF-8"),
        Pattern("a number without leading zeros at byte …", "第 … 字节处的数字不应有前导零"),
        Pattern("JSON without a byte order mark at byte …", "第 … 字节处不应有字节顺序标记"),
    ]

    private static let log = [
        Pattern("source#id of an event recorded before this one", "在它之前已记录的事件的 source#id"),
        Pattern(
            "an event that is not voided; name what took its place",
            "未作废的事件;请指明取代它的事件"
        ),
        Pattern("the recorded time, such as …, in every line", "每行都有记录时间,例如 …"),
        Pattern(
            "no recordedtime: the ledger sets it; a restoring import may carry it",
            "不写 recordedtime:由账本填写;恢复历史的导入可以带有"
        ),
        Pattern(
            "no sequence: the ledger sets it; a restoring import may carry it",
            "不写 sequence:由账本填写;恢复历史的导入可以带有"
        ),
        Pattern("… or later: recorded times never decrease", "… 或更晚:记录时间从不倒退"),
        Pattern("…, the position that the event gets, or no sequence", "…(该事件将得到的位置),或不写 sequence"),
        Pattern("a type that the ledger was opened with", "打开账本时已知的类型"),
        Pattern("the ledger's own definition, or a new version", "账本已有的定义,或新的版本"),
        Pattern("at most … events in one request", "一次至多 … 条事件"),
        Pattern(
            "the content recorded under this id at position …, or an id that is not used yet; changes go by `corrects`",
            "位置 … 上以此 id 记录的内容,或尚未使用的 id;更改请用 `corrects`"
        ),
    ]
}
