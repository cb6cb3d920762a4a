import EventModel

/// Money, and what shows that a station is alive.
extension HistoryMaker {
    private static let classes = [
        "cityCentre", "countyCentre", "countyCentre", "townshipVillageStation", "cityLogistics",
        "countyTownshipVillageLogistics", "qualityAndTraceability", "povertyAlleviation",
        "brandCultivation", "promotion", "training",
    ]

    private static let prohibited = [
        "prohibitedTradingPlatform", "prohibitedOfficeBuilding",
        "prohibitedAdministrativeExpense", "prohibitedTrafficPurchase",
    ]

    mutating func draftFunds() {
        for index in 0..<number(in: 1...3) {
            draft(
                "fund.appropriated",
                "fund/central",
                on: early(60),
                [
                    ("appropriation", .string("A\(index % 2)")), ("source", source()),
                    ("amountFen", .integer(pick([0, 100, 100, 100, 200, 640]))),
                    ("documentNumber", .string("synthetic 1")), ("recipient", .string("city")),
                ]
            )
        }
        let lineCount = number(in: 2...5)
        for index in 0..<lineCount { draftLine(chance(8) ? "L0" : "L\(index)") }
        for _ in 0..<number(in: 0...6) {
            draft(
                "fund.reallocated",
                "fund/lines",
                [
                    ("fromLine", .string(line(lineCount))), ("toLine", .string(line(lineCount))),
                    ("amountFen", amount()), ("approval", .string("synthetic 2")),
                ]
            )
        }
        let paymentCount = number(in: 2...12)
        for index in 0..<paymentCount {
            draftPayment(chance(6) ? "Y0" : "Y\(index)", line: line(lineCount))
        }
        for _ in 0..<number(in: 0...paymentCount) { draftPaymentChange(paymentCount) }
    }

    private mutating func source() -> JSONValue {
        .string(chance(80) ? "central" : pick(["region", "city", "poverty", "county", "social"]))
    }

    private mutating func line(_ count: Int) -> String {
        chance(6) ? "L99" : "L\(number(in: 0...(count - 1)))"
    }

    private mutating func useClasses() -> JSONValue {
        if chance(8) { return .array([]) }
        var classes: [JSONValue] = []
        for _ in 0..<pick([1, 1, 2]) {
            classes.append(.string(chance(8) ? pick(Self.prohibited) : pick(Self.classes)))
        }
        return .array(classes)
    }

    private mutating func county() -> [(name: String, value: JSONValue)] {
        guard chance(50) else { return [] }
        return [("county", .string(chance(10) ? Self.unknownCounty : pick(Self.counties)))]
    }

    private mutating func draftLine(_ line: String) {
        let data: [(name: String, value: JSONValue)] =
            [
                ("line", .string(line)), ("source", source()), ("title", .string("synthetic")),
                ("amountFen", amount()), ("classes", useClasses()),
            ] + county()
        draft("fund.lineBudgeted", "fund/\(line)", on: early(50), data)
    }

    private mutating func draftPayment(_ payment: String, line: String) {
        let data: [(name: String, value: JSONValue)] =
            [
                ("payment", .string(payment)), ("line", .string(line)), ("source", source()),
                ("payee", .string("synthetic")), ("amountFen", amount()),
                ("purpose", .string("synthetic")), ("classes", useClasses()),
                ("voucher", .string("V1")),
            ] + county()
        draft("fund.disbursed", "payment/\(payment)", data)
    }

    private mutating func draftPaymentChange(_ count: Int) {
        let payment = chance(6) ? "Y99" : "Y\(number(in: 0...(count - 1)))"
        let subject = "payment/\(payment)"
        let id = (name: "payment", value: JSONValue.string(payment))
        if chance(35) {
            draft(
                "fund.classified",
                subject,
                [id, ("classes", useClasses()), ("basis", .string("synthetic"))]
            )
        } else {
            draft(
                pick(["fund.returned", "fund.recovered"]),
                subject,
                [id, ("amountFen", amount()), ("reason", .string("synthetic"))]
            )
        }
    }

    mutating func draftActivity() {
        for _ in 0..<number(in: 6...20) {
            let station = self.station()
            switch number(in: 0...4) {
            case 0, 1, 2: draftScan(at: station)
            case 3: draftTrade(at: station)
            default: draftReport(station, month())
            }
        }
    }

    private mutating func draftScan(at station: String) {
        let parcel = "P\(number(in: 1...4))"
        draft(
            "parcel.scanned",
            "parcel/\(parcel)",
            [
                ("parcel", .string(parcel)), ("node", .string(station)),
                ("nodeLevel", .string("village")), ("county", .string(Self.counties[0])),
                ("kind", .string(pick(["arrived", "departed", "delivered", "returned"]))),
            ]
        )
    }

    private mutating func draftTrade(at station: String) {
        let order = "T\(number(in: 1...4))"
        var data: [(name: String, value: JSONValue)] = [
            ("order", .string(order)), ("line", .string("\(number(in: 1...2))")),
        ]
        if chance(90) { data.append(("station", .string(station))) }
        data += [
            ("county", .string(Self.counties[0])), ("direction", .string("upstream")),
            ("channel", .string("shop")), ("product", .string("barley")),
            ("agricultural", .boolean(true)), ("demonstrationProduct", .boolean(false)),
            ("online", .boolean(true)), ("onlineRetail", .boolean(chance(50))),
            ("amountFen", amount()),
        ]
        draft("trade.recorded", "order/\(order)", data)
    }
}
