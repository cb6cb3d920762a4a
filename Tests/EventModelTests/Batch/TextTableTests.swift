import CairnTestSupport
import Testing

@testable import EventModel

@Suite("Tables of texts")
struct TextTableTests {
    @Test("Each text is found again by its bytes, in order of first appearance")
    func againstDictionary() {
        var random = SplitMix64(seed: 9)
        var table = TextTable()
        var known: [[UInt8]: Int] = [:]
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...24, using: &random)
            // Few letters, so that texts repeat and share their fronts.
            let text = (0..<count).map { _ in UInt8.random(in: 97...98, using: &random) }
            let expected = known[text] ?? known.count
            #expect(table.index(of: text.span) == known[text])
            let (index, isNew) = table.insert(text.span)
            #expect(index == expected && isNew == (known[text] == nil))
            known[text] = expected
            #expect([UInt8](copying: table.text(at: index)) == text)
        }
        #expect(table.count == known.count)
        table.removeAll()
        #expect(table.count == 0 && table.index(of: [97].span) == nil)
    }
}
