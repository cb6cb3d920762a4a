import Testing

/// Each damage of a ledger is named or changes nothing: no command answers over it, none crashes, none hangs.
///
/// Every test run damages each byte that leads to rows, and a sample of all else. With `CAIRN_SOAK=1` every byte
/// of every file is damaged in several ways, which takes hours; do that with a release build:
///
///     swift build -c release --product DamageSweep
///     CAIRN_SOAK=1 CAIRN_SWEEP=.build/release/DamageSweep swift test --filter SweepTests
@Suite("Damage swept over a small ledger", .serialized)
struct SweepTests {
    private static let pages = "zero-sector,zero-page,stale-page,cut,grown,older-file"
    private static let bytes = "low-bit,high-bit,all-bits"
    private static let changes = "low-bit,high-bit,all-bits,increment,other-bits"

    private func sample(_ count: Int) -> String { Sweep.isWhole ? "1000000000" : "\(count)" }

    @Test("Whichever byte that leads to rows is changed, a log reads what it read or names it")
    func everyByteThatLeads() throws {
        try Sweep.with(history: nil) { sweep in
            let kinds = Sweep.isWhole ? Self.changes : "any-change"
            let words = ["--log", "--damage", kinds, "--regions", "structure"]
            let tally = try sweep.run(words + ["--few"])
            // A page's padding, and what only the older of two states says, may change without effect.
            let isCurrent = { (region: String) in !region.contains("older") }
            let found = tally.noticedCount(where: isCurrent)
            #expect(found * 100 >= tally.damageCount(where: isCurrent) * 90)
            #expect(tally.damageCount > 1_500)
            // A writer is kept out, or writes soundly.
            let rest = try sweep.run(words + ["--sample", sample(40)])
            #expect(rest.noticedCount > 0)
        }
    }

    @Test("Pages that are lost, swapped, of an older moment or cut off are named by a log")
    func pages() throws {
        try Sweep.with(history: nil) { sweep in
            for (kinds, count) in [(Self.pages, 80), ("swap-pages", 30)] {
                let words = ["--log", "--damage", kinds, "--sample", sample(count)]
                let tally = try sweep.run(words)
                #expect(tally.noticedCount > 0)
            }
        }
    }

    @Test("Every command gives what it gave before, or names the damage", arguments: [2, 1])
    func commands(format: Int) throws {
        try Sweep.with(history: Sweep.history, format: format) { sweep in
            func run(
                _ kinds: String,
                _ regions: String?,
                _ count: Int,
                _ flag: String
            ) throws -> SweepTally {
                let words = [flag, "--damage", kinds, "--sample", sample(count)]
                return try sweep.run(words + (regions.map { ["--regions", $0] } ?? []))
            }
            let structure = try run(Self.changes, "structure", 6, "--writing")
            #expect(structure.noticedCount > 0)
            guard format == 2 || Sweep.isWhole else { return }
            _ = try run(Self.pages + ",swap-pages", nil, 6, "--blocks")
            // Rows have checksums: not one bit of them is lost on whoever reads everything.
            let rows = try run(Self.bytes, "row", 12, "--few")
            #expect(rows.noticedCount == rows.damageCount)
            // Nothing reads a free page, and nobody is alarmed by one.
            let free = try run(Self.bytes, "unused of free", 4, "--few")
            #expect(free.noticedCount == 0)
        }
    }

    @Test("Each byte of cairn.json and of the note of the newest commit matters, or is not needed")
    func smallFiles() throws {
        try Sweep.with(history: Sweep.history) { sweep in
            func run(_ file: String, _ count: Int) throws -> SweepTally {
                let words = ["--few", "--file", file, "--damage", Self.changes + ",cut"]
                // Of a version that is not known yet nothing else can be said.
                let sample = ["--sample", sample(count)]
                return try sweep.run(words + sample, allowing: ["newerFormat"])
            }
            let manifest = try run("cairn.json", 16)
            #expect(manifest.noticedCount == manifest.damageCount)
            _ = try run("log/writer.lock", 10)
        }
    }

    @Test("Each byte of a kept checkpoint and of the signing key matters: nothing is signed over")
    func evidence() throws {
        try Sweep.with(history: Sweep.history) { sweep in
            let names = try sweep.files(in: "checkpoints")
            #expect(names.count == 2)
            for (file, refusals) in names.map({ ($0, ["forked"]) })
                + [("keys/signing.key", ["signingKey"])]
            {
                let kinds = ["--damage", Self.changes + ",cut", "--sample", sample(24)]
                let words = ["--few", "--signing", "--file", file] + kinds
                let tally = try sweep.run(words, allowing: Set(refusals))
                #expect(tally.noticedCount == tally.damageCount, "\(file)")
            }
        }
    }

    @Test("Damage of views/ changes no answer: the kept states are computed anew")
    func views() throws {
        try Sweep.with(history: Sweep.history) { sweep in
            let kinds = Self.changes + ",zero-sector,zero-page,cut,grown"
            let regions =
                Sweep.isWhole
                ? "structure,row,meta,states,engine,cut,grown" : "structure,states,meta,cut"
            let words = ["--file", "views/data.mdb", "--damage", kinds, "--regions", regions]
            let tally = try sweep.run(words + ["--sample", sample(8)])
            #expect(tally.noticedCount == 0)
        }
    }
}
