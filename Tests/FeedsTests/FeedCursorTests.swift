import EventLog
import Feeds
import Testing

@Suite("Cursors of feeds")
struct FeedCursorTests {
    @Test("A cursor is spelled with its epoch and twelve digits, and read back")
    func spelling() throws {
        let epoch = try #require(LedgerEpoch("0123456789abcdef"))
        for position in [0, 5, 18_342, 999_999_999_999, 1_000_000_000_000, UInt64.max - 1] {
            let cursor = FeedCursor(epoch: epoch, position: position)
            #expect(FeedCursor(cursor.description) == cursor)
            #expect(FeedCursor("0123456789abcdef:\(position)") == cursor)
        }
        #expect(
            FeedCursor(epoch: epoch, position: 18_342).description
                == "0123456789abcdef:000000018342"
        )
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", ":", "5", "0123456789abcdef", "0123456789abcdef:", "0123456789ABCDEF:5",
            "0123456789abcde:5", "0123456789abcdef:+5", "0123456789abcdef:5 ",
            "0123456789abcdef:18446744073709551615", "0123456789abcdef:99999999999999999999999",
            "0123456789abcdef:٣",
        ]
    )
    func refused(_ text: String) { #expect(FeedCursor(text) == nil) }
}
