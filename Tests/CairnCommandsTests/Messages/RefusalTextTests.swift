import EventModel
import Messages
import Testing

@testable import CairnCommands

@Suite("Refusals in Chinese")
struct RefusalTextTests {
    @Test(
        "Every kind of field says in Chinese what it takes",
        arguments: [
            .integer(minimum: 0), .integer(minimum: -9_007_199_254_740_991), .boolean, .date,
            .month,
            .choice(["a"]), .region, .identifier, .string(maximumBytes: 9), .digest,
            .bytes(maximumBytes: 9), .strings,
            .object,
        ] as [FieldKind]
    )
    func fields(kind: FieldKind) {
        let text = RefusalTexts.chinese(kind.acceptedForm)
        #expect(text != kind.acceptedForm || kind == .boolean)
        let optional = RefusalTexts.chinese(kind.acceptedForm + "; or leave the field out")
        #expect(optional == text + ";或省略该字段")
    }

    @Test(
        "Values stay as they are, words are Chinese",
        arguments: [
            ("one of county, township", "以下之一:county, township"),
            ("JSON with a JSON value at byte 0", "JSON:第 0 字节处应为 JSON 值"),
            ("no specversion", "没有 specversion"),
            ("1–128 bytes of UTF-8", "1–128 字节的 UTF-8 文本"),
            ("12, the position that the event gets, or no sequence", "12(该事件将得到的位置),或不写 sequence"),
            ("2019-07-01T10:00:00+08:00", "2019-07-01T10:00:00+08:00"),
        ]
    )
    func sentences(english: String, chinese: String) {
        #expect(RefusalTexts.chinese(english) == chinese)
    }
}
