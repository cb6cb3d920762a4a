import ArgumentParser
import Foundation

/// Damages a small ledger in every way in turn and runs `cairn` on it, each time in a child process.
///
/// `make` records the ledger, `sweep` damages it. Run by `Tests/CairnCommandsTests/Damage`, and by hand for
/// a whole sweep (see there).
@main
struct DamageSweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "DamageSweep",
        abstract: "Damage a small ledger in every way and see that nothing is answered over it.",
        subcommands: [Make.self, Sweep.self]
    )
}

/// `make`: a ledger, its older states and what its commands answer.
struct Make: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a small ledger.")

    @Argument(help: "New folder for the ledger and its older states.") var folder: String
    @Option(
        help: "Events to begin with, with recorded times (NDJSON); without, a log of test types."
    )
    var history: String?
    @Option(help: "Version of the stored format.") var format: UInt16 = 2
    @Option(help: "Events of a sealed block.") var blockEvents: Int = 16
    @Option(help: "Events of a commit.") var batchEvents: Int = 9

    func run() throws {
        let maker = SmallLedger(
            folder: folder,
            format: format,
            blockEvents: blockEvents,
            batchEvents: batchEvents
        )
        if let history {
            try maker.make(history: Array(try Data(contentsOf: URL(filePath: history))))
        } else {
            try maker.makeTiny()
        }
    }
}

/// `sweep`: damages one file of a ledger that `make` made.
struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Damage one file in turn.")

    @Argument(help: "The folder that `make` made.") var folder: String
    @Option(help: "The file to damage, below the ledger's folder.") var file = "log/data.mdb"
    @Option(help: "Kinds of damage, separated by commas.") var damage = DamageKind.allNames
    @Option(help: "Empty folder for copies, in memory best.") var work: String
    @Option(help: "Which part of how many, such as 1/2.") var share = "1/1"
    @Option(help: "Only so many damages, drawn at random.") var sample: Int?
    @Option(help: "Seed of the sample.") var seed: UInt64 = 1
    @Option(help: "Only damages of these regions of the file, separated by commas.")
    var regions: String?
    @Flag(help: "Only the commands that read everything.") var few = false
    @Flag(help: "Ask a log of test types directly instead of running commands.") var log = false
    @Flag(help: "Import into the damaged ledger as well.") var writing = false
    @Flag(help: "Sign a checkpoint in the damaged ledger as well.") var signing = false
    @Flag(help: "Read every block for itself as well.") var blocks = false
    @Option(help: "Only the damages with these numbers, separated by commas.") var only: String?
    @Option(help: "Seconds after which no further damage is begun.") var seconds: Int?

    func run() throws {
        let place = try SweepPlace(made: folder, work: work, file: file, asksIndicators: !log)
        let commands =
            log
            ? CommandList(askingLogOf: place, few: few)
            : try CommandList(
                place: place,
                few: few,
                writing: writing,
                signing: signing,
                eachBlock: blocks
            )
        let expected = commands.record()
        var damages = Damage.all(
            kinds: try damage.split(separator: ",").map { try DamageKind.named(String($0)) },
            of: place.pristine,
            older: place.olderStates
        )
        let map = file.hasSuffix(".mdb") ? PageMap(of: place.pristine) : nil
        if let regions {
            let wanted = Set(regions.split(separator: ",").map(String.init))
            damages = damages.filter { damage in
                wanted.contains { map?.region(of: damage).hasPrefix($0) ?? false }
            }
        }
        if let only {
            let numbers = Set(only.split(separator: ",").compactMap { Int($0) })
            damages = damages.filter { numbers.contains($0.number) }
        }
        if let sample { damages = Damage.sample(sample, of: damages, seed: seed) }
        let parts = share.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2, parts[0] >= 1, parts[1] >= parts[0] else {
            throw ValidationError("--share is i/n")
        }
        var tally = Tally()
        let end = seconds.map { ContinuousClock.now + .seconds($0) }
        for (index, damage) in damages.enumerated() where index % parts[1] == parts[0] - 1 {
            if let end, ContinuousClock.now > end { break }
            let region = map?.region(of: damage) ?? file
            let results = place.withDamage(damage) { commands.run(expecting: expected) }
            tally.take(results, of: damage, in: region, commands: commands)
        }
        tally.print(seed: sample == nil ? nil : seed)
    }
}
