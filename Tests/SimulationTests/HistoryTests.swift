import EventModel
import Foundation
import Programme
import Simulation
import Testing

@Suite("Synthetic histories")
struct HistoryTests {
    private static let seeds: [UInt64] = [1, 2, 2_019]

    @Test("The same seed gives the same bytes, another seed others", arguments: seeds)
    func determinism(seed: UInt64) {
        let first = Made(seed: seed, events: 3_000).bytes
        let again = Made(seed: seed, events: 3_000).bytes
        let other = Made(seed: seed + 1, events: 3_000).bytes
        #expect(first == again, "seed \(seed)")
        #expect(first != other, "seed \(seed)")
    }

    @Test(
        "A history has exactly as many events as asked for",
        arguments: [0, 1, 500, 1_000, 12_345, 60_000]
    )
    func count(events: Int) {
        var generator = HistoryGenerator(seed: 7, eventCount: events)
        var count = 0
        while generator.next() != nil { count += 1 }
        #expect(count == events)
        let further = generator.next()
        #expect(further == nil)
    }

    @Test(
        "Recorded times never decrease, and no fact is recorded before it happened",
        arguments: seeds
    )
    func recordedOrder(seed: UInt64) {
        var last = Instant(millisecondsSince1970: .min)
        for (place, simulated) in Made(seed: seed, events: 60_000).events.enumerated() {
            let recorded = simulated.recordedAt
            #expect(recorded >= last, "seed \(seed) event \(place)")
            #expect(recorded >= simulated.event.time.instant, "seed \(seed) event \(place)")
            last = recorded
        }
    }

    @Test("Every event passes the door and comes back as it was made", arguments: seeds)
    func door(seed: UInt64) throws {
        let reader = EventReader(registry: programmeRegistry)
        for (place, simulated) in Made(seed: seed, events: 30_000).events.enumerated() {
            let line = Made.line(simulated, place)
            let read: IncomingEvent
            do throws(Refusal) {
                read = try reader.read(line)
            } catch {
                Issue.record("seed \(seed) event \(place): \(error)")
                return
            }
            #expect(
                read.digest == IncomingEvent(simulated.event).digest,
                "seed \(seed) event \(place)"
            )
        }
    }

    @Test("Nine in ten events are parcel scans", arguments: seeds)
    func mix(seed: UInt64) {
        let types = Made(seed: seed, events: 200_000).countByType
        let scans = types["parcel.scanned", default: 0]
        #expect((174_000...186_000).contains(scans), "seed \(seed): \(scans) scans")
    }

    @Test("Every type of the programme occurs that the generator knows")
    func types() {
        // Personal fields need the keys of a ledger, and what a ledger records of itself needs a ledger.
        let own = ledgerSchemas.map(\.type).filter { $0 != eventVoided.type }
        var missing = Set(programmeRegistry.types)
            .subtracting(["region.renamed", "region.retired", "rule.adopted"])
            .subtracting(["person.registered", "household.registered"]).subtracting(own)
        for seed in [1, 3, 5] as [UInt64] {
            missing.subtract(Made(seed: seed, events: 200_000).countByType.keys)
        }
        #expect(missing.sorted() == [])
    }

    @Test("Facts come late, and some are voided or corrected", arguments: seeds)
    func lateAndCorrected(seed: UInt64) {
        let made = Made(seed: seed, events: 60_000)
        let late = made.events.filter {
            $0.recordedAt.millisecondsSince1970 - $0.event.time.instant.millisecondsSince1970
                >= 86_400_000
        }
        let corrections = made.events.filter { $0.event.corrects != nil }
        // A fortieth is late and a thousandth taken back.
        #expect((900...2_400).contains(late.count), "seed \(seed): \(late.count) late")
        #expect(corrections.count >= 10, "seed \(seed): \(corrections.count) corrections")
        #expect(made.countByType["event.voided", default: 0] >= 10, "seed \(seed)")
    }

    @Test(
        "A correction or void names an earlier event that stands, of the same stream",
        arguments: seeds
    )
    func targets(seed: UInt64) {
        var subjects: [String: String] = [:]
        var takenBack: Set<String> = []
        for (place, simulated) in Made(seed: seed, events: 60_000).events.enumerated() {
            let event = simulated.event
            let where_ = "seed \(seed) event \(place)"
            if let target = event.corrects?.description {
                #expect(subjects[target] == event.subject, "\(where_)")
                #expect(takenBack.insert(target).inserted, "\(where_): \(target) twice")
            }
            if event.schema === eventVoided, case .text(let source) = event.data[0],
                case .text(let id) = event.data[1]
            {
                let target = "\(source)#\(id)"
                #expect(subjects[target] == event.subject, "\(where_)")
                #expect(takenBack.insert(target).inserted, "\(where_): \(target) twice")
            }
            subjects[event.reference.description] = event.subject
        }
    }

    @Test("Everything invented says so")
    func labels() {
        for simulated in Made(seed: 3, events: 20_000).events {
            let event = simulated.event
            #expect(event.source.hasPrefix("/synthetic/"))
            if let actor = event.actor { #expect(actor.hasPrefix("synthetic-")) }
            for (field, value) in zip(event.schema.fields, event.data) {
                guard case .text(let text) = value else { continue }
                switch field.name {
                case "operator", "payee", "inspector", "authority", "recipient", "product",
                    "carrier", "documentNumber", "voucher", "approval", "topic":
                    #expect(text.hasSuffix("(synthetic)"), "\(event.schema.type).\(field.name)")
                case "parcel", "order", "payment", "session", "complaint":
                    #expect(text.hasPrefix("SYN"), "\(event.schema.type).\(field.name)")
                case "name" where event.schema === RegionEvents.declared:
                    let isVillage = event.data[2] == .integer(RegionLevel.village.stored)
                    #expect(!isVillage || text.hasSuffix("(synthetic)"))
                default: break
                }
            }
        }
    }

    @Test("Ids in the form of UUIDv7 are distinct and rise within a millisecond's order")
    func timeOrderedIDs() {
        var options = HistoryOptions()
        options.identityStyle = .timeOrdered
        let events = Made(seed: 4, events: 5_000, options: options).events
        let ids = events.map(\.event.id)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 36 && $0.dropFirst(14).first == "7" })
        #expect(ids == ids.sorted())
    }
}
