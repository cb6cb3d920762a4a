import Access
import EventModel
import Testing

@Suite("Access policies")
struct AccessPolicyTests {
    private func principal(_ role: Role, _ counties: [String] = []) -> Principal {
        Principal(proof: .token, actor: "a", role: role, counties: counties)
    }

    @Test("The built-in policy is read, and gives the public no events")
    func builtIn() {
        let policy = AccessPolicy.builtIn
        #expect(policy.allows(.indicators, to: .anonymous))
        for right in Right.allCases where right != .indicators && right != .proofs {
            #expect(!policy.allows(right, to: .anonymous))
        }
        #expect(policy.allows(indicator: "funds", to: .anonymous))
        #expect(!policy.allows(indicator: "exits", to: .anonymous))
        #expect(policy.allows(appending: "parcel.scanned", to: principal(.clerk)))
        #expect(!policy.allows(appending: "fund.disbursed", to: principal(.county)))
        #expect(policy.allows(appending: "fund.disbursed", to: principal(.city)))
        #expect(policy.counties(of: principal(.clerk, ["540202"])) == ["540202"])
        #expect(policy.counties(of: principal(.city, ["540202"])) == nil)
    }

    @Test("A role that is not listed may do nothing")
    func missing() throws {
        let policy = try AccessPolicy(
            yaml: "version: 1\nroles:\n  city: {rights: [append], append: ['*']}\n"
        )
        for role in Role.allCases where role != .city {
            for right in Right.allCases { #expect(!policy.allows(right, to: principal(role))) }
            #expect(!policy.allows(appending: "parcel.scanned", to: principal(role)))
            #expect(!policy.allows(indicator: "funds", to: principal(role)))
        }
    }

    @Test("Families of types do not reach beyond their dot")
    func patterns() {
        let patterns = TypePatterns(["parcel.*", "fund.disbursed"])
        #expect(patterns.contains("parcel.scanned"))
        #expect(!patterns.contains("parcels.scanned"))
        #expect(!patterns.contains("parcel"))
        #expect(!patterns.contains("fund.disbursedTwice"))
        #expect(TypePatterns(["*"]).contains("anything.atAll"))
        for text in ["*", "parcel.*", "parcel.scanned"] { #expect(TypePatterns.isPattern(text)) }
        for text in ["", ".", "*.x", "a..b", "a b", ".*", "parcel.sc*"] {
            #expect(!TypePatterns.isPattern(text))
        }
    }
}

@Suite("Request budgets")
struct RequestBudgetTests {
    @Test("A holder may send its rate on average, and two seconds' worth at once")
    func rates() {
        let budget = RequestBudget()
        var now: Int64 = 1_000_000
        func take(_ holder: String = "a") -> Bool {
            budget.take(holder, rate: 10, now: Instant(millisecondsSince1970: now)) == nil
        }
        #expect((0..<50).count { _ in take() } == 20)
        #expect(take("b"))
        now += 1_000
        #expect((0..<50).count { _ in take() } == 10)
        now += 100
        #expect((0..<5).count { _ in take() } == 1)
        now += 3_600_000
        #expect((0..<50).count { _ in take() } == 20)
        // A clock that goes back gives nothing.
        now -= 3_600_000
        #expect((0..<5).count { _ in take() } == 0)
    }
}
