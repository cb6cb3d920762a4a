import CairnTestSupport
import EventModel
import Testing

@testable import CairnServer

@Suite("Media types, tags and codings")
struct MediaTypeTests {
    private let offered = ["application/json", "text/csv"]

    @Test(
        "The most specific range decides, then its weight, then the order of the service",
        arguments: [
            (nil, "application/json"), ("", "application/json"), ("*/*", "application/json"),
            ("text/*", "text/csv"), ("text/csv, */*;q=0.1", "text/csv"),
            ("application/json;q=0.2, text/csv;q=0.3", "text/csv"),
            ("application/*;q=0, */*", "text/csv"), ("TEXT/CSV", "text/csv"),
            ("text/csv;q=0.000, application/json", "application/json"), ("image/png", nil),
            ("application/json;q=0, text/csv;q=0", nil), ("application/json;q=x", nil),
        ] as [(String?, String?)]
    )
    func negotiated(_ accept: String?, _ expected: String?) {
        #expect(MediaType.negotiated(accept, offered: offered) == expected)
    }

    @Test("Content types are taken in UTF-8 only")
    func essence() {
        #expect(MediaType.essence(of: "application/json") == "application/json")
        #expect(MediaType.essence(of: "Application/JSON ; Charset=\"UTF-8\"") == "application/json")
        #expect(MediaType.essence(of: "application/json; charset=gb18030") == nil)
        #expect(MediaType.essence(of: "") == nil)
    }

    @Test("A tag matches itself, weakly, in lists, and by *")
    func tags() {
        let tag = EntityTag("a", "5")
        for header in ["\"a-5\"", "W/\"a-5\"", "\"x\", \"a-5\"", "*", " \"a-5\" "] {
            #expect(tag.matches(header))
        }
        for header in ["", "a-5", "\"a-6\"", "\"a-5", "\"A-5\""] { #expect(!tag.matches(header)) }
        #expect(tag.coded("gzip").text == "\"a-5-gzip\"")
    }

    @Test("gzip is given to who takes it")
    func codings() {
        for header in ["gzip", "br, gzip", "*", "gzip;q=0.5", "GZIP"] {
            #expect(ContentCoding.takesGzip(header))
        }
        for header in [nil, "", "br", "gzip;q=0", "gzip;q=0.000", "identity"] as [String?] {
            #expect(!ContentCoding.takesGzip(header))
        }
    }
}

@Suite("Addresses and bodies")
struct RequestTests {
    @Test("Percent encoding is read strictly")
    func percentEncoding() throws {
        #expect(try QueryParameters.decoded("a%20%E5%8E%BF+".utf8, field: nil) == "a 县+")
        for text in ["%", "%2", "%zz", "%+1", "%ff", "%e4%b8", "%C0%80"] {
            #expect(throws: Problem.self) { try QueryParameters.decoded(text.utf8, field: nil) }
        }
    }

    @Test("Parameters are known, and each is given once")
    func parameters() throws {
        let query = try QueryParameters(
            "asOf=2019-12-31&limit=5&flag=true",
            known: ["asOf", "limit", "flag"]
        )
        #expect(try query.day("asOf")?.description == "2019-12-31")
        #expect(try query.number("limit", in: 1...9) == 5)
        #expect(try query.flag("flag"))
        for text in ["x=1", "limit=1&limit=1", "limit", "=1", "limit=%"] {
            #expect(throws: Problem.self) {
                let query = try QueryParameters(text[...], known: ["limit"])
                _ = try query.number("limit", in: 1...9)
            }
        }
    }

    @Test(
        "A list is split where a JSON parser splits it, whatever its elements hold",
        arguments: 1...200
    )
    func lists(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let blank = ["", " ", "\n", "\t \r\n"]
        let texts = ["a", "\\\"", "\\\\", "]", "}", "[{", ",", "é", "\\u005d"]
        func value(_ depth: Int) -> String {
            switch random.next() % (depth > 3 ? 2 : 4) {
            case 0: return String(random.next() % 1_000)
            case 1:
                return "\""
                    + (0..<random.next() % 4).map { _ in
                        texts.randomElement(using: &random) ?? ""
                    }.joined() + "\""
            case 2:
                return "["
                    + (0..<random.next() % 3).map { _ in value(depth + 1) }.joined(separator: ",")
                    + "]"
            default: return object(depth + 1)
            }
        }
        func object(_ depth: Int) -> String {
            "{"
                + (0..<random.next() % 3).map { "\"k\($0)\":" + value(depth) }.joined(
                    separator: ","
                ) + "}"
        }
        let count = Int(random.next() % 6) + 1
        var text = blank.randomElement(using: &random)! + "["
        for index in 0..<count {
            if index > 0 { text += "," }
            text += blank.randomElement(using: &random)! + object(0)
            text += blank.randomElement(using: &random)!
        }
        text += "]" + blank.randomElement(using: &random)!
        let bytes = Array(text.utf8)
        let body = try EventBody(bytes, type: MediaType.batch, eventsMax: 10)
        let parsed = try #require(try JSONValue(parsing: bytes).arrayValue)
        #expect(body.ranges.count == count)
        for (range, element) in zip(body.ranges, parsed) {
            #expect(try JSONValue(parsing: Array(bytes[range])).compactText == element.compactText)
        }
        // Cut off anywhere, it is refused or read by nobody.
        let cut = Int(random.next() % UInt64(bytes.count))
        #expect(throws: Problem.self) {
            let body = try EventBody(Array(bytes[..<cut]), type: MediaType.batch, eventsMax: 10)
            for range in body.ranges { _ = try JSONValue(parsing: Array(bytes[range])) }
            if bytes[cut...].allSatisfy({ $0 <= 0x20 }) { throw Problem.noEvents }
        }
    }

    @Test("A page's lines make a list of the same events")
    func pages() throws {
        let lines = Array("{\"a\":\"x\\ny\"}\n{\"b\":2}\n".utf8)
        let list = try JSONValue(parsing: EventPage.list(of: lines)).arrayValue
        #expect(list?.count == 2)
        #expect(EventPage.list(of: []) == Array("[]".utf8))
    }
}

