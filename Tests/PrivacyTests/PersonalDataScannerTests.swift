import Testing

@testable import Privacy

@Suite("The scanner of personal data")
struct PersonalDataScannerTests {
    private func found(_ text: String) -> [String] {
        var scanner = PersonalDataScanner()
        return scanner.matches(in: text).map { "\($0.kind) \($0.masked)" }
    }

    @Test(
        "Identity numbers are found by region, date and check character",
        arguments: [
            // The example of GB 11643-1999.
            "11010519491231002X", "440524188001010014",
        ]
    )
    func identityOfTheStandard(number: String) {
        // The second was born in 1880 and is out of range; its check character is right.
        let isFound = number.contains("1949")
        #expect(found(number) == (isFound ? ["identityNumber 1101**********002X"] : []))
        #expect(SyntheticNumbers.identityCheck(String(number.dropLast())) == number.suffix(1))
    }

    @Test("Every other check character, a day that never was and an unknown region are no hit")
    func identityNearMisses() {
        let body = "11010519491231002"
        for check in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            #expect(found(body + check).isEmpty, "\(check)")
        }
        #expect(found(body + "x") == ["identityNumber 1101**********002X"])
        for body in ["11010519490230002", "11010519491331002", "16010519491231002"] {
            #expect(found(body + SyntheticNumbers.identityCheck(body)).isEmpty, "\(body)")
        }
        let foreign = "91112419810803002"
        #expect(found(foreign + SyntheticNumbers.identityCheck(foreign)).count == 1)
    }

    @Test("Card numbers need a known prefix, a length that goes with it, and Luhn's digit")
    func cards() {
        for (number, isFound) in [
            ("4111111111111111", true), ("5555555555554444", true), ("3530111333300000", true),
            ("6212345678900000003", true), ("4111111111111112", false),
            // Luhn holds, but no issuer begins so, or not with that length.
            ("1111111111111117", false), ("41111111111111111111", false), ("79927398713", false),
            ("4000000000000000006", false),
        ] {
            #expect(found(number).isEmpty != isFound, "\(number)")
        }
    }

    @Test(
        "Numbers of persons are found in whatever way they are written",
        arguments: 1...300 as ClosedRange<UInt64>
    )
    func spellings(seed: UInt64) throws {
        var numbers = SyntheticNumbers(seed: seed)
        for _ in 0..<20 {
            let identity = numbers.identity()
            let mobile = numbers.mobile()
            let card = numbers.card()
            let cases: [(PersonalDataKind, String, String)] = [
                (
                    .identityNumber, identity,
                    numbers.spelt(identity, shapes: [[6, 8], [6, 4, 4], [4, 4, 4, 4], [14]])
                ),
                (.mobileNumber, mobile, numbers.spelt(mobile, shapes: [[3, 4], [3], [7]])),
                (.bankCard, card, numbers.spelt(card, shapes: [[4, 4, 4, 4], [6]])),
            ]
            for (kind, number, spelling) in cases {
                let before = numbers.one(of: ["", "电话:", "负责人", "(", "no. ", "2019年 ", "#"])
                let after = numbers.one(of: ["", ",", ")", "号", " 于", "。", "/2"])
                let text = before + spelling + after
                var scanner = PersonalDataScanner()
                let matches = scanner.matches(in: text)
                try #require(matches.count == 1, "seed \(seed): \(text)")
                #expect(matches[0].digits == number, "seed \(seed): \(text)")
                // A card may by chance be an identity number too; then the surer kind is named.
                let isBoth = kind == .bankCard && matches[0].kind == .identityNumber
                #expect(matches[0].kind == kind || isBoth, "seed \(seed): \(text)")
                let bytes = Array(text.utf8)
                let place = String(decoding: bytes[matches[0].range], as: UTF8.self)
                #expect(spelling.contains(place), "seed \(seed): \(text)")
                #expect(scanner.matches(in: scanner.masked(text)).isEmpty, "seed \(seed)")
            }
        }
    }

    @Test(
        "One changed digit of an identity or card number is no hit",
        arguments: 1...100 as ClosedRange<UInt64>
    )
    func changedDigits(seed: UInt64) {
        var numbers = SyntheticNumbers(seed: seed)
        for original in [numbers.identity(), numbers.card()] {
            var digits = Array(original)
            let place = numbers.number(8...(digits.count - 2))
            let old = digits[place].wholeNumberValue ?? 0
            digits[place] = Character(String((old + numbers.number(1...9)) % 10))
            let changed = String(digits)
            // Both codes find every single changed digit; a card of 18 may turn into an identity number.
            let kinds = found(changed).filter { !$0.hasPrefix("identity") || original.count == 18 }
            let isCard = SyntheticNumbers.luhnSum(changed) % 10 == 0
            #expect(kinds.isEmpty || isCard, "seed \(seed): \(changed)")
        }
    }

    @Test(
        "What only looks like such a number is left alone",
        arguments: [
            // Longer runs, division codes, positions, times.
            "138123456789", "540222100000", "000013812345678", "2019-12-31T13:81:23+08:00",
            "110105194912310021234", "20191231235959999", "1577836799123",
            // Ids with letters; digests; UUIDs.
            "SF13812345678", "SF13812345678CN", "13812345678a", "order_13812345678",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "abcdef11010519491231002Xabcdef0123456789",
            "0011010519491231002a11010519491231002300110105194912310021abcdef",
            "62220212-3456-4890-8123-000000000000", "41111111-1111-4111-8111-111111111111",
            // Amounts and fractions.
            "13812345678.50", "0.13812345678", "¥13812345678", "13812345678元", "13812345678 分",
            "CNY 13812345678", "13812345678 fen", "￥ 4111111111111111", "4111111111111111元",
            // Landlines, hotlines, years, groups that belong to different things.
            "0892-8900838", "4008-123-456", "2018 2019 2020 2021", "138-1234 5678",
            "4111 1111 1111 1111 1111", "2019-07-01-13812", "138 1234", "12345678901",
        ]
    )
    func falseAlarms(text: String) {
        #expect(found(text).isEmpty, "\(text)")
        #expect(found("前" + text + "后").isEmpty, "\(text)")
    }

    @Test("Numbers are found at their boundaries, next to words of either script")
    func boundaries() {
        #expect(found("电话13812345678或13912345678").count == 2)
        #expect(found("13812345678,13912345678、13700000000").count == 3)
        #expect(found("tel13812345678 Phone13812345678").count == 2)
        #expect(found("+8613812345678 008613812345678 86-138-1234-5678").count == 3)
        #expect(found("ID11010519491231002X") == ["identityNumber 1101**********002X"])
        #expect(found("person/11010519491231002X") == ["identityNumber 1101**********002X"])
        #expect(found("６２１２３４５６７８９０００００００３") == ["bankCard 6212***********0003"])
        #expect(found("1１0105 19491231 002Ｘ") == ["identityNumber 1101**********002X"])
        #expect(found("13812345678") == ["mobileNumber 138****5678"])
        #expect(found("a 13812345678.") == ["mobileNumber 138****5678"])
    }

    @Test(
        "Ill-formed bytes and texts of any kind do no harm",
        arguments: 1...200 as ClosedRange<UInt64>
    )
    func anyBytes(seed: UInt64) {
        var numbers = SyntheticNumbers(seed: seed)
        let pieces: [[UInt8]] = [
            [0xEF], [0xEF, 0xBC], [0xEF, 0xBC, 0x91], [0xF0, 0x9F], [0x80], [0xC2], [0xE2, 0x80],
            Array("13812345678".utf8), Array("1101051949".utf8), Array("X".utf8), [0x20], [0x2D],
        ]
        var bytes: [UInt8] = []
        for _ in 0..<numbers.number(0...40) { bytes += numbers.one(of: pieces) }
        var scanner = PersonalDataScanner()
        let matches = scanner.matches(in: bytes.span)
        for (match, next) in zip(matches, matches.dropFirst()) {
            #expect(match.range.upperBound <= next.range.lowerBound, "seed \(seed)")
        }
        #expect(matches.allSatisfy { $0.range.upperBound <= bytes.count }, "seed \(seed)")
    }
}
