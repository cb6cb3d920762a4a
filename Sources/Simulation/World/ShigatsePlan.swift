package import Programme

/// What the plan and the official division lists say about the programme's seven counties.
///
/// Codes and names of counties and townships are those of the National Bureau of Statistics' edition of
/// 2018-10-31; numbers of villages per county those of its edition of 2016-07-31. Villages themselves are
/// invented: only their number is real.
package enum ShigatsePlan {
    /// A county with its townships and the number of its villages.
    package struct County: Sendable {
        /// Six-digit code.
        package let code: String
        /// Name in Chinese.
        package let name: String
        /// District or county.
        package let kind: RegionKind
        /// Who pays for it.
        package let demonstrationClass: DemonstrationClass
        /// Number of administrative villages.
        package let administrativeVillages: Int
        /// Number of residents' committees.
        package let residentsCommittees: Int
        /// Three-digit unit code and name of each township.
        package let townships: [(unit: String, name: String)]
    }

    /// Code of the city of Shigatse.
    package static let cityCode = "540200000000"

    /// Class and batch of each county, in order of code.
    package static let classes: [DemonstrationCounty] = counties.map {
        DemonstrationCounty(
            county: $0.code + "000000",
            demonstrationClass: $0.demonstrationClass,
            batchYear: 2018
        )
    }

    /// The seven counties in order of code.
    package static let counties: [County] = [
        County(
            code: "540202",
            name: "桑珠孜区",
            kind: .district,
            demonstrationClass: .municipal,
            administrativeVillages: 161,
            residentsCommittees: 15,
            townships: units(
                "001 城南街道办事处, 002 城北街道办事处, 200 曲布雄乡, 201 曲美乡, 202 聂日雄乡, "
                    + "203 甲措雄乡, 204 纳尔乡, 205 东嘎乡, 206 边雄乡, 207 江当乡, 208 年木乡, 209 联乡"
            )
        ),
        County(
            code: "540222",
            name: "江孜县",
            kind: .county,
            demonstrationClass: .national,
            administrativeVillages: 152,
            residentsCommittees: 3,
            townships: units(
                "100 江孜镇, 200 纳如乡, 201 卡麦乡, 202 卡堆乡, 203 藏改乡, 204 日朗乡, 205 达孜乡, "
                    + "206 热索乡, 207 重孜乡, 208 龙马乡, 209 加克西乡, 210 紫金乡, 211 江热乡, "
                    + "212 年雄乡, 213 康卓乡, 214 金嘎乡, 215 日星乡, 216 车仁乡, 217 热龙乡"
            )
        ),
        County(
            code: "540224",
            name: "萨迦县",
            kind: .county,
            demonstrationClass: .municipal,
            administrativeVillages: 107,
            residentsCommittees: 0,
            townships: units(
                "100 萨迦镇, 101 吉定镇, 200 雄麦乡, 201 麻布加乡, 202 雄玛乡, 203 扎西岗乡, "
                    + "204 扯休乡, 205 赛乡, 206 拉洛乡, 207 查荣乡, 208 木拉乡"
            )
        ),
        County(
            code: "540225",
            name: "拉孜县",
            kind: .county,
            demonstrationClass: .municipal,
            administrativeVillages: 98,
            residentsCommittees: 0,
            townships: units(
                "100 曲下镇, 101 拉孜镇, 200 扎西宗乡, 201 曲玛乡, 202 彭措林乡, 203 扎西岗乡, "
                    + "204 柳乡, 205 热萨乡, 206 锡钦乡, 207 芒普乡, 208 查务乡"
            )
        ),
        County(
            code: "540233",
            name: "亚东县",
            kind: .county,
            demonstrationClass: .national,
            administrativeVillages: 20,
            residentsCommittees: 5,
            townships: units(
                "100 下司马镇, 101 帕里镇, 200 下亚东乡, 201 上亚东乡, 202 康布乡, 203 堆纳乡, "
                    + "204 吉汝乡"
            )
        ),
        County(
            code: "540234",
            name: "吉隆县",
            kind: .county,
            demonstrationClass: .municipal,
            administrativeVillages: 38,
            residentsCommittees: 3,
            townships: units(
                "100 宗嘎镇, 101 吉隆镇, 200 差那乡, 201 折巴乡, 202 贡当乡, 203 萨勒乡"
            )
        ),
        County(
            code: "540235",
            name: "聂拉木县",
            kind: .county,
            demonstrationClass: .national,
            administrativeVillages: 40,
            residentsCommittees: 4,
            townships: units(
                "100 聂拉木镇, 101 樟木镇, 200 亚来乡, 201 锁作乡, 202 乃龙乡, 203 门布乡, 204 波绒乡"
            )
        ),
    ]

    private static func units(_ list: String) -> [(unit: String, name: String)] {
        list.split(separator: ",").map { entry in
            let parts = entry.split(separator: " ")
            return (String(parts[0]), String(parts[1]))
        }
    }
}
