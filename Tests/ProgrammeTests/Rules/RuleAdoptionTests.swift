import EventModel
import Programme
import Testing

@Suite("Rule adoption")
struct RuleAdoptionTests {
    private func refusal(_ rule: String, _ parameters: String) -> Refusal? {
        RuleCatalogue.refusalOfAdoption([
            .text(rule), .text("1"), .text(parameters), .integer(0), .text("authority"),
        ])
    }

    @Test("Values in their domains pass, and every rule takes the empty set")
    func accepted() {
        for rule in RuleCatalogue.rules { #expect(refusal(rule.id, "{}") == nil) }
        #expect(refusal("R-COV-01", #"{"percent":"99.5"}"#) == nil)
        #expect(
            refusal(
                "R-EXIT-04",
                #"{"dueDay":31,"inspections":1,"months":12,"reading":"both"}"#
            ) == nil
        )
        #expect(refusal("R-EXIT-05", #"{"count":1,"reading":"upheldPerPerson"}"#) == nil)
        #expect(refusal("R-LOG-03", #"{"hours":48,"start":"city"}"#) == nil)
    }

    @Test("Unknown rules come first, then unknown keys, then values outside their domain")
    func precedence() {
        #expect(refusal("R-EXIT-99", #"{"x":1}"#)?.name == .unknownRule)
        #expect(refusal("R-EXIT-03", #"{"months":0,"percent":"1"}"#)?.name == .unknownKey)
        #expect(refusal("R-EXIT-02", #"{"months":1}"#)?.name == .unknownKey)
        #expect(refusal("R-EXIT-03", #"{"months":0}"#)?.name == .schema)
    }

    @Test(
        "Values outside their domain are refused",
        arguments: [
            ("R-COV-01", #"{"percent":15}"#), ("R-COV-01", #"{"percent":"015"}"#),
            ("R-COV-01", #"{"percent":"15.0"}"#), ("R-COV-01", #"{"percent":"-1"}"#),
            ("R-COV-01", #"{"percent":"1.00001"}"#), ("R-COV-01", #"{"percent":"1234567"}"#),
            ("R-COV-01", #"{"percent":""}"#), ("R-COV-01", #"{"percent":"."}"#),
            ("R-EXIT-04", #"{"dueDay":32}"#), ("R-EXIT-04", #"{"months":"3"}"#),
            ("R-EXIT-04", #"{"reading":"filed"}"#), ("R-EXIT-04", #"{"months":null}"#),
            ("R-EXIT-04", #"{"months":[3]}"#), ("R-EXIT-04", #"{"months":true}"#),
            ("R-LOG-03", #"{"start":"village"}"#),
        ]
    )
    func refused(rule: String, parameters: String) {
        #expect(refusal(rule, parameters)?.name == .schema)
    }

    @Test("The newest set by (first day, instant, position) replaces the whole set of its rule")
    func inForce() throws {
        func adoption(_ parameters: String, _ from: String, _ instant: Int64, _ position: UInt64)
            throws -> RuleAdoption
        {
            RuleAdoption(
                rule: "R-EXIT-04",
                members: ParameterText.members(of: parameters),
                validFrom: try #require(BusinessDate(parsing: from)),
                instant: Instant(millisecondsSince1970: instant),
                position: position
            )
        }
        let adoptions = [
            try adoption(#"{"dueDay":5}"#, "2019-01-01", 9, 0),
            try adoption(#"{"months":4}"#, "2019-02-01", 1, 1),
            try adoption(#"{"months":5}"#, "2019-02-01", 1, 2),
        ]
        func months(_ date: String) throws -> (Int64, Int64) {
            let day = try #require(BusinessDate(parsing: date))
            let set = ProgrammeRules(adoptions: adoptions, on: day)["R-EXIT-04"]
            return (set.integer("months"), set.integer("dueDay"))
        }
        #expect(try months("2018-12-31") == (3, 10))
        #expect(try months("2019-01-31") == (3, 5))
        #expect(try months("2019-02-01") == (5, 10))
    }
}

@Suite("Percent")
struct PercentTests {
    @Test("Comparison and headroom are exact at the limit")
    func exact() throws {
        let cap = try #require(Percent(parsing: "15"))
        #expect(cap.isKept(by: 675, of: 4500))
        #expect(!cap.isKept(by: 676, of: 4500))
        #expect(cap.isReached(by: 675, of: 4500))
        #expect(cap.floor(of: 101) == 15)
        #expect(cap.ceiling(of: 101) == 16)
        #expect(cap.floor(of: -101) == -16)
        #expect(try #require(Percent(parsing: "33.3333")).tenThousandths == 333_333)
    }
}