@Suite("What the service remembers")
struct MemoryTests {
    private let now = Instant(millisecondsSince1970: 1_700_000_000_000)

    @Test("A key is free, in flight, answered, or another body's")
    func receipts() {
        let memory = ReceiptMemory()
        let (one, two) = (SHA256Digest.hash([1]), SHA256Digest.hash([2]))
        func state(_ digest: SHA256Digest, _ at: Instant? = nil) -> String {
            switch memory.begin("k", digest, now: at ?? now) {
            case .new: "new"
            case .answered: "answered"
            case .otherBody: "other"
            case .inFlight: "in flight"
            }
        }
        #expect(state(one) == "new")
        #expect(state(one) == "in flight")
        #expect(state(two) == "other")
        memory.finish(
            "k",
            ReceiptMemory.Kept(status: 201, type: "t", body: [], location: nil),
            now: now
        )
        #expect(state(one) == "answered")
        #expect(state(two) == "other")
        let tomorrow = Instant(millisecondsSince1970: now.millisecondsSince1970 + 86_400_001)
        #expect(state(two, tomorrow) == "new")
        memory.giveUp("k")
        #expect(state(one) == "new")
    }

    @Test("Who waits for the head is woken by what is beyond, by time, and by the end")
    func heads() async {
        let watch = HeadWatch(count: 5)
        #expect(await watch.wait(beyond: 4, for: .seconds(60)) == 5)
        #expect(await watch.wait(beyond: 5, for: .milliseconds(20)) == 5)
        #expect(watch.waiterCount == 0)
        async let first = watch.wait(beyond: 5, for: .seconds(60))
        async let second = watch.wait(beyond: 7, for: .seconds(60))
        while watch.waiterCount < 2 { await Task.yield() }
        watch.advance(to: 6)
        #expect(await first == 6)
        watch.advance(to: 3)
        watch.advance(to: 7)
        #expect(watch.waiterCount == 1)
        watch.stop()
        #expect(await second == 7)
        #expect(await watch.wait(beyond: 100, for: .seconds(60)) == 7)
    }

    @Test("An answer is computed once however many ask, and failures are not kept")
    func answers() async throws {
        let cache = AnswerCache(byteLimit: 10_000)
        let key = AnswerCache.Key(question: "q", eventCount: 1, form: "json")
        let computed = Counter()
        let entries = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let entry = try? await cache.entry(key) {
                        await computed.add()
                        try await ContinuousClock().sleep(for: .milliseconds(20))
                        return AnswerCache.Entry(tag: EntityTag("t"), type: "x", bytes: [1, 2, 3])
                    }
                    return entry?.tag.text
                }
            }
            var found: [String?] = []
            for await entry in group { found.append(entry) }
            return found
        }
        #expect(entries == [String?](repeating: "\"t\"", count: 16))
        #expect(await computed.count == 1)
        let other = AnswerCache.Key(question: "r", eventCount: 1, form: "json")
        for _ in 0..<2 {
            await #expect(throws: Problem.self) {
                try await cache.entry(other) {
                    await computed.add()
                    throw Problem.noEvents
                }
            }
        }
        #expect(await computed.count == 3)
        for number in 0..<100 {
            let key = AnswerCache.Key(question: "\(number)", eventCount: 1, form: "json")
            _ = try await cache.entry(key) {
                AnswerCache.Entry(
                    tag: EntityTag("t"),
                    type: "x",
                    bytes: [UInt8](repeating: 1, count: 500)
                )
            }
        }
        #expect(cache.counts.byteCount <= 10_000)
        #expect(cache.counts.entryCount > 5)
    }

    private actor Counter {
        private(set) var count = 0
        func add() { count += 1 }
    }
}
