import EventModel
import Programme

/// What was paid from each line, and how large a payment is.
struct FundState: Sendable {
    /// Number of payments so far.
    var paymentNumber = 0
    /// Net fen paid from each line.
    var spent: [Int64] = []
    /// Number of reallocations so far.
    var reallocationNumber = 0

    /// No money is paid yet.
    init(lineCount: Int = 0) { spent = Array(repeating: 0, count: lineCount) }
}

extension HistoryGenerator {
    /// Pays, takes back, classifies and reallocates until the family has its share.
    mutating func planFunds(_ day: Int, until quota: Int) {
        while tallies.funds < quota {
            tallies.funds += 1
            switch random.below(400) {
            case 0..<10:
                if let payment = recent.takePayment(&random) { takeBack(payment, day) }
            case 10..<14:
                if let payment = recent.takePayment(&random) {
                    let classes = random.pick(lines).classes
                    money(.classified(payment.id, as: classes), at: after(payment.at, day))
                }
            case 14: reallocate(day)
            default: pay(day)
            }
        }
    }

    private mutating func money(_ fact: Fact, at instant: Int64, evidence: SHA256Digest? = nil) {
        note(
            fact,
            by: financeOffice,
            at: instant,
            actor: "synthetic-treasurer",
            role: "finance",
            evidence: evidence
        )
    }

    /// A moment of the day that is later than something else.
    private mutating func after(_ earlier: Int64, _ day: Int) -> Int64 {
        max(moment(of: day), earlier + Timeline.minute)
    }

    private mutating func takeBack(_ payment: RecentBusiness.Amount, _ day: Int) {
        let fen = payment.fen * Int64(random.within(10...100)) / 100
        let fact =
            random.chance(3, in: 4)
            ? Fact.returned(payment.id, fen: fen) : .recovered(payment.id, fen: fen)
        money(fact, at: after(payment.at, day))
    }

    private mutating func reallocate(_ day: Int) {
        funds.reallocationNumber += 1
        let number = funds.reallocationNumber
        money(
            .reallocated(
                from: "L8",
                to: "L\(5 + random.below(3))",
                fen: Int64(random.within(1...50)) * 10_000 / Int64(number),
                approval: "示例批复-\(number)(synthetic)"
            ),
            at: moment(of: day)
        )
    }

    private mutating func pay(_ day: Int) {
        let place = random.below(lines.count)
        let line = lines[place]
        funds.paymentNumber += 1
        let id = "SYN-ZF\(funds.paymentNumber)"
        // A line is spent evenly: what is left by the days that are left, so that few payments exceed it.
        let expected = max(1, eventCount * options.mix.funds / 10_000 / lines.count)
        let usual = max(100, line.fen * Int64(options.paidShare) / 100 / Int64(expected))
        var fen = usual * Int64(random.within(40...160)) / 100
        if random.chance(1, in: 2_000) { fen += line.fen / 20 }
        funds.spent[place] += fen
        var classes = line.classes
        let slips = options.slips
        switch random.below(10_000) {
        case 0..<slips.unclassifiedPayment: classes = []
        case slips.unclassifiedPayment..<slips.unclassifiedPayment + slips.prohibitedPayment:
            classes.append(
                random.chance(1, in: 2)
                    ? .prohibitedAdministrativeExpense : .prohibitedTrafficPurchase
            )
        default: break
        }
        let at = moment(of: day)
        let fact = Fact.disbursed(
            id,
            from: line,
            payee: "示例供应商\(1 + random.skewed(below: 200))(synthetic)",
            county: line.county ?? paidCounty(),
            fen: fen,
            purpose: line.title,
            classes: classes
        )
        money(fact, at: at, evidence: voucherDigest())
        recent.remember(
            payment: .init(id: id, fen: fen, at: at),
            chance: random.below(1 << 20)
        )
    }

    /// A national county, once in some hundred payments another, or none for what serves the city.
    private mutating func paidCounty() -> String? {
        let national = counties.filter(\.isNational)
        if random.chance(1, in: 300) { return random.pick(counties).code }
        return national.isEmpty || random.chance(1, in: 4) ? nil : random.pick(national).code
    }

