import EventModel
import Foundation
import Programme
import Simulation
import Testing

@Suite("The world of a history")
struct WorldTests {
    /// Units, towns and villages by county: townships, administrative villages, committees.
    private static let counties: [String: [Int]] = [
        "540202": [12, 161, 15], "540222": [19, 152, 3], "540224": [11, 107, 0],
        "540225": [11, 98, 0], "540233": [7, 20, 5], "540234": [6, 38, 3], "540235": [7, 40, 4],
    ]

    @Test("Shigatse has 73 townships and 646 villages, as many in each county as the lists have")
    func shigatse() {
        var found: [String: [Int]] = [:]
        for region in World.shigatse.regions {
            let place: Int
            switch region.kind {
            case .town, .township, .subdistrict: place = 0
            case .administrativeVillage: place = 1
            case .residentsCommittee: place = 2
            default: continue
            }
            found[String(region.code.prefix(6)), default: [0, 0, 0]][place] += 1
        }
        #expect(found == Self.counties)
        let villages = World.shigatse.regions.filter { $0.level == .village }
        #expect(villages.count == 646)
        #expect(villages.allSatisfy { $0.name.hasSuffix("(synthetic)") })
        #expect(World.shigatse.regions.filter { $0.level == .township }.count == 73)
    }

    @Test("Codes are unique, parents are there, and committees have codes below 200")
    func codes() {
        let regions = World.shigatse.regions
        let codes = Set(regions.map(\.code))
        #expect(codes.count == regions.count)
        for region in regions {
            #expect(region.parent.map(codes.contains) ?? (region.level == .city))
            guard region.level == .village else { continue }
            let number = Int(region.code.suffix(3)) ?? 0
            #expect((number < 200) == (region.kind == .residentsCommittee), "\(region.code)")
        }
    }

    @Test("Over other regions business keeps to the counties of the list")
    func givenRegions() {
        let county = WorldRegion(
            code: "540221000000",
            name: "南木林县",
            level: .county,
            kind: .county,
            parent: nil
        )
        let township = WorldRegion(
            code: "540221100000",
            name: "南木林镇",
            level: .township,
            kind: .town,
            parent: county.code
        )
        let world = World(regions: [township, county])
        let events = Made(seed: 5, events: 2_000, world: world).events.map(\.event)
        #expect(events.count == 2_000)
        let declared = events.filter { $0.schema === RegionEvents.declared }
        // A township without villages gets four invented ones.
        #expect(declared.count == 6)
        for event in events {
            for (field, value) in zip(event.schema.fields, event.data) {
                guard field.kind == .region, case .text(let code) = value else { continue }
                #expect(code.hasPrefix("540221"), "\(event.schema.type).\(field.name) \(code)")
            }
        }
    }
}
