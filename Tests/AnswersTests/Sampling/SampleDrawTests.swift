import Answers
import EventModel
import Testing

/// Numbers that a test lays down.
private struct GivenNumbers: NumberSource {
    var numbers: [UInt128]

    mutating func next(below bound: UInt128) -> UInt128 {
        let number = numbers.removeFirst()
        precondition(number < bound)
        return number
    }
}

@Suite("Draws of audit samples")
struct SampleDrawTests {
    @Test(
        "Over all starts every fen is hit exactly as often as there are points",
        arguments: 1...28
    )
    func everyFen(count: Int) {
        let total = 28
        var hits = [Int](repeating: 0, count: total)
        for start in 0..<total {
            var numbers = GivenNumbers(numbers: [UInt128(start)])
            let units = SampleDraw.units(count, of: UInt128(total), &numbers)
            #expect(units.count == count)
            #expect(zip(units, units.dropFirst()).allSatisfy { $0 < $1 })
            for unit in units { hits[Int(unit)] += 1 }
        }
        #expect(hits == [Int](repeating: count, count: total))
    }

    @Test("An event of at least the interval is hit by every start, one of less not by all")
    func certainEvents() {
        // 30 fen, 4 points: an interval of 7.5 fen; fen 10...17 are 8, fen 18...24 are 7.
        var missesOfEight = 0
        var missesOfSeven = 0
        for start in 0..<30 {
            var numbers = GivenNumbers(numbers: [UInt128(start)])
            let units = SampleDraw.units(4, of: 30, &numbers)
            if !units.contains(where: { (10...17).contains($0) }) { missesOfEight += 1 }
            if !units.contains(where: { (18...24).contains($0) }) { missesOfSeven += 1 }
        }
        #expect(missesOfEight == 0)
        #expect(missesOfSeven == 2)
    }

    @Test(
        "Over all rows of numbers every order of every subset is drawn exactly once",
        arguments: 0...5
    )
    func everySubset(count: Int) {
        var rows: [[UInt128]] = [[]]
        for place in 0..<count {
            rows = rows.flatMap { row in (0..<UInt128(5 - place)).map { row + [$0] } }
        }
        var seen: Set<[Int]> = []
        for row in rows {
            var numbers = GivenNumbers(numbers: row)
            let drawn = SampleDraw.records(count, of: 5, &numbers)
            #expect(Set(drawn).count == count)
            #expect(seen.insert(drawn).inserted)
        }
        #expect(seen.count == rows.count)
    }

    @Test("Draws are spread in proportion, by less than one beside it, and never beyond a stratum")
    func allocation() {
        for first in 0..<5 {
            for second in 0..<5 {
                for third in 0..<5 where first + second + third > 0 {
                    let sizes = [first, second, third]
                    let total = sizes.reduce(0, +)
                    for count in 0...total {
                        let draws = SampleDraw.allocation(
                            of: count,
                            over: sizes.map { UInt128($0) }
                        )
                        #expect(draws.reduce(0, +) == count)
                        for (draw, size) in zip(draws, sizes) {
                            #expect(draw <= size)
                            #expect(abs(draw * total - count * size) < total)
                        }
                    }
                }
            }
        }
        #expect(SampleDraw.allocation(of: 2, over: [1, 1, 1]) == [1, 1, 0])
        #expect(SampleDraw.allocation(of: 0, over: [0, 0]) == [0, 0])
    }

    private func numbers(_ seed: String, _ stratum: String = "") -> SampleNumbers {
        SampleNumbers(
            method: .record,
            seed: seed,
            stratum: stratum,
            population: SHA256Digest.hash(Array("synthetic".utf8))
        )
    }

    @Test("The numbers are those that other tools make of the same text")
    func knownNumbers() {
        // printf 'cairn-audit-sample/1\nrecord\n417\n\n' | cat - <(printf synthetic | sha256sum | xxd -r -p) \
        //     <(printf '\0\0\0\0\0\0\0\0') | sha256sum
        var first = numbers("417")
        #expect(String(first.next(below: 1 << 127), radix: 16) == "8bbd3165e5812df96e3d460a8529566")
        #expect(
            String(first.next(below: 1 << 127), radix: 16) == "7657987b7febc24a2d68ad1be5dbc446"
        )
    }

    @Test("Blocks that would favour small numbers are passed over")
    func rejection() {
        // Just above half of 2^128, nearly every second block is passed over.
        let bound = (UInt128(1) << 127) + 1
        var rejecting = numbers("7")
        var plain = numbers("7")
        var passed = 0
        for _ in 0..<40 {
            let number = rejecting.next(below: bound)
            #expect(number < bound)
            // The same blocks, read as they are but for the last number that does not fit.
            var block = plain.next(below: UInt128.max)
            while block >= bound {
                passed += 1
                block = plain.next(below: UInt128.max)
            }
            #expect(number == block)
        }
        #expect((10...80).contains(passed))
    }

    @Test("Seeds, methods and strata draw other numbers")
    func domains() {
        func first(_ numbers: SampleNumbers) -> UInt128 {
            var numbers = numbers
            return numbers.next(below: .max)
        }
        let other = SampleNumbers(
            method: .monetaryUnit,
            seed: "1",
            stratum: "",
            population: SHA256Digest.hash(Array("synthetic".utf8))
        )
        let all = [
            first(numbers("1")), first(numbers("2")), first(numbers("1", "540222000000")),
            first(other),
        ]
        #expect(Set(all).count == 4)
    }

    @Test("An id is read as it is written, and in no other spelling")
    func ids() throws {
        let hash = String(repeating: "0a", count: 32)
        let texts = [
            "sample:record/25/417@\(hash)?position=0&asOf=2019-12-31",
            "sample:monetary-unit/1/a.b_c-d@\(hash)?position=45000&asOf=2019-12-31"
                + "&knownAt=2019-12-31T15:59:59.999Z&population=trade.recorded&strata=county",
        ]
        for text in texts {
            let id = try #require(SampleID(text))
            #expect(id.text == text)
        }
        let wrong = [
            "", "sample:", texts[0].uppercased(), texts[0] + "&",
            texts[0] + "&population=fund.disbursed",
            texts[0].replacing("record", with: "cell"), texts[0].replacing("/25/", with: "/025/"),
            texts[0].replacing("/25/", with: "/0/"), texts[0].replacing("/25/", with: "/1000001/"),
            texts[0].replacing("417", with: ""), texts[0].replacing("417", with: "4/17"),
            texts[0].replacing("417", with: "乙"), texts[0].replacing("0a", with: "0A"),
            texts[0].replacing("2019-12-31", with: "2019-12-32"),
            texts[0].replacing("position=0&asOf=2019-12-31", with: "asOf=2019-12-31&position=0"),
            texts[0].replacing("position=0", with: "position=-1"), texts[0] + "&strata=line",
            texts[1].replacing("15:59:59.999Z", with: "15:59:59Z"),
        ]
        for text in wrong { #expect(SampleID(text) == nil, "\(text)") }
    }
}
