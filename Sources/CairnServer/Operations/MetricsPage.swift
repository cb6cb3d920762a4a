/// Text in the exposition format of Prometheus, version 0.0.4.
struct MetricsPage {
    private(set) var text = ""

    /// Begins a family of samples.
    mutating func family(_ name: String, _ kind: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// Adds a sample.
    mutating func sample(
        _ name: String,
        _ labels: [(String, String)] = [],
        _ value: String
    ) {
        text += name
        if !labels.isEmpty {
            let inside = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
            text += "{\(inside)}"
        }
        text += " \(value)\n"
    }

    /// A family of one sample.
    mutating func single(
        _ name: String,
        _ kind: String,
        _ help: String,
        _ value: some BinaryInteger
    ) {
        family(name, kind, help)
        sample(name, [], String(value))
    }

    /// Adds a histogram whose bounds are microseconds, in seconds.
    mutating func histogram(
        _ name: String,
        _ labels: [(String, String)] = [],
        microsecondBounds bounds: [Int],
        _ buckets: [UInt64],
        sum microseconds: UInt64
    ) {
        var total: UInt64 = 0
        for (index, count) in buckets.enumerated() {
            total += count
            let bound = index < bounds.count ? Self.seconds(UInt64(bounds[index])) : "+Inf"
            sample(name + "_bucket", labels + [("le", bound)], String(total))
        }
        sample(name + "_sum", labels, Self.seconds(microseconds))
        sample(name + "_count", labels, String(total))
    }

    /// Adds a histogram of plain numbers without a sum of its own.
    mutating func histogram(
        _ name: String,
        bounds: [Int],
        _ buckets: [UInt64],
        sum: UInt64
    ) {
        var total: UInt64 = 0
        for (index, count) in buckets.enumerated() {
            total += count
            let bound = index < bounds.count ? String(bounds[index]) : "+Inf"
            sample(name + "_bucket", [("le", bound)], String(total))
        }
        sample(name + "_sum", [], String(sum))
        sample(name + "_count", [], String(total))
    }

    /// Microseconds as decimal seconds.
    static func seconds(_ microseconds: UInt64) -> String {
        let whole = microseconds / 1_000_000
        let rest = String(microseconds % 1_000_000)
        return "\(whole)." + String(repeating: "0", count: 6 - rest.utf8.count) + rest
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
