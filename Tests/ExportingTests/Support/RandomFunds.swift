import CairnTestSupport

/// A random history of money: late, doubled, voided, corrected and dangling events among it.
struct RandomFunds {
    private var random: SplitMix64
    private(set) var lines: [FundLine] = []
    /// Lines that are neither voided nor corrected.
    private var active: [Int] = []
    /// Voids that may be taken back: those of events that nothing else is about.
    private var reversible: [Int] = []

    private static let classes = [
        "countyCentre", "cityCentre", "townshipVillageStation", "cityLogistics", "promotion",
        "povertyAlleviation", "training", "prohibitedOfficeBuilding",
    ]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        for _ in 0..<number(20...90) {
            switch number(0...11) {
            case 0 where !active.isEmpty: void()
            case 1 where !active.isEmpty: correct()
            case 2 where !reversible.isEmpty: takeBack()
            default: add(event(id: "e\(lines.count)"))
            }
        }
    }

    private mutating func add(_ line: FundLine) {
        active.append(lines.count)
        lines.append(line)
    }

    private mutating func void() {
        let target = active.remove(at: number(0...(active.count - 1)))
        if lines[target].corrects == nil { reversible.append(lines.count) }
        lines.append(.voided("e\(lines.count)", day(), lines[target].id))
    }

    private mutating func correct() {
        let place = number(0...(active.count - 1))
        let target = active[place]
        var line = event(id: "x")
        while line.type != lines[target].type { line = event(id: "x") }
        active.remove(at: place)
        add(line.correcting(lines[target].id, id: "e\(lines.count)"))
    }

    /// Voids a void, so that its target counts again.
    private mutating func takeBack() {
        let target = reversible.remove(at: number(0...(reversible.count - 1)))
        lines.append(.voided("e\(lines.count)", day(), lines[target].id))
    }

    private mutating func event(id: String) -> FundLine {
        let fen = Int64(number(0...1_000))
        let line = one(of: ["A", "B", "C", "D"])
        let payment = "p\(number(1...9))"
        let source = one(of: ["central", "central", "city"])
        let classes = (0..<number(0...2)).map { _ in one(of: Self.classes) }
        var made: FundLine =
            switch number(0...9) {
            case 0: .granted(id, day(), fen, source: source)
            case 1, 2: .budgeted(line, day(), fen, source: source, classes: classes, id: id)
            case 3: .moved(id, day(), from: line, to: one(of: ["A", "B", "C"]), fen)
            case 4, 5, 6:
                .paid(payment, day(), line, fen, source: source, classes: classes, id: id)
            case 7: .returned(id, day(), of: payment, fen)
            case 8: .returned(id, day(), of: payment, fen, isRecovery: true)
            default: .classified(id, day(), payment, classes)
            }
        made.hour = number(0...23)
        return made
    }

    private mutating func day() -> String {
        let day = number(0...22)
        return day < 3 ? "2019-02-\(26 + day)" : "2019-03-\(day < 12 ? "0" : "")\(day - 2)"
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func one<Element>(of list: [Element]) -> Element {
        list[number(0...(list.count - 1))]
    }
}