    private mutating func voucherDigest() -> SHA256Digest {
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let word = random.next()
            for shift in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift * 8)))
            }
        }
        return SHA256Digest(bytes: bytes)
    }

    /// Holds sessions with attendances until the family has its share.
    mutating func planTraining(_ day: Int, until quota: Int) {
        while tallies.training + 20 < quota, !counties.isEmpty {
            tallies.sessionNumber += 1
            let county = random.pick(counties)
            let id = "SYN-PX\(tallies.sessionNumber)"
            let isOnline = random.chance(1, in: 6)
            let fact = Fact.session(
                id,
                county: county.code,
                audience: random.pick(["农牧民", "合作社", "基层干部", "大学生"]),
                mode: isOnline ? .online : .offline,
                hours: Int64(random.within(2...16)),
                topic: "电商实务(synthetic)",
                fundSource: random.chance(3, in: 4) ? (county.isNational ? .central : .city) : nil
            )
            let at = moment(of: day)
            note(fact, by: county.office, at: at, actor: county.clerk, role: "countyOffice")
            tallies.training += 1
            // Places in a row of pseudonyms, so that nobody attends a session twice.
            let first = random.below(20_000)
            for number in 0..<random.within(12...40) {
                let person = "SYN-P\(county.prefix)-\(first + number * 7)"
                note(
                    .attended(
                        id,
                        person: person,
                        category: random.pick(["建档立卡", "大学生", "干部", "企业"])
                    ),
                    by: county.office,
                    at: at + Timeline.hour,
                    actor: county.clerk,
                    role: "countyOffice"
                )
                tallies.training += 1
            }
        }
    }

    /// Sells order lines and refunds some until the family has its share.
    mutating func planTrade(_ day: Int, until quota: Int) {
        while tallies.trade < quota, !counties.isEmpty {
            tallies.trade += 1
            if random.chance(3, in: 100), let order = recent.takeOrder(&random) {
                let fen = order.fen * Int64(random.within(20...100)) / 100
                note(
                    .refunded(order: order.id, line: "1", fen: fen),
                    by: cityOffice,
                    at: after(order.at, day)
                )
                continue
            }
            sell(day)
        }
    }

    private mutating func sell(_ day: Int) {
        tallies.orderNumber += 1
        let outlet = random.chance(4, in: 5) ? someOutlet() : nil
        let county = counties[outlet.map { outlets[$0].county } ?? random.below(counties.count)]
        let isUpstream = random.chance(2, in: 5)
        let isOnline = isUpstream ? random.chance(7, in: 10) : random.chance(9, in: 10)
        let isAgricultural = isUpstream && random.chance(4, in: 5)
        let at = moment(of: day, from: 7, to: 23)
        let sale = Sale(
            order: "SYN-DD\(tallies.orderNumber)",
            line: "1",
            station: outlet.map { outlets[$0].id },
            county: county.code,
            direction: isUpstream ? .upstream : .downstream,
            channel: random.pick(["示例平台甲", "示例平台乙", "门店"]) + "(synthetic)",
            originVillage: isAgricultural && !county.villages.isEmpty
                ? random.pick(county.villages) : nil,
            product: (isUpstream ? "示例农产品" : "示例日用品")
                + "\(1 + random.skewed(below: 60))(synthetic)",
            agricultural: isAgricultural,
            demonstrationProduct: isUpstream && random.chance(1, in: 3),
            online: isOnline,
            onlineRetail: isOnline && random.chance(8, in: 10),
            fen: Int64(random.within(500...80_000)),
            quantity: Int64(random.within(1...5))
        )
        let source = outlet.map { outlets[$0].source } ?? county.office
        note(.sold(sale), by: source, at: at)
        recent.remember(
            order: .init(id: sale.order, fen: sale.fen, at: at),
            chance: random.below(1 << 20)
        )
    }
}
