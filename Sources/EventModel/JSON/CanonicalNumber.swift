/// Doubles as ECMAScript writes them, which is how RFC 8785 writes numbers.
///
/// Events hold no doubles; the canonical form is complete so that it can be checked against the RFC.
enum CanonicalNumber {
    /// Appends a finite double: the shortest digits that read back to it, in ECMAScript's layout.
    ///
    /// - SeeAlso: RFC 8785, section 3.2.2.3; ECMA-262, Number::toString.
    static func append(_ value: Double, to bytes: inout [UInt8]) {
        precondition(value.isFinite, "JSON has no infinities")
        guard value != 0 else {
            bytes.append(UInt8(ascii: "0"))
            return
        }
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let (digits, pointPlace) = shortestDigits(of: value.magnitude)
        switch pointPlace {
        case digits.count...21:
            bytes.append(contentsOf: digits)
            appendZeros(pointPlace - digits.count, to: &bytes)
        case 1...21:
            bytes.append(contentsOf: digits[..<pointPlace])
            bytes.append(UInt8(ascii: "."))
            bytes.append(contentsOf: digits[pointPlace...])
        case -5...0:
            bytes.append(contentsOf: "0.".utf8)
            appendZeros(-pointPlace, to: &bytes)
            bytes.append(contentsOf: digits)
        default:
            bytes.append(digits[0])
            if digits.count > 1 {
                bytes.append(UInt8(ascii: "."))
                bytes.append(contentsOf: digits[1...])
            }
            bytes.append(contentsOf: pointPlace > 0 ? "e+".utf8 : "e-".utf8)
            bytes.append(contentsOf: String((pointPlace - 1).magnitude).utf8)
        }
    }

    /// Digits without leading or trailing zeros, and how many of them stand before the decimal point.
    private static func shortestDigits(of value: Double) -> (digits: [UInt8], pointPlace: Int) {
        // The standard library prints the shortest digits that read back; only its layout differs.
        var digits: [UInt8] = []
        var pointPlace: Int?
        var exponent = 0
        let text = Array(value.description.utf8)
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "."): pointPlace = digits.count
            case UInt8(ascii: "e"):
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
            default: digits.append(byte)
            }
            if byte == UInt8(ascii: "e") { break }
        }
        var place = (pointPlace ?? digits.count) + exponent
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        place -= leading
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, place)
    }

    private static func appendZeros(_ count: Int, to bytes: inout [UInt8]) {
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
    }
}
