import EventModel
import Programme

extension World {
    /// The seven counties of the programme, their 73 townships by real code and name, and 646 invented,
    /// labelled village-level units: 616 administrative villages and 30 residents' committees, as many per
    /// county as the official list of 2016 has.
    package static let shigatse = World(regions: shigatseRegions, classes: ShigatsePlan.classes)

    private static var shigatseRegions: [WorldRegion] {
        var regions = [
            WorldRegion(
                code: ShigatsePlan.cityCode,
                name: "日喀则市",
                level: .city,
                kind: .prefecture,
                parent: nil
            )
        ]
        for county in ShigatsePlan.counties {
            let code = county.code + "000000"
            regions.append(
                WorldRegion(
                    code: code,
                    name: county.name,
                    level: .county,
                    kind: county.kind,
                    parent: ShigatsePlan.cityCode
                )
            )
            let townships = county.townships.map { township in
                WorldRegion(
                    code: "\(county.code)\(township.unit)000",
                    name: township.name,
                    level: .township,
                    kind: kind(ofTownship: township.name),
                    parent: code
                )
            }
            regions += townships
            regions += committees(county.residentsCommittees, in: townships)
            regions += villages(county.administrativeVillages, in: townships)
        }
        return regions
    }

    private static func kind(ofTownship name: String) -> RegionKind {
        if name.hasSuffix("镇") { return .town }
        return name.hasSuffix("乡") ? .township : .subdistrict
    }

    /// Committees stand in sub-districts if there are any, else in towns.
    private static func committees(_ count: Int, in townships: [WorldRegion]) -> [WorldRegion] {
        let subdistricts = townships.filter { $0.kind == .subdistrict }
        let seats = subdistricts.isEmpty ? townships.filter { $0.kind == .town } : subdistricts
        return (0..<count).map { number in
            .syntheticCommittee(number / seats.count, of: seats[number % seats.count])
        }
    }

    /// Administrative villages are spread evenly over towns and townships; sub-districts have none.
    private static func villages(_ count: Int, in townships: [WorldRegion]) -> [WorldRegion] {
        let seats = townships.filter { $0.kind != .subdistrict }
        return (0..<count).map { number in
            .syntheticVillage(number / seats.count, of: seats[number % seats.count])
        }
    }
}
