import Foundation
import Testing

/// Runs of the program `DamageSweep`, which damages a small ledger and judges what `cairn` says of it.
///
/// Ledgers stand in memory where there is a file system for that: a whole sweep makes hundreds of thousands of
/// changes.
struct Sweep {
    /// Beside the test bundle; `CAIRN_SWEEP` names another one, such as that of a release build.
    static let program: String = {
        let given = ProcessInfo.processInfo.environment["CAIRN_SWEEP"] ?? ""
        guard given.isEmpty else { return given }
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().path ?? "."
        return beside + "/DamageSweep"
    }()

    /// Whether every byte is damaged, which takes hours.
    static let isWhole = ProcessInfo.processInfo.environment["CAIRN_SOAK"] == "1"

    static let history: String = {
        let root = URL(filePath: #filePath).appending(path: "../../../../").standardized
        return root.appending(path: "Replay/late-and-corrected/events.ndjson").path
    }()

    private let place: Workplace
    private var made: String { place.folder + "/made" }

    /// Makes a ledger of the programme's types, or a log of test types, and runs a body.
    static func with(
        history: String?,
        format: Int = 2,
        _ body: (Sweep) throws -> Void
    ) throws {
        let base = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : nil
        try withWorkplace(ledger: false, below: base) { place in
            let sweep = Sweep(place: place)
            let words = ["make", sweep.made, "--format", "\(format)"]
            let run = try place.run(
                words + (history.map { ["--history", $0] } ?? []),
                program: program
            )
            try #require(run.status == 0, run.told)
            try body(sweep)
        }
    }

    /// Paths of the files in a folder of the ledger.
    func files(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(made)/ledger/\(folder)").sorted()
            .map { "\(folder)/\($0)" }
    }

    /// Damages a file, in as many processes as there are processors, and expects that nothing was answered
    /// over the damage.
    ///
    /// - Parameters:
    ///   - words: Options of `DamageSweep sweep`.
    ///   - refusals: Failures that are no damage and fit all the same.
    /// - Returns: What was found, region by region.
    /// - Throws: When a process failed, or nothing was damaged.
    func run(_ words: [String], allowing refusals: Set<String> = []) throws -> SweepTally {
        let count = ProcessInfo.processInfo.activeProcessorCount
        let shares = try (1...count).map { share in
            let output = place.folder + "/tally-\(share)"
            let child = try ChildProcess(
                Self.program,
                [
                    "sweep", made, "--work", place.folder + "/work-\(share)", "--share",
                    "\(share)/\(count)",
                ]
                    + words,
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"],
                folder: place.folder,
                output: .file(output),
                errors: .file(output + ".errors")
            )
            return (child: child, output: output)
        }
        var tally = SweepTally()
        for share in shares {
            let end = share.child.wait()
            let told = place.text(of: share.output + ".errors").prefix(2_000)
            try #require(end.status == 0, "\(words) ended \(end): \(told)")
            try tally.add(place.text(of: share.output), allowing: refusals)
        }
        for anomaly in tally.anomalies { Issue.record("\(anomaly)") }
        try #require(tally.damageCount > 0, "\(words) damaged nothing")
        return tally
    }
}

/// What a sweep found.
struct SweepTally {
    /// Number of damages, and of those that some command noticed, by region of the file.
    private(set) var regions: [String: (damages: Int, noticed: Int)] = [:]
    /// Whatever was answered wrongly or not at all.
    private(set) var anomalies: [String] = []

    var damageCount: Int { regions.values.reduce(0) { $0 + $1.damages } }
    var noticedCount: Int { noticedCount { _ in true } }

    func damageCount(where isWanted: (String) -> Bool) -> Int {
        regions.reduce(0) { $0 + (isWanted($1.key) ? $1.value.damages : 0) }
    }

    func noticedCount(where isWanted: (String) -> Bool) -> Int {
        regions.reduce(0) { $0 + (isWanted($1.key) ? $1.value.noticed : 0) }
    }

    /// Takes in the lines of one process.
    mutating func add(_ text: String, allowing refusals: Set<String>) throws {
        for line in text.split(separator: "\n") {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(
                String.init
            )
            switch columns[0] {
            case "region":
                let counts = columns[2].split(separator: " ").compactMap { word in
                    word.split(separator: "=").last.flatMap { Int($0) }
                }
                try #require(counts.count > 2, "\(line)")
                let known = regions[columns[1]] ?? (0, 0)
                regions[columns[1]] = (known.damages + counts[0], known.noticed + counts[1])
            case "anomaly":
                let name = columns[5].prefix { $0 != ":" }
                guard columns[2] != "refused" || !refusals.contains(String(name)) else { continue }
                anomalies.append(String(line.prefix(1_500)).replacing("\t", with: " | "))
            default: break
            }
        }
    }
}
