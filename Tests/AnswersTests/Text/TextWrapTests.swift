import Answers
import Testing

@Suite("Wrapping of text")
struct TextWrapTests {
    @Test("Lines keep to their columns and give the text back", arguments: [20, 33, 80])
    func columns(limit: Int) {
        let texts = [
            "Every figure is computed from events: --as-of is the business date, --known-at what was known.",
            "每批(--batch,默认 10,000 行)要么全部写入,要么完全不写。遇到有错误行的批次即停止并指出文件、行。",
        ]
        for text in texts {
            let lines = TextWrap.lines(text, columns: limit, hanging: 4)
            #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= limit })
            let bare = lines.map { $0.drop { $0 == " " } }.joined()
            #expect(bare.filter { $0 != " " } == text.filter { $0 != " " })
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("    ") })
        }
    }

    @Test("No line begins with a closing mark or ends with an opening one")
    func marks() {
        let text = String(repeating: "甲乙(丙丁),戊“己”。", count: 12)
        for limit in 12...40 {
            for line in TextWrap.lines(text, columns: limit) {
                #expect(line.first.map { !"),。”".contains($0) } == true, "\(limit): \(line)")
                #expect(line.last.map { !"(“".contains($0) } == true, "\(limit): \(line)")
            }
        }
    }

    @Test("Blanks at the start stay, an empty text is one empty line, a long word sticks out")
    func edges() {
        #expect(TextWrap.lines("  --json     Write.", columns: 40) == ["  --json     Write."])
        #expect(TextWrap.lines("", columns: 40) == [""])
        #expect(
            TextWrap.lines("a aaaaaaaaaaaaaaaa b", columns: 8) == ["a", "aaaaaaaaaaaaaaaa", "b"]
        )
    }
}
