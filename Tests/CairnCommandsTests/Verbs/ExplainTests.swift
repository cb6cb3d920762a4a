import Answers
import EventModel
import Foundation
import Testing

@Suite("explain")
struct ExplainTests {
    private static let day = ["--as-of", "2019-12-31"]

    @Test(
        "A row is explained with formula, clause, both computations and its events",
        arguments: ["zh", "en"]
    )
    func page(language: String) throws {
        try withSyntheticHistory { place in
            for path in ["funds/FLOOR-a/paid", "funds/CAP-a/budgeted", "coverage/all/villages"] {
                let run = try place.run(["explain", path, "--lang", language] + Self.day)
                #expect(run.status == 0, run.told)
                let text = run.outputText
                #expect(text.contains("✓") && !text.contains("✗"), run.told)
                #expect(text.contains("fig:\(path.split(separator: "/")[0])/"), run.told)
                #expect(text.contains(path.hasPrefix("funds") ? "§九" : "§六(一)"), run.told)
                #expect(text.contains("#"), run.told)
            }
        }
    }

    @Test("JSON holds every event once, with sums that are the figure")
    func sums() throws {
        try withSyntheticHistory { place in
            let run = try place.run(["explain", "funds/FLOOR-a/paid", "--json"] + Self.day)
            #expect(run.status == 0, run.told)
            let json = try run.json()
            #expect(
                json.objectValue?.map(\.name) == [
                    "figure", "indicator", "asOf", "knownAt", "treeSize", "rootHash", "definition",
                    "row", "name", "formula", "clauses", "parameters", "terms", "checks", "equal",
                    "events",
                ]
            )
            #expect(json["equal"]?.booleanValue == true)
            let events = try #require(json["events"]?.arrayValue)
            let positions = events.compactMap { $0["position"]?.integerValue }
            #expect(positions == Set(positions).sorted())
            // Each amount again from the event as the ledger hands it out.
            for (term, member) in [("numerator", "numeratorFen"), ("base", "denominatorFen")] {
                let items = try #require(
                    json["terms"]?.arrayValue?.first { $0["name"]?.stringValue == term }?["items"]?
                        .arrayValue
                )
                var sum: Int64 = 0
                for item in items where item["status"]?.stringValue == "counts" {
                    for entry in item["entries"]?.arrayValue ?? [] {
                        guard let amount = entry["amount"]?.integerValue else { continue }
                        let position = try #require(entry["position"]?.integerValue)
                        let line = try place.run(
                            "events",
                            "--json",
                            "--from-position",
                            "\(position)",
                            "--to-position",
                            "\(position)"
                        )
                        let data = try #require(try line.json()["data"])
                        #expect(data["amountFen"]?.integerValue == abs(amount))
                        #expect(positions.contains(position))
                        sum += amount
                    }
                }
                #expect(json["row"]?[member]?.integerValue == sum)
            }
        }
    }

    @Test("A cell is explained by the terms behind it")
    func cell() throws {
        try withSyntheticHistory { place in
            let path = "funds/FLOOR-a/paid"
            let cases = [
                ("numeratorFen", ["numerator"]), ("denominatorFen", ["base"]),
                ("percent", ["numerator", "base"]), ("official", []),
            ]
            for (member, terms) in cases {
                let run = try place.run(["explain", "\(path)#\(member)", "--json"] + Self.day)
                #expect(run.status == 0, run.told)
                let json = try run.json()
                #expect(json["member"]?.stringValue == member)
                let names = json["terms"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
                #expect(names == terms, "\(member)")
            }
        }
    }

    @Test("A quoted figure and its path are explained alike")
    func byName() throws {
        try withSyntheticHistory { place in
            let byPath = try place.run(["explain", "coverage/all/townships", "--json"] + Self.day)
            let figure = try byPath.figure()
            #expect(figure.hasPrefix("fig:coverage/all/townships/all/open@"))
            #expect(try place.run("explain", figure, "--json").output == byPath.output)
            let byFold = try place.run("explain", figure, "--json", "--no-snapshots")
            #expect(byFold.output == byPath.output)
        }
    }

    @Test("The proofs of all events lead to the root of the answer")
    func proofs() throws {
        try withSyntheticHistory { place in
            let run = try place.run(
                ["explain", "coverage/540222000000/townships", "--json", "--proofs"] + Self.day
            )
            let json = try run.json()
            let root = try #require(json["rootHash"]?.stringValue)
            let events = try #require(json["events"]?.arrayValue)
            #expect(events.count > 10)
            for event in events {
                let proof = try #require(event["proof"])
                let position = try #require(event["position"]?.integerValue)
                #expect(proof["leafIndex"]?.integerValue == position)
                let digest = try #require(
                    (proof["digest"]?.stringValue).flatMap(SHA256Digest.init(hex:))
                )
                let recordedAt = try #require(
                    (event["recordedAt"]?.stringValue).flatMap(Instant.init(parsingUTC:))
                )
                let path = try #require(proof["path"]?.arrayValue).compactMap {
                    $0.stringValue.flatMap(SHA256Digest.init(hex:))
                }
                let found = Self.root(
                    of: Self.leaf(UInt64(position), recordedAt, digest),
                    at: UInt64(position),
                    size: UInt64(json["treeSize"]?.integerValue ?? 0),
                    path
                )
                #expect(found?.description == root)
            }
        }
    }

    private static func bytes(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }

    private static func leaf(
        _ position: UInt64,
        _ recordedAt: Instant,
        _ digest: SHA256Digest
    ) -> SHA256Digest {
        let time = UInt64(bitPattern: recordedAt.millisecondsSince1970)
        return SHA256Digest.hash([0] + bytes(position) + bytes(time) + digest.bytes)
    }

    /// RFC 9162, section 2.1.3.2, as it stands there; `nil` for a path of the wrong length.
    private static func root(
        of leaf: SHA256Digest,
        at index: UInt64,
        size: UInt64,
        _ path: [SHA256Digest]
    ) -> SHA256Digest? {
        var (node, last) = (index, size - 1)
        var hash = leaf
        for step in path {
            if last == 0 { return nil }
            if node & 1 == 1 || node == last {
                hash = SHA256Digest.hash([1] + step.bytes + hash.bytes)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = SHA256Digest.hash([1] + hash.bytes + step.bytes)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 ? hash : nil
    }

    @Test("An indicator alone shows its definition, whose digest is that of answers")
    func card() throws {
        try withSyntheticHistory { place in
            for indicator in Indicator.allCases.map(\.rawValue) {
                let answer = try place.run(["query", indicator, "--json"] + Self.day)
                let digest = try #require(try answer.json()["definition"]?.stringValue)
                let card = try place.run("explain", indicator, "--json")
                #expect(try card.json()["digest"]?.stringValue == digest)
                let definition = try #require(try card.json()["definition"])
                #expect(SHA256Digest.hash(canonicalize(definition)).description == digest)
                let page = try place.run("explain", indicator)
                #expect(page.outputText.contains(digest), page.told)
                #expect(try place.run("explain", try answer.figure()).output == page.output)
            }
        }
    }

    @Test("A row is found by its keys as they are printed, one behind the other")
    func printedKeys() throws {
        try withSyntheticHistory { place in
            let exceptions = try place.run(["query", "exceptions", "--json"] + Self.day).json()
            let row = try #require(exceptions["rows"]?.arrayValue?.first)
            let (kind, subject) = (
                row["kind"]?.stringValue ?? "", row["subject"]?.stringValue ?? ""
            )
            let about = try place.run(
                ["explain", "exceptions/\(kind)/\(subject)", "--json"] + Self.day
            )
            // One subject may have several rows of a kind; they are listed then.
            #expect(
                about.status == 0 || about.errorText.contains("exceptions/\(kind)/"),
                about.told
            )
            let whole = try place.run(
                ["explain", "funds/CAP-b/paid/appropriated", "--json"] + Self.day
            )
            let short = try place.run(["explain", "funds/CAP-b/paid", "--json"] + Self.day)
            #expect(whole.status == 0 && whole.output == short.output, whole.told)
        }
    }

    @Test("A path that several rows begin with is refused with the rows")
    func ambiguous() throws {
        try withSyntheticHistory { place in
            let run = try place.run(["explain", "funds/CAP-b"] + Self.day)
            #expect(run.status == 2, run.told)
            for row in ["funds/CAP-b/budgeted", "funds/CAP-b/paid/paid"] {
                #expect(run.errorText.contains(row), run.told)
            }
            let none = try place.run(["explain", "funds/CAP-z", "--json"] + Self.day)
            #expect(none.status == 1, none.told)
            #expect(try none.errorJSON()["error"]?.stringValue == "unknownRow")
            #expect(try place.run("explain", "funds/CAP-b/paid", "--proofs").status == 2)
        }
    }

    @Test("A station's row that an answer leaves out is found and explained")
    func hiddenRow() throws {
        try withSyntheticHistory { place in
            let all = try place.run(["query", "exits", "--all", "--json"] + Self.day)
            let rows = try #require(try all.json()["rows"]?.arrayValue)
            let clear = try #require(
                rows.first {
                    $0["status"]?.stringValue == "clear" && $0["rule"]?.stringValue == "R-EXIT-03"
                }
            )
            let station = try #require(clear["station"]?.stringValue)
            let run = try place.run(
                ["explain", "exits/\(station)/R-EXIT-03", "--json"] + Self.day
            )
            #expect(run.status == 0, run.told)
            #expect(try run.json()["row"]?.compact == clear.compact)
            #expect(try run.figure().contains("&include=all"))
        }
    }
}
