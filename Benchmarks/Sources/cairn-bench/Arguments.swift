/// What was asked for on the command line: a word, then `--name value` pairs.
struct Arguments {
    /// The workload.
    let word: String
    private let values: [String: String]

    /// A mistake on the command line.
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    init(_ arguments: [String]) throws(Fault) {
        var rest = arguments.dropFirst()
        word = rest.popFirst() ?? ""
        var values: [String: String] = [:]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw Fault(description: "\(name): expected --name value")
            }
            values[String(name.dropFirst(2))] = value
        }
        self.values = values
    }

    /// A required text.
    func text(_ name: String) throws(Fault) -> String {
        guard let value = values[name] else { throw Fault(description: "--\(name) is missing") }
        return value
    }

    /// A number of at least 1, with a default.
    func number(_ name: String, default usual: Int? = nil) throws(Fault) -> Int {
        guard let value = values[name] else {
            guard let usual else { throw Fault(description: "--\(name) is missing") }
            return usual
        }
        guard let number = Int(value.filter { $0 != "_" }), number > 0 else {
            throw Fault(description: "--\(name) \(value): expected a number of at least 1")
        }
        return number
    }

    /// One of the words of a list, with a default.
    func choice<Choice: RawRepresentable>(
        _ name: String,
        default usual: Choice? = nil
    ) throws(Fault) -> Choice where Choice.RawValue == String {
        guard let value = values[name] else {
            guard let usual else { throw Fault(description: "--\(name) is missing") }
            return usual
        }
        guard let choice = Choice(rawValue: value) else {
            throw Fault(description: "--\(name) \(value) is not known")
        }
        return choice
    }
}
