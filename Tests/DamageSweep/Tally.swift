/// What the damages led to, by the region of the file that they hit.
struct Tally {
    private var counts: [String: [Verdict.Kind: Int]] = [:]
    private var damageCounts: [String: Int] = [:]
    private var noticed: [String: Int] = [:]
    private var anomalies: [String: (count: Int, steps: Set<String>, example: String)] = [:]
    private var named: [String: Int] = [:]

    /// Counts the verdicts on one damage.
    mutating func take(
        _ verdicts: [Verdict],
        of damage: Damage,
        in region: String,
        commands: CommandList
    ) {
        var verdicts = verdicts
        let others = verdicts.indices.first {
            $0 != commands.verifyIndex && verdicts[$0].kind == .named
        }
        if let others, verdicts[commands.verifyIndex].kind == .correct {
            verdicts[commands.verifyIndex] = Verdict(.silent, verdicts[others].detail)
        }
        damageCounts[region, default: 0] += 1
        if verdicts.contains(where: { $0.kind != .correct }) { noticed[region, default: 0] += 1 }
        for (index, verdict) in verdicts.enumerated() {
            counts[region, default: [:]][verdict.kind, default: 0] += 1
            switch verdict.kind {
            case .correct: break
            case .named: named[Self.shape(of: verdict.detail), default: 0] += 1
            case .refused, .handled, .crash, .hang, .wrong, .silent:
                let step = commands.steps[index].name
                let shape = Self.shape(of: verdict.detail)
                let key = "\(verdict.kind.rawValue)\t\(region)\t\(damage.kind.rawValue)\t\(shape)"
                let known = anomalies[key] ?? (0, [], "\(damage.name): \(verdict.detail)")
                anomalies[key] = (known.count + 1, known.steps.union([step]), known.example)
            }
        }
    }

    /// A message without its numbers.
    private static func shape(of detail: String) -> String {
        var shape = ""
        for character in detail.prefix(110) {
            if character.isNumber {
                if shape.last != "#" { shape.append("#") }
            } else if !(character == "," && shape.last == "#") {
                shape.append(character)
            }
        }
        return shape
    }

    /// Writes the tally: a line a region, then what should not be, then how damage was named.
    func print(seed: UInt64?) {
        if let seed { Swift.print("seed\t\(seed)") }
        for region in counts.keys.sorted() {
            let cells = Verdict.Kind.allCases.map { kind in
                "\(kind.rawValue)=\(counts[region]?[kind] ?? 0)"
            }
            let damages = "damages=\(damageCounts[region] ?? 0) noticed=\(noticed[region] ?? 0)"
            Swift.print("region\t\(region)\t\(damages) \(cells.joined(separator: " "))")
        }
        for (key, found) in anomalies.sorted(by: { $0.key < $1.key }) {
            let steps = found.steps.sorted().joined(separator: "; ")
            Swift.print("anomaly\t\(found.count)\t\(key)\t\(steps)\t\(found.example)")
        }
        for (shape, count) in named.sorted(by: { $0.value > $1.value }) {
            Swift.print("named\t\(count)\t\(shape)")
        }
    }
}
